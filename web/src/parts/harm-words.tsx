// Where harm to a person falls, in words, with what is not known of it.

import type { Tone } from '#charts/index.ts';
import {
  ACCEPTABILITIES,
  type Acceptability,
  HARM_SEVERITIES,
  type HarmPlacement,
  PROBABILITY_BANDS,
} from '#contracts/index.ts';
import { percentRange, rareChance } from '../format/money.ts';
import { text } from '../text/index.ts';
import { Tag } from './tag.tsx';

const TONES: Readonly<Record<Acceptability, Tone>> = {
  acceptable: 'safe',
  investigate: 'watch',
  'not acceptable': 'danger',
};

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

/** The place in words: severity and band, whether that is acceptable, and the range. */
export function HarmWords({ of }: { readonly of: HarmPlacement | null }) {
  if (of === null || !of.reachesPerson) return <span>{text.assessed.noHarm}</span>;
  const { severity, band, acceptability, severityRange, bandRange, yearlyChance, yearlyChanceRange } = of;
  return (
    <span>
      <b>{text.assessed.harm(text.assessed.severities[severity], band)}</b>{' '}
      {acceptability === null ? null : (
        <Tag tone={TONES[acceptability]}>{text.assessed.acceptabilities[acceptability]}</Tag>
      )}
      <span className="quiet" style={{ display: 'block' }}>
        {text.assessed.harmRange(
          severityRange.map((each) => text.assessed.severities[each]),
          bandRange,
        )}
        {yearlyChance === null
          ? null
          : ` ${text.assessed.harmChance(rareChance(yearlyChance), percentRange(...yearlyChanceRange, rareChance))}`}
      </span>
    </span>
  );
}
