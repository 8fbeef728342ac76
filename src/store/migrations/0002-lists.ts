// Lists that page by cursor at 50,000 devices and more: one index for each order, and answers kept for repeated writes.
import type { Migration } from '../migrate.ts';

export const lists: Migration = {
  id: 2,
  name: 'lists',
  sql: `
create index devices_by_name on devices (tenant_id, retired, lower(name), id);
create index devices_by_exposure on devices (tenant_id, retired, exposure_rank, id);
create index devices_by_severity on devices (tenant_id, retired, severity, id);
create index devices_by_criticality on devices (tenant_id, retired, coalesce(criticality, 0), id);
create index devices_by_last_seen on devices (tenant_id, retired, coalesce(last_seen_at, '-infinity'::timestamptz), id);
create index findings_by_priority on findings (tenant_id, priority desc, id) where closed_at is null;
create index scans_by_start on scans (tenant_id, started_at desc, id);
create table idempotency (
  principal text not null, key text not null, request text not null, status integer not null, body text not null,
  at timestamptz not null,
  primary key (principal, key));
`,
};
