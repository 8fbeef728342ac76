// Findings found by what attackers do with the flaw and by how soon to act: columns beside the others, so that lists do not open each.
import type { Migration } from '../migrate.ts';

export const howSoon: Migration = {
  id: 14,
  name: 'how soon',
  sql: `
alter table findings add column kev boolean not null default false, add column ssvc_lowest smallint, add column ssvc_highest smallint;
update findings finding set kev = true
from finding_bodies whole where whole.tenant_id = finding.tenant_id and whole.finding_id = finding.id and whole.body->>'kev' = 'true';
create index findings_used on findings (tenant_id, priority desc, id) where kev and closed_at is null;
create index findings_how_soon on findings (tenant_id, ssvc_highest, ssvc_lowest) where ssvc_highest is not null and closed_at is null;
`,
};
