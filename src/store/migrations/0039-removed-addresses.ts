// Under which addresses somebody came who was taken out, and which of them an owner added since: only that brings them back.
import type { Migration } from '../migrate.ts';

export const removedAddresses: Migration = {
  id: 39,
  name: 'removed-addresses',
  sql: `
alter table removed_people add column email text not null default '', add column let_back boolean not null default false;
alter table removed_people drop constraint removed_people_pkey, add primary key (tenant_id, source, subject, email);
`,
};
