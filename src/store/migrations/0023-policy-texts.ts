// Policies of a site: the versions of their texts, who has read them, and exceptions from them.
import type { Migration } from '../migrate.ts';

export const policyTexts: Migration = {
  id: 23,
  name: 'policy texts',
  sql: `
create table site_policies (
  tenant_id text not null, id text not null, begun_by text not null, begun_at timestamptz not null, latest integer not null,
  approved integer, own_clauses integer not null, retired_at timestamptz, retired_by text, retired_why text,
  primary key (tenant_id, id));
create table policy_texts (
  tenant_id text not null, policy text not null, version integer not null, body jsonb not null, note text not null,
  by_whom text not null, at timestamptz not null, state text not null, meaning boolean not null,
  asked_by text, asked_at timestamptz, ask_note text, decided_by text, decided_at timestamptz, decision_note text, review_on text,
  primary key (tenant_id, policy, version));
create table policy_reads (
  tenant_id text not null, policy text not null, person text not null, version integer not null, at timestamptz not null,
  name text not null, how text not null, by_whom text not null,
  primary key (tenant_id, policy, person, version));
create table policy_exceptions (
  tenant_id text not null, id text not null, policy text, clause text, checks text[] not null, devices text[] not null,
  reason text not null, instead text not null, owner text not null, until text not null, state text not null,
  asked_by text not null, asked_at timestamptz not null, decided_by text, decided_at timestamptz, decision_note text,
  ended_by text, ended_at timestamptz, end_note text,
  primary key (tenant_id, id));
`,
};
