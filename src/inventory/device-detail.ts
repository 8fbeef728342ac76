// Everything about one device on one page: what is believed and why, its services with their proof, where the sightings came
// from, and what happened to it.
import type { z } from 'zod';
import { type api, type Criticality, type DeviceDetail, doseDay, type Fact } from '#contracts/index.ts';
import { currentFacts, factHistory, factsByIds, factsOf, seriesOf } from '#evidence/index.ts';
import {
  ATTRIBUTE_NAMES,
  attributeNamed,
  type CurrentFact,
  parseServiceKey,
  type SubjectRef,
  serviceSubject,
  subjectId,
} from '#evidence/model.ts';
import { NotFound, round9 } from '#kit/index.ts';
import type { Tenant } from '#store/index.ts';
import { believe, believeAll } from './believe.ts';
import { criticalityScore } from './criticality.ts';
import { type Decision, subjectsOf } from './decisions.ts';
import { type DeviceDescription, describeDevice, FactSheet, type Reason } from './describe-device.ts';
import { criticalityReasons, deviceRowOf } from './device-list.store.ts';
import { fullestDays } from './dose-days.ts';
import { hardeningView } from './hardening-view.ts';
import { readDecisions, subjectsOfDevices } from './identity.store.ts';
import { readSite } from './segments.store.ts';
import { servicesOf } from './services.store.ts';
import { softwareChanges } from './software-history.ts';

/** A device's page without its findings. */
export type DeviceView = Omit<DeviceDetail, 'findings' | 'cited'>;
type HistoryEntry = z.infer<typeof api.historyEntry>;
type DeviceAttribute = z.infer<typeof api.deviceAttribute>;

/** Services, facts and changes shown on one page. */
const MOST_SHOWN = 500;
/** Distributions of dose that are looked at. */
const MOST_STATED = 2000;

/** The page of one device; throws NotFound. */
export async function deviceDetail(tx: Tenant, id: string): Promise<DeviceView> {
  const device = await deviceRowOf(tx, id);
  if (!device) {
    throw new NotFound('There is no such device; it may have been joined with another. Look for it in the list.');
  }
  const members = await subjectsOfDevices(tx, [id]);
  const refs = members.map(({ ref }) => ref);
  const services = await servicesOf(tx, [id]);
  const facts = await factsOf(tx, refs);
  const current = await currentFacts(tx, refs);
  const stated = Map.groupBy(facts, (fact) => subjectId(fact.subject));
  const criticality: Criticality | null =
    device.criticality === null ? null : { level: device.criticality, reasons: await criticalityReasons(tx, id) };
  const described = describeDevice(id, refs, current, await readSite(tx));
  return {
    device,
    criticality,
    attributes: attributesOf(current, facts),
    circumstances: circumstancesView(described, current),
    because: await becauseOf(tx, described),
    services: services.slice(0, MOST_SHOWN).map((service) => ({
      id: `tcp/${service.address}:${service.port}@${service.vantage}`,
      address: service.address,
      port: service.port,
      endpoint: service.endpoint,
      observedAt: service.observedAt,
      scan: service.scan,
      facts: (stated.get(subjectId(serviceSubject(service))) ?? []).slice(0, MOST_SHOWN),
    })),
    subjects: members.slice(0, MOST_SHOWN).map(({ ref, because }) => ({ ...ref, because })),
    history: await historyOf(tx, id, refs),
    dose: await doseOf(tx, refs),
    hardening: hardeningView(current, facts),
  };
}

/** What was said of how much hangs on it, what nobody said yet, and between which levels it lies therefore. */
function circumstancesView(
  { circumstances, kind, modality }: DeviceDescription,
  current: readonly CurrentFact[],
): DeviceDetail['circumstances'] {
  // A level that somebody stated holds, whatever is not known.
  const isStated = current.some(({ attribute }) => attribute === 'criticality.level');
  const score = criticalityScore({ kind, modality, circumstances });
  return {
    stated: circumstances,
    unknown: score ? [...score.unknown] : [],
    levels: score && !isStated ? [score.lowest, score.highest] : null,
  };
}

async function doseOf(tx: Tenant, refs: readonly SubjectRef[]): Promise<DeviceDetail['dose']> {
  const stated = await seriesOf(tx, refs, { attribute: 'device.dose', limit: MOST_STATED });
  return fullestDays(stated.map((value) => doseDay.parse(value))).slice(0, MOST_SHOWN);
}

/** What is believed of each attribute of the device itself, with every fact; services and hardening have their own places. */
function attributesOf(current: readonly CurrentFact[], inFull: readonly Fact[]): DeviceAttribute[] {
  const sheet = new FactSheet(current.filter(({ attribute }) => !/^(?:service|hardening)\./.test(attribute)));
  const full = new Map(inFull.map((fact) => [fact.id, fact]));
  return ATTRIBUTE_NAMES.flatMap((attribute) => {
    const known = attributeNamed(attribute);
    const facts = sheet.of(attribute);
    if (!known || facts.length === 0) return [];
    const cited = facts.flatMap((fact) => full.get(fact.factId) ?? []).slice(0, MOST_SHOWN);
    const label = known.label;
    if (known.values === 'multi') {
      const value = believeAll(facts).map(wordsOf).join(', ');
      const confidence = round9(facts.reduce((most, fact) => Math.max(most, fact.confidence), 0));
      return [{ attribute, label, value, confidence, conflict: false, facts: cited }];
    }
    const belief = believe(facts);
    if (!belief) return [];
    const { confidence, conflict } = belief;
    return [{ attribute, label, value: wordsOf(belief.value), confidence, conflict, facts: cited }];
  });
}

/** Why it is what it is and where it is, each reason with its facts in full; some of a zone's are about other devices. */
async function becauseOf(
  tx: Tenant,
  { kindBecause, zoneBecause }: { readonly kindBecause: readonly Reason[]; readonly zoneBecause: readonly Reason[] },
): Promise<DeviceDetail['because']> {
  const known = await factsByIds(
    tx,
    [...kindBecause, ...zoneBecause].flatMap(({ facts }) => facts),
  );
  const proven = ({ text, facts }: Reason) => ({ text, facts: facts.flatMap((fact) => known.get(fact) ?? []) });
  return { kind: kindBecause.map(proven), zone: zoneBecause.map(proven) };
}

/** A value as a person reads it. */
export function wordsOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return value.map(wordsOf).join(', ');
  if (value === null || typeof value !== 'object') return '';
  return Object.entries(value)
    .filter(([, member]) => member !== null)
    .map(([name, member]) => (name === 'name' ? wordsOf(member) : `${name} ${wordsOf(member)}`))
    .join(' ');
}

/** Attributes whose changes belong in a device's history. */
const NOTABLE = [
  'service.exposure',
  'service.web',
  'device.name',
  'device.vendor',
  'device.model',
  'device.serial',
  'device.location',
  'device.owner',
  'os.name',
  'os.version',
  'criticality.level',
];

async function historyOf(tx: Tenant, id: string, refs: readonly SubjectRef[]): Promise<HistoryEntry[]> {
  const decisions = (await readDecisions(tx)).filter((decision) => concerns(decision, id, refs));
  const facts = await factHistory(tx, refs, { attributes: NOTABLE, limit: MOST_SHOWN });
  const software = await factHistory(tx, refs, { attributes: ['software'], limit: MOST_SHOWN });
  const entries = [...decisions.flatMap(decisionEntries), ...changes(facts), ...softwareChanges(software)];
  return entries.sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0)).slice(0, MOST_SHOWN);
}

function concerns({ payload }: Decision, id: string, refs: readonly SubjectRef[]): boolean {
  if (payload.kind === 'retire') return payload.device === id;
  if (payload.kind === 'split' && (payload.device === id || payload.becomes === id)) return true;
  if (payload.kind === 'merge' && payload.parts.some((part) => part.device === id)) return true;
  return subjectsOf(payload).some((subject) =>
    refs.some((ref) => ref.kind === subject.kind && ref.key === subject.key),
  );
}

function decisionEntries(decision: Decision): HistoryEntry[] {
  const { id, at, by, undoneAt, undoneBy } = decision;
  const what = decisionWords(decision);
  const made = { at, what, by, decision: id, undoable: undoneAt === null };
  if (undoneAt === null) return [made];
  return [made, { at: undoneAt, what: `Taken back: ${what}`, by: undoneBy ?? '', decision: id, undoable: false }];
}

function decisionWords({ payload }: Decision): string {
  if (payload.kind === 'merge') return `Joined into one device: ${payload.parts.map(({ name }) => name).join(', ')}`;
  if (payload.kind === 'retire') return payload.retired ? 'Taken out of use' : 'Put back in use';
  const moved = payload.subjects.map(({ kind, key }) => `${kind} ${key}`).slice(0, 5);
  return `Split off into a device of its own: ${moved.join(', ')}`;
}

/** Facts, newest first, as sentences; what says the same as before is left out. */
function changes(facts: readonly Fact[]): HistoryEntry[] {
  const before = new Map<string, Fact>();
  const entries: HistoryEntry[] = [];
  for (const fact of [...facts].reverse()) {
    const key = [fact.subject.kind, fact.subject.key, fact.attribute, fact.source.sensor].join('\n');
    const earlier = before.get(key);
    before.set(key, fact);
    const value = wordsOf(fact.value);
    if (earlier && wordsOf(earlier.value) === value) continue;
    const label = attributeNamed(fact.attribute)?.label ?? fact.attribute;
    const place = fact.subject.kind === 'service' ? ` at ${placeOf(fact.subject.key)}` : '';
    const what = earlier ? `${label}${place}: ${wordsOf(earlier.value)} became ${value}` : `${label}${place}: ${value}`;
    entries.push({ at: fact.observedAt, what, by: fact.by, decision: null, undoable: false });
  }
  return entries;
}

function placeOf(key: string): string {
  const { address, port, vantage } = parseServiceKey(key);
  return `${address} port ${port}, seen from ${vantage}`;
}
