// What is asked on the page of what-if, as it stands in the address: how it differs from the plan, and the figures that were moved.
import { z } from 'zod';
import { given } from '../parts/search-params.ts';
import type { Changed } from './figures.ts';

const MOST = 1000;
const ids = z.array(z.string().min(1).max(200)).max(MOST).optional().catch(undefined);
const figures = z.record(z.string().max(200), z.number().min(0)).optional().catch(undefined);

export interface WhatIfSearch {
  /** Steps of the plan that are not done. */
  without?: string[];
  /** Further steps that are done. */
  and?: string[];
  /** New values of figures, by their path in the settings. */
  figures?: Record<string, number>;
}

/** Reads the address of the page. */
export function whatIfSearch(search: Record<string, unknown>): WhatIfSearch {
  return given({
    without: ids.parse(search['without']),
    and: ids.parse(search['and']),
    figures: figures.parse(search['figures']),
  });
}

/** The address for these steps and figures. */
export function searchOf(plan: readonly string[], done: ReadonlySet<string>, changed: Changed): WhatIfSearch {
  const planned = new Set(plan);
  const [without, and] = [plan.filter((id) => !done.has(id)), [...done].filter((id) => !planned.has(id)).sort()];
  return given({
    without: without.length > 0 ? without : undefined,
    and: and.length > 0 ? and : undefined,
    figures: changed.size > 0 ? Object.fromEntries(changed) : undefined,
  });
}

/** The steps that are done by this address; what this site does not have is left out. */
export function doneBy(
  { without = [], and = [] }: WhatIfSearch,
  plan: readonly string[],
  actions: readonly { readonly id: string }[],
): ReadonlySet<string> {
  const known = new Set(actions.map(({ id }) => id));
  return new Set([...plan.filter((id) => !without.includes(id)), ...and.filter((id) => known.has(id))]);
}
