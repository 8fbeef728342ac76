// From findings to the short list that somebody can start on Monday: findings with the same action become one line.
import type { AssessmentDocument, Finding } from '#contracts/index.ts';
import { round9 } from '#kit/index.ts';
import { compareFindings } from './judge.ts';

export type DoFirst = AssessmentDocument['doFirst'][number];

/** Points that each further finding adds to an action, and the most that they can add. */
export const FURTHER_FINDING = 2;
export const FURTHER_FINDINGS_MOST = 20;

interface Group {
  /** The action itself: the first sentence of the advice. */
  readonly core: string;
  /** What follows it, where findings differ: settings of this or that product. */
  readonly details: Set<string>;
  readonly who: string;
  readonly findings: Finding[];
  readonly devices: Map<string, string>;
}

/** The actions that close the most urgent findings, most urgent first, at most `count`. What was accepted asks for nothing now. */
export function doFirst(findings: Iterable<Finding>, count = 5): DoFirst[] {
  const groups = new Map<string, Group>();
  for (const finding of findings) {
    if (!isOpen(finding) || finding.standing?.acceptance?.state === 'accepted') continue;
    const core = firstSentence(finding.fix.text);
    const key = `${finding.fix.who}\u0000${core}`;
    const group: Group = groups.get(key) ?? {
      core,
      details: new Set(),
      who: finding.fix.who,
      findings: [],
      devices: new Map(),
    };
    group.details.add(finding.fix.text.slice(core.length).trim());
    group.findings.push(finding);
    group.devices.set(finding.device, finding.deviceName);
    groups.set(key, group);
  }
  return [...groups.values()]
    .map((group) => ({
      ...group,
      findings: group.findings.sort(compareFindings),
      action: actionOf(group.core, group.details),
    }))
    .sort((a, b) => weightOf(b) - weightOf(a) || (a.core < b.core ? -1 : 1))
    .slice(0, count)
    .map((group) => ({
      action: group.action,
      who: group.who,
      findings: group.findings.map((finding) => finding.id),
      devices: [...group.devices].map(([id, name]) => ({ id, name })).sort(byName),
      because: becauseOf(group.findings),
    }));
}

/** The action with the help for single products after it. */
function actionOf(core: string, details: Iterable<string>): string {
  return [core, ...[...details].filter((detail) => detail !== '').sort()].join(' ');
}

/** Actions are one when their first sentence is; what follows it is help with one product or another. */
export function firstSentence(text: string): string {
  return /^.+?[.?!](?=\s|$)/s.exec(text)?.[0] ?? text;
}

/** Whether a finding asks for something: known or likely, and of some weight. */
export function isOpen(finding: Finding): boolean {
  return (finding.state === 'confirmed' || finding.state === 'potential') && finding.severity !== 'none';
}

function weightOf(group: Group): number {
  return actionWeight(group.findings[0]?.priority.score ?? 0, group.findings.length);
}

/** What an action weighs by its highest finding and by how many it answers. */
export function actionWeight(highest: number, findings: number): number {
  return round9(highest + Math.min(FURTHER_FINDINGS_MOST, (findings - 1) * FURTHER_FINDING));
}

function byName(a: { id: string; name: string }, b: { id: string; name: string }): number {
  if (a.name !== b.name) return a.name < b.name ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}

const MOST_TITLES = 3;

/** What the action closes, in the findings' own words, the weightiest first. */
function becauseOf(findings: readonly Finding[]): string {
  const counts = new Map<string, number>();
  for (const { title } of findings) counts.set(title, (counts.get(title) ?? 0) + 1);
  return reasonsOf([...counts].map(([title, times]) => ({ title, times })));
}

interface TitleCount {
  readonly title: string;
  readonly times: number;
}

function reasonsOf(counts: readonly TitleCount[]): string {
  const titles = counts.map(({ title, times }) => (times > 1 ? `${title} (${times} times)` : title));
  const more = titles.length - MOST_TITLES;
  return titles.slice(0, MOST_TITLES).join('; ') + (more > 0 ? `; and ${more} more` : '');
}

/** How an action and its reasons are written; for a register that groups findings by itself. */
export const doFirstTexts = { action: actionOf, because: reasonsOf } as const;
