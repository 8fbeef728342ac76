// How well a machine is closed: what may be said of its settings, and which answers are good. The vocabulary of facts, the collectors'
// file, the walk-round checklist and the rules of findings are all made from this table. Nothing here can hold a password or the name
// of an account.
import { z } from 'zod';
import { basis } from './ladder.ts';
import { id, listOf, nullableText, page, text, time } from './parts.ts';

/** One thing that may be said about a topic: whether it is good, and how it reads after the label. */
interface HardeningValue {
  readonly good: boolean;
  readonly words: string;
}

/** A topic with everything that may be said of it; `yes` and `no` are what the checklist's answers mean. */
export interface HardeningTopicEntry {
  readonly label: string;
  readonly values: Readonly<Record<string, HardeningValue>>;
  readonly yes: string;
  readonly no: string;
  /** Only a person can say so: no program looks, because looking would mean to try passwords or to restore a backup. */
  readonly attestedOnly?: true;
}

const good = (words: string): HardeningValue => ({ good: true, words });
const bad = (words: string): HardeningValue => ({ good: false, words });

/** The topics, in the order of the walk-round checklist. */
export const HARDENING = {
  defaultAccounts: {
    label: "Maker's default passwords",
    values: { changed: good('were changed'), unchanged: bad('were not changed') },
    yes: 'changed',
    no: 'unchanged',
    attestedOnly: true,
  },
  autologon: {
    label: 'Start without a sign-in',
    values: { off: good('is off'), on: bad('is on') },
    yes: 'off',
    no: 'on',
  },
  firewall: {
    label: "Machine's own firewall",
    values: { on: good('is on'), partial: bad('is off for some networks'), off: bad('is off') },
    yes: 'on',
    no: 'off',
  },
  updates: {
    label: 'Security updates',
    values: { on: good('come by themselves, or the maker brings them'), off: bad('are switched off') },
    yes: 'on',
    no: 'off',
  },
  patched: {
    label: 'Last security update',
    values: { recent: good('is less than half a year old'), old: bad('is more than half a year old') },
    yes: 'recent',
    no: 'old',
  },
  malware: {
    label: 'Protection from malicious programs',
    values: {
      on: good('is on'),
      list: good('is a list of allowed programs'),
      outdated: bad('is out of date'),
      poor: bad('is off or out of date'),
      off: bad('is off'),
    },
    yes: 'on',
    no: 'off',
  },
  ports: {
    label: 'Open ports',
    values: { listed: good('are those that the maker lists'), more: bad('are more than the maker lists') },
    yes: 'listed',
    no: 'more',
  },
  smb1: {
    label: 'File sharing of the oldest kind (SMB 1)',
    values: { off: good('is off'), on: bad('is on') },
    yes: 'off',
    no: 'on',
  },
  rdp: {
    label: 'Remote desktop',
    values: {
      off: good('is off'),
      nla: good('asks for a sign-in first'),
      guarded: good('is off, or asks for a sign-in first'),
      open: bad('shows its screen before a sign-in (no NLA)'),
    },
    yes: 'guarded',
    no: 'open',
  },
  remoteService: {
    label: 'Programs for remote service',
    values: {
      none: good('are not there'),
      signed: good('are signed by their maker'),
      vouched: good('are the ones that the maker vouches for'),
      unsigned: bad('are not signed by anybody'),
      unvouched: bad('are not all vouched for by the maker'),
    },
    yes: 'vouched',
    no: 'unvouched',
  },
  backup: {
    label: 'Backup',
    values: {
      tested: good('was brought back on trial within a year'),
      untested: bad('was not brought back on trial within a year'),
      none: bad('is not made'),
    },
    yes: 'tested',
    no: 'untested',
    attestedOnly: true,
  },
  timeSync: {
    label: 'Clock',
    values: { on: good('is set by a time server'), off: bad('is set by nobody') },
    yes: 'on',
    no: 'off',
  },
  logging: {
    label: 'Log of sign-ins and events',
    values: { on: good('is kept'), off: bad('is not kept') },
    yes: 'on',
    no: 'off',
  },
  usb: {
    label: 'USB storage',
    values: { blocked: good('is blocked'), open: bad('is open to any stick') },
    yes: 'blocked',
    no: 'open',
  },
  encryption: {
    label: 'Disks',
    values: { on: good('are encrypted'), partial: bad('are encrypted in part'), off: bad('are not encrypted') },
    yes: 'on',
    no: 'off',
  },
} as const satisfies Readonly<Record<string, HardeningTopicEntry>>;

/** The name of a topic. */
export type HardeningTopic = keyof typeof HARDENING;

/** The topics by name, in the order of the checklist. */
export const HARDENING_TOPICS = Object.keys(HARDENING) as readonly HardeningTopic[]; // the keys of the table above

/** What nobody could say; it is kept so that an earlier answer no longer holds. */
export const NOT_KNOWN = 'unknown';

const TABLE: Readonly<Record<HardeningTopic, HardeningTopicEntry>> = HARDENING;

/** A topic's entry. */
export function hardeningEntry(topic: HardeningTopic): HardeningTopicEntry {
  return TABLE[topic];
}

/** Whether text names a topic. */
export function isHardeningTopic(name: string): name is HardeningTopic {
  return Object.hasOwn(HARDENING, name);
}

/** A port with its transport, as in `tcp/104`. */
export const portText = text.regex(
  /^(?:tcp|udp)\/(?:[1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d\d|655[0-2]\d|6553[0-5])$/,
  'Write a port as tcp/104.',
);
/** Ports of one machine; sorted, so that the same list is the same fact. */
export const portList = z
  .array(portText)
  .max(500)
  .transform((ports) => [...new Set(ports)].sort());

/** What the checklist knows as an answer. */
export const checklistAnswer = z.enum(['yes', 'no', 'unknown']);
export type ChecklistAnswer = z.infer<typeof checklistAnswer>;

const topicName = z.enum(HARDENING_TOPICS);

/** What is believed of one topic of a device, with who says so and since when. */
export const hardeningRow = z.object({
  topic: topicName,
  label: text,
  good: z.boolean(),
  words: text,
  basis,
  confidence: z.number(),
  observedAt: time,
  /** Who says so: the sensor, or the checklist. */
  source: text,
  by: text,
  /** What another source says instead, in words. */
  contradicted: nullableText,
  facts: z.array(id),
});
export type HardeningRow = z.infer<typeof hardeningRow>;

/** Figures about the machine that are neither good nor bad by themselves. */
export const hardeningFigure = z.object({
  label: text,
  value: text,
  observedAt: time,
  source: text,
  facts: z.array(id),
});

/** Answers to send; those that are left out stay as they are. */
export const checklistInput = z.object({
  answers: z.partialRecord(topicName, checklistAnswer).default({}),
  /** Ports that the maker lists for this device. */
  makerPorts: z.array(portText).max(500).optional(),
  /** The person is through with this device. */
  done: z.boolean().optional(),
});

/** One device's checklist as far as it is answered. */
export const checklist = z.object({
  device: z.object({ id, name: text, zone: nullableText, location: nullableText }),
  answers: z.array(z.object({ topic: topicName, answer: checklistAnswer, at: time, by: text })),
  makerPorts: z.array(portText).nullable(),
  answered: z.number().int(),
  of: z.number().int(),
  doneAt: time.nullable(),
  doneBy: nullableText,
});
export type Checklist = z.infer<typeof checklist>;

export const roundState = z.enum(['open', 'begun', 'done']);
export const roundQuery = page.extend({
  q: text.max(200).optional(),
  zone: text.max(120).optional(),
  state: roundState.optional(),
});
/** The round by device: not begun, begun, done. */
export const roundList = listOf(
  z.object({
    device: id,
    name: text,
    kind: nullableText,
    zone: nullableText,
    location: nullableText,
    state: roundState,
    answered: z.number().int(),
    at: time.nullable(),
    by: nullableText,
  }),
).extend({
  of: z.number().int(),
  counts: z.object({ devices: z.number().int(), begun: z.number().int(), done: z.number().int() }),
});
export type RoundList = z.infer<typeof roundList>;

/** The scripts that look at a machine, with the hash of each so that a copy can be checked. */
export const collectorList = z.object({
  items: z.array(z.object({ name: text, label: text, bytes: z.number().int(), sha256: text })),
});
export type CollectorList = z.infer<typeof collectorList>;
