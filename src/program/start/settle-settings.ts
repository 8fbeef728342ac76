// Figures that the guided start states, put among those of the site: what the site stated elsewhere stays, and is told of. Pure.
import type { RiskSettingsInput, StartLeft } from '#contracts/index.ts';
import { canonicalJson } from '#kit/index.ts';

/** Figures of the site as they are to be, and what was said otherwise elsewhere. */
export interface Settled {
  readonly settings: RiskSettingsInput;
  readonly left: readonly StartLeft[];
}

export interface SettleInput {
  /** As they stand. */
  readonly now: RiskSettingsInput;
  /** What the guided start stated the last time; only that may it change. */
  readonly before: RiskSettingsInput;
  readonly said: RiskSettingsInput;
  /** Controls that are said not to be in place. */
  readonly notInPlace: readonly string[];
  /** Places that are to be as they were said here, whoever stated them. */
  readonly replace: readonly string[];
}

/** A figure by its place, as in `modalities.CT.examsPerDay`; undefined where nothing is stated. */
type Leaves = ReadonlyMap<string, unknown>;

/** Puts what is said among what is stated. */
export function settleSettings({ now, before, said, notInPlace, replace }: SettleInput): Settled {
  const settings: RiskSettingsInput = structuredClone(now);
  const left: StartLeft[] = [];
  const [stands, own, wanted] = [leavesOf(now), leavesOf(before), leavesOf(said)];
  for (const place of [...new Set([...own.keys(), ...wanted.keys()])].sort()) {
    const [here, ours, want] = [stands.get(place), own.get(place), wanted.get(place)];
    if (same(here, want)) continue;
    if (here === undefined || same(here, ours) || (replace.includes(place) && want !== undefined)) {
      put(settings, place, want);
    } else if (want !== undefined) left.push({ what: place, here: words(here), said: words(want) });
  }
  const ownControls = new Set(before.controls ?? []);
  const others = (now.controls ?? []).filter((id) => !ownControls.has(id));
  const doubted = others.filter((id) => notInPlace.includes(id));
  const kept = others.filter((id) => !(doubted.includes(id) && replace.includes(`controls.${id}`)));
  for (const id of doubted) {
    if (kept.includes(id)) left.push({ what: `controls.${id}`, here: 'in place', said: 'not in place' });
  }
  const controls = [...new Set([...kept, ...(said.controls ?? [])])];
  if (controls.length > 0) settings.controls = controls;
  else delete settings.controls;
  return { settings, left };
}

function leavesOf({ patients, budget, modalities = {}, entries = {} }: RiskSettingsInput): Leaves {
  const leaves: (readonly [string, unknown])[] = [
    ['patients', patients],
    ['budget', budget],
    ...Object.entries(modalities).map(
      ([name, figures]) => [`modalities.${name}.examsPerDay`, figures.examsPerDay] as const,
    ),
    ...Object.entries(entries).map(([name, figures]) => [`entries.${name}.zones`, figures?.zones] as const),
  ];
  // Null says that nobody knows, which is no statement.
  return new Map(leaves.filter(([, value]) => value !== undefined && value !== null));
}

function put(settings: RiskSettingsInput, place: string, value: unknown): void {
  const [group = '', name, figure] = place.split('.');
  if (name === undefined || figure === undefined) {
    set(settings, group, value);
    return;
  }
  const all: Record<string, Record<string, unknown>> = { ...(settings as Record<string, typeof all>)[group] };
  const one = { ...all[name] };
  set(one, figure, value);
  set(all, name, Object.keys(one).length > 0 ? one : undefined);
  set(settings, group, Object.keys(all).length > 0 ? all : undefined);
}

function set(into: object, name: string, value: unknown): void {
  if (value === undefined) Reflect.deleteProperty(into, name);
  else Object.assign(into, { [name]: value });
}

function same(a: unknown, b: unknown): boolean {
  return a === undefined || b === undefined ? a === b : canonicalJson(a) === canonicalJson(b);
}

function words(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'nothing' : value.join(', ');
  if (value !== null && typeof value === 'object' && 'mode' in value) return `about ${String(value.mode)}`;
  return String(value);
}
