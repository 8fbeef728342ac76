// What a site puts on its reports.
import type { Migration } from '../migrate.ts';

export const clientBranding: Migration = {
  id: 31,
  name: 'client-branding',
  sql: `
create table client_branding (
  tenant_id text not null, version integer not null, body jsonb not null, at timestamptz not null, by_whom text not null,
  primary key (tenant_id));
`,
};
