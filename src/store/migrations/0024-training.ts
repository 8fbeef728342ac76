// Staff of a site, the links that they open without an account, and their training.
import type { Migration } from '../migrate.ts';

export const training: Migration = {
  id: 24,
  name: 'training',
  sql: `
create table staff (
  tenant_id text not null, id text not null, name text not null, email text not null, roles text[] not null, devices text[] not null,
  active boolean not null, via text not null, external_id text, created_at timestamptz not null, updated_at timestamptz not null,
  bounced_at timestamptz, bounced_because text,
  primary key (tenant_id, id));
create unique index staff_email on staff (tenant_id, email);
create index staff_name on staff (tenant_id, lower(name), id);
create table staff_links (
  tenant_id text not null, id text not null, token_sha256 text not null, kind text not null, subject text not null, staff_id text not null,
  created_at timestamptz not null, created_by text not null, expires_at timestamptz not null, opened_at timestamptz, used_at timestamptz,
  primary key (tenant_id, id));
create unique index staff_links_token on staff_links (token_sha256);
create index staff_links_staff on staff_links (tenant_id, staff_id, kind, subject);
create table lesson_assignments (
  tenant_id text not null, staff_id text not null, lesson text not null, assigned_at timestamptz not null, assigned_by text not null,
  due_on text not null, because text[] not null, before jsonb not null, told_at timestamptz,
  primary key (tenant_id, staff_id, lesson));
create index lesson_assignments_due on lesson_assignments (tenant_id, lesson, due_on);
create table lesson_completions (
  tenant_id text not null, id text not null, staff_id text not null, lesson text not null, course text not null, version integer,
  score integer, out_of integer, passed boolean not null, at timestamptz not null, via text not null,
  primary key (tenant_id, id));
create index lesson_completions_staff on lesson_completions (tenant_id, staff_id, lesson, at);
create table phishing_drills (
  tenant_id text not null, id text not null, held_on text not null, sent integer not null, reported integer not null, clicked integer not null,
  note text not null, at timestamptz not null, by_whom text not null,
  primary key (tenant_id, id));
create table mail_settings (
  tenant_id text not null, body jsonb not null, password text, by_whom text not null, at timestamptz not null,
  primary key (tenant_id));
create table scim_tokens (
  tenant_id text not null, token_sha256 text not null, created_at timestamptz not null, created_by text not null, last_used_at timestamptz,
  primary key (tenant_id));
create unique index scim_tokens_token on scim_tokens (token_sha256);
`,
};
