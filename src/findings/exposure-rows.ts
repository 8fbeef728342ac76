// Devices by the highest rung proven, in the common order of both ladders, the unseen at the end: they add up to all.
import { type AssessmentDocument, RUNG_MEANING, RUNG_ORDER } from '#contracts/index.ts';

/** The first rung on which strangers get in. */
export const FIRST_OPEN_RUNG = RUNG_ORDER.indexOf('W3');

/** Whether strangers get in on this rung. */
export function isOpenRung(rung: string | null): boolean {
  return RUNG_ORDER.slice(FIRST_OPEN_RUNG).some((open) => open === rung);
}

/** The rung of a device that answers, but on neither ladder. */
export const ANSWERS_ONLY = 'E1';

/**
 * The rows of an assessment: `counts` by rung, null for devices never seen. Those of them whose refusal decides nothing
 * (`undecided`, by rung) stand in a row of their own, beside what is not known: turned away once is not closed.
 */
export function exposureRows(
  counts: ReadonlyMap<string | null, number>,
  undecided: ReadonlyMap<string, number>,
): AssessmentDocument['summary']['byExposure'] {
  const judged = (rung: string) => (counts.get(rung) ?? 0) - (undecided.get(rung) ?? 0);
  const open = [...undecided.values()].reduce((sum, devices) => sum + devices, 0);
  return [
    ...[...RUNG_ORDER].reverse().map((rung) => ({ rung, meaning: RUNG_MEANING[rung], devices: judged(rung) })),
    {
      rung: 'undecided',
      meaning: 'Turned us away, which decides nothing: its own name is not known, or it was busy',
      devices: open,
    },
    { rung: 'unknown', meaning: 'Never seen on the network', devices: counts.get(null) ?? 0 },
  ];
}
