// Duties that came back and were done, reminders of what is due, and figures of the program day by day.
import type { Migration } from '../migrate.ts';

export const calendar: Migration = {
  id: 30,
  name: 'calendar',
  sql: `
create table duty_done (
  tenant_id text not null, id text not null, duty text not null, done_on text not null, by_name text not null, note text not null,
  at timestamptz not null, by_whom text not null, primary key (tenant_id, id));
create index duty_done_of on duty_done (tenant_id, duty, done_on);
create table due_reminders (
  tenant_id text not null, item text not null, due_on text not null, email text not null, tried_at timestamptz not null,
  sent_at timestamptz, refused text, primary key (tenant_id, item, due_on, email));
create table program_metrics (
  tenant_id text not null, day text not null, name text not null, value double precision, of_all integer not null,
  primary key (tenant_id, day, name));
`,
};
