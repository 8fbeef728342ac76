// Shapes of a segmentation: who may open what port of whom, what that closes, and what it would cut (`dosimeter.segmentation/1`,
// `dosimeter.segmentation-dry-run/1`).
import { z } from 'zod';
import { nullableText, text, time } from './parts.ts';

const count = z.number().int().min(0);
const portNumber = z.number().int().min(0).max(65_535);
export const transport = z.enum(['tcp', 'udp']);

/** How rules can be written. */
export const ruleFormat = z.enum(['nftables', 'iptables', 'cisco', 'paloalto', 'fortinet', 'csv']);
export type RuleFormat = z.infer<typeof ruleFormat>;

/** What a conversation carries: an exam hangs on the first two; of `unsure` nobody can tell. */
export const carried = z.enum(['clinical', 'support', 'unsure', 'other', 'turned away']);
export type Carried = z.infer<typeof carried>;

/** Addresses of one end of a rule: single ones, ranges in CIDR form, or `any` alone; with the names of who has them. */
const ruleEnd = z.object({ names: z.array(text), addresses: z.array(text).min(1) });

export const ruleProof = z.object({
  /** `seen` and `configured` as recorded; `both`; `inferred`: worked out from what was seen; `policy`: no conversation, a principle. */
  basis: z.enum(['seen', 'configured', 'both', 'inferred', 'policy']),
  /** Recorded conversations that the rule is for, and the keys of the first of them. */
  flows: count,
  keys: z.array(text),
  /** Facts of AE tables that the rule is for. */
  relations: z.array(text),
  firstSeenAt: time.nullable(),
  lastSeenAt: time.nullable(),
});

export const segmentationRule = z.object({
  /** Its place: the first rule that fits a conversation decides. */
  number: count,
  /** The same as long as it is about the same service, whatever comes before it. */
  id: text,
  action: z.enum(['allow', 'deny']),
  transport: z.enum(['tcp', 'udp', 'any']),
  from: ruleEnd,
  to: ruleEnd,
  /** Of the server; null for every port. */
  port: portNumber.nullable(),
  protocol: nullableText,
  carries: carried.nullable(),
  reason: text,
  /** It allows more than what is recorded, as somebody asked for. */
  widened: z.boolean(),
  proof: ruleProof,
});
export type SegmentationRule = z.infer<typeof segmentationRule>;

/** Why a conversation waits for somebody's decision. */
export const decisionKind = z.enum(['internet', 'remote service', 'guest', 'unsure', 'other', 'turned away']);
export type SegmentationDecisionKind = z.infer<typeof decisionKind>;

export const segmentationDecision = z.object({
  id: text,
  kind: decisionKind,
  transport,
  from: ruleEnd,
  to: ruleEnd,
  port: portNumber,
  protocol: nullableText,
  /** In plain words, with what happens when nothing is decided. */
  question: text,
  /** Somebody allowed it: a rule stands for it. */
  allowed: z.boolean(),
  proof: ruleProof,
});
export type SegmentationDecision = z.infer<typeof segmentationDecision>;

/** A recorded conversation that the rules do not let through. */
export const cutFlow = z.object({
  key: text,
  client: text,
  server: text,
  transport,
  port: portNumber,
  clientName: nullableText,
  serverName: nullableText,
  carries: carried,
  protocols: z.array(text),
  operations: z.array(text),
  lastSeenAt: time,
  because: text,
});
export type CutFlow = z.infer<typeof cutFlow>;

/** Every recorded conversation held against the rules. */
export const segmentationProof = z.object({
  checked: count,
  /** Of `checked`: those of which an exam depends (DICOM, HL7, DICOMweb, time, names, addresses, sign-in). */
  clinical: count,
  allowed: count,
  /** Groups of receivers and neighbors on a wire, which no firewall between zones sees. */
  onSegment: count,
  /** Clinical ones that would be cut; none but `waitingCut` is the aim. */
  clinicalCut: count,
  /** Of those: conversations of guests, with the internet or of remote services, about which somebody has to decide first. */
  waitingCut: count,
  otherCut: count,
  /** Clinical ones first, then the newest; `cutTotal` counts what a bound left out, too. */
  cut: z.array(cutFlow),
  cutTotal: count,
});
export type SegmentationProof = z.infer<typeof segmentationProof>;

/** What could be opened before and can be afterwards: pairs of a known address and an open port of somebody else. */
export const closedReach = z.object({
  before: count,
  after: count,
  removed: count,
  /** The same, counted by the zone of whoever opens. */
  zonesBefore: count,
  zonesAfter: count,
  services: count,
  addresses: count,
  /** The devices that most is closed to, with what the rules do for each in words. */
  devices: z.array(
    z.object({ device: nullableText, name: text, services: count, before: count, after: count, words: text }),
  ),
  devicesTotal: count,
});
export type ClosedReach = z.infer<typeof closedReach>;

export const segmentationZone = z.object({
  id: text,
  name: text,
  guest: z.boolean(),
  ranges: z.array(text),
  devices: count,
});

/** The rules that a device or a zone takes part in: those by which it opens, and those by which it is opened. */
const part = z.object({ id: text, name: text, opens: z.array(text), answers: z.array(text) });

export const segmentationDocument = z.object({
  schema: z.literal('dosimeter.segmentation/1'),
  options: z.object({
    /** Whether what stays inside a zone is free (`open`), or listed like the rest (`listed`). */
    within: z.enum(['open', 'listed']),
    zoneWide: z.boolean(),
    /** Conversations not seen for so many days are left out; null: however old. */
    staleDays: count.nullable(),
    /** What is allowed without a decision: what exams depend on, or everything seen between own zones. */
    include: z.enum(['clinical', 'seen']),
    allow: z.array(text),
  }),
  zones: z.array(segmentationZone),
  rules: z.array(segmentationRule),
  /** What is recorded inside zones, which a firewall between them does not see: the allow-list for the devices' own firewalls. */
  inside: z.array(segmentationRule),
  devices: z.array(part.extend({ zone: nullableText })),
  byZone: z.array(part),
  decisions: z.array(segmentationDecision),
  proof: segmentationProof,
  closes: closedReach,
  problems: z.array(text),
  /** A sentence where nothing is recorded and nothing configured: nothing can be proven, and no rules are handed out. */
  nothingKnown: nullableText,
});
export type SegmentationDocument = z.infer<typeof segmentationDocument>;

export const dryRunDocument = z.object({
  schema: z.literal('dosimeter.segmentation-dry-run/1'),
  packets: count,
  proof: segmentationProof,
  conversations: z.array(
    z.object({
      key: text,
      client: text,
      server: text,
      transport,
      port: portNumber,
      clientName: nullableText,
      serverName: nullableText,
      carries: carried,
      protocols: z.array(text),
      operations: z.array(text),
      associations: count,
      verdict: z.enum(['allowed', 'cut', 'on segment']),
      /** The rule that decides. */
      rule: nullableText,
    }),
  ),
  conversationsTotal: count,
  problems: z.array(text),
});
export type DryRunDocument = z.infer<typeof dryRunDocument>;

const yesNo = z.enum(['true', 'false']).default('false');
/** What may be asked of a segmentation, as options of the address of a page. */
export const segmentationQuery = z.object({
  within: z.enum(['open', 'listed']).default('open'),
  zoneWide: yesNo,
  staleDays: z.coerce.number().int().min(1).max(36_500).optional(),
  include: z.enum(['clinical', 'seen']).default('clinical'),
  /** Ids of decisions that are allowed, with commas between. */
  allow: text.max(20_000).default(''),
});
