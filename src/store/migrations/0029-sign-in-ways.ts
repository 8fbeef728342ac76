// Ways to sign in beside passwords, and whose account is whose there.
import type { Migration } from '../migrate.ts';

export const signInWays: Migration = {
  id: 29,
  name: 'sign-in-ways',
  sql: `
create table sign_in_ways (
  tenant_id text not null, kind text not null, id text not null, body jsonb not null, secret text, by_whom text not null, at timestamptz not null,
  primary key (tenant_id, kind));
create unique index sign_in_ways_id on sign_in_ways (id);
create table sign_in_links (
  tenant_id text not null, source text not null, subject text not null, user_id text not null, at timestamptz not null,
  primary key (tenant_id, source, subject));
create unique index sign_in_links_user on sign_in_links (tenant_id, source, user_id);
create index sign_in_links_account on sign_in_links (user_id);
-- Who removes a way ends what it opened.
alter table sessions add column way_id text references sign_in_ways (id) on delete cascade;
create index sessions_way on sessions (way_id) where way_id is not null;
`,
};
