// What people say of the threat scenarios: how bad, and how likely.
import type { Migration } from '../migrate.ts';

export const ratings: Migration = {
  id: 17,
  name: 'ratings',
  sql: `
create table ratings (
  tenant_id text not null, scenario text not null, rater text not null,
  role text not null, initials text not null, body jsonb not null, at timestamptz not null,
  primary key (tenant_id, rater, scenario));
`,
};
