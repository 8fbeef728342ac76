// The guided start: what was said, field by field, and what it stated when it was finished.
import type { Migration } from '../migrate.ts';

export const start: Migration = {
  id: 25,
  name: 'start',
  sql: `
create table start_fields (
  tenant_id text not null, field text not null, value jsonb not null, version integer not null, at timestamptz not null, by_whom text not null,
  primary key (tenant_id, field));
create table start_stated (
  tenant_id text not null, at timestamptz not null, by_whom text not null, body jsonb not null,
  primary key (tenant_id));
`,
};
