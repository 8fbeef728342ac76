// The worst that may happen to a person, in words, with what is not known of it.
import { ACCEPTABILITIES, HARM_SEVERITIES, type HarmPlacement, PROBABILITY_BANDS } from '#contracts/index.ts';
import { chance } from '../format/format.ts';
import { chanceRange } from '../format/ranges.ts';
import { text } from '../text/index.ts';
import { AcceptabilityTag, placementText } from './harm-tag.tsx';
import { useBands } from './use-bands.ts';

/** The worst of several places: by what is acceptable, then how bad, then how often; null where nobody is hurt. */
export function worstHarm(places: readonly HarmPlacement[]): HarmPlacement | null {
  const rank = ({ acceptability, severity, band }: HarmPlacement) => [
    acceptability === null ? ACCEPTABILITIES.length : ACCEPTABILITIES.indexOf(acceptability),
    HARM_SEVERITIES.indexOf(severity),
    band === null ? 0 : -PROBABILITY_BANDS.indexOf(band),
  ];
  let worst: HarmPlacement | null = null;
  for (const place of places) {
    if (place.reachesPerson && (worst === null || isAbove(rank(place), rank(worst)))) worst = place;
  }
  return worst;
}

function isAbove(one: readonly number[], other: readonly number[]): boolean {
  const at = one.findIndex((value, index) => value !== other[index]);
  return at >= 0 && (one[at] ?? 0) > (other[at] ?? 0);
}

/** The place in words: severity and band, whether that may be, and the range. */
export function HarmWords({ of }: { readonly of: HarmPlacement | null }) {
  const bands = useBands();
  if (of === null || !of.reachesPerson) return <span>{text.assessed.noHarm}</span>;
  const { severityRange, bandRange, yearlyChance, yearlyChanceRange } = of;
  return (
    <span>
      <b>{placementText(of, bands)}</b> <AcceptabilityTag of={of.acceptability} />
      <span className="quiet" style={{ display: 'block' }}>
        {text.assessed.harmRange(
          severityRange.map((each) => text.risk.severities[each]),
          bandRange.map((each) => bands[each]),
        )}
        {yearlyChance === null
          ? null
          : ` ${text.assessed.harmChance(chance(yearlyChance), chanceRange(...yearlyChanceRange))}`}
      </span>
    </span>
  );
}
