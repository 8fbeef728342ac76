// Every figure of a site as it counts, with where it is from, for pages that show and change them.
import { ENTRIES, type RiskDevice, type RiskFigure, type RiskPatients, STEP_KINDS } from '#contracts/index.ts';
import { STEP_NAMES } from './action-costs.data.ts';
import { countThatStands, countWords, shortCountWords } from './counted-patients.ts';
import { DEFAULT_SOURCES, HOW_OFTEN } from './default-figures.data.ts';
import { effortOf } from './efforts.ts';
import { patientsOf } from './loss-of.ts';
import type { ResolvedSettings } from './settings.ts';

/**
 * The figures of a site with these devices: those of its own kinds of machine, what was stated of single devices, and all others. Costs of steps are
 * those that were stated; `riskFiguresToEdit` has the defaults, too.
 */
export function riskFigures(
  resolved: ResolvedSettings,
  devices: readonly RiskDevice[],
  patientsCounted: readonly RiskPatients[] = [],
): RiskFigure[] {
  const costs = costFigures(resolved).filter(({ basis }) => basis === 'stated');
  return [...siteFigures(resolved, devices, patientsCounted), ...costs, ...deviceFigures(devices)];
}

/** The same, with the cost of every kind of step, for a page on which they can be stated. */
export function riskFiguresToEdit(
  resolved: ResolvedSettings,
  devices: readonly RiskDevice[],
  patientsCounted: readonly RiskPatients[] = [],
): RiskFigure[] {
  return [...siteFigures(resolved, devices, patientsCounted), ...costFigures(resolved), ...deviceFigures(devices)];
}

const STATED = 'stated by the site';

/** Costs and days of the kinds of step, and of the single steps of which they were stated. */
function costFigures({ settings, stated }: ResolvedSettings): RiskFigure[] {
  const { currency, stepCosts = {} } = settings;
  const known = new Set(stated);
  const figure = (path: string, label: string, unit: string, value: RiskFigure['value']): RiskFigure => ({
    path,
    label,
    unit,
    value,
    basis: known.has(path) ? 'stated' : 'default',
    source: known.has(path) ? STATED : (DEFAULT_SOURCES['actionCosts'] ?? ''),
  });
  const kinds = STEP_KINDS.flatMap((kind) => {
    const { cost, days } = effortOf(settings, kind);
    return [
      figure(`actionCosts.${kind}.cost`, `${STEP_NAMES[kind]}: cost`, currency, cost),
      figure(`actionCosts.${kind}.days`, `${STEP_NAMES[kind]}: work`, 'days', days),
    ];
  });
  const steps = Object.entries(stepCosts)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([id, { cost, days }]) => [
      ...(cost ? [figure(`stepCosts.${id}.cost`, `${id}: cost`, currency, cost)] : []),
      ...(days === undefined ? [] : [figure(`stepCosts.${id}.days`, `${id}: work`, 'days', days)]),
    ]);
  return [...kinds, ...steps];
}

/** Devices of which figures are listed. */
const MOST_DEVICES = 200;

/** What the site stated of single devices, as far as it counts in money. */
function deviceFigures(devices: readonly RiskDevice[]): RiskFigure[] {
  const told = devices.filter(
    ({ circumstances: said }) => said?.patientsPerDay !== undefined || said?.substituteHours !== undefined,
  );
  return told.slice(0, MOST_DEVICES).flatMap(({ id, name, circumstances: said = {} }) => {
    const figure = (field: string, label: string, unit: string, value: number | undefined): RiskFigure[] => {
      if (value === undefined) return [];
      const path = `devices.${id}.${field}`;
      return [{ path, label: `${name}: ${label}`, unit, value, basis: 'stated', source: 'stated of the device' }];
    };
    return [
      ...figure('patientsPerDay', 'patients a day', 'patients', said.patientsPerDay),
      ...figure('substituteHours', 'until its patients can be examined elsewhere', 'hours', said.substituteHours),
    ];
  });
}

function siteFigures(
  { settings, stated }: ResolvedSettings,
  devices: readonly RiskDevice[],
  patientsCounted: readonly RiskPatients[],
): RiskFigure[] {
  const known = new Set(stated);
  const figure = (path: string, label: string, unit: string, value: RiskFigure['value']): RiskFigure => {
    const isStated = known.has(path) || known.has(path.split('.')[0] ?? '');
    const source = isStated ? STATED : (DEFAULT_SOURCES[path.split('.')[0] ?? ''] ?? 'ours');
    return { path, label, unit, value, basis: isStated ? 'stated' : 'default', source };
  };
  const patients = (): RiskFigure => {
    const site = { settings, devices, patientsCounted };
    const stands = countThatStands(site);
    const value = stands?.count ?? Math.round(patientsOf(devices, settings));
    const row = figure('patients', 'Patients in the archives', 'patients', value);
    if (stands) return { ...row, basis: 'counted', source: countWords(stands, patientsCounted) };
    return { ...row, source: row.source + shortCountWords(site) };
  };
  const { currency } = settings;
  return [
    figure('currency', 'Currency', '', currency),
    ...(currency === 'USD'
      ? []
      : [figure('perDollar', 'What a US dollar is worth', `${currency} for a dollar`, settings.perDollar ?? null)]),
    patients(),
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
      figure(`entries.${kind}.yearly`, HOW_OFTEN[kind], 'times a year', settings.entries[kind].yearly),
    ),
  ];
}

function modalitiesOf(devices: readonly RiskDevice[], { modalities }: ResolvedSettings['settings']): string[] {
  const used = devices.flatMap(({ kind, modality }) =>
    kind === 'modality' || kind === null ? [modality ?? 'other'] : [],
  );
  return [...new Set(used.map((name) => (modalities[name] ? name : 'other')))].sort();
}
