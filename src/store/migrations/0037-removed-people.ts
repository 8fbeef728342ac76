// Whom an owner took out of a site: a provider or a directory does not bring them back.
import type { Migration } from '../migrate.ts';

export const removedPeople: Migration = {
  id: 37,
  name: 'removed-people',
  sql: `
create table removed_people (
  tenant_id text not null, source text not null, subject text not null, by_whom text not null, at timestamptz not null,
  primary key (tenant_id, source, subject));
`,
};
