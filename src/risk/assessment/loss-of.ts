// What a scenario costs at a site: the forms of loss of the library, in the figures of the site. Amounts that are products of several
// uncertain figures become lognormal with the mean and the variance of the product (docs/risk-model.md).
import type {
  Distribution,
  LossCause,
  LossScenario,
  ModalityFigures,
  RiskDevice,
  RiskScenario,
  RiskSettings,
  ThreatScenario,
  Triple,
} from '#contracts/index.ts';
import { log } from '#kit/index.ts';
import { samplerOf } from '../loss/distribution.ts';
import { dollarsIn, inCurrency, scaledBy } from './currency.ts';
import { ARCHIVE_YEARS, DEFAULT_REPLACEMENT, EXAMS_A_PATIENT } from './default-figures.data.ts';

/** First and second moment of an amount. */
export interface Moments {
  readonly mean: number;
  readonly square: number;
}

/** A device that may be hit, with how likely it is that it is the one. */
export interface Hit {
  readonly device: RiskDevice;
  readonly weight: number;
}

/** One form of loss with how its figure comes about. */
export interface Cost {
  readonly form: LossScenario['losses'][number]['form'];
  readonly what: string;
  readonly magnitude: Distribution;
  readonly probability: Distribution | undefined;
  /** Mean of one event, with the chance that it follows. */
  readonly mean: number;
  readonly because: string;
  readonly basis: string;
  readonly counted: Counted | undefined;
}

/** What a cost is counted by, in the mean of one event. */
type Counted = RiskScenario['costs'][number]['counted'];

/** Penalties under HIPAA by tier, for assessments from 2026-01-28: least and most for a violation, most for a year and provision (45 CFR 102.3). */
const PENALTY: Readonly<Record<number, { readonly least: number; readonly most: number }>> = {
  1: { least: 145, most: 73_011 },
  2: { least: 1461, most: 73_011 },
  3: { least: 14_602, most: 73_011 },
  4: { least: 73_011, most: 2_190_294 },
};
const MOST_PENALTY = 2_190_294;

/** Jacobs 2014 on Ponemon 2013 and 2014 (115 US breaches): ln(cost) = A + B ln(records), residual standard error SE. */
export const RECORDS_LINE = { A: 7.6799625, B: 0.7583576, SE: 0.523 } as const;
/** The flat figure of the trade press for a record of health care, 2018, in US dollars; shown beside, never used. */
export const FLAT_PER_RECORD = 408;

export function momentsOf(given: Distribution): Moments {
  const { mean, variance } = samplerOf(given);
  return { mean, square: variance + mean * mean };
}

export function pertOf({ low, mode, high }: Triple): Distribution {
  return low === high ? low : { dist: 'pert', low, mode, high };
}

/** Of the product of independent figures. */
function product(...factors: readonly Moments[]): Moments {
  return factors.reduce((all, { mean, square }) => ({ mean: all.mean * mean, square: all.square * square }), {
    mean: 1,
    square: 1,
  });
}

/** Of the sum of independent amounts. */
function sum(amounts: readonly Moments[]): Moments {
  const mean = amounts.reduce((all, amount) => all + amount.mean, 0);
  const variance = amounts.reduce((all, amount) => all + amount.square - amount.mean ** 2, 0);
  return { mean, square: variance + mean * mean };
}

/** Of one of several, each with its weight. */
function mixture(parts: readonly { readonly weight: number; readonly amount: Moments }[]): Moments {
  const total = parts.reduce((all, { weight }) => all + weight, 0);
  if (total <= 0) return { mean: 0, square: 0 };
  const of = (moment: keyof Moments) =>
    parts.reduce((all, { weight, amount }) => all + (weight / total) * amount[moment], 0);
  return { mean: of('mean'), square: of('square') };
}

/** The lognormal with these moments: sigma² = ln(E[X²] / E[X]²), mu = ln E[X] - sigma² / 2. */
export function lognormalOf({ mean, square }: Moments): Distribution {
  if (mean <= 0) return 0;
  const spread = log(square / (mean * mean));
  if (!(spread > 1e-12)) return mean;
  return { dist: 'lognormal', mu: log(mean) - spread / 2, sigma: Math.sqrt(spread) };
}

/** Figures of a device's kind; null for what examines nobody. */
function machineOf({ kind, modality }: RiskDevice, { modalities }: RiskSettings) {
  if (kind !== 'modality' && kind !== null) return null;
  const own = modality !== null && Object.hasOwn(modalities, modality) ? modalities[modality] : undefined;
  return own ?? modalities['other'] ?? null;
}

/** Remembers what was made of an object, which nobody changes. */
function once<K extends WeakKey, V>(make: (of: K) => V): (of: K) => V {
  const known = new WeakMap<K, V>();
  return (of) => {
    const found = known.get(of);
    if (found !== undefined) return found;
    const made = make(of);
    known.set(of, made);
    return made;
  };
}

/** Of a kind of machine, which thousands of devices may be. */
const machineMoments = once((figures: ModalityFigures) => {
  const [exams, income, cannotMove] = [figures.examsPerDay, figures.incomePerExam, figures.cannotMove].map((figure) =>
    momentsOf(pertOf(figure)),
  ) as [Moments, Moments, Moments]; // one for each of the three
  return { exams, income, cannotMove, day: product(exams, income, cannotMove) };
});

/** Exams of a day of one device: its own patients where the site counted them, one exam each (ours). */
function examsOf({ circumstances }: RiskDevice, figures: ModalityFigures): Moments {
  const stated = circumstances?.patientsPerDay;
  return stated === undefined ? machineMoments(figures).exams : { mean: stated, square: stated * stated };
}

/** Income of a day that is lost while a device stands still. */
function dayOf(device: RiskDevice, settings: RiskSettings): Moments {
  const figures = machineOf(device, settings);
  if (!figures) return { mean: 0, square: 0 };
  const { income, cannotMove, day } = machineMoments(figures);
  return device.circumstances?.patientsPerDay === undefined
    ? day
    : product(examsOf(device, figures), income, cannotMove);
}

/** Points at which a distribution of days is looked at. */
const LOOKED_AT = 512;

/**
 * Income that an outage of one device loses. Where the site said after how many hours its patients can be examined elsewhere, the exams up to then
 * are lost and none after: min(days, hours / 24) in place of days x share that cannot be moved. The moments of the minimum are taken over
 * quantiles in the middle of equal parts.
 */
function outageOf(days: Distribution, device: RiskDevice, settings: RiskSettings): Moments {
  const figures = machineOf(device, settings);
  const hours = device.circumstances?.substituteHours;
  if (!figures || hours === undefined) return product(momentsOf(days), dayOf(device, settings));
  const sampler = samplerOf(days);
  const lost = Array.from({ length: LOOKED_AT }, (_, n) =>
    Math.min(sampler.quantile((n + 0.5) / LOOKED_AT), hours / 24),
  );
  const until: Moments = {
    mean: lost.reduce((all, each) => all + each, 0) / LOOKED_AT,
    square: lost.reduce((all, each) => all + each * each, 0) / LOOKED_AT,
  };
  return product(until, examsOf(device, figures), machineMoments(figures).income);
}

/** Exams of a day, in the mean, of all devices. */
export function examsPerDay(devices: readonly RiskDevice[], settings: RiskSettings): number {
  return devices.reduce((all, device) => {
    const figures = machineOf(device, settings);
    return figures ? all + examsOf(device, figures).mean : all;
  }, 0);
}

/** Patients in the archives: counted, or estimated from exams. */
export function patientsOf(devices: readonly RiskDevice[], settings: RiskSettings): number {
  return (
    settings.patients ?? (examsPerDay(devices, settings) * settings.openDaysPerYear * ARCHIVE_YEARS) / EXAMS_A_PATIENT
  );
}

/** What scenarios ask of all devices together. */
interface Totals {
  readonly day: Moments;
  readonly patients: number;
  readonly yearlyIncome: Moments;
}

const totalsBySettings = once((settings: RiskSettings) =>
  once((devices: readonly RiskDevice[]): Totals => {
    const days = sum(
      devices.flatMap((device) => {
        const figures = machineOf(device, settings);
        return figures ? [product(examsOf(device, figures), machineMoments(figures).income)] : [];
      }),
    );
    return {
      day: sum(devices.map((device) => dayOf(device, settings))),
      patients: patientsOf(devices, settings),
      yearlyIncome: product(days, { mean: settings.openDaysPerYear, square: settings.openDaysPerYear ** 2 }),
    };
  }),
);

/** What an event of the scenario costs, form by form. */
export function costsOf(
  scenario: ThreatScenario,
  site: { readonly devices: readonly RiskDevice[]; readonly settings: RiskSettings },
  hits: readonly Hit[],
): Cost[] {
  return scenario.losses.map(({ form, what, cause, probability, basis }) => {
    const { magnitude, because, counted } = amountOf(cause, site, hits);
    const chance = probability === undefined ? 1 : Math.min(1, Math.max(0, momentsOf(probability).mean));
    return { form, what, magnitude, probability, mean: momentsOf(magnitude).mean * chance, because, basis, counted };
  });
}

interface Amount {
  readonly magnitude: Distribution;
  readonly because: string;
  readonly counted?: Counted;
}

function amountOf(
  cause: LossCause,
  { devices, settings }: { readonly devices: readonly RiskDevice[]; readonly settings: RiskSettings },
  hits: readonly Hit[],
): Amount {
  const { currency } = settings;
  const totals = () => totalsBySettings(settings)(devices);
  const rate = dollarsIn(settings);
  const atRate = rate === 1 ? '' : `, at ${currency} ${rate} for a US dollar`;
  const money = (amount: number) => `${currency} ${Math.round(amount).toLocaleString('en-US')}`;
  switch (cause.of) {
    case 'downtime': {
      if (cause.reach === 'device' && hits.some(({ device }) => device.circumstances?.substituteHours !== undefined)) {
        const amount = mixture(
          hits.map(({ device, weight }) => ({ weight, amount: outageOf(cause.days, device, settings) })),
        );
        const { mean } = momentsOf(cause.days);
        const known = hits.filter(({ device }) => device.circumstances?.substituteHours !== undefined).length;
        const words =
          known === hits.length
            ? 'as the site stated it of its devices (exams a day x income of an exam x days until then)'
            : `as the site stated it of ${known} of ${hits.length} devices (exams a day x income of an exam x days until then); of the rest all days count, but for exams that can be moved`;
        return {
          magnitude: lognormalOf(amount),
          because: `${mean.toFixed(1)} days without exams, ${money(amount.mean)} for those until a substitute is there, ${words}`,
          counted: { what: 'days without exams', mean },
        };
      }
      const day =
        cause.reach === 'department'
          ? totals().day
          : mixture(hits.map(({ device, weight }) => ({ weight, amount: dayOf(device, settings) })));
      const days = momentsOf(cause.days);
      return {
        magnitude: lognormalOf(product(days, day)),
        because: `${days.mean.toFixed(1)} days without exams, ${money(day.mean)} a day that cannot be made up (exams a day x income of an exam x share that cannot be moved)`,
        counted: { what: 'days without exams', mean: days.mean },
      };
    }
    case 'records': {
      const { patients } = totals();
      const share = momentsOf(cause.share);
      const records = patients * share.mean;
      const inWords = `${Math.round(records).toLocaleString('en-US')} records (${(share.mean * 100).toFixed(0)}% of ${Math.round(patients).toLocaleString('en-US')} patients)`;
      const counted = { what: 'records' as const, mean: records };
      if (records < 1) return { magnitude: 0, because: inWords };
      if (settings.costOfRecords !== 'regression') {
        const each = momentsOf(settings.costOfRecords);
        const amount = product({ mean: patients, square: patients ** 2 }, share, each);
        return { magnitude: lognormalOf(amount), because: `${inWords}, ${money(each.mean)} each`, counted };
      }
      const { A, B, SE } = RECORDS_LINE;
      // How far the share may vary, on the scale of its logarithm.
      const spread = log(Math.max(1, share.square / (share.mean * share.mean)));
      const sigma = Math.sqrt(SE * SE + B * B * spread);
      const flat = FLAT_PER_RECORD * rate;
      return {
        magnitude: { dist: 'lognormal', mu: A + B * (log(records) - spread / 2) + (rate === 1 ? 0 : log(rate)), sigma },
        because: `${inWords}, by the line through 115 US breaches (Jacobs 2014)${atRate}; the flat ${money(flat)} of the trade press would give ${money(flat * records)}`,
        counted,
      };
    }
    case 'replacement': {
      const share = momentsOf(cause.share);
      const price = mixture(hits.map(({ device, weight }) => ({ weight, amount: priceOf(device, settings) })));
      return {
        magnitude: lognormalOf(product(share, price)),
        because: `${(share.mean * 100).toFixed(0)}% of ${money(price.mean)}, what a new one costs`,
      };
    }
    case 'amount':
      return { magnitude: scaledBy(cause.amount, rate), because: `an amount of the library${atRate}` };
    case 'penalty': {
      const { least, most } = PENALTY[cause.tier] ?? { least: 145, most: 73_011 };
      const count = Math.max(1, Math.round(momentsOf(cause.violations).mean));
      const high = Math.min(MOST_PENALTY, most * count) * rate;
      const low = Math.min(high, least * count * rate);
      const mode = Math.min(high, Math.max(low, Math.sqrt(low * high)));
      return {
        magnitude: pertOf({ low, mode, high }),
        because: `${count} violations of tier ${cause.tier} under HIPAA: from ${money(low)} to ${money(high)} (45 CFR 102.3, from 2026-01-28)${atRate}`,
      };
    }
    case 'referrers': {
      const share = momentsOf(cause.share);
      const income = totals().yearlyIncome;
      return {
        magnitude: lognormalOf(product(share, income)),
        because: `${(share.mean * 100).toFixed(1)}% of a year's income of ${money(income.mean)}`,
      };
    }
  }
}

function priceOf(device: RiskDevice, settings: RiskSettings): Moments {
  const figures = machineOf(device, settings);
  const usual = DEFAULT_REPLACEMENT[device.kind ?? ''];
  const price =
    figures?.replacement ??
    (usual ? inCurrency(usual, dollarsIn(settings)) : settings.modalities['other']?.replacement);
  return price ? momentsOf(pertOf(price)) : { mean: 0, square: 0 };
}
