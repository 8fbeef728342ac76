// Records that lie open: at each device that a scenario takes them from, how many, by what a stranger was proven to get there (the rung of the ladder) and
// by the ways that lead to it. docs/risk-assessment.md has the formula with worked numbers.
import { ENTRIES, type EntryKind, type RiskInputs, type RiskScenario, type Triple } from '#contracts/index.ts';
import type { Case } from './case-of.ts';
import type { ChancesBand } from './events-of.ts';
import { momentsOf, patientsOf } from './loss-of.ts';
import { type Weakness, weaknessesOf } from './weaknesses.ts';

/** What stands behind a finding on what strangers get; `E8o`: reading or writing was offered. */
const RUNG_OF_RULE: Readonly<Record<string, string>> = {
  'dicom-gives-data': 'E7',
  'dicom-open-query': 'E6',
  'dicom-open-worklist': 'E6',
  'dicom-offers-query': 'E5',
  'dicom-read-offered': 'E8o',
  'dicom-write-offered': 'E8o',
  'web-gives-data': 'W5',
  'web-open-search': 'W4',
  'web-open-identity': 'W3',
};

/** Devices that are listed of a scenario. */
const MOST_LISTED = 20;

/** Those of a scenario of records that somebody has to reach; undefined of any other. */
export function exposedRecords(one: Case, inputs: RiskInputs, today: ChancesBand): RiskScenario['exposed'] {
  const { threat, devices, nodes } = one;
  const shares = threat.losses.flatMap(({ cause }) => (cause.of === 'records' ? [momentsOf(cause.share).mean] : []));
  if (shares.length === 0 || !('intent' in threat.likelihood)) return undefined;
  const held = patientsOf(inputs.devices, inputs.settings) * Math.max(...shares);
  const findings = Map.groupBy(inputs.findings, ({ device }) => device);
  const ruleOf = new Map(inputs.findings.map(({ id, rule }) => [id, rule]));
  const listed = devices
    .map(({ id, name }) => {
      const node = nodes.get(id) ?? id;
      const { entry, chance } = likeliest(threat.entries, node, today);
      const open = opensMost(weaknessesOf(id, findings.get(id) ?? []));
      const rung = RUNG_OF_RULE[ruleOf.get(open?.findings[0] ?? '') ?? ''] ?? null;
      const records = { low: held * chance.low, mode: held * chance.mode, high: held * chance.high };
      return { device: id, name, entry, rung, gives: open?.words ?? null, reached: chance, records };
    })
    .toSorted((a, b) => b.records.mode - a.records.mode || (a.device < b.device ? -1 : 1));
  return { held, devices: listed.slice(0, MOST_LISTED) };
}

/** From where it is reached most likely. */
function likeliest(entries: readonly EntryKind[], node: string, { low, mode, high }: ChancesBand) {
  const at = (chances: ChancesBand['mode'], entry: EntryKind) => chances.get(entry)?.get(node) ?? 0;
  const [entry = null] = ENTRIES.filter((each) => entries.includes(each)).toSorted((a, b) => at(mode, b) - at(mode, a));
  const likely = entry === null ? 0 : at(mode, entry);
  const ends = entry === null ? [0, 0] : [at(low, entry), at(high, entry)];
  const chance: Triple = {
    low: Math.min(ends[0] ?? 0, likely),
    mode: likely,
    high: Math.max(ends[1] ?? 0, likely),
  };
  return { entry, chance };
}

/** What of a device gives data most likely. */
function opensMost(weaknesses: readonly Weakness[]): Weakness | undefined {
  return weaknesses.filter(({ gives }) => gives === 'data').toSorted((a, b) => b.chance.mode - a.chance.mode)[0];
}
