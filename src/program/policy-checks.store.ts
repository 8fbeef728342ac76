// Checks of policies added up over a site: how many devices keep each, break it, are excepted, or of how many it is not known.
import type { CheckResult, ClauseCheck, ControlEvidence, PolicyCheck } from '#contracts/index.ts';
import type { Tenant } from '#store/index.ts';
import { eachChecked } from './check-results.store.ts';
import { exceptedNow } from './policy-exceptions.store.ts';
import { policyLibrary } from './program-library.ts';

/** Devices that are named for a check; the list of devices has all. */
const NAMED = 50;

/** How many devices keep a check, break it, are excepted, or of how many it is not known, by its id. */
export type CheckSums = ReadonlyMap<string, Pick<ClauseCheck, 'holds' | 'broken' | 'excepted' | 'unknown'>>;

type Tally = { -readonly [K in keyof ClauseCheck]: ClauseCheck[K] };

/** Every check over the devices of the site, by id, as it stands at `now`; devices of another kind are not counted. */
export async function tallyChecks(tx: Tenant, now: Date): Promise<Map<string, ClauseCheck>> {
  const { checks } = await policyLibrary();
  const isExcepted = await exceptedNow(tx, now);
  const tallies = new Map(checks.map((check) => [check.id, emptyTally(check)]));
  for await (const { device, results } of eachChecked(tx, now)) {
    for (const result of results) {
      const tally = tallies.get(result.check);
      if (tally) count(tally, result, { device, excepted: isExcepted(result) });
    }
  }
  return tallies;
}

/** The same as evidence of a control, of the checks with these ids. */
export function evidenceOf(ids: readonly string[], tallies: CheckSums): NonNullable<ControlEvidence['checks']> {
  return [...new Set(ids)].flatMap((id) => {
    const tally = tallies.get(id);
    if (!tally) return [];
    return [{ id, pass: tally.holds, fail: tally.broken, excepted: tally.excepted, unknown: tally.unknown }];
  });
}

function emptyTally({ id, title, of, asks }: PolicyCheck): Tally {
  return { id, title, of, asks, holds: 0, broken: 0, excepted: 0, unknown: 0, breaking: [], exempt: [], why: null };
}

function count(
  tally: Tally,
  { state, why }: CheckResult,
  {
    device,
    excepted,
  }: { readonly device: { readonly id: string; readonly name: string } | null; readonly excepted: boolean },
): void {
  if (device === null) tally.why = why;
  if (excepted) {
    tally.excepted += 1;
    if (device && tally.exempt.length < NAMED) tally.exempt.push({ id: device.id, name: device.name });
    return;
  }
  switch (state) {
    case 'holds':
      tally.holds += 1;
      return;
    case 'broken':
      tally.broken += 1;
      if (device && tally.breaking.length < NAMED) tally.breaking.push({ id: device.id, name: device.name, why });
      return;
    case 'unknown':
      tally.unknown += 1;
      return;
    case 'not applicable':
  }
}
