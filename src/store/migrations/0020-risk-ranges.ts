// Assessments of risk: the ranges of their mean years beside these, so that a list of assessments opens none of them.
import type { Migration } from '../migrate.ts';

export const riskRanges: Migration = {
  id: 20,
  name: 'risk ranges',
  sql: `
alter table risk_assessments add column ranges jsonb;
update risk_assessments set ranges = jsonb_build_object(
  'today', document::jsonb #> '{expected,today,interval}', 'after', document::jsonb #> '{expected,after,interval}');
`,
};
