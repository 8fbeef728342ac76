// What of a device gives way: its findings brought together by where they are met. Findings of one kind stand for one doubt (is it patched?)
// and not for many independent ones, so the likeliest of them counts.
import type { RiskFinding } from '#contracts/index.ts';
import { metricOf, parseCvss } from '#knowledge/index.ts';
import { type Door, FLAW, RULE_WEAKNESS, STEP_DAYS } from './weakness-table.data.ts';

/** A chance with what is not known. */
export interface Chance {
  readonly low: number;
  readonly mode: number;
  readonly high: number;
}

/** What gives way at one door of a device. */
export interface Weakness {
  readonly device: string;
  readonly door: Door;
  readonly gives: 'data' | 'control';
  readonly chance: Chance;
  readonly words: string;
  /** The findings behind it, the likeliest first; none for what is assumed. */
  readonly findings: readonly string[];
}

interface Candidate {
  readonly door: Door;
  readonly gives: 'data' | 'control';
  readonly chance: Chance;
  readonly words: string;
  readonly finding: string;
}

/** The weaknesses of a device, at most one for each door and for what it gives. */
export function weaknessesOf(device: string, findings: readonly RiskFinding[]): Weakness[] {
  const byPlace = Map.groupBy(
    findings.flatMap((finding) => candidateOf(finding) ?? []),
    ({ door, gives }) => `${door} ${gives}`,
  );
  return [...byPlace.values()].flatMap((candidates) => {
    const sorted = candidates.toSorted(
      (a, b) => b.chance.mode - a.chance.mode || (a.finding < b.finding ? -1 : a.finding > b.finding ? 1 : 0),
    );
    const [first] = sorted;
    if (!first) return [];
    const chance = {
      low: Math.max(...sorted.map(({ chance: { low } }) => low)),
      mode: first.chance.mode,
      high: Math.max(...sorted.map(({ chance: { high } }) => high)),
    };
    const { door, gives, words } = first;
    return [{ device, door, gives, chance, words, findings: sorted.map(({ finding }) => finding) }];
  });
}

function candidateOf(finding: RiskFinding): Candidate | null {
  if (finding.rule === 'known-flaw') return flawOf(finding);
  const rule = RULE_WEAKNESS.get(finding.rule);
  if (!rule) return null;
  const { door, gives, words } = rule;
  return { door, gives, words, chance: chanceOf(rule.chance, finding), finding: finding.id };
}

/** What is only possible may not be there at all; what is confirmed may be harder, or easier, than thought. */
function chanceOf(likely: number, { state, confidence }: RiskFinding): Chance {
  const mode = likely * confidence;
  return { low: state === 'confirmed' ? mode / 2 : 0, mode, high: Math.min(0.98, Math.max(mode, likely * 1.2)) };
}

function flawOf(finding: RiskFinding): Candidate | null {
  const vector = finding.vector === null ? null : parseCvss(finding.vector);
  if (vector === null || 'error' in vector) return null;
  const of = (name: string) => metricOf(vector, name);
  const way = of('AV');
  // What only works on the machine itself comes after it fell.
  if (way === 'L' && of('UI') !== 'R' && of('UI') !== 'A') return null;
  if (way === 'P') return null;
  const names = vector.version === '4.0' ? ['VC', 'VI', 'VA'] : ['C', 'I', 'A'];
  const [confidentiality, integrity] = names.map((name) => of(name) ?? 'N');
  const isWhole = [confidentiality, integrity].every((value) => value === 'H' || value === 'C');
  // What merely stops it leads nowhere further.
  if (confidentiality === 'N' && integrity === 'N') return null;
  const hardship = of('AC') === 'L' ? FLAW.leastWithoutHardship : FLAW.leastWithHardship;
  const base = finding.kev ? FLAW.usedInTheWild : Math.min(FLAW.most, Math.max(hardship, finding.epss ?? 0));
  const account = ['N', null].includes(of('PR') ?? of('Au')) ? 1 : FLAW.needsAccount;
  const needsUser = of('UI') === 'R' || of('UI') === 'A' || of('UI') === 'P' || way === 'L';
  const nearness = way === 'A' ? FLAW.needsNearness : 1;
  const likely = base * account * nearness * (needsUser ? FLAW.needsUser : 1);
  return {
    door: needsUser ? 'user' : 'program',
    gives: isWhole ? 'control' : 'data',
    chance: chanceOf(likely, finding),
    words: needsUser
      ? `opens a prepared file that uses the flaw ${finding.cve ?? finding.title}`
      : `has the flaw ${finding.cve ?? finding.title}`,
    finding: finding.id,
  };
}

/** Days that a step of this chance takes, low and high. */
export function daysOf(chance: number): readonly [number, number] {
  return STEP_DAYS.find((step) => chance >= step.chance)?.days ?? [14, 180];
}
