// Facts become devices: for the subjects that changed, and everything that shares a mark or a decision with them, identity is
// resolved anew and the device rows are rebuilt. What no change can reach is not touched.

import { currentFacts } from '#evidence/index.ts';
import { type CurrentFact, compareSubjects, type SubjectRef, subjectId } from '#evidence/model.ts';
import type { Clock } from '#kit/index.ts';
import type { Tenant } from '#store/index.ts';
import { type AssignedGroup, assignDevices, newDeviceId } from './assign-devices.ts';
import { constraintsOf, type Decision, subjectsOf } from './decisions.ts';
import { describeDevice } from './describe-device.ts';
import { firstSeenOf, removeDevices, writeDevices } from './devices.store.ts';
import { updateFlows } from './flows.store.ts';
import {
  devicesAt,
  holdersOf,
  readAssignments,
  readDecisions,
  readMarks,
  subjectsOfDevices,
  writeAssignments,
  writeMarks,
} from './identity.store.ts';
import { type Mark, marksOf } from './marks.ts';
import { type ResolvedGroup, resolve } from './resolve.ts';
import { noteSegments, placeDevices, readSite } from './segments.store.ts';
import { assignServices } from './services.store.ts';
import { stateNames } from './software-names.store.ts';
import { Site } from './zone-of.ts';

/** What an update did to devices. */
export interface InventoryChange {
  /** Devices whose rows were rebuilt, or of whose conversations something new is known. */
  readonly devices: readonly string[];
  /** Devices that went into others and are no more. */
  readonly gone: readonly string[];
}

/** Subjects taken at once; memory is bounded by this and by what they share marks with. */
const BATCH = 1000;
const UNKNOWN_SITE = new Site([]);

/** Brings devices up to date with the facts about some subjects. */
export async function updateInventory(
  tx: Tenant,
  subjects: readonly SubjectRef[],
  clock: Clock,
): Promise<InventoryChange> {
  const bordering = await updateFlows(
    tx,
    subjects.filter(({ kind }) => kind === 'flow'),
  );
  const ordered = subjects.filter(({ kind }) => kind !== 'flow').sort(compareSubjects);
  await stateNames(tx, ordered, clock);
  const newRanges = await noteSegments(tx, ordered);
  const site = ordered.length > 0 ? await readSite(tx) : UNKNOWN_SITE;
  for (let at = 0; at < ordered.length; at += BATCH) await refreshMarks(tx, ordered.slice(at, at + BATCH));
  const decisions = ordered.length > 0 ? await readDecisions(tx) : [];
  const done = new Set<string>();
  const devices = new Set<string>();
  const gone = new Set<string>();
  for (let at = 0; at < ordered.length; at += BATCH) {
    const batch = ordered.slice(at, at + BATCH).filter((subject) => !done.has(subjectId(subject)));
    if (batch.length === 0) continue;
    const change = await updateReach(tx, batch, { decisions, done, site, at: clock.now().toISOString() });
    for (const id of change.devices) devices.add(id);
    for (const id of change.gone) gone.add(id);
  }
  for (const id of devices) gone.delete(id);
  for (const id of gone) devices.delete(id);
  await placeDevices(tx, newRanges);
  // Their rows stay as they are, but there is something new to judge.
  for (const { id } of (await devicesAt(tx, [...bordering])).values()) devices.add(id);
  return { devices: [...devices].sort(), gone: [...gone].sort() };
}

async function refreshMarks(tx: Tenant, subjects: readonly SubjectRef[]): Promise<void> {
  const bySubject = new Map<string, CurrentFact[]>(subjects.map((subject) => [subjectId(subject), []]));
  for (const fact of await currentFacts(tx, subjects)) bySubject.get(subjectId(fact.subject))?.push(fact);
  const sightings = subjects.map((ref) => ({ ref, marks: marksOf(ref, bySubject.get(subjectId(ref)) ?? []) }));
  await writeMarks(tx, sightings);
}

interface Run {
  readonly decisions: readonly Decision[];
  readonly done: Set<string>;
  readonly site: Site;
  readonly at: string;
}

async function updateReach(tx: Tenant, subjects: readonly SubjectRef[], run: Run): Promise<InventoryChange> {
  const reach = await reachOf(tx, subjects, run.decisions);
  const people = reach.subjects.filter(({ kind }) => kind === 'device');
  const sightings = reach.subjects
    .filter(({ kind }) => kind !== 'device')
    .map((ref) => ({ ref, marks: reach.marks.get(subjectId(ref)) ?? [] }));
  for (const subject of reach.subjects) run.done.add(subjectId(subject));
  const before = await readAssignments(tx, reach.subjects);
  const current = new Map([...before].map(([id, { device }]) => [id, device]));
  const groups = resolve(sightings, constraintsOf(run.decisions));
  const known = new Set([...current.values(), ...freshIds(groups), ...decidedIds(run.decisions)]);
  const firstSeen = await firstSeenOf(tx, [...known]);
  const assigned = attach(assignDevices(groups, { current, firstSeen, decisions: run.decisions }), people, current);
  const rows = assigned.flatMap(({ device, subjects: members }) =>
    members.map(({ ref, because }) => ({ ref, device, because })),
  );
  const changed = rows.filter(({ ref, device, because }) => {
    const known = before.get(subjectId(ref));
    return known?.device !== device || known.because !== because;
  });
  await writeAssignments(tx, changed);
  await assignServices(tx, rows);
  const ids = new Set(assigned.map(({ device }) => device));
  const gone = [...new Set(current.values())].filter((device) => !ids.has(device));
  await removeDevices(tx, gone);
  await describe(tx, assigned, run);
  return { devices: [...ids], gone };
}

async function describe(tx: Tenant, groups: readonly AssignedGroup[], { at, site }: Run): Promise<void> {
  const deviceOf = new Map<string, string>();
  for (const group of groups) for (const { ref } of group.subjects) deviceOf.set(subjectId(ref), group.device);
  const facts = new Map<string, CurrentFact[]>(groups.map(({ device }) => [device, []]));
  const members = groups.flatMap((group) => group.subjects.map(({ ref }) => ref));
  for (const fact of await currentFacts(tx, members)) {
    facts.get(deviceOf.get(subjectId(fact.subject)) ?? '')?.push(fact);
  }
  const records = groups.map(({ device, subjects }) => ({
    id: device,
    description: describeDevice(
      device,
      subjects.map(({ ref }) => ref),
      facts.get(device) ?? [],
      site,
    ),
  }));
  await writeDevices(tx, records, at);
}

/** Ids that new devices may get, to see which of them are taken by devices out of reach. */
function freshIds(groups: readonly ResolvedGroup[]): string[] {
  return groups.flatMap(({ subjects: [head] }) =>
    head ? [0, 1, 2].map((attempt) => newDeviceId(head.ref, attempt)) : [],
  );
}

function decidedIds(decisions: readonly Decision[]): string[] {
  return decisions.flatMap(({ payload }) =>
    payload.kind === 'merge'
      ? payload.parts.map(({ device }) => device)
      : payload.kind === 'split'
        ? [payload.device, payload.becomes]
        : [],
  );
}

/** What people stated about a device stays with its id, or follows it into the device that took it in. */
function attach(
  groups: readonly AssignedGroup[],
  people: readonly SubjectRef[],
  current: ReadonlyMap<string, string>,
): AssignedGroup[] {
  const homes = new Map<string, AssignedGroup>();
  for (const group of groups) for (const id of group.absorbed) homes.set(id, group);
  for (const group of groups) homes.set(group.device, group);
  const added = new Map<AssignedGroup, SubjectRef[]>();
  for (const ref of people) {
    const home = homes.get(ref.key) ?? homes.get(current.get(subjectId(ref)) ?? '');
    if (home) added.set(home, [...(added.get(home) ?? []), ref]);
  }
  return groups.map((group) => ({
    ...group,
    subjects: [
      ...group.subjects,
      ...(added.get(group) ?? []).map((ref) => ({ ref, because: 'stated about this device' })),
    ],
  }));
}

interface Reach {
  readonly subjects: readonly SubjectRef[];
  /** Marks that can join, by subject id; those that too many hold are left out. */
  readonly marks: ReadonlyMap<string, readonly Mark[]>;
}

/** Everything that a change of some subjects can touch: by shared marks, by decisions, by being one device until now. */
async function reachOf(tx: Tenant, from: readonly SubjectRef[], decisions: readonly Decision[]): Promise<Reach> {
  const together = decisions.map(({ payload }) => subjectsOf(payload)).filter((set) => set.length > 0);
  const found = new Map<string, SubjectRef>();
  const marks = new Map<string, readonly Mark[]>();
  const asked = new Set<Mark>();
  const common = new Set<Mark>();
  let frontier = [...from];
  while (frontier.length > 0) {
    for (const subject of frontier) found.set(subjectId(subject), subject);
    const next = new Map<string, SubjectRef>();
    const reach = (subject: SubjectRef) => {
      const id = subjectId(subject);
      if (!found.has(id)) next.set(id, subject);
    };
    const wanted = new Set<Mark>();
    for (const [id, own] of await readMarks(tx, frontier)) {
      marks.set(id, own);
      for (const mark of own.flatMap(leadsTo)) if (!asked.has(mark)) wanted.add(mark);
    }
    for (const mark of wanted) asked.add(mark);
    const held = await holdersOf(tx, [...wanted]);
    for (const mark of held.common) common.add(mark);
    held.holders.forEach(reach);
    const assigned = await readAssignments(tx, frontier);
    const devices = new Set([...assigned.values()].map(({ device }) => device));
    for (const subject of frontier) if (subject.kind === 'device') devices.add(subject.key);
    for (const { ref } of await subjectsOfDevices(tx, [...devices])) reach(ref);
    const ids = new Set(frontier.map(subjectId));
    for (const set of together) if (set.some((subject) => ids.has(subjectId(subject)))) set.forEach(reach);
    frontier = [...next.values()];
  }
  const usable = new Map([...marks].map(([id, own]) => [id, own.filter((mark) => !common.has(mark))] as const));
  return { subjects: [...found.values()], marks: usable };
}

/** The marks that a mark can meet: a listed address meets the host that answers there, and the other way round. */
function leadsTo(mark: Mark): Mark[] {
  if (mark.startsWith('print:')) return [];
  if (mark.startsWith('host:')) return [mark, `addr:${mark.slice(5)}`];
  if (mark.startsWith('addr:')) return [mark, `host:${mark.slice(5)}`];
  return [mark];
}
