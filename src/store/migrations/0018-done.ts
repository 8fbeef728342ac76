// Steps of the plan that people say are done, each as it stood in the assessment that it came from.
import type { Migration } from '../migrate.ts';

export const done: Migration = {
  id: 18,
  name: 'done',
  sql: `
create table done_actions (
  tenant_id text not null, action text not null, at timestamptz not null, by_whom text not null, note text not null,
  assessment text not null, body jsonb not null,
  primary key (tenant_id, action));
`,
};
