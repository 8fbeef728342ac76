// The capture as a document: devices with what was learned of each, associations, HL7 and TLS conversations.
import { type CaptureDocument, doseDay, type Fact } from '#contracts/index.ts';
import { parseServiceKey } from '#evidence/model.ts';
import { compareAddresses, fullestDays } from '#inventory/model.ts';
import type { CaptureRun } from './capture-run.ts';
import type { CaptureEnd } from './read-capture.ts';

/** The document of a run that is finished; `facts` are its facts. */
export function captureDocument(
  run: CaptureRun,
  facts: readonly Fact[],
  { ends, seconds }: { readonly ends: readonly CaptureEnd[]; readonly seconds: number },
): CaptureDocument {
  const { counts, seen, protocols } = run;
  return {
    schema: 'dosimeter.capture/1',
    input: {
      files: ends.length,
      bytes: ends.reduce((sum, { bytes }) => sum + bytes, 0),
      packets: counts.packets,
      truncated: ends.some(({ truncated }) => truncated),
      seconds,
      gaps: counts.gaps,
      unread: counts.unread,
      evicted: counts.evicted,
      dropped: seen.observations.dropped,
      problems: ends.flatMap(({ problem }) => problem ?? []),
    },
    devices: devicesOf(facts),
    associations: seen.associations.map(({ firstMs, lastMs, contexts, ...association }) => ({
      ...association,
      contexts: contexts.map(({ abstractSyntax, result, transferSyntax }) => ({
        abstractSyntax,
        result,
        transferSyntax,
      })),
      firstAt: timeOf(firstMs),
      lastAt: timeOf(lastMs),
    })),
    hl7: [...seen.hl7],
    tls: [...seen.tls],
    flows: new Set(facts.flatMap(({ subject }) => (subject.kind === 'flow' ? subject.key : []))).size,
    protocols: { ...protocols },
    added: 0,
    changed: 0,
  };
}

type CapturedDevice = CaptureDocument['devices'][number];

/** One entry an address, and one for each machine that only its objects speak of. */
function devicesOf(facts: readonly Fact[]): CapturedDevice[] {
  const bySubject = new Map<string, Fact[]>();
  for (const fact of facts) {
    const { kind, key } = fact.subject;
    if (kind === 'flow') continue;
    const about = kind === 'service' ? `address ${parseServiceKey(key).address}` : `${kind} ${key}`;
    const known = bySubject.get(about);
    if (known) known.push(fact);
    else bySubject.set(about, [fact]);
  }
  return [...bySubject]
    .map(([about, own]) => deviceOf(about, own))
    .sort(
      (a, b) =>
        compareAddresses(a.addresses[0] ?? '~', b.addresses[0] ?? '~') ||
        ((a.serial ?? '') < (b.serial ?? '') ? -1 : 1),
    );
}

function deviceOf(about: string, facts: readonly Fact[]): CapturedDevice {
  const texts = (attribute: string) =>
    [
      ...new Set(
        facts.flatMap((fact) => (fact.attribute === attribute && typeof fact.value === 'string' ? fact.value : [])),
      ),
    ].sort();
  const best = (attribute: string): string | null => {
    const own = facts.filter((fact) => fact.attribute === attribute && typeof fact.value === 'string');
    const [first] = own.sort((a, b) => b.confidence - a.confidence || (a.observedAt < b.observedAt ? 1 : -1));
    return typeof first?.value === 'string' ? first.value : null;
  };
  const software = facts.flatMap(({ attribute, value }) => {
    if (attribute !== 'software' || value === null || typeof value !== 'object') return [];
    const name: unknown = Reflect.get(value, 'name');
    const version: unknown = Reflect.get(value, 'version');
    return typeof name === 'string' ? [{ name, version: typeof version === 'string' ? version : null }] : [];
  });
  const implementation = facts.find(({ attribute }) => attribute === 'service.implementation')?.value;
  const product: unknown =
    implementation && typeof implementation === 'object' ? Reflect.get(implementation, 'product') : null;
  return {
    addresses: about.startsWith('address ') ? [about.slice('address '.length)] : [],
    macs: texts('device.mac'),
    names: [...new Set([...texts('device.hostName'), ...texts('device.name')])],
    aeTitles: texts('device.aeTitle'),
    roles: texts('device.role'),
    vendor: best('device.vendor'),
    model: best('device.model'),
    serial: best('device.serial'),
    software,
    os: [best('os.name'), best('os.version'), best('os.build')].filter((part) => part !== null).join(' ') || null,
    modality: best('device.modality'),
    implementation: typeof product === 'string' ? product : null,
    services: servicesOf(facts),
    weaknesses: texts('service.weakness'),
    dose: doseOf(facts),
    facts: facts.length,
  };
}

function doseOf(facts: readonly Fact[]): CapturedDevice['dose'] {
  const days = facts.flatMap(({ attribute, value }) => (attribute === 'device.dose' ? doseDay.parse(value) : []));
  return fullestDays(days).reverse();
}

function servicesOf(facts: readonly Fact[]): CapturedDevice['services'] {
  const services = new Map<number, { port: number; protocol: string | null }>();
  for (const { subject, attribute, value } of facts) {
    if (subject.kind !== 'service') continue;
    const { port } = parseServiceKey(subject.key);
    const known = services.get(port) ?? { port, protocol: null };
    if (attribute === 'service.protocol' && typeof value === 'string') known.protocol = value;
    services.set(port, known);
  }
  return [...services.values()].sort((a, b) => a.port - b.port);
}

const LAST_MS = Date.parse('9999-12-31T23:59:59.999Z');

/** A time as a capture tells it; one that no calendar has becomes the nearest that it has. */
function timeOf(ms: number): string {
  return new Date(Number.isFinite(ms) ? Math.min(Math.max(ms, 0), LAST_MS) : 0).toISOString();
}
