// Whether the operating system still gets its holes repaired (docs/lifecycle-sources.md). What is not known stays unknown.
import type { Severity } from '#contracts/index.ts';
import type { LifecycleVerdict } from '#knowledge/index.ts';
import { leaveOldSystem, planNewSystem } from '../advice.ts';
import type { Draft, Rule } from '../draft.ts';
import type { Review } from '../review.ts';

const YEAR_MS = 365.25 * 86_400_000;
/** What was worked out from other signs counts for less than what was seen or said. */
const INFERRED = 0.8;
const MEASURABLE = 0.5;

/** Findings on the operating system's life cycle. */
export const lifeCycle: Rule = (review) => {
  const { os } = review.device;
  if (!os) return [notKnown(review, 'Nobody has said, and nothing has shown, which operating system it runs.', null)];
  const said = [os.name, os.version, os.build].filter((part) => part !== null && part !== '').join(' ');
  const verdict = review.lifecycle;
  if (!verdict) {
    const text = `It runs "${said}", for which no public end of support is in the table.`;
    return [notKnown(review, text, 'The date until which the maker delivers security updates, in writing.')];
  }
  if (verdict.standing === 'supported') return [];
  if (verdict.standing === 'unknown') {
    const range =
      verdict.earliestEnd && verdict.latestEnd
        ? ` Depending on that, updates end between ${verdict.earliestEnd} and ${verdict.latestEnd}.`
        : '';
    const text = `It runs "${said}"; which version exactly is not known.${range}`;
    return [notKnown(review, text, verdict.wouldSettle)];
  }
  return [judged(review, verdict, os.basis === 'inferred' ? os.confidence * INFERRED : os.confidence)];
};

function judged(review: Review, verdict: LifecycleVerdict, confidence: number): Draft {
  const { os } = review.device;
  const ended = verdict.standing !== 'ending';
  const sure = verdict.standing !== 'assumed ended' && verdict.certainty === 'published' && os?.basis !== 'inferred';
  const years =
    ended && verdict.securityEnd
      ? Math.max(0, (Date.parse(review.now) - Date.parse(verdict.securityEnd)) / YEAR_MS)
      : 0;
  const sources = [{ name: verdict.source, asOf: verdict.asOf }];
  const common = {
    about: '',
    state: sure && confidence >= MEASURABLE ? ('confirmed' as const) : ('potential' as const),
    confidence,
    because: reasons(verdict, ended).map((text) => ({ text, facts: os?.facts ?? [] })),
    sources,
  };
  if (!ended) {
    return {
      ...common,
      rule: 'os-support-ending',
      title: `${verdict.label} loses security updates within a year`,
      fix: planNewSystem(review),
    };
  }
  return {
    ...common,
    rule: 'os-past-support',
    title: `${verdict.label} ${sure ? 'gets' : 'may get'} no more security updates`,
    severity: severityOf(years, review.device.criticality?.level ?? null),
    yearsPast: Math.floor(years),
    fix: leaveOldSystem(review),
  };
}

/** Two years after the end mass-exploited holes are the rule; equipment that patients depend on counts one step more. */
function severityOf(years: number, criticality: number | null): Severity {
  const vital = criticality !== null && criticality >= 4;
  if (years >= 5) return vital ? 'critical' : 'high';
  if (years >= 2) return 'high';
  return vital ? 'high' : 'medium';
}

function reasons(verdict: LifecycleVerdict, ended: boolean): string[] {
  const when = verdict.securityEnd ? ` on ${verdict.securityEnd}` : '';
  const out = [
    ended
      ? `Free security updates for ${verdict.label} ended${when} (${verdict.source}, as of ${verdict.asOf}).`
      : `Free security updates for ${verdict.label} end${when} (${verdict.source}, as of ${verdict.asOf}).`,
  ];
  if (verdict.standing === 'assumed ended' && verdict.latestEnd) {
    out.push(
      `That is the shorter-lived edition. A long-term edition, which is not ruled out, gets updates until ${verdict.latestEnd}. What would settle it: ${verdict.wouldSettle ?? 'the edition'}`,
    );
  }
  if (verdict.paidEnd) {
    out.push(
      `Updates that must be paid for or enrolled in: until ${verdict.paidEnd}. Nobody has shown that this device gets them.`,
    );
  }
  if (verdict.certainty === 'unverified') out.push('That date is common knowledge; it was not read in a source.');
  return out;
}

function notKnown(review: Review, text: string, settle: string | null): Draft {
  return {
    rule: 'os-unknown',
    about: '',
    title: review.device.os ? 'End of security updates not known' : 'Operating system not known',
    state: 'unknown',
    confidence: review.device.os?.confidence ?? 1,
    because: [
      { text, facts: review.device.os?.facts ?? [] },
      ...(settle ? [{ text: `What would settle it: ${settle}`, facts: [] }] : []),
    ],
    fix: {
      kind: 'ask maker',
      who: 'biomed',
      text:
        'Ask the biomedical engineer to read the operating system, version and edition off the service screen, or off the MDS2 form that ' +
        "the maker gives on request, and enter it on the device's page.",
    },
    sources: [],
  };
}
