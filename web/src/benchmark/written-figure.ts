// Names and values of compared figures, as they stand on the page.
import {
  BENCHMARK_FIGURES,
  type BenchmarkFigure,
  type BenchmarkUnit,
  type Between,
  FIX_METRIC,
} from '#contracts/index.ts';
import { money, percent, score } from '../format/format.ts';
import { text } from '../text/index.ts';

const words = text.benchmark;
const NAMES = new Map<string, string>(Object.entries(text.metrics.names));
const WHO = new Map<string, string>(Object.entries(text.who));
const FIGURES = new Map(BENCHMARK_FIGURES.map((figure) => [figure.name, figure]));

/** What is known of a figure by its name. */
export function figureCalled(name: string): BenchmarkFigure | undefined {
  return FIGURES.get(name);
}

/** The name of a figure in words. */
export function figureName(name: string): string {
  if (!name.startsWith(FIX_METRIC)) return NAMES.get(name) ?? name;
  const who = name.slice(FIX_METRIC.length);
  return words.fix(WHO.get(who) ?? who);
}

/** A value with its unit. */
export function writtenValue(value: number, unit: BenchmarkUnit): string {
  switch (unit) {
    case 'share':
      return percent(value);
    case 'days':
      return words.days(score(value));
    case 'dollars':
      return money(value, 'USD');
    default:
      return score(value);
  }
}

/** Between which values something lies. */
export function writtenBetween({ from, to }: Between, unit: BenchmarkUnit): string {
  if (from === null) return to === null ? '' : words.below(writtenValue(to, unit));
  return to === null
    ? words.above(writtenValue(from, unit))
    : words.range(unit === 'days' ? score(from) : writtenValue(from, unit), writtenValue(to, unit));
}
