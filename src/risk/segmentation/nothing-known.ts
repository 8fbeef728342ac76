// A site of which nobody recorded who speaks with whom, and where nobody is configured to: rules of it would be denials alone.
import type { AllowList } from './allow-list.ts';
import type { SegmentationInput } from './input.ts';

/** Why there are no rules to load, as a sentence for whoever asked; null where there is something to make rules of. */
export function nothingKnown({ flows }: Pick<SegmentationInput, 'flows'>, list: AllowList): string | null {
  const { rules, inside, decisions } = list;
  const isAny = [...rules, ...inside].some(({ proof }) => proof.basis !== 'policy') || decisions.length > 0;
  return flows.length > 0 || isAny
    ? null
    : 'No conversation is recorded here, and no AE table says who speaks with whom. So nothing can be proven, and rules would cut everything between zones, exams too. Take in a capture or the AE tables first.';
}
