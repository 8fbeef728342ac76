// Engagements of a service provider: what was agreed, letters of clearance with their signatures, hours, templates; and clearances that rest on a letter.
import type { Migration } from '../migrate.ts';

export const engagements: Migration = {
  id: 32,
  name: 'engagements',
  sql: `
create table engagements (
  tenant_id text not null, id text not null, version integer not null, state text not null, body jsonb not null,
  created_at timestamptz not null, created_by text not null, changed_at timestamptz not null, changed_by text not null,
  primary key (tenant_id, id));
create table engagement_letters (
  tenant_id text not null, id text not null, engagement text not null, number integer not null, reference text not null,
  covers text not null, state text not null, terms jsonb not null, body jsonb not null, letter_text text not null, sha256 text not null,
  issued_at timestamptz not null, issued_by text not null, signatures jsonb not null, over_at timestamptz, over_because text,
  primary key (tenant_id, id));
create unique index engagement_letters_of on engagement_letters (tenant_id, engagement, number);
create table engagement_hours (
  tenant_id text not null, id text not null, engagement text not null, seq integer not null, day text not null, person text not null,
  minutes integer not null, activity text not null, note text not null, corrects text, corrected_by text, at timestamptz not null,
  by_whom text not null, primary key (tenant_id, id));
create unique index engagement_hours_of on engagement_hours (tenant_id, engagement, seq);
create table engagement_templates (
  tenant_id text not null, id text not null, name text not null, body jsonb not null, at timestamptz not null, by_whom text not null,
  primary key (tenant_id, id));
alter table clearances add column letter jsonb;
`,
};
