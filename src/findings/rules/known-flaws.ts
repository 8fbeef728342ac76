// Flaws that makers and authorities have published for the products of a device: one finding for each flaw, whoever says it, with the
// attribution of each source. A finding stands as long as one source supports it; what outranks what is in docs/matching.md.
import type { Finding } from '#contracts/index.ts';
import { type Advisory, type Remedy, weaknessName } from '#knowledge/index.ts';
import { askForRepair, installRepair, isolateFlaw } from '../advice.ts';
import type { Draft, Rule } from '../draft.ts';
import type { FlawVerdict } from '../hold-against.ts';
import { componentOf } from '../listed-components.ts';
import { decided } from '../outrank.ts';
import { severityOfScore } from '../published-score.ts';
import type { Review } from '../review.ts';
import { scoreFlaw } from '../score-flaw.ts';
import { type SourcedVerdict, verdictsOn } from '../verdicts-on.ts';
import { openVersion } from './open-version.ts';

/** Ways to attack named in one finding. */
const MOST_ATTACKS = 3;
/** Sources named in one finding. */
const MOST_SOURCES = 8;
const MOST_OUTRANKED = 3;

/** Findings on published flaws. */
export const knownFlaws: Rule = (review) => {
  const { verdicts, open } = openVersion(verdictsOn(review), review);
  const byFlaw = Map.groupBy(verdicts, ({ flaw, advisory }) => flaw.cve ?? `${advisory.id} ${flaw.title ?? ''}`);
  return [...[...byFlaw].map(([about, said]) => draftOf(about, said, review)), ...open];
};

function draftOf(about: string, said: readonly SourcedVerdict[], review: Review): Draft {
  const { ordered, outranked } = decided(said);
  const [first] = ordered;
  if (!first) throw new Error('A flaw without a verdict.');
  const supporting = ordered.filter(({ state }) => state === first.state).slice(0, MOST_SOURCES);
  const { flaw, state, product } = first;
  const exploited = flaw.cve === null ? null : review.knowledge.exploited.about(flaw.cve);
  const { cvss, ssvc } = scoreFlaw(
    { cve: flaw.cve, vectors: [...ordered, ...outranked].map((each) => each.flaw.vectors), exploited },
    review,
  );
  const epss = flaw.cve === null ? null : review.knowledge.epss.about(flaw.cve);
  const isOpen = state === 'confirmed' || state === 'potential';
  const advisories = [...new Set(supporting.map(({ advisory }) => advisory.id))];
  // A document that is in a feed and ships inside says the same twice.
  const because = [...new Map(supporting.map(reasonOf).map((reason) => [reason.text, reason])).values()];
  for (const verdict of outranked.slice(0, MOST_OUTRANKED)) {
    const { text, facts } = reasonOf(verdict);
    because.push({ text: `Outranked, because the maker speaks of exactly this product and version: ${text}`, facts });
  }
  const weakness = flaw.cwe === null ? null : weaknessName(flaw.cwe);
  const attacks = flaw.cwe === null ? [] : review.knowledge.attackPatterns.using(flaw.cwe).slice(0, MOST_ATTACKS);
  if (weakness !== null) {
    const how = attacks.map(({ id, name }) => `${name} (${id})`).join(', ');
    const used = how === '' ? '' : ` Attacks that use it: ${how}.`;
    because.push({ text: `The kind of weakness: ${weakness} (${flaw.cwe}).${used}`, facts: [] });
  }
  if (exploited) {
    because.push({
      text: `Attackers use this flaw: in CISA's catalog of known exploited vulnerabilities since ${exploited.added}.`,
      facts: [],
    });
  }
  // What one source has settled is settled.
  const isSettled = !(isOpen || state === 'unknown') || supporting.some((each) => each.settle === null);
  const settle = isSettled ? null : first.settle;
  if (settle !== null) because.push({ text: `What would settle it: ${settle}.`, facts: [] });
  return {
    rule: 'known-flaw',
    about,
    title: titleOf(first, isOpen),
    state,
    confidence: first.confidence,
    severity: isOpen ? severityOfScore(cvss?.score ?? null, exploited !== null) : 'none',
    because,
    fix: fixOf(first, review),
    sources: sourcesOf(supporting),
    isMakersWord: !isOpen && state !== 'unknown' && first.product.what === 'device' && first.isStated,
    ...(settle === null ? {} : { settle }),
    flaw: {
      cve: flaw.cve,
      advisories,
      cvss,
      ssvc: isOpen ? ssvc : null,
      kev: exploited !== null,
      epss,
      product: product.name,
      ...componentOf(product),
    },
  };
}

function reasonOf(verdict: SourcedVerdict): { text: string; facts: readonly string[] } {
  return {
    text: [`${nameOf(verdict.advisory)}:`, ...verdict.because].join(' '),
    facts: verdict.product.facts,
  };
}

function titleOf({ flaw, advisory, product, state }: FlawVerdict, isOpen: boolean): string {
  const flawName = flaw.cve ?? advisory.id;
  const version = product.version === null ? '' : ` ${product.version}`;
  if (isOpen)
    return `${product.name}${version} ${state === 'confirmed' ? 'has' : 'may have'} the published flaw ${flawName}`;
  if (state === 'fixed') return `${product.name}${version} has the repair for ${flawName}`;
  if (state === 'not affected') return `${product.name}${version} does not have the flaw ${flawName}`;
  return `Whether ${product.name}${version} has the flaw ${flawName} is not known`;
}

function nameOf({ id, title, publisher, revised }: Advisory): string {
  return `${id} "${title}" (${publisher}, ${revised})`;
}

function sourcesOf(verdicts: readonly SourcedVerdict[]): Finding['sources'] {
  const days = new Map(verdicts.map(({ source, advisory }) => [`${source}: ${advisory.id}`, advisory.revised]));
  return [...days].map(([name, asOf]) => ({ name, asOf }));
}

function fixOf({ flaw, advisory, product, state }: FlawVerdict, review: Review): Draft['fix'] {
  const places = new Set(flaw.affected);
  const meant = (kind: Remedy['kind']) =>
    flaw.remedies.find(
      (remedy) =>
        remedy.kind === kind && (remedy.products === null || remedy.products.some((place) => places.has(place))),
    );
  const repair = meant('vendor_fix');
  if (state === 'unknown') return askForRepair(advisory, null);
  if (!repair) return isolateFlaw(advisory, meant('mitigation') ?? meant('workaround') ?? null);
  return review.role === 'server' || product.what === 'program'
    ? installRepair(advisory, repair)
    : askForRepair(advisory, repair);
}
