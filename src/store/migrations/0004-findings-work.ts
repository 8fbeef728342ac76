// Findings in narrow rows, so that lists and the overview count hundreds of thousands without opening each: the whole finding
// goes to a table beside them; who must act and the first sentence of the advice get columns of their own.
import type { Migration } from '../migrate.ts';

export const findingsWork: Migration = {
  id: 4,
  name: 'findings work',
  sql: `
create table finding_bodies (
  tenant_id text not null, finding_id text not null, body jsonb not null, primary key (tenant_id, finding_id));
insert into finding_bodies (tenant_id, finding_id, body) select tenant_id, id, body from findings;
alter table findings add column who text not null default '', add column action text not null default '';
update findings set who = coalesce(body->'fix'->>'who', ''),
  action = coalesce(substring(body->'fix'->>'text' from '^.+?[.?!](?=\\s|$)'), body->'fix'->>'text', '');
alter table findings drop column body;
create index findings_by_rule on findings (tenant_id, rule, device_id) where closed_at is null;
`,
};
