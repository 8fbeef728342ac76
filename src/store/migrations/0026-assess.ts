// Answers of assessments, the parties that questionnaires go to, and the register of makers' remote access.
import type { Migration } from '../migrate.ts';

export const assess: Migration = {
  id: 26,
  name: 'assess',
  sql: `
create table assessment_answers (
  tenant_id text not null, kind text not null, scope text not null, subject text not null,
  answer text not null, note text not null, evidence text not null, said_on text not null,
  at timestamptz not null, by_whom text not null, via text not null,
  primary key (tenant_id, kind, scope, subject));
create table assessment_parties (
  tenant_id text not null, id text not null, questionnaire text not null, name text not null, contact text not null,
  at timestamptz not null, by_whom text not null,
  primary key (tenant_id, id));
create table remote_access (
  tenant_id text not null, id text not null, maker text not null, who text not null, devices text[] not null,
  service text not null, reason text not null, until text not null, second_factor text not null, contact text not null,
  at timestamptz not null, by_whom text not null, ended_at timestamptz, ended_by text, expiry_judged boolean not null default false,
  primary key (tenant_id, id));
`,
};
