// What every way of writing rules shares: rules by family, since most firewalls keep the two apart, and names that can do no harm.
import type { SegmentationRule } from '#contracts/index.ts';
import { type AddressSet, addressSet, blocksOf, type Family, isWhole, shortText } from '../address-set.ts';

/** A rule as far as one family of addresses goes. */
export interface FamilyRule {
  readonly rule: SegmentationRule;
  readonly family: Family;
  /** Single addresses and ranges in CIDR form; null for any. */
  readonly from: readonly string[] | null;
  readonly to: readonly string[] | null;
}

/** The rules in their order, once for each family that they hold addresses of. */
export function byFamily(rules: readonly SegmentationRule[]): FamilyRule[] {
  return rules.flatMap((rule) => {
    const [from, to] = [addressSet(rule.from.addresses), addressSet(rule.to.addresses)];
    return ([4, 6] as const).flatMap((family): FamilyRule[] =>
      from[family].length === 0 || to[family].length === 0
        ? []
        : [{ rule, family, from: blocks(from, family), to: blocks(to, family) }],
    );
  });
}

function blocks(set: AddressSet, family: Family): string[] | null {
  if (isWhole(set, family)) return null;
  return set[family].flatMap((span) => [...blocksOf(family, span)].map(shortText));
}

/** Text as a comment of any firewall: letters, digits, space, `_`, `.` and `-` only. */
export function inertComment(text: string, most: number): string {
  const plain = text.normalize('NFKD').replace(/[\u0300-\u036f]/g, '');
  return plain
    .replace(/[^A-Za-z0-9 _.-]+/g, ' ')
    .replace(/ {2,}/g, ' ')
    .trim()
    .slice(0, most)
    .trimEnd();
}

/** What a rule says of itself: its id, then why it is there. */
export function commentOf({ id, reason }: SegmentationRule, most: number): string {
  return inertComment(`${id} ${reason}`, most);
}

/** An address or a range as part of a name: `10.0.0.0_24`, `fd00--5`. No two share one. */
export function addressName(text: string): string {
  return text.replaceAll(':', '-').replaceAll('/', '_');
}
