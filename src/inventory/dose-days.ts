// Dose and technique of a device, day by day. Where several looks saw the same day and protocol, the one that saw most of its exams
// tells; they are never added up, since nobody knows which exams two looks have in common.
import type { DoseDay } from '#contracts/index.ts';

/** Of each day and protocol the distribution of most exams, the newest day first. */
export function fullestDays(days: readonly DoseDay[]): DoseDay[] {
  const fullest = new Map<string, DoseDay>();
  for (const each of days) {
    const key = `${each.day}\n${each.protocol ?? ''}`;
    const known = fullest.get(key);
    if (!known || each.exams > known.exams) fullest.set(key, each);
  }
  return [...fullest.values()].sort((a, b) => {
    if (a.day !== b.day) return a.day < b.day ? 1 : -1;
    return (a.protocol ?? '') < (b.protocol ?? '') ? -1 : 1;
  });
}
