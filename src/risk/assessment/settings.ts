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

/** The figures of the modalities that a site has, and all others, for a page that shows and changes them. */
export function figuresOf(
  { settings, stated }: ResolvedSettings,
  modalities: readonly string[],
  patients: { readonly estimate: number },
): RiskFigure[] {
  const known = new Set(stated);
  const figure = (path: string, label: string, unit: string, value: RiskFigure['value']): RiskFigure => {
    const isStated = known.has(path) || known.has(path.split('.')[0] ?? '');
    const source = isStated ? 'stated by the site' : (DEFAULT_SOURCES[path.split('.')[0] ?? ''] ?? 'ours');
    return { path, label, unit, value, basis: isStated ? 'stated' : 'default', source };
  };
  const { currency } = settings;
  return [
    figure('currency', 'Currency', '', currency),
    figure('patients', 'Patients in the archives', 'patients', settings.patients ?? Math.round(patients.estimate)),
    figure(
      'costOfRecords',
      'Cost of records that get out',
      `${currency} by the number of records`,
      settings.costOfRecords === 'regression' ? 'regression' : JSON.stringify(settings.costOfRecords),
    ),
    figure('openDaysPerYear', 'Days with exams', 'days a year', settings.openDaysPerYear),
    ...modalities.flatMap((name) => {
      const figures = settings.modalities[name];
      if (!figures) return [];
      return [
        figure(`modalities.${name}.examsPerDay`, `${name}: exams a day of one machine`, 'exams', figures.examsPerDay),
        figure(`modalities.${name}.incomePerExam`, `${name}: income of an exam`, currency, figures.incomePerExam),
        figure(
          `modalities.${name}.cannotMove`,
          `${name}: share of exams that cannot be moved`,
          'share',
          figures.cannotMove,
        ),
        figure(`modalities.${name}.replacement`, `${name}: price of a new machine`, currency, figures.replacement),
      ];
    }),
    ...ENTRIES.map((kind) =>
      figure(
        `entries.${kind}.yearly`,
        `How often an attacker holds ${ENTRY_NAMES[kind]}`,
        'times a year',
        settings.entries[kind].yearly,
      ),
    ),
  ];
}
