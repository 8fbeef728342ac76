// The check before a purchase: what the maker says of a product (MDS2), what is in it (SBOM), until when its operating system is supported
// and what is published about it, each judged with a reason and the clause to ask for. Counts, no single number: nothing is averaged.
import type { PurchaseDocument, PurchaseItem } from '#contracts/index.ts';
import { readOperatingSystem } from '#inventory/model.ts';
import {
  answerTo,
  CLAUSES,
  type Clause,
  lifecycleOf,
  type Mds2Form,
  questionOf,
  type Sbom,
  standingOf,
} from '#knowledge/index.ts';
import { type JudgeContext, reviewOf } from './review.ts';
import { knownFlaws } from './rules/known-flaws.ts';
import { systemIn } from './system-in-mds2.ts';
import { UNSEEN_DEVICE } from './unseen-device.ts';

/** What is known of a product before it is bought. */
export interface Candidate {
  readonly mds2: Omit<Mds2Form, 'problems'> | null;
  readonly sbom: Pick<Sbom, 'format' | 'product' | 'components'> | null;
  /** As the maker said it elsewhere; null to take what the MDS2 names. */
  readonly system: string | null;
  readonly problems: readonly string[];
}

/** A system whose updates end so soon ends within the time of use. */
const YEARS_OF_USE = 8;
const MOST_FLAWS = 12;
/** The form by itself, as a source. */
const NO_FORM = { name: 'MDS2', asOf: null };
const ORDER: Readonly<Record<PurchaseItem['judged'], number>> = { bad: 0, unknown: 1, good: 2 };

/** Checks a product. */
export function checkPurchase(candidate: Candidate, context: JudgeContext): PurchaseDocument {
  const { mds2, sbom } = candidate;
  const named = mds2 === null ? null : systemIn(mds2.answers);
  const system = candidate.system ?? named?.text ?? null;
  const items = [
    ...CLAUSES.flatMap((clause) => itemOf(clause, mds2)),
    systemItem(system, candidate.system === null ? (named?.question ?? null) : null, context),
    componentsItem(candidate),
    flawsItem(candidate, context),
  ].sort((a, b) => ORDER[a.judged] - ORDER[b.judged] || b.weight - a.weight);
  const counts = countOf(items);
  const decisive = countOf(items.filter(({ weight }) => weight === 3));
  return {
    schema: 'dosimeter.purchase/1',
    checkedAt: context.now,
    product: productOf(candidate),
    inputs: {
      mds2: mds2 && {
        edition: mds2.edition,
        documentId: mds2.documentId,
        day: mds2.day,
        answered: mds2.answers.filter(({ kind }) => kind !== 'none').length,
      },
      sbom: sbom && { format: sbom.format, components: sbom.components.length },
      system,
    },
    verdict: verdictOf(counts, decisive),
    counts,
    decisive,
    items,
    problems: [...candidate.problems],
  };
}

function itemOf({ question: id, given, ask }: Clause, form: Candidate['mds2']): PurchaseItem[] {
  const question = questionOf(id);
  if (!question) throw new Error(`no question ${id}`);
  const common = { id, about: question.asks, weight: question.weight };
  if (form === null) {
    const because = 'There is no MDS2. Ask the maker for it first.';
    return [{ ...common, judged: 'unknown', answer: null, note: null, because, clause: ask, source: NO_FORM }];
  }
  if (given && answerTo(form, given[0])?.kind !== given[1]) return [];
  const answer = answerTo(form, id);
  const source = { name: form.documentId === null ? 'MDS2' : `MDS2 ${form.documentId}`, asOf: form.day };
  const standing = standingOf(question, answer?.kind ?? 'none');
  const judged = standing === 'good' || standing === 'bad' ? standing : 'unknown';
  const said =
    answer === undefined || answer.kind === 'none' ? null : answer.answer === '' ? 'See Note' : answer.answer;
  return [
    {
      ...common,
      judged,
      answer: said,
      note: answer?.note ?? null,
      because: becauseOf(standing, question.safer, said),
      clause: judged === 'good' ? null : ask,
      source,
    },
  ];
}

function becauseOf(standing: ReturnType<typeof standingOf>, safer: string | null, said: string | null): string {
  if (said === null) return 'The maker left it open, or the form does not ask it.';
  if (standing === 'good') return `The maker answers "${said}", which is the safer answer.`;
  if (standing === 'bad') return `The maker answers "${said}"; "${safer === 'yes' ? 'Yes' : 'No'}" would be safer.`;
  if (standing === 'does not apply') return 'The maker says that it does not apply. Ask why.';
  return `The maker answers "${said}", which is neither Yes nor No. Read the note and ask.`;
}

function systemItem(system: string | null, question: string | null, { now, knowledge }: JudgeContext): PurchaseItem {
  const common = {
    id: 'system',
    about: 'The operating system gets security updates for the time of use',
    weight: 3,
    answer: system,
    note: null,
  };
  const ask = `The supplier delivers security updates for the operating system for at least ${YEARS_OF_USE} years after acceptance, or replaces it at no extra charge before its support ends.`;
  if (system === null) {
    const because = 'Nobody has said which operating system it runs.';
    return {
      ...common,
      judged: 'unknown',
      because,
      clause: `The supplier names the operating system with version and edition. ${ask}`,
      source: NO_FORM,
    };
  }
  const verdict = lifecycleOf(readOperatingSystem(system), now, knowledge.lifecycles);
  const where = question === null ? '' : ` (named beside ${question})`;
  if (verdict === null || verdict.standing === 'unknown') {
    const because = `"${system}"${where}: until when it gets updates is not known.${verdict?.wouldSettle ? ` What would settle it: ${verdict.wouldSettle}` : ''}`;
    return {
      ...common,
      judged: 'unknown',
      because,
      clause: ask,
      source: { name: knowledge.lifecycles.name, asOf: knowledge.lifecycles.asOf },
    };
  }
  const source = { name: verdict.source, asOf: verdict.asOf };
  const end = verdict.securityEnd;
  const enough = end === null || end >= yearsAfter(now, YEARS_OF_USE);
  const isOver = verdict.standing !== 'supported';
  const judged = isOver ? 'bad' : enough ? 'good' : 'unknown';
  const because =
    end === null
      ? `${verdict.label}${where} gets updates, and no last day is published.`
      : verdict.standing === 'ended' || verdict.standing === 'assumed ended'
        ? `${verdict.label}${where} has had no security updates since ${end}.`
        : `${verdict.label}${where} gets security updates until ${end}${enough ? '' : `, sooner than ${YEARS_OF_USE} years from now`}.`;
  return { ...common, judged, because, clause: judged === 'good' ? null : ask, source };
}

function componentsItem({ sbom }: Candidate): PurchaseItem {
  const common = { id: 'components', about: 'The list of its software is at hand (SBOM)', weight: 2, note: null };
  if (sbom === null) {
    return {
      ...common,
      judged: 'unknown',
      answer: null,
      because: 'No bill of materials was given, so that nobody can say which flaws come with its parts.',
      clause:
        'The supplier hands over the bill of materials (SPDX or CycloneDX) of the release on offer before the contract is signed.',
      source: { name: 'SBOM', asOf: null },
    };
  }
  const unnamed = sbom.components.filter(({ version }) => version === null).length;
  const isGood = unnamed * 5 <= sbom.components.length;
  return {
    ...common,
    judged: isGood ? 'good' : 'bad',
    answer: `${sbom.components.length} components`,
    because: `It lists ${sbom.components.length} components, ${unnamed} of them without a version.`,
    clause: isGood ? null : 'The supplier completes the bill of materials with the version of every component.',
    source: { name: `SBOM (${sbom.format})`, asOf: null },
  };
}

function flawsItem(candidate: Candidate, context: JudgeContext): PurchaseItem {
  const { manufacturer, model, version } = productOf(candidate);
  const listed = (candidate.sbom?.components ?? []).map(({ name, version: release, cpe, purl }) => {
    return { name, version: release, cpe, purl, confidence: 1, facts: [] };
  });
  const itself =
    model === null || version === null
      ? []
      : [{ name: model, version, cpe: null, purl: null, confidence: 1, facts: [] }];
  const device = { ...UNSEEN_DEVICE, vendor: manufacturer, model, software: [...itself, ...listed] };
  const drafts = knownFlaws(reviewOf(device, context));
  const open = drafts.filter(({ state }) => state === 'confirmed' || state === 'potential');
  const unsure = drafts.filter(({ state }) => state === 'unknown');
  const names = (found: typeof drafts) =>
    `${found
      .slice(0, MOST_FLAWS)
      .map(({ flaw, title }) => flaw?.cve ?? title)
      .join(', ')}${found.length > MOST_FLAWS ? ` and ${found.length - MOST_FLAWS} more` : ''}`;
  const exploited = open.filter(({ flaw }) => flaw?.kev);
  const common = {
    id: 'flaws',
    about: 'No published flaw of the product or its parts is open',
    weight: 3,
    answer: null,
    note: null,
    source: { name: 'Published flaws and advisories', asOf: context.knowledge.asOf },
  };
  const ask =
    'Before acceptance the supplier repairs the flaws named here, or states in writing for each why the product is not affected (VEX).';
  if (open.length > 0) {
    const used = exploited.length > 0 ? ` Attackers use ${names(exploited)}.` : '';
    return {
      ...common,
      judged: 'bad',
      because: `${open.length} published flaws may be in it: ${names(open)}.${used}`,
      clause: ask,
    };
  }
  if (unsure.length > 0 || model === null || (version === null && candidate.sbom === null)) {
    const because =
      unsure.length > 0
        ? `Whether it has ${names(unsure)} is not known: its release is not.`
        : 'Its release is not known and no bill of materials was given, so that published flaws cannot be held against it.';
    return { ...common, judged: 'unknown', because, clause: `The supplier names the exact release on offer. ${ask}` };
  }
  return { ...common, judged: 'good', because: 'Nothing that is published here names it or its parts.', clause: null };
}

function productOf({ mds2, sbom }: Candidate): PurchaseDocument['product'] {
  return {
    manufacturer: mds2?.manufacturer ?? sbom?.product.vendor ?? null,
    model: mds2?.model ?? sbom?.product.name ?? null,
    version: mds2?.version ?? sbom?.product.version ?? null,
  };
}

function countOf(items: readonly PurchaseItem[]): PurchaseDocument['counts'] {
  const of = (judged: PurchaseItem['judged']) => items.filter((item) => item.judged === judged).length;
  return { good: of('good'), bad: of('bad'), unknown: of('unknown') };
}

function verdictOf(
  counts: PurchaseDocument['counts'],
  decisive: PurchaseDocument['counts'],
): PurchaseDocument['verdict'] {
  const all = counts.good + counts.bad + counts.unknown;
  const words = `Of ${all} points, ${counts.good} speak for it, ${counts.bad} against it, and ${counts.unknown} are open.`;
  if (counts.unknown * 2 > all)
    return { word: 'too little is known', because: `${words} Ask the maker for the missing answers first.` };
  if (decisive.bad > 0) {
    return {
      word: 'not as it is',
      because: `${words} ${decisive.bad} of those against it decide how well it can be protected.`,
    };
  }
  if (counts.bad + counts.unknown > 0) return { word: 'ask before you buy', because: words };
  return { word: 'nothing stands against it', because: words };
}

function yearsAfter(now: string, years: number): string {
  return `${Number(now.slice(0, 4)) + years}${now.slice(4, 10)}`;
}
