// A device against the rules: what is wrong with it, how sure we are, what to do first. Pure: the same snapshot, knowledge
// and time give the same findings.
import { type Finding, SEVERITY_ORDER } from '#contracts/index.ts';
import type { DeviceSnapshot } from '#inventory/model.ts';
import { canonicalJson, round9, sha256 } from '#kit/index.ts';
import type { Draft, Rule } from './draft.ts';
import { oneForEachFlaw } from './one-for-each-flaw.ts';
import { priorityOf } from './priority.ts';
import { type JudgeContext, type Review, reviewOf } from './review.ts';
import { RULES } from './rule-table.ts';
import { dicomAccess } from './rules/dicom-access.ts';
import { encryption } from './rules/encryption.ts';
import { hardening } from './rules/hardening.ts';
import { internetFacing } from './rules/internet.ts';
import { knownFlaws } from './rules/known-flaws.ts';
import { lifeCycle } from './rules/life-cycle.ts';
import { promisesKept } from './rules/promises.ts';
import { recalls } from './rules/recalls.ts';
import { expiredAccess } from './rules/remote-access.ts';
import { messageListeners, openServices } from './rules/services.ts';
import { decoys, neverObserved } from './rules/sight.ts';
import { systemHoles } from './rules/system-holes.ts';
import { webAccess } from './rules/web.ts';
import { seenOnWire } from './rules/wire.ts';

const ALL_RULES: readonly Rule[] = [
  dicomAccess,
  webAccess,
  encryption,
  openServices,
  messageListeners,
  seenOnWire,
  expiredAccess,
  internetFacing,
  lifeCycle,
  knownFlaws,
  promisesKept,
  systemHoles,
  hardening,
  recalls,
  neverObserved,
  decoys,
];

/** The findings on a device, the most urgent first. A retired device has none. */
export function judge(snapshot: DeviceSnapshot, context: JudgeContext): Finding[] {
  if (snapshot.retired) return [];
  const review = reviewOf(snapshot, context);
  // The same endpoint seen from two places gives the same draft twice; the surer one stays.
  const byId = new Map<string, Finding>();
  for (const draft of oneForEachFlaw(ALL_RULES.flatMap((rule) => rule(review)))) {
    const found = findingOf(draft, review);
    const before = byId.get(found.id);
    if (!before || compareFindings(found, before) < 0) byId.set(found.id, found);
  }
  return [...byId.values()].sort(compareFindings);
}

/** The order of work: score, then severity, then certainty; the id settles the rest, so that the order is total. */
export function compareFindings(a: Finding, b: Finding): number {
  if (a.priority.score !== b.priority.score) return b.priority.score - a.priority.score;
  const severity = SEVERITY_ORDER.indexOf(b.severity) - SEVERITY_ORDER.indexOf(a.severity);
  if (severity !== 0) return severity;
  if (a.confidence !== b.confidence) return b.confidence - a.confidence;
  if (a.id !== b.id) return a.id < b.id ? -1 : 1;
  const [left, right] = [canonicalJson(a), canonicalJson(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Stays the same as long as the device, the rule and the endpoint do. */
function idOf(device: string, draft: Draft): string {
  return sha256(canonicalJson([device, draft.rule, draft.about])).slice(0, 32);
}

function findingOf(draft: Draft, review: Review): Finding {
  const rule = RULES[draft.rule];
  return {
    id: idOf(review.device.id, draft),
    device: review.device.id,
    deviceName: review.device.name,
    kind: rule.kind,
    rule: draft.rule,
    title: draft.title,
    severity: draft.severity ?? rule.severity,
    state: draft.state,
    confidence: round9(Math.min(1, Math.max(0, draft.confidence))),
    reasons: draft.because.map(({ text, facts }) => ({ rule: draft.rule, because: text, facts: [...facts] })),
    cve: draft.flaw?.cve ?? null,
    advisories: draft.flaw?.advisories ?? [],
    kev: draft.flaw?.kev ?? false,
    epss: draft.flaw?.epss ?? null,
    cvss: draft.flaw?.cvss ?? null,
    ssvc: draft.flaw?.ssvc ?? null,
    fix: draft.fix,
    sources: draft.sources,
    ...(draft.settle === undefined ? {} : { settle: draft.settle }),
    ...(draft.flaw?.component ? { component: draft.flaw.component } : {}),
    ...(draft.recall ? { recall: draft.recall } : {}),
    priority: priorityOf(draft, review),
  };
}
