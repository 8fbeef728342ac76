// Rules as named extended access lists of Cisco IOS and IOS XE, one for each family, to be applied `in` on the interface of every zone.
// Answers come back through reflexive lists; neighbor discovery passes, which an explicit last deny would end (RFC 4890 4.4).
import type { SegmentationRule } from '#contracts/index.ts';
import { type AddressRange, formatAddress, parseRange } from '#kit/index.ts';
import { byFamily, commentOf, type FamilyRule } from './parts.ts';

/** Longest remark. */
const MOST_COMMENT = 100;

/** The rules as commands of the configuration mode. */
export function cisco(rules: readonly SegmentationRule[]): string {
  const each = Map.groupBy(byFamily(rules), ({ family }) => family);
  return [
    '! Dosimeter segmentation: the first line that fits decides; answers come back by reflexive lists.',
    '! Apply in on the interface of every zone: ip access-group DOSIMETER in, and ipv6 traffic-filter DOSIMETER-6 in',
    'no ip access-list extended DOSIMETER',
    'ip access-list extended DOSIMETER',
    ' evaluate DOSIMETER-RETURN',
    ...(each.get(4) ?? []).flatMap(linesOf),
    'no ipv6 access-list DOSIMETER-6',
    'ipv6 access-list DOSIMETER-6',
    ' evaluate DOSIMETER-RETURN-6',
    ' permit icmp any any nd-na',
    ' permit icmp any any nd-ns',
    ...(each.get(6) ?? []).flatMap(linesOf),
    '',
  ].join('\n');
}

function linesOf({ rule, family, from, to }: FamilyRule): string[] {
  const { transport, port, action } = rule;
  const whole = family === 4 ? 'ip' : 'ipv6';
  const protocol = transport === 'any' ? whole : transport;
  const service = port === null ? '' : ` eq ${port}`;
  const list = family === 4 ? 'DOSIMETER-RETURN' : 'DOSIMETER-RETURN-6';
  const rest = action === 'deny' ? ' log' : transport === 'any' ? '' : ` reflect ${list}`;
  const word = action === 'allow' ? 'permit' : 'deny';
  const lines = ends(from).flatMap((source) =>
    ends(to).map((goal) => ` ${word} ${protocol} ${source} ${goal}${service}${rest}`),
  );
  return [` remark ${commentOf(rule, MOST_COMMENT)}`, ...lines];
}

function ends(addresses: readonly string[] | null): string[] {
  return addresses === null ? ['any'] : addresses.map((text) => endOf(parseRange(text)));
}

/** `host A`, `A WILDCARD` (IPv4) or `A/LENGTH` (IPv6). */
function endOf({ family, first, last, cidr }: AddressRange): string {
  if (first === last) return `host ${formatAddress(family, first)}`;
  return family === 6 ? cidr : `${formatAddress(4, first)} ${formatAddress(4, last - first)}`;
}
