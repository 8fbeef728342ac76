// Who speaks to whom, as captures and logs show it; and the sensors that may post facts.
import type { Migration } from '../migrate.ts';

export const flows: Migration = {
  id: 5,
  name: 'flows',
  sql: `
create table flows (
  tenant_id text not null, key text not null, transport text not null, client text not null, server text not null,
  port integer not null, protocols text[] not null, operations text[] not null, titles jsonb not null,
  first_seen_at timestamptz not null, last_seen_at timestamptz not null,
  primary key (tenant_id, key));
create index flows_client on flows (tenant_id, client);
create index flows_server on flows (tenant_id, server, port);
create table sensors (
  tenant_id text not null, id text not null, name text not null, token_sha256 text not null unique, created_at timestamptz not null,
  created_by text not null, revoked_at timestamptz, last_seen_at timestamptz, last_batch text, facts bigint not null default 0,
  last_error text, status jsonb,
  primary key (tenant_id, id));
create table sources (
  tenant_id text not null, sensor text not null, run text not null, kind text not null, name text not null, at timestamptz not null,
  by_whom text not null, facts integer not null, summary jsonb not null, problems jsonb not null,
  primary key (tenant_id, sensor, run));
create index sources_at on sources (tenant_id, at desc);
`,
};
