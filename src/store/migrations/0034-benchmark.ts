// What sites agreed to be counted in; and, of the installation: files of counts that left, keys that a person trusted, and files that came.
import type { Migration } from '../migrate.ts';

export const benchmark: Migration = {
  id: 34,
  name: 'benchmark',
  sql: `
create table benchmark_agreements (
  tenant_id text not null, agreed text not null, by_whom text not null, at timestamptz not null, primary key (tenant_id));
create table benchmark_releases (
  period text not null primary key, document text not null, by_whom text not null, at timestamptz not null);
create table benchmark_signers (
  fingerprint text not null primary key, name text not null, by_whom text not null, at timestamptz not null);
create table benchmark_files (
  fingerprint text not null references benchmark_signers (fingerprint) on delete cascade, period text not null, day text not null,
  document text not null, by_whom text not null, at timestamptz not null, primary key (fingerprint, period));
`,
};
