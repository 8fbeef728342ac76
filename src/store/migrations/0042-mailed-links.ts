// When a link to a policy went out by mail, so that nobody gets two while the first still opens.
import type { Migration } from '../migrate.ts';

export const mailedLinks: Migration = {
  id: 42,
  name: 'mailed-links',
  sql: `
alter table staff_links add column mailed_at timestamptz;
`,
};
