// What tells devices apart, indexed: which subjects share a serial number, a hardware address, an AE title.
import type { Migration } from '../migrate.ts';

export const identityMarks: Migration = {
  id: 3,
  name: 'identity marks',
  sql: `
create table subject_marks (
  tenant_id text not null, subject_kind text not null, subject_key text not null, mark text not null,
  primary key (tenant_id, subject_kind, subject_key, mark));
create index subject_marks_mark on subject_marks (tenant_id, mark, subject_kind, subject_key);
drop index fact_current_value;
`,
};
