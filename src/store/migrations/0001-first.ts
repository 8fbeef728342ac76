// The first schema: tenants and people, evidence, inventory, findings, scans, jobs. The tenant is in every key.
import type { Migration } from '../migrate.ts';

export const first: Migration = {
  id: 1,
  name: 'first',
  sql: `
create table tenants (id text primary key, name text not null, demo boolean not null default false, created_at timestamptz not null);
create table users (
  id text primary key, email text not null, name text not null, password_hash text not null,
  totp_secret text, totp_confirmed_at timestamptz, totp_last_step integer,
  created_at timestamptz not null, last_seen_at timestamptz, disabled_at timestamptz);
create unique index users_email on users (lower(email));
create table memberships (
  user_id text not null references users on delete cascade,
  tenant_id text not null references tenants on delete cascade,
  role text not null check (role in ('owner', 'editor', 'reader')),
  primary key (user_id, tenant_id));
create table sessions (
  token_sha256 text primary key, user_id text not null references users on delete cascade, csrf text not null,
  created_at timestamptz not null, last_seen_at timestamptz not null, expires_at timestamptz not null);
create index sessions_user on sessions (user_id);
create table meta (key text primary key, value text not null);

create table facts (
  tenant_id text not null, id text not null, subject_kind text not null, subject_key text not null, attribute text not null,
  value jsonb not null, basis text not null check (basis in ('observed', 'inferred', 'attested')),
  confidence double precision not null check (confidence between 0 and 1), sensor text not null, run text not null, detail text,
  observed_at timestamptz not null, recorded_at timestamptz not null, by_whom text not null,
  primary key (tenant_id, id));
create index facts_subject on facts (tenant_id, subject_kind, subject_key, attribute);
create table fact_current (
  tenant_id text not null, subject_kind text not null, subject_key text not null, attribute text not null,
  slot text not null, sensor text not null, fact_id text not null, value jsonb not null, basis text not null,
  confidence double precision not null, first_observed_at timestamptz not null, last_observed_at timestamptz not null,
  primary key (tenant_id, subject_kind, subject_key, attribute, slot, sensor));
create index fact_current_value on fact_current (tenant_id, attribute, md5(value::text));

create table devices (
  tenant_id text not null, id text not null, name text not null, kind text, modality text, vendor text, model text, serial text,
  os text, zone text, location text, owner text, addresses text[] not null default '{}', ae_titles text[] not null default '{}',
  macs text[] not null default '{}', exposure text, exposure_rank integer not null default -1, criticality integer,
  criticality_reasons jsonb not null default '[]', severity integer not null default 0, findings integer not null default 0,
  first_seen_at timestamptz, last_seen_at timestamptz, retired boolean not null default false, search text not null default '',
  updated_at timestamptz not null,
  primary key (tenant_id, id));
create table device_subjects (
  tenant_id text not null, subject_kind text not null, subject_key text not null, device_id text not null, because text not null,
  primary key (tenant_id, subject_kind, subject_key));
create index device_subjects_device on device_subjects (tenant_id, device_id);
create table identity_decisions (
  tenant_id text not null, id text not null, kind text not null, payload jsonb not null, by_whom text not null,
  at timestamptz not null, undone_at timestamptz, undone_by text,
  primary key (tenant_id, id));
create table services (
  tenant_id text not null, address text not null, port integer not null, vantage text not null, device_id text not null,
  endpoint jsonb not null, exposure text, exposure_rank integer not null, observed_at timestamptz not null, scan_id text,
  primary key (tenant_id, address, port, vantage));
create index services_device on services (tenant_id, device_id);
create table findings (
  tenant_id text not null, id text not null, device_id text not null, rule text not null, kind text not null,
  severity integer not null, state text not null, confidence double precision not null, priority double precision not null,
  title text not null, body jsonb not null, first_seen_at timestamptz not null, updated_at timestamptz not null,
  closed_at timestamptz,
  primary key (tenant_id, id));
create index findings_device on findings (tenant_id, device_id);

create table scans (
  tenant_id text not null, id text not null, state text not null, targets jsonb not null, ports jsonb not null,
  clearance text not null, authority text, vantage text not null, started_at timestamptz not null, ended_at timestamptz,
  started_by text not null, totals jsonb, refused jsonb not null default '[]', open integer not null default 0, job_id text,
  primary key (tenant_id, id));
create table scan_endpoints (
  tenant_id text not null, scan_id text not null, address text not null, port integer not null, endpoint jsonb not null,
  primary key (tenant_id, scan_id, address, port));
create table probe_log (
  tenant_id text not null, scan_id text not null, seq bigint generated by default as identity, target text not null,
  ports jsonb not null, connections integer not null, bytes_sent bigint not null, clearance text not null, authority text,
  allowed_by text not null, at timestamptz not null,
  primary key (tenant_id, scan_id, seq));
create table clearances (
  tenant_id text not null, id text not null, range text not null, level text not null, deny boolean not null,
  public_scope boolean not null, authority jsonb, note text not null, created_at timestamptz not null, created_by text not null,
  expires_at timestamptz,
  primary key (tenant_id, id));
create table schedules (
  tenant_id text not null, id text not null, name text not null, scan jsonb not null, cron text not null, time_zone text not null,
  allowed_hours jsonb not null, enabled boolean not null, next_run_at timestamptz, last_scan text, created_by text not null,
  primary key (tenant_id, id));
create table jobs (
  tenant_id text not null, id text not null, kind text not null, state text not null, progress double precision not null default 0,
  message text not null default '', payload jsonb not null, result jsonb, error text, created_at timestamptz not null,
  created_by text not null, started_at timestamptz, ended_at timestamptz, worker text, heartbeat_at timestamptz,
  primary key (tenant_id, id));
create index jobs_waiting on jobs (created_at) where state in ('waiting', 'running');
create table audit (
  tenant_id text not null, id text not null, at timestamptz not null, who text not null, action text not null,
  subject text not null, detail text not null,
  primary key (tenant_id, id));
create index audit_at on audit (tenant_id, at desc, id);
create table import_mappings (
  tenant_id text not null, source text not null, mapping jsonb not null, updated_at timestamptz not null,
  primary key (tenant_id, source));
`,
};
