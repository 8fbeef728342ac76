// What people change about devices: attest attributes, merge, split, retire, and take any of it back. Each is kept as a fact or
// a decision with the name of who made it; nothing is overwritten.
import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { type api, NOT_KNOWN } from '#contracts/index.ts';
import { recordFacts } from '#evidence/index.ts';
import { type AttributeInput, type AttributeName, makeFact, type SubjectRef, subjectId } from '#evidence/model.ts';
import { type Clock, Conflict, Invalid, NotFound, sha256 } from '#kit/index.ts';
import type { Tenant } from '#store/index.ts';
import type { Decision, DecisionPayload } from './decisions.ts';
import { subjectsOf } from './decisions.ts';
import { deviceRowOf } from './device-list.store.ts';
import { setRetired } from './devices.store.ts';
import { readDecisions, subjectsOfDevices, undoStanding, writeDecision } from './identity.store.ts';
import { type InventoryChange, updateInventory } from './update-inventory.ts';

/** Who changes something, and when. */
export interface Actor {
  readonly by: string;
  readonly clock: Clock;
}

/** A decision made or taken back, with the devices that it left. */
export interface DecisionOutcome extends InventoryChange {
  readonly decision: string;
}

/** What a person may state about a device. */
export type DevicePatch = z.infer<typeof api.devicePatch>;

const PATCHED = {
  name: 'device.name',
  kind: 'device.kind',
  modality: 'device.modality',
  vendor: 'device.vendor',
  model: 'device.model',
  serial: 'device.serial',
  os: 'os.name',
  location: 'device.location',
  owner: 'device.owner',
  criticality: 'criticality.level',
} as const satisfies Readonly<Record<Exclude<keyof DevicePatch, 'circumstances'>, AttributeName>>;

/** A person in front of the device is nearly always right. */
const PERSON_CONFIDENCE = 0.95;

/** States attributes of a device; what a person states about the device itself comes before what lists say. */
export async function patchDevice(tx: Tenant, id: string, patch: DevicePatch, actor: Actor): Promise<InventoryChange> {
  await rowOf(tx, id);
  const subject: SubjectRef = { kind: 'device', key: id };
  const source = { sensor: 'person', run: 'device page', detail: null };
  const common = { subject, basis: 'attested', confidence: PERSON_CONFIDENCE, source, by: actor.by } as const;
  const state = <A extends AttributeName>(attribute: A, value: AttributeInput<A>) =>
    makeFact({ ...common, attribute, value }, actor.clock);
  const { criticality, circumstances = {}, ...texts } = patch;
  const facts = criticality === undefined ? [] : [state(PATCHED.criticality, criticality)];
  for (const [name, value] of Object.entries(circumstances)) {
    const attribute = `criticality.${name as keyof typeof circumstances}` as const; // the keys are those of the patch
    // Nothing is overwritten: what is taken back is said to be not known.
    if (value !== undefined) facts.push(state(attribute, value ?? NOT_KNOWN));
  }
  for (const [field, value] of Object.entries(texts)) {
    if (value === undefined) continue;
    if (value.trim() === '') throw new Invalid(`Write something for '${field}', or leave it out.`);
    const attribute = PATCHED[field as keyof typeof texts]; // the keys of `texts` are those of the patch
    facts.push(state(attribute, value));
  }
  const { subjects } = await recordFacts(tx, facts);
  return updateInventory(tx, subjects, actor.clock);
}

/** Makes several devices one, whatever the evidence says; the oldest keeps its id. */
export async function mergeDevices(tx: Tenant, ids: readonly string[], actor: Actor): Promise<DecisionOutcome> {
  const wanted = [...new Set(ids)];
  if (wanted.length < 2) throw new Invalid('Choose at least two different devices to join.');
  const parts = [];
  for (const device of wanted) {
    const { name } = await rowOf(tx, device);
    parts.push({ device, name, subjects: await sightingsOf(tx, device) });
  }
  return decide(tx, { kind: 'merge', parts }, actor);
}

/** Makes some sightings of a device a device of their own. */
export async function splitDevice(
  tx: Tenant,
  id: string,
  subjects: readonly { readonly kind: string; readonly key: string }[],
  actor: Actor,
): Promise<DecisionOutcome> {
  await rowOf(tx, id);
  const members = await sightingsOf(tx, id);
  const chosen = new Set(subjects.map(subjectId));
  const moved = members.filter((member) => chosen.has(subjectId(member)));
  const rest = members.filter((member) => !chosen.has(subjectId(member)));
  if (moved.length < chosen.size) {
    throw new Invalid('Some of the chosen sightings do not belong to this device now. Reload the page.');
  }
  if (rest.length === 0) throw new Invalid('Leave at least one sighting with the device.');
  const becomes = `dev-${sha256(`split ${id} ${[...chosen].sort().join('\n')} ${randomUUID()}`).slice(0, 20)}`;
  return decide(tx, { kind: 'split', device: id, becomes, subjects: moved, rest }, actor);
}

/** Takes a device out of use, or puts it back. */
export async function retireDevice(tx: Tenant, id: string, retired: boolean, actor: Actor): Promise<DecisionOutcome> {
  const row = await rowOf(tx, id);
  if (row.retired === retired) {
    throw new Conflict(retired ? 'This device is out of use already.' : 'This device is in use already.');
  }
  return decide(tx, { kind: 'retire', device: id, retired }, actor);
}

/** Takes a decision back; what it changed becomes again what the evidence and the other decisions say. */
export async function undoDecision(tx: Tenant, decision: string, actor: Actor): Promise<DecisionOutcome> {
  const known = (await readDecisions(tx)).find(({ id }) => id === decision);
  if (!known) throw new NotFound('There is no such decision.');
  const isUndone = await undoStanding(tx, decision, actor.by, actor.clock.now().toISOString());
  if (!isUndone) throw new Conflict('This decision was taken back already.');
  return { decision, ...(await carryOut(tx, known.payload, actor)) };
}

async function decide(tx: Tenant, payload: DecisionPayload, actor: Actor): Promise<DecisionOutcome> {
  const decision = randomUUID();
  await writeDecision(tx, { id: decision, payload, by: actor.by, at: actor.clock.now().toISOString() });
  return { decision, ...(await carryOut(tx, payload, actor)) };
}

async function carryOut(tx: Tenant, payload: DecisionPayload, { clock }: Actor): Promise<InventoryChange> {
  if (payload.kind !== 'retire') return updateInventory(tx, subjectsOf(payload), clock);
  const { device } = payload;
  await setRetired(tx, device, isRetired(await readDecisions(tx), device), clock.now().toISOString());
  return { devices: [device], gone: [] };
}

/** The newest decision about it that stands. */
function isRetired(decisions: readonly Decision[], device: string): boolean {
  let retired = false;
  for (const { payload, undoneAt } of decisions) {
    if (payload.kind === 'retire' && payload.device === device && undoneAt === null) retired = payload.retired;
  }
  return retired;
}

async function rowOf(tx: Tenant, id: string) {
  const row = await deviceRowOf(tx, id);
  if (!row)
    throw new NotFound('There is no such device; it may have been joined with another. Look for it in the list.');
  return row;
}

async function sightingsOf(tx: Tenant, device: string): Promise<SubjectRef[]> {
  return (await subjectsOfDevices(tx, [device])).map(({ ref }) => ref).filter(({ kind }) => kind !== 'device');
}
