// A day may be kept once more: what a clock that was ahead kept of days to come stays where it is, beside what is kept when they end.
import type { Migration } from '../migrate.ts';

export const daysKeptAnew: Migration = {
  id: 41,
  name: 'days-kept-anew',
  sql: `
alter table day_standings drop constraint day_standings_pkey;
alter table day_standings add primary key (tenant_id, day, kept_at);
`,
};
