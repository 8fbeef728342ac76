// The name of the log in which each decision was written: it is part of the hash, and a site that was taken over from another install keeps
// the log that it brought.
import type { Migration } from '../migrate.ts';

export const logNames: Migration = {
  id: 33,
  name: 'log-names',
  sql: `
alter table decision_log add column log text;
update decision_log set log = tenant_id;
alter table decision_log alter column log set not null;
`,
};
