// How often a scenario happens at a site: how often an attacker holds an entry, times the chance that its target is reached from there, times the
// share of attackers who would do this. Without an attacker: so many times a year, for each device or for the department.
import { ENTRIES, type RiskDevice, type RiskSettings, type ThreatScenario, type Triple } from '#contracts/index.ts';
import { samplerOf } from '../loss/distribution.ts';
import { momentsOf, pertOf } from './loss-of.ts';
import { dataNode } from './network-of.ts';
import type { Chances } from './reached.ts';

/** The chances with what is not known at its lower end, most likely, and at its upper end. */
export interface ChancesBand {
  readonly low: Chances;
  readonly mode: Chances;
  readonly high: Chances;
}

const END_SHARE = 0.05;

/** Devices that a scenario may hit. */
export function targetsOf({ target }: ThreatScenario, devices: readonly RiskDevice[]): RiskDevice[] {
  return devices.filter(
    ({ kind, modality }) =>
      target.kinds.includes(kind ?? '') &&
      (target.modalities === undefined || target.modalities.includes(modality ?? '')),
  );
}

/** The node of the graph that must fall for the scenario. */
export function targetNode({ target }: ThreatScenario, device: string): string {
  return target.privilege === 'access' ? dataNode(device) : device;
}

/** Attempts a year that get through to one device: low, expected and high; before the share of those who would do this. */
export function reachedAYear(
  scenario: ThreatScenario,
  node: string,
  settings: Pick<RiskSettings, 'entries'>,
  chances: ChancesBand | 'always',
): Triple {
  const sum: Triple = { low: 0, mode: 0, high: 0 };
  for (const entry of ENTRIES) {
    if (!scenario.entries.includes(entry)) continue;
    const { yearly } = settings.entries[entry];
    const at = (end: keyof Triple) => (chances === 'always' ? 1 : (chances[end].get(entry)?.get(node) ?? 0));
    sum.low += yearly.low * at('low');
    sum.mode += yearly.mode * at('mode');
    sum.high += yearly.high * at('high');
  }
  return inOrder(sum);
}

/** Both ends around what is most likely, whatever rounding did. */
function inOrder({ low, mode, high }: Triple): Triple {
  return { low: Math.min(low, mode), mode, high: Math.max(high, mode) };
}

/** Of several devices: the mean where one of them is picked, the most where all fall together. */
export function joined(all: readonly Triple[], reach: ThreatScenario['target']['reach']): Triple {
  if (all.length === 0) return { low: 0, mode: 0, high: 0 };
  const of = (end: keyof Triple) => {
    const values = all.map((one) => one[end]);
    return reach === 'department' ? Math.max(...values) : values.reduce((sum, value) => sum + value, 0) / all.length;
  };
  return { low: of('low'), mode: of('mode'), high: of('high') };
}

/** A figure that may be written as any distribution: its 5th percentile, mean and 95th percentile. */
export function spreadOf(given: Parameters<typeof samplerOf>[0]): Triple {
  const sampler = samplerOf(given);
  return inOrder({ low: sampler.quantile(END_SHARE), mode: sampler.mean, high: sampler.quantile(1 - END_SHARE) });
}

/** The mean of a figure with three points, as PERT has it. */
export function meanOf(triple: Triple): number {
  return momentsOf(pertOf(triple)).mean;
}

export function scaled({ low, mode, high }: Triple, factor: number): Triple {
  return { low: low * factor, mode: mode * factor, high: high * factor };
}

export function productOf(one: Triple, other: Triple): Triple {
  return { low: one.low * other.low, mode: one.mode * other.mode, high: one.high * other.high };
}
