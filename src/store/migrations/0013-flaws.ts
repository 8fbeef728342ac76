// Findings on published flaws, found by the number of the flaw and by the advisories that name it, and findings grouped by what they ask for.
import type { Migration } from '../migrate.ts';

export const flaws: Migration = {
  id: 13,
  name: 'flaws',
  sql: `
alter table findings add column cve text, add column advisories text[] not null default '{}';
update findings finding set cve = whole.body->>'cve',
  advisories = coalesce((select array_agg(id) from jsonb_array_elements_text(whole.body->'advisories') as named (id)), '{}')
from finding_bodies whole where whole.tenant_id = finding.tenant_id and whole.finding_id = finding.id
  and whole.body->>'cve' is not null;
create index findings_by_cve on findings (tenant_id, cve) where cve is not null;
create index findings_by_advisory on findings using gin (advisories) where advisories <> '{}';
`,
};
