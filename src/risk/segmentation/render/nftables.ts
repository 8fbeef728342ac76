// Rules for nftables (nft(8), 1.0): a table of its own, so that loading it again replaces it and touches nothing else.
import type { SegmentationRule } from '#contracts/index.ts';
import { byFamily, commentOf, type FamilyRule } from './parts.ts';

/** Longest comment of a rule (NFTNL_UDATA_COMMENT_MAXLEN). */
const MOST_COMMENT = 120;

/** The rules as a file for `nft -f`. */
export function nftables(rules: readonly SegmentationRule[]): string {
  return [
    '#!/usr/sbin/nft -f',
    '# Dosimeter segmentation: the first rule that fits decides; answers come back by themselves.',
    '# For the machine that forwards between the zones. Check with: nft -c -f FILE',
    'table inet dosimeter',
    'delete table inet dosimeter',
    'table inet dosimeter {',
    '  chain forward {',
    '    type filter hook forward priority filter; policy drop;',
    '    ct state established,related accept',
    '    ct state invalid drop',
    ...byFamily(rules).map((each) => `    ${lineOf(each)}`),
    '  }',
    '}',
    '',
  ].join('\n');
}

function lineOf({ rule, family, from, to }: FamilyRule): string {
  const word = family === 4 ? 'ip' : 'ip6';
  const parts = [
    ...(from ? [`${word} saddr ${setOf(from)}`] : []),
    ...(to ? [`${word} daddr ${setOf(to)}`] : []),
    ...(from || to ? [] : [`meta nfproto ${family === 4 ? 'ipv4' : 'ipv6'}`]),
    ...(rule.transport === 'any'
      ? []
      : [rule.port === null ? `meta l4proto ${rule.transport}` : `${rule.transport} dport ${rule.port}`]),
    'counter',
    rule.action === 'allow' ? 'accept' : 'drop',
    `comment "${commentOf(rule, MOST_COMMENT)}"`,
  ];
  return parts.join(' ');
}

function setOf(addresses: readonly string[]): string {
  const [only] = addresses;
  return addresses.length === 1 && only !== undefined ? only : `{ ${addresses.join(', ')} }`;
}
