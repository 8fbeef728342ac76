// Filters, search and order of the device list, as they stand in the address.
import { api, severity } from '#contracts/index.ts';
import { choiceParam, given, textParam } from '../parts/search-params.ts';

export type DeviceSearch = ReturnType<typeof deviceSearch>;
export type DeviceSort = NonNullable<DeviceSearch['sort']>;

/** Reads the address of the device list. */
export function deviceSearch(search: Record<string, unknown>) {
  return given({
    q: textParam(search['q']),
    kind: textParam(search['kind'], 60),
    modality: textParam(search['modality'], 20),
    vendor: textParam(search['vendor'], 100),
    exposure: textParam(search['exposure'], 3),
    severity: choiceParam(search['severity'], severity.options),
    zone: textParam(search['zone'], 120),
    seen: choiceParam(search['seen'], api.deviceSeen.options),
    retired: choiceParam(search['retired'], ['true']),
    sort: choiceParam(search['sort'], api.deviceSort.options),
    order: choiceParam(search['order'], ['asc', 'desc']),
  });
}

/** Order of the list when the address says nothing: the worst first. */
export const DEFAULT_SORT = { sort: 'severity', order: 'desc' } as const;

/** Which way a column is sorted when it is chosen first. */
export function firstOrder(sort: DeviceSort): 'asc' | 'desc' {
  return sort === 'name' ? 'asc' : 'desc';
}
