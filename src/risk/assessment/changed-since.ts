// What changed at a site since an earlier assessment, in words: findings that went and came, devices, figures that are stated now.
import type { RiskInputs } from '#contracts/index.ts';
import { countedSince } from './counted-patients.ts';

type Before = Pick<NonNullable<RiskInputs['before']>, 'devices' | 'findings' | 'stated'> & { readonly at?: string };

const NAMED = 3;

/** One sentence for each kind of change; findings of `without` are passed over. */
export function changedSince(before: Before, now: RiskInputs, without: ReadonlySet<string> = new Set()): string[] {
  const had = new Set(before.findings.map(({ id }) => id));
  const has = new Set(now.findings.map(({ id }) => id));
  const gone = before.findings.filter(({ id }) => !has.has(id) && !without.has(id));
  const fresh = now.findings.filter(({ id }) => !had.has(id) && !without.has(id));
  const devices = new Set(before.devices);
  const added = now.devices.filter(({ id }) => !devices.has(id));
  const known = new Set(now.devices.map(({ id }) => id));
  const removed = before.devices.filter((id) => !known.has(id));
  const stated = now.stated.filter((path) => !before.stated.includes(path));
  const list = (items: readonly string[]) =>
    `${items.slice(0, NAMED).join('; ')}${items.length > NAMED ? '; and others' : ''}`;
  return [
    ...(gone.length > 0 ? [`${counted(gone.length, 'finding')} gone: ${list(gone.map(({ title }) => title))}.`] : []),
    ...(fresh.length > 0 ? [`${counted(fresh.length, 'finding')} new: ${list(fresh.map(({ title }) => title))}.`] : []),
    ...(added.length > 0 ? [`${counted(added.length, 'device')} new: ${list(added.map(({ name }) => name))}.`] : []),
    ...(removed.length > 0 ? [`${counted(removed.length, 'device')} gone.`] : []),
    ...(stated.length > 0 ? [`Figures that were defaults are stated now: ${list(stated)}.`] : []),
    ...countedSince(before.at, now),
  ];
}

function counted(count: number, what: string): string {
  return count === 1 ? `1 ${what} is` : `${count} ${what}s are`;
}
