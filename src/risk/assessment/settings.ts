// The figures of a site: what it stated, over the defaults, each with where it is from.
import { ENTRIES, type EntryKind, type RiskSettings, type RiskSettingsInput } from '#contracts/index.ts';
import { Invalid } from '#kit/index.ts';
import { DEFAULT_SETTINGS } from './default-figures.data.ts';

/** The figures as they count, and the paths of those that the site stated. */
export interface ResolvedSettings {
  readonly settings: RiskSettings;
  readonly stated: readonly string[];
}

/** What a site stated over the defaults. Throws Invalid where a default in dollars would be read in another currency. */
export function resolveSettings(given: RiskSettingsInput): ResolvedSettings {
  const { modalities = {}, entries = {}, ...rest } = given;
  const stated: string[] = Object.keys(rest);
  const settings: RiskSettings = { ...over(DEFAULT_SETTINGS, rest), modalities: { ...DEFAULT_SETTINGS.modalities } };
  for (const [name, figures] of Object.entries(modalities)) {
    const base = DEFAULT_SETTINGS.modalities[name] ?? DEFAULT_SETTINGS.modalities['other'];
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

/** What is given, over what is not. */
function over<T extends object>(base: T, given: { readonly [K in keyof T]?: T[K] | undefined }): T {
  return Object.assign(
    { ...base },
    Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
  );
}
