// When each way was stated: what is stated as it was keeps its day, whatever else is stated with it.
import type { RiskSettingsInput } from '#contracts/index.ts';

type Way = NonNullable<RiskSettingsInput['reach']>[number];

/**
 * What is stated with the day of each way: the one that is kept where the same was said before, otherwise now. Where the list of zones that the
 * internet opens is stated anew, ways that were kept and say otherwise go.
 */
export function datedWays(given: RiskSettingsInput, kept: RiskSettingsInput, now: Date): RiskSettingsInput {
  if (!given.reach) return given;
  const keyOf = ({ from, to, state }: Way) => `${from}>${to} ${state}`;
  const known = new Map((kept.reach ?? []).map((way) => [keyOf(way), way]));
  const [had, has] = [kept, given].map(({ entries }) => entries?.internet?.zones ?? null);
  const isListedAnew = has != null && JSON.stringify(has) !== JSON.stringify(had);
  const reach = given.reach.flatMap(({ from, to, state, because }): Way[] => {
    const way = { from, to, state, because };
    const before = known.get(keyOf(way));
    if (!before) return [{ ...way, at: now.toISOString() }];
    const isListed = has?.includes(way.to) === true;
    if (isListedAnew && way.from === 'internet' && way.to !== '*' && (way.state === 'open') !== isListed) return [];
    return [before.at === undefined ? way : { ...way, at: before.at }];
  });
  return { ...given, reach };
}
