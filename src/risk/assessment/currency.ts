// Defaults stand in US dollars. A site that counts in another currency says what a dollar is worth in it, and each default is read at that rate;
// nothing in dollars is ever read as if it were in the other currency.
import type { Distribution, Triple } from '#contracts/index.ts';
import { Invalid, log } from '#kit/index.ts';
import { samplerOf } from '../loss/distribution.ts';

const DOLLAR = 'USD';

interface Money {
  readonly currency: string;
  readonly perDollar?: number | undefined;
}

/** Units of the site's currency for one US dollar; 1 where it counts in dollars. */
export function dollarsIn({ currency, perDollar }: Money): number {
  return currency === DOLLAR ? 1 : (perDollar ?? 1);
}

/** What a unit of one money is worth in another, by what each says of the dollar. */
export function rateBetween(from: Money, to: Money): number {
  return from.currency === to.currency ? 1 : dollarsIn(to) / dollarsIn(from);
}

/** Throws Invalid where defaults in dollars could not be read in the currency of the site, or where dollars would be converted. */
export function checkCurrency({ currency, perDollar }: Money): void {
  if (currency === DOLLAR && perDollar !== undefined && perDollar !== 1)
    throw new Invalid('perDollar: the currency is the US dollar; take this figure back.');
  if (currency !== DOLLAR && perDollar === undefined)
    throw new Invalid(
      `perDollar: figures that are defaults stand in US dollars; say how many ${currency} one dollar is, so that they can be read.`,
    );
}

/** An amount of dollars at a rate, to the hundredth. */
export function inCurrency({ low, mode, high }: Triple, rate: number): Triple {
  if (rate === 1) return { low, mode, high };
  const at = (amount: number) => Math.round(amount * rate * 100) / 100;
  return { low: at(low), mode: at(mode), high: at(high) };
}

/** A magnitude times a factor. */
export function scaledBy(given: Distribution, factor: number): Distribution {
  if (factor === 1) return given;
  if (typeof given === 'number') return given * factor;
  switch (given.dist) {
    case 'constant':
      return given.value * factor;
    case 'pert':
      return { ...given, low: given.low * factor, mode: given.mode * factor, high: given.high * factor };
    case 'uniform':
      return { ...given, low: given.low * factor, high: given.high * factor };
    case 'lognormal':
      if (factor <= 0) return 0;
      return 'mu' in given
        ? { ...given, mu: given.mu + log(factor) }
        : { ...given, p05: given.p05 * factor, p95: given.p95 * factor };
    case 'empirical':
      return { ...given, values: given.values.map((value) => value * factor) };
    default:
      // No other kind is used for what an event costs or how often one comes: its mean stands for it.
      return samplerOf(given).mean * factor;
  }
}
