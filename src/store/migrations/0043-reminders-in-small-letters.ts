// Addresses of reminders are kept in small letters: rows of before are written so, too, else who has a capital would be reminded once more.
import type { Migration } from '../migrate.ts';

export const remindersInSmallLetters: Migration = {
  id: 43,
  name: 'reminders-in-small-letters',
  sql: `
delete from due_reminders each using due_reminders other
  where each.tenant_id = other.tenant_id and each.item = other.item and each.due_on = other.due_on and each.email <> other.email
    and lower(each.email) = lower(other.email)
    and (each.sent_at is not null, each.refused is not null, each.tried_at, each.email)
      < (other.sent_at is not null, other.refused is not null, other.tried_at, other.email);
update due_reminders set email = lower(email) where email <> lower(email);
`,
};
