// What runs on a device now, from facts about software: of one program that one sensor saw in several versions, the newest sighting.
import type { CurrentFact } from '#evidence/model.ts';
import type { DeviceSnapshot } from './device-snapshot.ts';

/** More entries than any device has; a list without end must not slow every judgement. */
const MOST_ENTRIES = 2_000;

/** The programs of a device with the facts that name them. */
export function softwareOf(facts: readonly CurrentFact[]): DeviceSnapshot['software'] {
  const named = facts.filter(({ attribute }) => attribute === 'software');
  const groups = Map.groupBy(named, (fact) => `${fact.sensor}\n${member(fact, 'name')?.toLowerCase() ?? ''}`);
  const found = new Map<string, DeviceSnapshot['software'][number] & { facts: string[] }>();
  for (const group of groups.values()) {
    const newest = group.map((fact) => fact.lastObservedAt).reduce((a, b) => (a > b ? a : b));
    for (const fact of group) {
      const name = member(fact, 'name');
      if (name === null || fact.lastObservedAt !== newest) continue;
      const [version, cpe, purl] = [member(fact, 'version'), member(fact, 'cpe'), member(fact, 'purl')];
      const key = JSON.stringify([name.toLowerCase(), version, cpe, purl]);
      const known = found.get(key);
      if (known) known.facts.push(fact.factId);
      else if (found.size < MOST_ENTRIES) {
        found.set(key, { name, version, cpe, purl, confidence: fact.confidence, facts: [fact.factId] });
      }
    }
  }
  return [...found.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
}

function member({ value }: CurrentFact, of: 'name' | 'version' | 'cpe' | 'purl'): string | null {
  const found: unknown = value !== null && typeof value === 'object' ? Reflect.get(value, of) : null;
  return typeof found === 'string' && found.trim() !== '' ? found.trim() : null;
}
