// Rules as the firewalls at hand take them. To add one: a file that writes it, and a line here.
import type { RuleFormat, SegmentationRule } from '#contracts/index.ts';
import { nftables } from './nftables.ts';

const FORMATS: Readonly<Partial<Record<RuleFormat, (rules: readonly SegmentationRule[]) => string>>> = { nftables };

/** The text of rules in a format; the same bytes for the same rules. */
export function renderRules(rules: readonly SegmentationRule[], format: RuleFormat): string {
  return FORMATS[format]?.(rules) ?? '';
}
