// The walk-round checklist of a device: a person's answers in front of it, kept as attested facts with the name of who gave them.
import type { z } from 'zod';
import {
  type api,
  type Checklist,
  type ChecklistAnswer,
  HARDENING_TOPICS,
  hardeningEntry,
  isHardeningTopic,
  NOT_KNOWN,
  portList,
} from '#contracts/index.ts';
import { factsOf, recordFacts } from '#evidence/index.ts';
import { makeFact, type SubjectRef } from '#evidence/model.ts';
import { NotFound } from '#kit/index.ts';
import type { Tenant } from '#store/index.ts';
import type { Actor } from './change-devices.ts';
import { keepProgress, progressOf } from './checklists.store.ts';
import { deviceRowOf } from './device-list.store.ts';
import { subjectsOfDevices } from './identity.store.ts';
import { type InventoryChange, updateInventory } from './update-inventory.ts';

/** Answers as they are sent. */
export type ChecklistInput = z.infer<typeof api.checklistInput>;

/** The sensor in facts that come from the checklist. */
const SENSOR = 'checklist';
/** Somebody who stands in front of the device and looks; settings are read wrongly more often than labels. */
const CONFIDENCE = 0.8;

/** How far the checklist of a device is; throws NotFound. */
export async function checklistOf(tx: Tenant, id: string): Promise<Checklist> {
  const { name, zone, location } = await rowOf(tx, id);
  const subjects = (await subjectsOfDevices(tx, [id])).map(({ ref }) => ref);
  const facts = (await factsOf(tx, subjects)).filter(({ source }) => source.sensor === SENSOR);
  const answers = HARDENING_TOPICS.flatMap((topic): Checklist['answers'] => {
    // The newest first.
    const fact = facts.find(({ attribute }) => attribute === `hardening.${topic}`);
    const answer = fact && answerFor(topic, fact.value);
    return fact && answer ? [{ topic, answer, at: fact.observedAt, by: fact.by }] : [];
  });
  const ports = facts.find(({ attribute }) => attribute === 'hardening.makerPorts');
  const { doneAt, doneBy } = await progressOf(tx, id);
  return {
    device: { id, name, zone, location },
    answers,
    makerPorts: ports === undefined ? null : portList.parse(ports.value),
    answered: answers.length,
    of: HARDENING_TOPICS.length,
    doneAt,
    doneBy,
  };
}

/** Takes answers; what is not answered stays as it was. */
export async function answerChecklist(
  tx: Tenant,
  id: string,
  input: ChecklistInput,
  actor: Actor,
): Promise<InventoryChange> {
  await rowOf(tx, id);
  const subject: SubjectRef = { kind: 'device', key: id };
  const source = { sensor: SENSOR, run: 'walk-round', detail: null };
  const common = { subject, basis: 'attested', confidence: CONFIDENCE, source, by: actor.by } as const;
  const facts = Object.entries(input.answers).flatMap(([topic, answer]) => {
    if (!isHardeningTopic(topic) || answer === undefined) return [];
    const { yes, no } = hardeningEntry(topic);
    const value = answer === 'unknown' ? NOT_KNOWN : answer === 'yes' ? yes : no;
    return [makeFact({ ...common, attribute: `hardening.${topic}`, value }, actor.clock)];
  });
  if (input.makerPorts) {
    facts.push(makeFact({ ...common, attribute: 'hardening.makerPorts', value: input.makerPorts }, actor.clock));
  }
  const { subjects } = await recordFacts(tx, facts);
  const change = await updateInventory(tx, subjects, actor.clock);
  const { answered } = await checklistOf(tx, id);
  const at = actor.clock.now().toISOString();
  await keepProgress(tx, { device: id, answered, by: actor.by, at, done: input.done });
  return change;
}

function answerFor(topic: Checklist['answers'][number]['topic'], value: unknown): ChecklistAnswer | null {
  const { yes, no } = hardeningEntry(topic);
  if (value === NOT_KNOWN) return 'unknown';
  return value === yes ? 'yes' : value === no ? 'no' : null;
}

async function rowOf(tx: Tenant, id: string) {
  const row = await deviceRowOf(tx, id);
  if (!row)
    throw new NotFound('There is no such device; it may have been joined with another. Look for it in the list.');
  return row;
}
