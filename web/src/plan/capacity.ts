// Working days a month that each role has for the plan, while a person edits them.
import type { RiskDocument } from '#contracts/index.ts';

export type Capacity = Readonly<Record<string, number>>;

/** Roles that a step waits for, and those that have a limit, by name. */
export function rolesOf({ actions }: Pick<RiskDocument, 'actions'>, capacity: Capacity): string[] {
  return [...new Set([...actions.map(({ ownerRole }) => ownerRole), ...Object.keys(capacity)])].sort();
}

/** With the days of one role; what is no number above 0 takes its limit away. */
export function withCapacity(capacity: Capacity, role: string, days: number | string): Capacity {
  const { [role]: _, ...rest } = capacity;
  return typeof days === 'number' && days > 0 ? { ...rest, [role]: days } : rest;
}

/** Whether both say the same of every role. */
export function isSameCapacity(one: Capacity, other: Capacity): boolean {
  const roles = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...roles].every((role) => one[role] === other[role]);
}
