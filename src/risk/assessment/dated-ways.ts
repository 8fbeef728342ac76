// When each way was stated: what is stated as it was keeps its day, whatever else is kept with it.
import type { RiskSettingsInput } from '#contracts/index.ts';

type Ways = NonNullable<RiskSettingsInput['reach']>;

/** The ways with the day of each: the one that is kept where the same was said before, otherwise now. */
export function datedWays(given: Ways, kept: Ways, now: Date): Ways {
  const known = new Map(kept.map((way) => [`${way.from}>${way.to}`, way]));
  return given.map(({ at: _, ...way }) => {
    const before = known.get(`${way.from}>${way.to}`);
    if (before?.state !== way.state) return { ...way, at: now.toISOString() };
    return before.at === undefined ? way : { ...way, at: before.at };
  });
}
