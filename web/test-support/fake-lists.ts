// Filters, order and cursors of the fake lists, as the API's contracts describe them.
import { SEVERITY_ORDER } from '#contracts/index.ts';
import type { FakeDevice } from './fake-devices.ts';

/** A page of items; the cursor is the index of the next. */
export function pageOf<T>(items: readonly T[], query: URLSearchParams) {
  const limit = Math.min(1000, Number(query.get('limit') ?? 100));
  const from = Number(query.get('cursor') ?? 0);
  const to = from + limit;
  return {
    items: items.slice(from, to),
    next: to < items.length ? String(to) : null,
    total: { value: items.length, relation: 'eq' as const },
  };
}

/** Devices that fit the query, in its order. */
export function filterDevices(devices: readonly FakeDevice[], query: URLSearchParams): FakeDevice[] {
  const words = query.get('q')?.toLowerCase();
  const kept = devices.filter(
    (device) =>
      (device.retired ? query.get('retired') === 'true' : true) &&
      fits(query.get('kind'), device.kind) &&
      fits(query.get('modality'), device.modality) &&
      fits(query.get('vendor'), device.vendor) &&
      fits(query.get('exposure'), device.exposure) &&
      fits(query.get('severity'), device.severity) &&
      (!words || [device.name, ...device.addresses, ...device.aeTitles].join(' ').toLowerCase().includes(words)),
  );
  const sign = (query.get('order') ?? 'desc') === 'asc' ? 1 : -1;
  const key = KEYS[query.get('sort') ?? 'severity'] ?? KEYS['severity'];
  if (!key) return kept;
  return kept
    .map((device) => ({ device, value: key(device) }))
    .sort((a, b) => sign * (a.value < b.value ? -1 : a.value > b.value ? 1 : 0))
    .map(({ device }) => device);
}

function fits(wanted: string | null, value: string | null): boolean {
  return wanted === null || wanted === value;
}

const KEYS: Readonly<Record<string, (device: FakeDevice) => string | number>> = {
  name: (device) => device.name.toLowerCase(),
  exposure: (device) => (device.exposure ? Number(device.exposure.charAt(1)) : -1),
  severity: (device) => SEVERITY_ORDER.indexOf(device.severity),
  criticality: (device) => device.criticality ?? 0,
  lastSeen: (device) => device.lastSeenAt ?? '',
};

/** Values with how often each occurs, the most frequent first. */
export function facetsOf(values: readonly (string | null)[]): { value: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const value of values) if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count);
}
