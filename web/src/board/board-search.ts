// The days of the report for the board, as they stand in the address.
import { given, textParam } from '../parts/search-params.ts';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

function dayParam(value: unknown): string | undefined {
  const text = textParam(value, 10);
  return text !== undefined && DAY.test(text) ? text : undefined;
}

/** Reads the address of the report. */
export function boardSearch(search: Record<string, unknown>) {
  return given({ date: dayParam(search['date']), since: dayParam(search['since']) });
}
