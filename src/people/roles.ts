// What each role may do. Whatever is not listed is refused.
import type { Role } from '#contracts/index.ts';

/** Kinds of action that routes and commands ask for. */
export type Action =
  | 'read'
  | 'edit devices'
  | 'import'
  | 'scan'
  | 'ask for decisions'
  | 'approve decisions'
  | 'rate severity'
  | 'rate likelihood'
  | 'change clearances'
  | 'ask archives'
  | 'manage people'
  | 'manage sensors'
  | 'remove tenant'
  | 'hand over'
  | 'read audit';

const ALLOWED: Readonly<Record<Role, readonly Action[]>> = {
  reader: ['read', 'rate severity'],
  editor: [
    'read',
    'edit devices',
    'import',
    'scan',
    'ask archives',
    'ask for decisions',
    'rate severity',
    'rate likelihood',
  ],
  owner: [
    'read',
    'edit devices',
    'import',
    'scan',
    'ask for decisions',
    'approve decisions',
    'rate severity',
    'rate likelihood',
    'change clearances',
    'ask archives',
    'manage people',
    'manage sensors',
    'remove tenant',
    'hand over',
    'read audit',
  ],
};

/** Whether a role may do an action. */
export function allows(role: Role, action: Action): boolean {
  return ALLOWED[role].includes(action);
}
