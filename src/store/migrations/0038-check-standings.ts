// How the program stood at the end of each day. A day whose body is null stood as the last one before it that has one.
import type { Migration } from '../migrate.ts';

export const checkStandings: Migration = {
  id: 38,
  name: 'check-standings',
  sql: `
create table day_standings (
  tenant_id text not null, day text not null, kept_at timestamptz not null, body jsonb, primary key (tenant_id, day));
`,
};
