// Rules as the firewalls at hand take them. To add one: a file that writes it, and a line here.
import type { RuleFormat, SegmentationRule } from '#contracts/index.ts';
import { cisco } from './cisco.ts';
import { csv } from './csv.ts';
import { fortinet } from './fortinet.ts';
import { iptables } from './iptables.ts';
import { nftables } from './nftables.ts';
import { paloalto } from './paloalto.ts';

const FORMATS: Readonly<Record<RuleFormat, (rules: readonly SegmentationRule[]) => string>> = {
  nftables,
  iptables,
  cisco,
  paloalto,
  fortinet,
  csv,
};

/** The text of rules in a format; the same bytes for the same rules. */
export function renderRules(rules: readonly SegmentationRule[], format: RuleFormat): string {
  return FORMATS[format](rules);
}
