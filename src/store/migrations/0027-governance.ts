// The log of decisions, in which each entry holds the hash of the one before.
import type { Migration } from '../migrate.ts';

export const governance: Migration = {
  id: 27,
  name: 'governance',
  sql: `
create table decision_log (
  tenant_id text not null, seq integer not null, at timestamptz not null, by_whom text not null, kind text not null,
  subject text not null, decision text not null, because text not null, previous text not null, hash text not null,
  primary key (tenant_id, seq));
`,
};
