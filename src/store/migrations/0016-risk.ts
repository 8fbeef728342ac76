// Assessments of risk, each with everything that it was worked out from, so that it can be worked out again.
import type { Migration } from '../migrate.ts';

export const risk: Migration = {
  id: 16,
  name: 'risk',
  sql: `
create table risk_assessments (
  tenant_id text not null, id text not null, at timestamptz not null, by_whom text not null,
  mean double precision not null, after double precision not null, worst_harm text,
  inputs text not null, document text not null,
  primary key (tenant_id, id));
create index risk_assessments_newest on risk_assessments (tenant_id, at desc, id);
`,
};
