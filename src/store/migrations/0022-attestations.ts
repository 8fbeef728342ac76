// What people say to the questions of checks, of a device or (device_id '') of the whole site; nothing is changed, the newest counts.
import type { Migration } from '../migrate.ts';

export const attestations: Migration = {
  id: 22,
  name: 'attestations',
  sql: `
create table attestations (
  tenant_id text not null, question text not null, device_id text not null, turn integer not null, id text not null,
  answer text not null, at timestamptz not null, until timestamptz, note text not null, by_whom text not null, via text not null,
  primary key (tenant_id, question, device_id, turn));
create index attestations_of_device on attestations (tenant_id, device_id);
`,
};
