// The walk-round of the fake API: what is known of settings, and answers that are kept as long as the page is open.
import {
  type Checklist,
  type ChecklistAnswer,
  type DeviceDetail,
  HARDENING_TOPICS,
  type HardeningTopic,
  hardeningEntry,
  isHardeningTopic,
  type RoundList,
} from '#contracts/index.ts';
import { daysAgo, type FakeDevice } from './fake-devices.ts';

type Rows = DeviceDetail['hardening']['rows'];

interface Held {
  readonly answers: Map<HardeningTopic, { answer: ChecklistAnswer; at: string }>;
  makerPorts: string[] | null;
  doneAt: string | null;
}

const held = new Map<string, Held>();
const BY = 'owner@example.org';

function heldFor(id: string): Held {
  const known = held.get(id) ?? { answers: new Map(), makerPorts: null, doneAt: null };
  held.set(id, known);
  return known;
}

/** What the page of a device says of its settings. */
export function hardeningOf(device: FakeDevice): DeviceDetail['hardening'] {
  const answered = [...heldFor(device.id).answers].flatMap(([topic, { answer, at }]): Rows => {
    const { label, values, yes, no } = hardeningEntry(topic);
    const value = values[answer === 'yes' ? yes : no];
    if (answer === 'unknown' || !value) return [];
    const said = { topic, label, good: value.good, words: value.words, basis: 'attested' as const, confidence: 0.8 };
    return [{ ...said, observedAt: at, source: 'checklist', by: BY, contradicted: null, facts: [] }];
  });
  const seen: Rows =
    device.modality === 'CT'
      ? [
          {
            topic: 'smb1',
            label: 'File sharing of the oldest kind (SMB 1)',
            good: false,
            words: 'is on',
            basis: 'observed',
            confidence: 0.95,
            observedAt: daysAgo(400),
            source: 'hardening-collector',
            by: BY,
            contradicted: null,
            facts: [],
          },
        ]
      : [];
  return {
    rows: [...answered, ...seen.filter(({ topic }) => !heldFor(device.id).answers.has(topic))],
    figures: [],
    facts: [],
  };
}

/** One device's checklist. */
export function checklistOf(device: FakeDevice): Checklist {
  const { answers, makerPorts, doneAt } = heldFor(device.id);
  return {
    device: { id: device.id, name: device.name, zone: device.zone, location: device.location },
    answers: [...answers].map(([topic, { answer, at }]) => ({ topic, answer, at, by: BY })),
    makerPorts,
    answered: answers.size,
    of: HARDENING_TOPICS.length,
    doneAt,
    doneBy: doneAt === null ? null : BY,
  };
}

/** Keeps answers. */
export function answerChecklist(device: FakeDevice, body: Readonly<Record<string, unknown>>): Checklist {
  const known = heldFor(device.id);
  for (const [topic, answer] of Object.entries(body['answers'] ?? {})) {
    if (isHardeningTopic(topic)) known.answers.set(topic, { answer, at: daysAgo(0) });
  }
  if (Array.isArray(body['makerPorts'])) known.makerPorts = body['makerPorts'].map(String);
  if (typeof body['done'] === 'boolean') known.doneAt = body['done'] ? daysAgo(0) : null;
  return checklistOf(device);
}

/** A device in the round. */
export function roundRowOf(device: FakeDevice): RoundList['items'][number] {
  const { answered, doneAt } = checklistOf(device);
  const { id, name, kind, zone, location } = device;
  const state = doneAt !== null ? 'done' : answered > 0 ? 'begun' : 'open';
  const at = answered > 0 ? daysAgo(0) : null;
  return { device: id, name, kind, zone, location, state, answered, at, by: at && BY };
}
