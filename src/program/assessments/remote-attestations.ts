// What the register of remote access says to the question of the check: one answer for each device of an entry that has not ended. Pure.
import type { Attestation } from '#contracts/index.ts';
import { dayIn, endOfDayIn } from '../governance/calendar-days.ts';

/** The question of the check `remote-service-registered` that the register answers. */
const REGISTERED = 'remote-access-registered';

interface Entered {
  readonly id: string;
  readonly devices: readonly string[];
  readonly secondFactor: string;
  /** When it was last confirmed, as an ISO time. */
  readonly at: string;
  /** The last day on which it is allowed. */
  readonly until: string;
}

/**
 * Yes with a second factor, partly without, until the end of the last day at the site. From then on the answer is no, so that an expired
 * entry excuses nothing, whatever was said before.
 */
export function registerAttestations(
  entries: readonly Entered[],
  { now, timeZone }: { readonly now: Date; readonly timeZone: string },
): Attestation[] {
  const today = dayIn(now, timeZone);
  // Many entries end on one day.
  const ends = new Map([...new Set(entries.map(({ until }) => until))].map((day) => [day, endOfDayIn(day, timeZone)]));
  return entries.flatMap(({ id, devices, secondFactor, at, until }) => {
    const isOver = until < today;
    const end = ends.get(until)?.toISOString() ?? null;
    const answer = isOver ? ('no' as const) : secondFactor === 'yes' ? ('yes' as const) : ('partly' as const);
    return devices.map((device) => ({
      id: `remote-access:${id}`,
      question: REGISTERED,
      device,
      answer,
      at: isOver ? (end ?? at) : at,
      until: isOver ? null : end,
    }));
  });
}
