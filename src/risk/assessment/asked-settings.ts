// The figures of a question: what it changes, over those that the assessment was worked out with. What was stated since waits for the next one.
import { ENTRIES, type RiskSettings, type RiskSettingsInput } from '#contracts/index.ts';
import { Invalid } from '#kit/index.ts';
import { datedWays } from './dated-ways.ts';
import { over } from './settings.ts';

/** The figures as they count for a question of that time. Throws Invalid, naming the field, for what a question cannot change. */
export function askedSettings(kept: RiskSettings, given: RiskSettingsInput, at: string): RiskSettings {
  if ((given.currency ?? kept.currency) !== kept.currency || (given.perDollar ?? kept.perDollar) !== kept.perDollar)
    throw new Invalid(
      'currency: a question counts in the money of its assessment. State the currency, and work the risk out again.',
    );
  const { modalities = {}, entries = {}, actionCosts, stepCosts, ...rest } = given;
  const { reach } = datedWays(rest, kept, new Date(at));
  const asked: RiskSettings = {
    ...over(kept, rest),
    ...(reach ? { reach } : {}),
    modalities: { ...kept.modalities },
    entries: { ...kept.entries },
  };
  for (const [name, figures] of Object.entries(modalities)) {
    const base = kept.modalities[name] ?? kept.modalities['other'];
    if (!base) throw new Invalid(`modalities.${name}: there is no default to build on.`);
    asked.modalities[name] = over(base, figures);
  }
  for (const kind of ENTRIES) asked.entries[kind] = over(kept.entries[kind], entries[kind] ?? {});
  if (actionCosts) asked.actionCosts = deep(kept.actionCosts ?? {}, actionCosts);
  if (stepCosts) asked.stepCosts = deep(kept.stepCosts ?? {}, stepCosts);
  return asked;
}

/** Both, each part of the second over that of the first. */
function deep<T extends object>(one: Readonly<Record<string, T>>, other: Readonly<Record<string, T>>) {
  const both = Object.entries(other).map(([name, part]) => [name, { ...one[name], ...part }] as const);
  return { ...one, ...Object.fromEntries(both) };
}
