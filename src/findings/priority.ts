// The order of work: named terms that add up, nothing hidden (docs/findings.md, with a worked example that a test recomputes).
import { type Finding, RUNG_MEANING } from '#contracts/index.ts';
import { isPrivate, parseAddress, parseRange, round9 } from '#kit/index.ts';
import type { Draft } from './draft.ts';
import type { Review } from './review.ts';
import { RULES, type RuleEntry } from './rule-table.ts';

/** The figures of the terms that every rule shares. */
export const ORDER = {
  /** For each level of criticality above 1. */
  criticalityStep: 4,
  /** Counted when nobody has said how critical a device is: the middle level. */
  criticalityUnknown: 8,
  /** A door into a machine whose holes are no longer repaired. */
  unrepaired: 6,
  /** The endpoint has an address that the internet may reach. */
  publicAddress: 15,
  /** For each full year without updates, and the most that they can add. */
  yearWithoutUpdates: 2,
  yearsWithoutUpdatesMost: 20,
  /** For each point of the CVSS score of a flaw, as it is on the device. */
  cvssPoint: 2,
  /** How soon to act (SSVC); where something is not known, the least that it may be counts. */
  howSoon: { defer: 0, scheduled: 2, 'out-of-cycle': 6, immediate: 12 },
  /** Attackers are known to use the flaw. */
  exploited: 20,
  /** Most that the chance of use within 30 days (EPSS) adds, in proportion. */
  likelyExploited: 10,
  /** Taken off for what is not certain, in proportion. */
  doubt: 20,
} as const;

type Term = Finding['priority']['terms'][number];

/** The priority of a finding with its terms; the score is their sum. */
export function priorityOf(draft: Draft, review: Review): Finding['priority'] {
  const rule: RuleEntry = RULES[draft.rule];
  const terms: Term[] = [
    provenTerm(draft, review),
    term('opens', draft.opens?.points ?? rule.opens, draft.opens?.because ?? rule.opensWhat),
    criticalityTerm(review),
  ];
  if (draft.yearsPast !== undefined) {
    const years = Math.min(ORDER.yearsWithoutUpdatesMost, draft.yearsPast * ORDER.yearWithoutUpdates);
    terms.push(term('years without updates', years, `${draft.yearsPast} full years`));
  }
  if (draft.flaw?.kev)
    terms.push(term('exploited', ORDER.exploited, 'attackers are known to use this flaw (CISA KEV)'));
  if (draft.flaw?.epss !== undefined && draft.flaw.epss !== null) {
    const chance = draft.flaw.epss;
    const because = `the chance that somebody uses it within 30 days is ${chance > 0.999 ? 'over 99.9' : (100 * chance).toFixed(1)}% (EPSS)`;
    terms.push(term('likely to be used', round9(ORDER.likelyExploited * chance), because));
  }
  if (draft.flaw?.ssvc) {
    const { decision, lowest, highest } = draft.flaw.ssvc;
    const because = decision ?? `at least ${lowest}, at most ${highest}: not all is known`;
    terms.push(term('how soon', ORDER.howSoon[lowest], `${because} (SSVC)`));
  }
  const isDoor = rule.kind === 'exposure' && rule.proven >= RULES['dicom-called-title-only'].proven;
  if (isDoor && review.lifecycle?.standing === 'ended') {
    terms.push(term('never repaired', ORDER.unrepaired, `${review.lifecycle.label} is past its regular updates`));
  }
  if (isDoor && isPublic(draft)) {
    terms.push(term('public address', ORDER.publicAddress, 'the internet may reach this address'));
  }
  const doubt = round9(-ORDER.doubt * (1 - draft.confidence));
  if (doubt < 0) terms.push(term('doubt', doubt, `${Math.round(draft.confidence * 100)}% sure`));
  const counted = draft.state === 'not affected' ? [term('nothing to do', 0, 'not affected')] : terms;
  return { score: round9(counted.reduce((sum, each) => sum + each.value, 0)), terms: counted };
}

function term(name: string, value: number, because: string): Term {
  return { name, value: round9(value), because };
}

function provenTerm(draft: Draft, review: Review): Term {
  const cvss = draft.state === 'confirmed' || draft.state === 'potential' ? draft.flaw?.cvss : null;
  if (draft.proven || !cvss) {
    return term(
      'proven',
      draft.proven?.points ?? RULES[draft.rule].proven,
      draft.proven?.because ?? provenWords(draft, review),
    );
  }
  const here = cvss.environmental?.score ?? cvss.score;
  const words = cvss.environmental
    ? `CVSS ${cvss.version}: ${here} on this device, ${cvss.score} as published`
    : `CVSS ${cvss.version}: ${here}, as published`;
  return term('proven', ORDER.cvssPoint * here, words);
}

function provenWords(draft: Draft, review: Review): string {
  const service = review.device.services.find(({ endpoint }) =>
    draft.about.endsWith(`/${endpoint.address}:${endpoint.port}`),
  );
  const rung =
    RULES[draft.rule].kind === 'exposure' ? (service?.endpoint.exposure ?? service?.endpoint.web ?? null) : null;
  return rung === null ? draft.title : `${rung}: ${RUNG_MEANING[rung].toLowerCase()}`;
}

function criticalityTerm(review: Review): Term {
  const { criticality } = review.device;
  if (!criticality) {
    return term('criticality', ORDER.criticalityUnknown, 'nobody has said how critical it is; the middle is assumed');
  }
  const because = criticality.reasons.length > 0 ? criticality.reasons.join('; ') : 'as entered';
  return term(
    'criticality',
    (criticality.level - 1) * ORDER.criticalityStep,
    `level ${criticality.level} of 5: ${because}`,
  );
}

function isPublic(draft: Draft): boolean {
  const address = /\/(.+):\d+$/.exec(draft.about)?.[1];
  return address !== undefined && parseAddress(address) !== undefined && !isPrivate(parseRange(address));
}
