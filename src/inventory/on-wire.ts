// A device's services as traffic shows them: facts of passive sensors about them, brought together.
import { type CurrentFact, parseServiceKey, subjectId } from '#evidence/model.ts';
import type { DeviceSnapshot } from './device-snapshot.ts';

/** Sensors that only listen. */
const PASSIVE = /^(?:capture|zeek|suricata)\b/;
const REMOTE = /^Uses (?:a remote network \()?([^()]+)\)?$/;

/** Services that passive sensors saw. */
export function onWire(facts: readonly CurrentFact[]): DeviceSnapshot['onWire'] {
  const passive = facts.filter(({ subject, sensor }) => subject.kind === 'service' && PASSIVE.test(sensor));
  return [...Map.groupBy(passive, ({ subject }) => subjectId(subject)).values()].map((own) => {
    const { address, port } = parseServiceKey(own[0]?.subject.key ?? '');
    const value = (attribute: string) => own.find((fact) => fact.attribute === attribute)?.value;
    const protocol = value('service.protocol');
    return {
      address,
      port,
      protocol: typeof protocol === 'string' ? protocol : null,
      isPlain: value('service.tls') === undefined,
      weaknesses: own
        .filter((fact) => fact.attribute === 'service.weakness')
        .map((fact) => String(fact.value))
        .sort(),
      observedAt: own.map((fact) => fact.lastObservedAt).reduce((a, b) => (a > b ? a : b)),
      facts: own.map((fact) => fact.factId).sort(),
    };
  });
}

/** Services for remote control that it was in touch with. */
export function remoteServices(facts: readonly CurrentFact[]): DeviceSnapshot['remoteServices'] {
  const found = new Map<string, { name: string; observedAt: string; facts: string[] }>();
  for (const fact of facts) {
    const name = fact.attribute === 'device.role' ? REMOTE.exec(String(fact.value))?.[1] : undefined;
    if (name === undefined) continue;
    const known = found.get(name) ?? { name, observedAt: fact.lastObservedAt, facts: [] };
    known.facts.push(fact.factId);
    if (fact.lastObservedAt > known.observedAt) known.observedAt = fact.lastObservedAt;
    found.set(name, known);
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}
