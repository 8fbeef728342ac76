// The operating systems in use, each with the verdict on its life cycle: what runs out when.
import type { LifeCycleRow } from '#contracts/index.ts';
import { type LifecycleSource, lifecycleOf } from '#knowledge/index.ts';

/** A system as devices name it, and how many run it. */
type SystemInUse = Pick<LifeCycleRow, 'os' | 'devices' | 'examples'>;

const NEVER = '9999';

/** The systems as of `now` (an ISO time), those that end first at the top, those of which nothing is known at the end. */
export function lifeCyclesOf(systems: readonly SystemInUse[], now: string, source: LifecycleSource): LifeCycleRow[] {
  return systems
    .map((system): LifeCycleRow => {
      const verdict =
        system.os === null ? null : lifecycleOf({ name: system.os, version: null, build: null }, now, source);
      return {
        ...system,
        label: verdict?.label ?? system.os ?? '',
        standing: verdict?.standing ?? 'unknown',
        securityEnd: verdict?.securityEnd ?? null,
        paidEnd: verdict?.paidEnd ?? null,
        earliestEnd: verdict?.earliestEnd ?? null,
        latestEnd: verdict?.latestEnd ?? null,
        certainty: verdict?.certainty ?? 'unverified',
        wouldSettle: verdict?.wouldSettle ?? null,
        source: verdict?.source ?? null,
        asOf: verdict?.asOf ?? null,
      };
    })
    .sort((a, b) => {
      const [left, right] = [endOf(a), endOf(b)];
      if (left !== right) return left < right ? -1 : 1;
      return b.devices - a.devices || (a.label < b.label ? -1 : 1);
    });
}

function endOf(row: LifeCycleRow): string {
  return row.securityEnd ?? row.earliestEnd ?? NEVER;
}
