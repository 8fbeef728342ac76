// Flaws that makers and authorities have published for the products of a device: one finding for each flaw, whoever says it, with the
// attribution of each source. A finding stands as long as one source supports it.
import type { Finding } from '#contracts/index.ts';
import { type Advisory, compareVersions, type Remedy, weaknessName } from '#knowledge/index.ts';
import { askForRepair, installRepair, isolateFlaw } from '../advice.ts';
import type { Draft, Rule } from '../draft.ts';
import { type FlawVerdict, holdAgainst } from '../hold-against.ts';
import { holdAgainstCve, namedByCpe } from '../hold-against-cve.ts';
import { productsOf } from '../products-of.ts';
import { severityOfScore } from '../published-score.ts';
import type { Review } from '../review.ts';
import { scoreFlaw } from '../score-flaw.ts';

const STRONGEST: readonly Finding['state'][] = ['confirmed', 'potential', 'unknown', 'fixed', 'not affected'];
type SourcedVerdict = FlawVerdict & { readonly source: string };

/** Sources named in one finding. */
const MOST_SOURCES = 8;

/** Findings on published flaws. */
export const knownFlaws: Rule = (review) => {
  const products = productsOf(review.device);
  const verdicts: SourcedVerdict[] = [];
  for (const product of products) {
    for (const source of review.knowledge.advisories) {
      for (const advisory of source.about(product.vendor, product.name)) {
        const held = holdAgainst(product, advisory, compareVersions);
        verdicts.push(...held.map((verdict) => ({ ...verdict, source: source.name })));
      }
    }
  }
  const { cves } = review.knowledge;
  const named = namedByCpe(products, cves);
  for (const one of named) {
    for (const record of cves.about(one.name)) {
      const verdict = holdAgainstCve(one, named, record);
      // What other versions have is no news.
      if (verdict && verdict.state !== 'not affected') verdicts.push({ ...verdict, source: cves.name });
    }
  }
  const byFlaw = Map.groupBy(verdicts, ({ flaw, advisory }) => flaw.cve ?? `${advisory.id} ${flaw.title ?? ''}`);
  return [...byFlaw].map(([about, said]) => draftOf(about, said, review));
};

function draftOf(about: string, said: readonly SourcedVerdict[], review: Review): Draft {
  const ordered = said.toSorted(
    (a, b) =>
      STRONGEST.indexOf(a.state) - STRONGEST.indexOf(b.state) ||
      b.confidence - a.confidence ||
      (a.advisory.id < b.advisory.id ? -1 : 1),
  );
  const [first] = ordered;
  if (!first) throw new Error('A flaw without a verdict.');
  const supporting = ordered.filter(({ state }) => state === first.state).slice(0, MOST_SOURCES);
  const { flaw, state, product } = first;
  const exploited = flaw.cve === null ? null : review.knowledge.exploited.about(flaw.cve);
  const { cvss, ssvc } = scoreFlaw(
    { cve: flaw.cve, vectors: ordered.map((each) => each.flaw.vectors), exploited },
    review,
  );
  const epss = flaw.cve === null ? null : review.knowledge.epss.about(flaw.cve);
  const isOpen = state === 'confirmed' || state === 'potential';
  const advisories = [...new Set(supporting.map(({ advisory }) => advisory.id))];
  const because = supporting.map((verdict) => ({
    text: [`${nameOf(verdict.advisory)}:`, ...verdict.because].join(' '),
    facts: verdict.product.facts,
  }));
  const weakness = flaw.cwe === null ? null : weaknessName(flaw.cwe);
  if (weakness !== null) because.push({ text: `The kind of weakness: ${weakness} (${flaw.cwe}).`, facts: [] });
  if (exploited) {
    because.push({
      text: `Attackers use this flaw: in CISA's catalog of known exploited vulnerabilities since ${exploited.added}.`,
      facts: [],
    });
  }
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
    flaw: {
      cve: flaw.cve,
      advisories,
      cvss,
      ssvc: isOpen ? ssvc : null,
      kev: exploited !== null,
      epss,
      product: product.name,
    },
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
