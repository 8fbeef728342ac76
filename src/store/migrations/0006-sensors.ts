// Remote sensors by name, and the devices whose judgement is due: noted with what changed them, so that a server that is killed between
// the two judges them when it comes back.
import type { Migration } from '../migrate.ts';

export const sensors: Migration = {
  id: 6,
  name: 'sensors',
  sql: `
create unique index sensors_name on sensors (tenant_id, name) where revoked_at is null;
alter table sensors add column refused bigint not null default 0;
create table judgements_due (tenant_id text not null, device_id text not null, primary key (tenant_id, device_id));
`,
};
