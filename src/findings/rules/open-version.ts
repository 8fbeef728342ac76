// One question instead of a hundred answers: when it is only the version of a product that is not known, its published flaws are one
// finding that asks for it. Those that attackers are known to use stay findings of their own.
import { readFact } from '../advice.ts';
import type { Draft } from '../draft.ts';
import type { Review } from '../review.ts';
import type { SourcedVerdict } from '../verdicts-on.ts';

/** As many flaws of a product of unknown version are told one by one. */
export const TOLD_ONE_BY_ONE = 10;
const NAMED = 5;

/** The verdicts that stand for themselves, and the questions that the others are gathered in. */
export function openVersion(
  verdicts: readonly SourcedVerdict[],
  review: Review,
): { readonly verdicts: SourcedVerdict[]; readonly open: Draft[] } {
  const { exploited } = review.knowledge;
  const waiting = Map.groupBy(
    verdicts.filter(({ waitsFor, flaw }) => waitsFor !== null && flaw.cve !== null && !exploited.about(flaw.cve)),
    ({ product }) => `${product.what} ${product.name.toLowerCase()}`,
  );
  const gathered = new Set<SourcedVerdict>();
  const open: Draft[] = [];
  // A flaw about which something else is said, too, stays where that is said.
  const told = new Set(verdicts.filter(({ waitsFor }) => waitsFor === null).map(({ flaw }) => flaw.cve));
  for (const [about, all] of waiting) {
    const alone = all.filter(({ flaw }) => !told.has(flaw.cve));
    const flaws = new Set(alone.map(({ flaw }) => flaw.cve ?? ''));
    if (flaws.size <= TOLD_ONE_BY_ONE) continue;
    for (const each of alone) gathered.add(each);
    open.push(questionOf(about, alone, [...flaws]));
  }
  return { verdicts: verdicts.filter((each) => !gathered.has(each)), open };
}

function questionOf(about: string, all: readonly SourcedVerdict[], flaws: readonly string[]): Draft {
  const [first] = all;
  if (!first) throw new Error('A question about nothing.');
  const { product } = first;
  const what = product.what === 'system' ? 'updates' : 'version';
  const settle = first.settle ?? `read the version of ${product.name}`;
  const newest = flaws.toSorted().reverse().slice(0, NAMED).join(', ');
  const sources = new Map(all.map(({ source, advisory }) => [source, advisory.revised]));
  for (const { source, advisory } of all) {
    if (advisory.revised > (sources.get(source) ?? '')) sources.set(source, advisory.revised);
  }
  return {
    rule: 'known-flaw',
    about: `version of ${about}`,
    title: `Whether ${product.name} has ${flaws.length} published flaws depends on its ${what}, which is not known`,
    state: 'unknown',
    confidence: Math.max(...all.map(({ confidence }) => confidence)),
    severity: 'none',
    because: [
      {
        text: `${flaws.length} flaws are published for ${product.name}, the newest numbers ${newest}. None of them is in CISA's catalog of known exploited vulnerabilities.`,
        facts: product.facts,
      },
      { text: `What would settle it: ${settle}.`, facts: [] },
    ],
    fix: readFact(settle),
    sources: [...sources].map(([name, asOf]) => ({ name, asOf })),
    settle,
    flaw: { cve: null, advisories: [], cvss: null, kev: false, epss: null, product: product.name },
  };
}
