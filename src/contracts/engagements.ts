// Engagements of service providers: what was agreed with a client, the letter of clearance, hours, and templates (`dosimeter.template/1`).
import { z } from 'zod';
import { clearanceLevel } from './ladder.ts';
import { id, listOf, nullableText, page, text, time } from './parts.ts';

const day = z.iso.date();
const line = text.trim().min(1).max(200);
const optionalLine = text.trim().max(200);
const digest = text.regex(/^[0-9a-f]{64}$/);

/** An engagement is shorter than this. */
const MOST_YEARS = 10;

/** What is done for a client. */
export const ACTIVITIES = ['read files', 'listen', 'scan', 'ask archives', 'interview', 'train'] as const;
export const activity = z.enum(ACTIVITIES);
export type EngagementActivity = z.infer<typeof activity>;

export const ENGAGEMENT_STATES = ['draft', 'agreed', 'running', 'ended', 'cancelled'] as const;
export const engagementState = z.enum(ENGAGEMENT_STATES);
export type EngagementState = z.infer<typeof engagementState>;

/** The states that follow a state. What is ended or canceled stays so. */
export const ENGAGEMENT_MOVES: Readonly<Record<EngagementState, readonly EngagementState[]>> = {
  draft: ['agreed', 'cancelled'],
  agreed: ['draft', 'running', 'cancelled'],
  running: ['ended', 'cancelled'],
  ended: [],
  cancelled: [],
};

/** Hours of the day in the time zone beside them; from later than to goes over midnight. */
export const hoursOfDay = z
  .strictObject({
    from: text.regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Write a time of day as 19:00.'),
    to: text.regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'Write a time of day as 07:00.'),
  })
  .refine(({ from, to }) => from !== to, { path: ['to'], message: 'The hours end when they begin.' });
export type HoursOfDay = z.infer<typeof hoursOfDay>;

/** The most that may be sent, as clearances have it. */
export const probingLevel = clearanceLevel.extract(['none', 'handshake', 'query', 'full']);
export type ProbingLevel = z.infer<typeof probingLevel>;

/** What must not be touched: an address or network, or a device that is known. */
export const exclusion = z
  .strictObject({
    address: text.trim().max(60).default(''),
    device: id.nullable().default(null),
    reason: line,
  })
  .refine(({ address, device }) => (address === '') !== (device === null), {
    path: ['address'],
    message: 'Name an address or a device, one of both.',
  });
export type Exclusion = z.infer<typeof exclusion>;

export const engagementScope = z.strictObject({
  /** `range`: a CIDR network or an address; `place`: where that is, in the client's words. */
  networks: z.array(z.strictObject({ range: text.trim().min(1).max(60), place: optionalLine.default('') })).max(200),
  /** Sites and zones by name. */
  places: z.array(line).max(50),
  excluded: z.array(exclusion).max(500),
  level: probingLevel,
  /** When something may be sent; none means at any hour. */
  hours: z.array(hoursOfDay).max(10),
});
export type EngagementScope = z.infer<typeof engagementScope>;

const person = z.strictObject({ name: optionalLine, reach: optionalLine });

/** What is agreed. */
export const engagementTerms = z
  .strictObject({
    title: line,
    /** Who performs it, and how to reach them. */
    provider: z.strictObject({ name: line, reach: optionalLine }),
    /** Who speaks for the client. */
    contact: person,
    /** Whoever can stop the work at once. */
    emergency: person,
    from: day,
    /** The last day. */
    until: day,
    timeZone: text.trim().min(1).max(60),
    activities: z.array(activity).min(1, 'Choose what is done.').max(ACTIVITIES.length),
    scope: engagementScope,
    /** How results are kept, for how long, and who gets them. */
    keeping: text.trim().max(1000),
    plannedMinutes: z.number().int().min(1).max(600_000).nullable(),
    /** For an hour. */
    rate: z
      .strictObject({
        amount: z.number().min(0).max(100_000),
        currency: text.regex(/^[A-Z]{3}$/, 'Write a currency as USD.'),
      })
      .nullable(),
  })
  .refine(({ from, until }) => from <= until, { path: ['until'], message: 'It ends before it begins.' })
  .refine(({ from, until }) => Number(until.slice(0, 4)) - Number(from.slice(0, 4)) < MOST_YEARS, {
    path: ['until'],
    message: `It lasts ${MOST_YEARS} years or more. Choose an earlier last day, and agree anew then.`,
  });
export type EngagementTerms = z.infer<typeof engagementTerms>;

/** A change on top of the version that was looked at. */
export const engagementEdit = z.strictObject({ version: z.number().int().min(1), terms: engagementTerms });
export const engagementMove = z.strictObject({ version: z.number().int().min(1), state: engagementState });

export const SIGNATURE_WAYS = ['paper', 'account'] as const;
const side = z.enum(['client', 'provider']);

/** Who signed a letter. `how`: how it is known, as in "paper in the safe of the office". */
export const letterSignature = z.object({
  side,
  name: text,
  day,
  way: z.enum(SIGNATURE_WAYS),
  how: text,
  at: time,
  by: text,
});
export type LetterSignature = z.infer<typeof letterSignature>;
/** On paper, somebody writes down who signed; by account, whoever is signed in signs. */
export const signatureInput = z.discriminatedUnion('way', [
  z.strictObject({ way: z.literal('paper'), side, name: line, day, how: text.trim().min(3).max(500) }),
  z.strictObject({ way: z.literal('account'), side }),
]);
export type SignatureInput = z.infer<typeof signatureInput>;

export const LETTER_STATES = ['issued', 'signed', 'replaced', 'withdrawn'] as const;
/** `signed`: the client's side has signed. */
export const letterState = z.enum(LETTER_STATES);

/** A letter as lists show it. */
export const letterHead = z.object({
  id,
  number: z.number().int(),
  reference: text,
  state: letterState,
  /** False where what it says is no longer what is agreed: a new letter is due. */
  current: z.boolean(),
  level: probingLevel,
  from: day,
  until: day,
  sha256: text,
  issuedAt: time,
  issuedBy: text,
  signatures: z.array(letterSignature),
  overAt: time.nullable(),
  overBecause: nullableText,
  /** Clearances in force that were made from it, without denials. */
  clearances: z.number().int(),
});
export type LetterHead = z.infer<typeof letterHead>;

/** One part of a letter. */
export const letterSection = z.object({
  heading: text,
  paragraphs: z.array(text),
  points: z.array(text),
  table: z.object({ columns: z.array(text), rows: z.array(z.array(text)) }).nullable(),
});
export type LetterSection = z.infer<typeof letterSection>;

/** What a letter says, in words; it is never worded anew. */
export const clearanceLetter = z.object({
  reference: text,
  title: text,
  day: text,
  opening: text,
  sections: z.array(letterSection),
  /** Lines to sign. */
  signers: z.array(z.object({ side, label: text, declares: text })),
});
export type ClearanceLetter = z.infer<typeof clearanceLetter>;

export const letterDetail = z.object({ head: letterHead, letter: clearanceLetter });
export const letterQuery = z.object({ format: z.enum(['pdf', 'html', 'text']), tenant: text.max(80).optional() });

/** What a clearance takes over from the letter on which it rests. */
export const letterLimit = z.object({
  engagement: text,
  letter: text,
  reference: text,
  sha256: digest,
  from: day,
  until: day,
  timeZone: text,
  hours: z.array(z.object({ from: text, to: text })),
  /** What the letter lists as done; nothing else is cleared by it. */
  activities: z.array(activity).default([]),
});
export type LetterLimit = z.infer<typeof letterLimit>;

/** The level is that of the letter, or less. `publicScope` says that public addresses of the letter are meant. */
export const clearFromLetterInput = z.strictObject({
  level: probingLevel.exclude(['none']),
  publicScope: z.boolean().default(false),
});
export const clearedFromLetter = z.object({ made: z.array(text), denied: z.array(text) });
export type ClearedFromLetter = z.infer<typeof clearedFromLetter>;

export const engagementRow = z.object({
  id,
  version: z.number().int(),
  state: engagementState,
  title: text,
  provider: text,
  from: day,
  until: day,
  minutes: z.number().int(),
  plannedMinutes: z.number().int().nullable(),
  /** How the newest letter stands; null where there is none. */
  letter: letterState.nullable(),
});
export type EngagementRow = z.infer<typeof engagementRow>;
export const engagementList = listOf(engagementRow);

export const engagement = z.object({
  schema: z.literal('dosimeter.engagement/1'),
  id,
  version: z.number().int(),
  state: engagementState,
  moves: z.array(engagementState),
  terms: engagementTerms,
  /** Names of the devices that are excluded. */
  names: z.record(z.string(), text),
  createdAt: time,
  createdBy: text,
  changedAt: time,
  changedBy: text,
  /** Sum of the hours entered, without what was corrected. */
  minutes: z.number().int(),
  letters: z.array(letterHead),
});
export type Engagement = z.infer<typeof engagement>;

export const hourInput = z.strictObject({
  day,
  person: line,
  /** Zero only in a correction, to take an entry out. */
  minutes: z.number().int().min(0).max(1440),
  activity,
  note: text.trim().max(500).default(''),
  /** The entry in whose place this one stands. */
  corrects: id.nullable().default(null),
});
export type HourInput = z.infer<typeof hourInput>;

export const hourEntry = hourInput.extend({ id, seq: z.number().int(), correctedBy: nullableText, at: time, by: text });
export type HourEntry = z.infer<typeof hourEntry>;
export const hourList = listOf(hourEntry);
export const engagementPage = page;
export const withdrawLetterInput = z.strictObject({ reason: text.trim().min(3, 'Say why, in a few words.').max(1000) });

/** What a template holds: nothing of a client. Minutes and rate as in an engagement. */
export const templateTerms = z.strictObject({
  title: line,
  activities: z.array(activity).min(1).max(ACTIVITIES.length),
  level: probingLevel,
  hours: z.array(hoursOfDay).max(10),
  days: z.number().int().min(1).max(3660),
  keeping: text.trim().max(1000),
  plannedMinutes: engagementTerms.shape.plannedMinutes,
  rate: engagementTerms.shape.rate,
});
export type TemplateTerms = z.infer<typeof templateTerms>;

/** A template as it is exchanged. */
export const templateDocument = z.strictObject({
  schema: z.literal('dosimeter.template/1'),
  name: line,
  terms: templateTerms,
});
export type TemplateDocument = z.infer<typeof templateDocument>;

export const templateRow = z.object({ id, name: text, terms: templateTerms, at: time, by: text });
export type TemplateRow = z.infer<typeof templateRow>;
export const templateList = z.object({ items: z.array(templateRow) });
/** The words of a template are given anew, because those of the engagement may name the client. */
export const templateInput = z.strictObject({
  engagement: id,
  name: line,
  title: line,
  keeping: text.trim().max(1000).default(''),
});
