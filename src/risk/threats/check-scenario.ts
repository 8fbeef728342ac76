// What a scenario says beyond its shape: that it names what exists, and that its figures can be what they are said to be.

import type { Distribution, ThreatScenario } from '#contracts/index.ts';
import { RULES } from '#findings/index.ts';
import { DEVICE_KINDS } from '#inventory/model.ts';
import { CAPEC_NAMES, ENTERPRISE_NAMES, ICS_NAMES } from './techniques.data.ts';

const RULE_NAMES: ReadonlySet<string> = new Set(Object.keys(RULES));
const KINDS: ReadonlySet<string> = new Set(DEVICE_KINDS);

/** Something that is wrong with a scenario: where, and in words. */
export interface Fault {
  readonly field: string;
  readonly message: string;
}

/** Techniques of ATT&CK for enterprise that CAPEC does not name: well known, and not checked against MITRE's data here. */
const UNCHECKED_NAMES: ReadonlyMap<string, string> = new Map([
  ['T1190', 'Exploit Public-Facing Application'],
  ['T1199', 'Trusted Relationship'],
  ['T1204.002', 'User Execution: Malicious File'],
  ['T1210', 'Exploitation of Remote Services'],
  ['T1485', 'Data Destruction'],
  ['T1486', 'Data Encrypted for Impact'],
  ['T1490', 'Inhibit System Recovery'],
  ['T1565.001', 'Data Manipulation: Stored Data Manipulation'],
  ['T1567', 'Exfiltration Over Web Service'],
]);

/** The name of a technique of CAPEC or ATT&CK, or null where it is not known here. */
export function techniqueName(id: string): string | null {
  const tables = [CAPEC_NAMES, ICS_NAMES, ENTERPRISE_NAMES, UNCHECKED_NAMES];
  return tables.map((table) => table.get(id)).find((name) => name !== undefined) ?? null;
}

/** What the number of a technique was checked against; null where it stands in no table of MITRE's that is kept here. */
export function techniqueSource(id: string): string | null {
  if (CAPEC_NAMES.has(id)) return 'CAPEC';
  if (ICS_NAMES.has(id)) return 'ATT&CK for ICS';
  return ENTERPRISE_NAMES.has(id) ? 'the mapping in CAPEC' : null;
}

/** Everything that is wrong with a scenario whose shape is right, in the order of its fields. */
export function faultsOf(scenario: ThreatScenario): Fault[] {
  return [
    ...wrongNames(scenario),
    ...wrongLikelihood(scenario),
    ...wrongHarm(scenario),
    ...scenario.losses.flatMap((loss, place) => wrongLoss(loss, `losses[${place}]`)),
    ...wrongControls(scenario),
  ];
}

function wrongNames({ target, preconditions, techniques }: ThreatScenario): Fault[] {
  const unknown = (names: readonly string[], field: string, isKnown: (name: string) => boolean, what: string) =>
    names.flatMap((name, place) =>
      isKnown(name) ? [] : [{ field: `${field}[${place}]`, message: `There is no ${what} ${name}.` }],
    );
  return [
    ...unknown(target.kinds, 'target.kinds', (name) => KINDS.has(name), 'kind of device'),
    ...preconditions.flatMap(({ rules = [] }, place) =>
      unknown(rules, `preconditions[${place}].rules`, (name) => RULE_NAMES.has(name), 'rule of findings'),
    ),
    ...unknown(techniques.capec, 'techniques.capec', (name) => CAPEC_NAMES.has(name), 'attack pattern in force'),
    ...unknown(techniques.ics, 'techniques.ics', (name) => ICS_NAMES.has(name), 'technique in force'),
  ];
}

function wrongLikelihood({ entries, likelihood }: ThreatScenario): Fault[] {
  if ('yearly' in likelihood) {
    const found = atLeastNothing(likelihood.yearly.value, 'likelihood.yearly.value');
    return entries.length === 0
      ? found
      : [
          { field: 'likelihood', message: 'With entries, write the intent of an attacker, not times a year.' },
          ...found,
        ];
  }
  const found = within01(likelihood.intent.value, 'likelihood.intent.value');
  return entries.length > 0
    ? found
    : [{ field: 'entries', message: 'An attacker must have an entry; without one, write how often a year.' }, ...found];
}

function wrongHarm({ severity, reachesPerson }: ThreatScenario): Fault[] {
  const isHarm = [severity.injury, severity.diagnosis, severity.delay].some(({ value }) => value.high > 0);
  const { high } = ends(reachesPerson.value);
  const found = within01(reachesPerson.value, 'reachesPerson.value');
  if (isHarm === high > 0) return found;
  const message = isHarm
    ? 'Injury, diagnosis or delay is above 0, and nobody is ever reached.'
    : 'Somebody is reached, and injury, diagnosis and delay are all 0.';
  return [{ field: 'reachesPerson.value', message }, ...found];
}

function wrongLoss({ cause, probability }: ThreatScenario['losses'][number], field: string): Fault[] {
  const found = probability === undefined ? [] : within01(probability, `${field}.probability`);
  switch (cause.of) {
    case 'downtime':
      return [...found, ...atLeastNothing(cause.days, `${field}.cause.days`)];
    case 'records':
    case 'replacement':
    case 'referrers':
      return [...found, ...within01(cause.share, `${field}.cause.share`)];
    case 'amount':
      return [...found, ...atLeastNothing(cause.amount, `${field}.cause.amount`)];
    case 'penalty':
      return [...found, ...atLeastNothing(cause.violations, `${field}.cause.violations`)];
  }
}

function wrongControls({ controls }: ThreatScenario): Fault[] {
  const ids = controls.map(({ id }) => id);
  return controls.flatMap(({ id, frequency, vulnerability, magnitude, harm }, place) => {
    const field = `controls[${place}]`;
    if (ids.indexOf(id) < place) return [{ field: `${field}.id`, message: `${id} stands here twice.` }];
    const lowers = [frequency, vulnerability, magnitude, harm].some((factor) => factor !== undefined && factor < 1);
    return lowers
      ? []
      : [{ field, message: 'Say what it lowers: frequency, vulnerability, magnitude or harm below 1.' }];
  });
}

function within01(value: Distribution, field: string): Fault[] {
  const { low, high } = ends(value);
  return low >= 0 && high <= 1 ? [] : [{ field, message: 'This must stay between 0 and 1.' }];
}

function atLeastNothing(value: Distribution, field: string): Fault[] {
  return ends(value).low >= 0 ? [] : [{ field, message: 'This must not go below 0.' }];
}

/** The least and the greatest value that can be drawn. */
function ends(value: Distribution): { readonly low: number; readonly high: number } {
  if (typeof value === 'number') return { low: value, high: value };
  switch (value.dist) {
    case 'constant':
      return { low: value.value, high: value.value };
    case 'pert':
    case 'uniform':
      return { low: value.low, high: value.high };
    case 'beta':
      return { low: 0, high: 1 };
    case 'empirical':
      return { low: Math.min(...value.values), high: Math.max(...value.values) };
    case 'lognormal':
    case 'poisson':
      return { low: 0, high: Number.POSITIVE_INFINITY };
  }
}
