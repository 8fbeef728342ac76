// Makers' disclosure statements (MDS2): each document once, its answers, and which one people chose for a device.
import type { Migration } from '../migrate.ts';

export const mds2: Migration = {
  id: 10,
  name: 'mds2',
  sql: `
create table mds2_documents (
  tenant_id text not null, id text not null, edition text not null, manufacturer text, model text, version text,
  document_id text, day text, questions integer not null, answered integer not null, problems jsonb not null,
  added_at timestamptz not null, added_by text not null,
  primary key (tenant_id, id));
create table mds2_answers (
  tenant_id text not null, document text not null, place integer not null, id text not null, capability text not null,
  same_as text, kind text not null, answer text not null, note text, question text,
  primary key (tenant_id, document, place));
create table mds2_choices (
  tenant_id text not null, device_id text not null, document text, by_whom text not null, at timestamptz not null,
  primary key (tenant_id, device_id));
`,
};
