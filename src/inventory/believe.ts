// From several facts about one attribute to the value believed, with how sure: facts that agree support each other, facts
// that contradict lower the confidence, and what a person stated about this very device comes before what lists say.
import type { Basis } from '#contracts/index.ts';
import type { CurrentFact } from '#evidence/model.ts';
import { canonicalJson, round9 } from '#kit/index.ts';
import { vendorKey } from '#knowledge/index.ts';
import { serialKey } from './marks.ts';
import { readOperatingSystem } from './operating-system.ts';

/** What is believed of a single-valued attribute. */
export interface Belief {
  readonly value: unknown;
  readonly confidence: number;
  readonly basis: Basis;
  /** Another value is stated too. */
  readonly conflict: boolean;
  /** The facts that state the believed value, the deciding one first. */
  readonly facts: readonly CurrentFact[];
}

/** The value believed of one single-valued attribute, or null when nobody stated it. */
export function believe(facts: readonly CurrentFact[]): Belief | null {
  const byMeaning = new Map<string, CurrentFact[]>();
  for (const fact of facts) {
    const meaning = meaningOf(fact);
    byMeaning.set(meaning, [...(byMeaning.get(meaning) ?? []), fact]);
  }
  const vague = vagueSigns(byMeaning);
  const sides = [...byMeaning].map(([meaning, agreeing]) => {
    const signs = vague.flatMap((sign) => (saysMore(meaning, sign.meaning) ? sign.facts : []));
    return {
      facts: [...agreeing.sort(byWeight), ...signs.sort(byWeight)],
      personal: agreeing.some(isPersonal),
      support: 1 - [...agreeing, ...signs].reduce((doubt, fact) => doubt * (1 - fact.confidence), 1),
    };
  });
  sides.sort(
    (a, b) =>
      Number(b.personal) - Number(a.personal) ||
      (a.personal && b.personal ? newer(a.facts, b.facts) : 0) ||
      b.support - a.support ||
      newer(a.facts, b.facts),
  );
  const best = sides[0];
  const deciding = best?.facts[0];
  if (!best || !deciding) return null;
  const against = sides.slice(1).reduce((most, side) => Math.max(most, side.support), 0);
  return {
    value: deciding.value,
    confidence: round9(best.support * (1 - against / 2)),
    basis: deciding.basis,
    conflict: sides.length > 1,
    facts: best.facts,
  };
}

interface VagueSign {
  readonly meaning: string;
  readonly facts: readonly CurrentFact[];
}

/** Takes out the signs of an operating system that say less than others do: they support those and contradict none of them. */
function vagueSigns(byMeaning: Map<string, CurrentFact[]>): VagueSign[] {
  const vague = [...byMeaning]
    .map(([meaning, facts]) => ({ meaning, facts }))
    .filter(
      ({ meaning, facts }) =>
        facts.every(({ attribute, basis }) => attribute === 'os.name' && basis === 'inferred') &&
        [...byMeaning.keys()].some((other) => saysMore(other, meaning)),
    );
  for (const { meaning } of vague) byMeaning.delete(meaning);
  return vague;
}

const KINDS_OF_LINUX = /\b(?:linux|ubuntu|debian|fedora|suse)\b/;

/** Whether a system's name says the same as another and more: 'windows 10 enterprise' than 'windows', 'ubuntu' than 'linux'. */
function saysMore(name: string, than: string): boolean {
  return name.startsWith(`${than} `) || (than === 'linux' && name !== than && KINDS_OF_LINUX.test(name));
}

/** Stated by a person about the device itself. */
function isPersonal(fact: CurrentFact): boolean {
  return fact.subject.kind === 'device' && fact.basis === 'attested';
}

function byWeight(a: CurrentFact, b: CurrentFact): number {
  return Number(isPersonal(b)) - Number(isPersonal(a)) || b.confidence - a.confidence || newer([a], [b]);
}

function newer(a: readonly CurrentFact[], b: readonly CurrentFact[]): number {
  const left = latest(a);
  const right = latest(b);
  return left > right ? -1 : left < right ? 1 : 0;
}

function latest(facts: readonly CurrentFact[]): string {
  return facts.reduce((most, fact) => {
    const own = `${fact.lastObservedAt} ${fact.factId}`;
    return own > most ? own : most;
  }, '');
}

/** Two values with one meaning are not in conflict. */
function meaningOf(fact: CurrentFact): string {
  if (typeof fact.value !== 'string') return canonicalJson(fact.value);
  if (fact.attribute === 'device.vendor') return vendorKey(fact.value);
  if (fact.attribute === 'device.serial') return serialKey(fact.value) ?? '';
  if (fact.attribute === 'os.name') return readOperatingSystem(fact.value).name.toLowerCase();
  return fact.value.toLowerCase().replace(/\s+/g, ' ').trim();
}

/** Every value of a multi-valued attribute, once each, the surest and newest first. */
export function believeAll(facts: readonly CurrentFact[]): unknown[] {
  const seen = new Map<string, unknown>();
  for (const fact of [...facts].sort(byWeight)) {
    const key = canonicalJson(fact.value);
    if (!seen.has(key)) seen.set(key, fact.value);
  }
  return [...seen.values()];
}
