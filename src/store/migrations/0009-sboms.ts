// Bills of materials: a product and its components, kept once, and the devices that the bill is taken to describe.
import type { Migration } from '../migrate.ts';

export const sboms: Migration = {
  id: 9,
  name: 'sboms',
  sql: `
create table sboms (
  tenant_id text not null, id text not null, format text not null, spec text not null, serial text, vendor text, product text,
  version text, tool text, made text, components integer not null, relations integer not null, duplicates integer not null,
  flaws integer not null, problems jsonb not null, imported_at timestamptz not null, imported_by text not null,
  primary key (tenant_id, id));
create table sbom_components (
  tenant_id text not null, sbom_id text not null, seq integer not null, name text not null, version text, purl text, cpe text,
  supplier text, license text,
  primary key (tenant_id, sbom_id, seq));
create table sbom_links (
  tenant_id text not null, sbom_id text not null, device_id text not null, how text not null, by_whom text not null,
  at timestamptz not null,
  primary key (tenant_id, sbom_id, device_id));
create index sbom_links_of_device on sbom_links (tenant_id, device_id);
`,
};
