// Every figure of a site as it counts, with where it is from, for pages that show and change them.
import { ENTRIES, type RiskDevice, type RiskFigure } from '#contracts/index.ts';
import { DEFAULT_SOURCES, ENTRY_NAMES } from './default-figures.data.ts';
import { patientsOf } from './loss-of.ts';
import type { ResolvedSettings } from './settings.ts';

/** The figures of a site with these devices: those of its own kinds of machine, and all others. */
export function riskFigures({ settings, stated }: ResolvedSettings, devices: readonly RiskDevice[]): RiskFigure[] {
  const known = new Set(stated);
  const figure = (path: string, label: string, unit: string, value: RiskFigure['value']): RiskFigure => {
    const isStated = known.has(path) || known.has(path.split('.')[0] ?? '');
    const source = isStated ? 'stated by the site' : (DEFAULT_SOURCES[path.split('.')[0] ?? ''] ?? 'ours');
    return { path, label, unit, value, basis: isStated ? 'stated' : 'default', source };
  };
  const { currency } = settings;
  return [
    figure('currency', 'Currency', '', currency),
    figure('patients', 'Patients in the archives', 'patients', Math.round(patientsOf(devices, settings))),
    figure(
      'costOfRecords',
      'Cost of records that get out',
      `${currency} by the number of records`,
      settings.costOfRecords === 'regression' ? 'regression' : JSON.stringify(settings.costOfRecords),
    ),
    figure('openDaysPerYear', 'Days with exams', 'days a year', settings.openDaysPerYear),
    ...modalitiesOf(devices, settings).flatMap((name) => {
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

function modalitiesOf(devices: readonly RiskDevice[], { modalities }: ResolvedSettings['settings']): string[] {
  const used = devices.flatMap(({ kind, modality }) =>
    kind === 'modality' || kind === null ? [modality ?? 'other'] : [],
  );
  return [...new Set(used.map((name) => (modalities[name] ? name : 'other')))].sort();
}
