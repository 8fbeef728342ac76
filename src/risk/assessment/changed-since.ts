// What changed at a site since an earlier assessment, in words: findings that went and came, devices, figures, ways, scenarios, steps.
import type { RiskInputs } from '#contracts/index.ts';
import { countedSince } from './counted-patients.ts';
import { digestsOf } from './digests-of.ts';
import type { InForce } from './done-states.ts';

type Before = Pick<NonNullable<RiskInputs['before']>, 'devices' | 'findings' | 'stated' | 'parts' | 'currency'> & {
  readonly at?: string;
};

const NAMED = 3;

/** What is told elsewhere, and so passed over. */
interface Without {
  readonly findings: ReadonlySet<string>;
  readonly steps: boolean;
}

/** One sentence for each kind of change. */
export function changedSince(
  before: Before,
  given: RiskInputs | InForce,
  without: Without = { findings: new Set(), steps: false },
): string[] {
  const now = 'given' in given ? given.given : given;
  const had = new Set(before.findings.map(({ id }) => id));
  const has = new Set(now.findings.map(({ id }) => id));
  const gone = before.findings.filter(({ id }) => !has.has(id) && !without.findings.has(id));
  const fresh = now.findings.filter(({ id }) => !had.has(id) && !without.findings.has(id));
  const devices = new Set(before.devices);
  const added = now.devices.filter(({ id }) => !devices.has(id));
  const known = new Set(now.devices.map(({ id }) => id));
  const removed = before.devices.filter((id) => !known.has(id));
  const stated = now.stated.filter((path) => !before.stated.includes(path));
  const unsaid = before.stated.filter((path) => !now.stated.includes(path));
  return [
    ...(gone.length > 0 ? [`${counted(gone.length, 'finding')} gone: ${list(gone.map(({ title }) => title))}.`] : []),
    ...(fresh.length > 0 ? [`${counted(fresh.length, 'finding')} new: ${list(fresh.map(({ title }) => title))}.`] : []),
    ...(added.length > 0 ? [`${counted(added.length, 'device')} new: ${list(added.map(({ name }) => name))}.`] : []),
    ...(removed.length > 0 ? [`${counted(removed.length, 'device')} gone.`] : []),
    ...(stated.length > 0 ? [`Figures that were defaults are stated now: ${list(stated)}.`] : []),
    ...(unsaid.length > 0 ? [`Figures that were stated are defaults again: ${list(unsaid)}.`] : []),
    ...countedSince(before.at, now),
    ...(before.currency !== undefined && before.currency !== now.settings.currency
      ? [
          `The money was ${before.currency}; what was worked out in it stands in ${now.settings.currency} here, at the rates that were stated.`,
        ]
      : []),
    ...(before.parts ? byParts(before.parts, now, without) : []),
  ];
}

/** What is there before and now, and is not the same. */
function byParts(before: Readonly<Record<string, string>>, now: RiskInputs, without: Without): string[] {
  const parts = digestsOf(now);
  const isOther = (part: string) =>
    before[part] !== undefined && parts[part] !== undefined && before[part] !== parts[part];
  const figures = now.stated.filter((path) => isOther(`figure:${path}`));
  const devices = now.devices.filter(({ id }) => isOther(`device:${id}`));
  const findings = now.findings.filter(({ id }) => isOther(`finding:${id}`) && !without.findings.has(id));
  const scenarios = now.threats.filter(({ id }) => before[`scenario:${id}`] !== parts[`scenario:${id}`]);
  const lost = Object.keys(before).filter((part) => part.startsWith('scenario:') && parts[part] === undefined);
  const done = (now.done ?? []).filter(({ action }) => before[`step:${action}`] !== parts[`step:${action}`]);
  const back = Object.keys(before).filter((part) => part.startsWith('step:') && parts[part] === undefined);
  return [
    ...(figures.length > 0 ? [`Figures were stated anew: ${list(figures)}.`] : []),
    ...(isOther('ways') ? ['What is stated of the ways between networks is another.'] : []),
    ...(isOther('recorded') ? ['The conversations that were recorded are others.'] : []),
    ...(devices.length > 0
      ? [
          `Of ${devices.length === 1 ? '1 device' : `${devices.length} devices`} something else is known: ${list(devices.map(({ name }) => name))}.`,
        ]
      : []),
    ...(findings.length > 0
      ? [`${counted(findings.length, 'finding')} judged anew: ${list(findings.map(({ title }) => title))}.`]
      : []),
    ...(scenarios.length > 0
      ? [`${counted(scenarios.length, 'scenario')} new or rated anew: ${list(scenarios.map(({ name }) => name))}.`]
      : []),
    ...(lost.length > 0 ? [`${counted(lost.length, 'scenario')} gone.`] : []),
    ...(isOther('proven') ? ['Other controls are proven to be in place.'] : []),
    ...(isOther('matrix') ? ['The matrix that harm is judged by is another.'] : []),
    ...(without.steps || done.length === 0
      ? []
      : [`${counted(done.length, 'step')} said to be done: ${list(done.map(({ name }) => name))}.`]),
    ...(without.steps || back.length === 0 ? [] : [`${counted(back.length, 'step')} taken back.`]),
  ];
}

function list(items: readonly string[]): string {
  return `${items.slice(0, NAMED).join('; ')}${items.length > NAMED ? '; and others' : ''}`;
}

function counted(count: number, what: string): string {
  return count === 1 ? `1 ${what} is` : `${count} ${what}s are`;
}
