// Which flaws attackers use more or less than before: what CISA's catalog and EPSS say of each, once by the old knowledge and once by the new.
// A finding takes nothing else from the two, so that one whose flaws are not among these stays as it is.
import { canonicalJson } from '#kit/index.ts';
import { flawsUnder, type Knowledge } from '#knowledge/index.ts';

type Use = Pick<Knowledge, 'exploited' | 'epss'>;

/** Those of the flaws, as findings name them, of which the two say something else now. */
export function changedFlaws(cves: readonly string[], before: Use, after: Use): string[] {
  const said = (cve: string, { exploited, epss }: Use) =>
    canonicalJson(flawsUnder(cve).map((each) => [exploited.about(each), epss.about(each)]));
  return cves.filter((cve) => said(cve, before) !== said(cve, after));
}
