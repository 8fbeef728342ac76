// A hole of the operating system that worms used stands in our own table, and the same number may be published for the device by others: that
// is one flaw and one finding (docs/matching.md). The surer of the two stays, with the reasons and sources of both.
import type { Finding } from '#contracts/index.ts';
import type { Draft } from './draft.ts';

const STRONGEST: readonly Finding['state'][] = ['confirmed', 'potential', 'unknown', 'fixed', 'not affected'];

/** The drafts with one for each flaw where `os-known-hole` and `known-flaw` name the same number. */
export function oneForEachFlaw(drafts: readonly Draft[]): Draft[] {
  const byCve = new Map(
    drafts.flatMap((each) => (each.rule === 'known-flaw' ? [[each.flaw?.cve, each] as const] : [])),
  );
  const joined = new Set<Draft>();
  const kept = drafts.flatMap((draft): Draft[] => {
    if (draft.rule !== 'os-known-hole' || !draft.flaw?.cve) return [draft];
    const other = byCve.get(draft.flaw.cve);
    if (!other) return [draft];
    joined.add(other);
    return [joinedOf(draft, other)];
  });
  return kept.filter((draft) => !joined.has(draft));
}

function joinedOf(hole: Draft, flaw: Draft): Draft {
  // The maker speaks of exactly this product and version, and so of its operating system in it.
  if (flaw.isMakersWord) {
    const outranked = hole.because.slice(0, 1).map(({ text, facts }) => ({
      text: `Outranked, because the maker speaks of exactly this product and version: ${text}`,
      facts,
    }));
    return { ...flaw, because: [...flaw.because, ...outranked] };
  }
  const isHole = STRONGEST.indexOf(hole.state) <= STRONGEST.indexOf(flaw.state);
  const [base, other] = isHole ? [hole, flaw] : [flaw, hole];
  const own = new Set(base.because.map(({ text }) => text));
  const known = new Set(base.sources.map(({ name }) => name));
  const both = base.flaw && other.flaw ? [...new Set([...base.flaw.advisories, ...other.flaw.advisories])] : [];
  return {
    ...base,
    because: [...base.because, ...other.because.filter(({ text }) => !own.has(text))],
    sources: [...base.sources, ...other.sources.filter(({ name }) => !known.has(name))],
    ...(base.flaw
      ? { flaw: { ...base.flaw, advisories: both, cvss: base.flaw.cvss ?? other.flaw?.cvss ?? null } }
      : {}),
  };
}
