// Rules for iptables-restore and ip6tables-restore (iptables(8), 1.8): one file for both, since each skips the lines of the other family.
// They stand in a chain of their own, so that loading it again replaces it and touches nothing else.
import type { SegmentationRule } from '#contracts/index.ts';
import { byFamily, commentOf, type FamilyRule } from './parts.ts';

/** Longest comment (xt_comment: 256 with its end). */
const MOST_COMMENT = 200;

/** The rules as a file for `iptables-restore --noflush`. */
export function iptables(rules: readonly SegmentationRule[]): string {
  return [
    '# Dosimeter segmentation: the first rule that fits decides; answers come back by themselves.',
    '# Load with: iptables-restore --noflush FILE, and ip6tables-restore --noflush FILE',
    '# and once for each: iptables -I FORWARD -j DOSIMETER, and ip6tables -I FORWARD -j DOSIMETER',
    '*filter',
    ':DOSIMETER - [0:0]',
    '-A DOSIMETER -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT',
    '-A DOSIMETER -m conntrack --ctstate INVALID -j DROP',
    ...byFamily(rules).flatMap(linesOf),
    'COMMIT',
    '',
  ].join('\n');
}

/** A line for each pair, since this firewall knows no groups. */
function linesOf({ rule, family, from, to }: FamilyRule): string[] {
  const { transport, port, action } = rule;
  const service =
    transport === 'any' ? '' : ` -p ${transport}${port === null ? '' : ` -m ${transport} --dport ${port}`}`;
  const comment = ` -m comment --comment "${commentOf(rule, MOST_COMMENT)}"`;
  const target = action === 'allow' ? 'ACCEPT' : 'DROP';
  return ends(from, '-s').flatMap((source) =>
    ends(to, '-d').map((goal) => `-A DOSIMETER -${family}${source}${goal}${service}${comment} -j ${target}`),
  );
}

function ends(addresses: readonly string[] | null, option: string): string[] {
  return addresses === null ? [''] : addresses.map((text) => ` ${option} ${text}`);
}
