// The walk-round: which devices somebody has answered the checklist for, and how far. The answers themselves are facts.
import type { Migration } from '../migrate.ts';

export const checklists: Migration = {
  id: 11,
  name: 'checklists',
  sql: `
create table checklists (
  tenant_id text not null, device_id text not null, answered integer not null, at timestamptz not null, by_whom text not null,
  done_at timestamptz, done_by text,
  primary key (tenant_id, device_id));
`,
};
