// What people decide about findings, with every step kept; the policy of a site; and what SSVC says of a finding, beside its severity.
import type { Migration } from '../migrate.ts';

export const decisions: Migration = {
  id: 8,
  name: 'decisions',
  sql: `
create table decisions (
  tenant_id text not null, id text not null, finding_id text not null, kind text not null, state text not null,
  reason text not null, justification text, until timestamptz, maker text, how text, promised_for text, answer text,
  asked_by text not null, asked_at timestamptz not null, approved_by text, approved_at timestamptz,
  ended_at timestamptz, seen jsonb not null,
  primary key (tenant_id, id));
create unique index decisions_standing on decisions (tenant_id, finding_id, kind) where ended_at is null;
create index decisions_of_finding on decisions (tenant_id, finding_id, asked_at);
create index decisions_of_maker on decisions (tenant_id, maker, asked_at) where kind = 'maker';
create table decision_events (
  tenant_id text not null, decision_id text not null, seq integer not null, at timestamptz not null, who text not null,
  what text not null, why text not null,
  primary key (tenant_id, decision_id, seq));
create table policies (
  tenant_id text not null, name text not null, body jsonb not null, by_whom text not null, at timestamptz not null,
  primary key (tenant_id, name));
alter table findings add column outcome text not null default '';
`,
};
