// The figures of a site: what it stated, over the defaults, each with where it is from.
import { ENTRIES, type EntryKind, type RiskSettings, type RiskSettingsInput } from '#contracts/index.ts';
import { Invalid } from '#kit/index.ts';
import { dollarsIn, inCurrency } from './currency.ts';
import { DEFAULT_SETTINGS } from './default-figures.data.ts';

/** The figures as they count, and the paths of those that the site stated. */
export interface ResolvedSettings {
  readonly settings: RiskSettings;
  readonly stated: readonly string[];
}

/**
 * What a site stated over the defaults, those in dollars at the rate of the site. `checkCurrency` says whether they can be read at all; nothing is
 * worked out before it.
 */
export function resolveSettings(given: RiskSettingsInput): ResolvedSettings {
  const { modalities = {}, entries = {}, actionCosts, stepCosts, ...rest } = given;
  const stated: string[] = Object.keys(rest);
  for (const [part, costs] of [
    ['actionCosts', actionCosts],
    ['stepCosts', stepCosts],
  ] as const)
    for (const [name, figures] of Object.entries(costs ?? {}))
      stated.push(...Object.keys(figures).map((field) => `${part}.${name}.${field}`));
  const plain = over(DEFAULT_SETTINGS, rest);
  const defaults = modalitiesAt(dollarsIn(plain));
  const settings: RiskSettings = {
    ...plain,
    modalities: { ...defaults },
    ...(actionCosts ? { actionCosts } : {}),
    ...(stepCosts ? { stepCosts } : {}),
  };
  for (const [name, figures] of Object.entries(modalities)) {
    const base = defaults[name] ?? defaults['other'];
    if (!base) throw new Invalid(`modalities.${name}: there is no default to build on.`);
    settings.modalities[name] = over(base, figures);
    stated.push(...Object.keys(figures).map((field) => `modalities.${name}.${field}`));
  }
  const all: Record<EntryKind, RiskSettings['entries'][EntryKind]> = { ...DEFAULT_SETTINGS.entries };
  for (const kind of ENTRIES) {
    const figures = entries[kind];
    if (!figures) continue;
    all[kind] = over(all[kind], figures);
    stated.push(...Object.keys(figures).map((field) => `entries.${kind}.${field}`));
  }
  return { settings: { ...settings, entries: all }, stated: stated.sort() };
}

/** The defaults of each kind of machine at so many units for a dollar. */
function modalitiesAt(rate: number): RiskSettings['modalities'] {
  return Object.fromEntries(
    Object.entries(DEFAULT_SETTINGS.modalities).map(([name, figures]) => [
      name,
      {
        ...figures,
        incomePerExam: inCurrency(figures.incomePerExam, rate),
        replacement: inCurrency(figures.replacement, rate),
      },
    ]),
  );
}

/** What is given, over what is not. */
export function over<T extends object>(base: T, given: { readonly [K in keyof T]?: T[K] | undefined }): T {
  return Object.assign(
    { ...base },
    Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
  );
}
