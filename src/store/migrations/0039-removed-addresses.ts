// Under which addresses somebody came who was taken out, and which of them an owner added since: only that brings them back.
import type { Migration } from '../migrate.ts';

// Of marks from before, the audit trail says which address left in that moment. Where it is out no longer, an owner added it since.
export const removedAddresses: Migration = {
  id: 39,
  name: 'removed-addresses',
  sql: `
alter table removed_people add column email text not null default '', add column let_back boolean not null default false;
alter table removed_people drop constraint removed_people_pkey, add primary key (tenant_id, source, subject, email);
update removed_people s set email = lower(a.subject), let_back = not exists (
    select from removed_people r where r.tenant_id = s.tenant_id and r.source = '' and r.subject = lower(a.subject))
  from audit a
  where s.source <> '' and a.tenant_id = s.tenant_id and a.action = 'user removed' and a.at = s.at and a.who = s.by_whom;
`,
};
