// How the software of a device changed: of one product, what ran before and what came after, by the days on which machines themselves
// or their images showed it.
import type { DeviceDetail, Fact } from '#contracts/index.ts';

type HistoryEntry = DeviceDetail['history'][number];

interface Running {
  readonly at: string;
  readonly by: string;
  readonly versions: Set<string>;
}

/** Changes of version from facts about software; what a product ran first is no change. */
export function softwareChanges(facts: readonly Fact[]): HistoryEntry[] {
  const products = new Map<string, Map<string, Running>>();
  for (const { attribute, value, subject, source, observedAt, by } of facts) {
    if (attribute !== 'software' || value === null || typeof value !== 'object' || Array.isArray(value)) continue;
    const { name, version } = value;
    if (typeof name !== 'string' || typeof version !== 'string') continue;
    const key = [name, subject.kind, subject.key, source.sensor].join('\n');
    const times = products.get(key) ?? new Map<string, Running>();
    products.set(key, times);
    // What was seen at the same time ran side by side.
    const running = times.get(observedAt) ?? { at: observedAt, by, versions: new Set() };
    running.versions.add(version);
    times.set(observedAt, running);
  }
  return [...products].flatMap(([key, times]) => changesOf(key.split('\n')[0] ?? '', [...times.values()]));
}

function changesOf(name: string, times: readonly Running[]): HistoryEntry[] {
  const ordered = times.toSorted((a, b) => (a.at < b.at ? -1 : 1));
  return ordered.slice(1).map(({ at, by, versions }, index) => ({
    at,
    what: `Software: ${name} version ${words(ordered[index])} became ${words({ versions })}`,
    by,
    decision: null,
    undoable: false,
  }));
}

function words(running: Pick<Running, 'versions'> | undefined): string {
  return [...(running?.versions ?? [])].sort().join(', ');
}
