// Shapes of the HTTP API under /api/v1. The web app and the server import the same ones.
import { z } from 'zod';
import { circumstances, circumstancesPatch } from './circumstances.ts';
import {
  assessmentDocument,
  criticality,
  fact,
  finding,
  findingKind,
  findingState,
  recallAnswer,
  scanEndpoint,
  scanState,
  scanTotals,
  ssvcDecision,
} from './documents.ts';
import { doseDay } from './dose.ts';
import { letterLimit } from './engagements.ts';
import { hardeningFigure, hardeningRow } from './hardening.ts';
import { clearanceLevel, severity } from './ladder.ts';
import { id, listOf, nullableText, page, text, time } from './parts.ts';

/** RFC 9457 problem document; `detail` is a sentence for the person who can act. */
export const problem = z.object({
  type: text,
  title: text,
  status: z.number().int(),
  detail: text,
  code: text,
  fields: z.record(text, text).optional(),
});
export type Problem = z.infer<typeof problem>;

export * from './decisions.ts';
export {
  checklist,
  checklistInput,
  collectorList,
  roundList,
  roundQuery,
  roundState,
} from './hardening.ts';
export * from './network.ts';
export { page } from './parts.ts';
export * from './site.ts';

// ---- people ----
export const role = z.enum(['owner', 'editor', 'reader']);
export type Role = z.infer<typeof role>;

export const user = z.object({
  id,
  email: text,
  name: text,
  role,
  totp: z.boolean(),
  createdAt: time,
  lastSeenAt: time.nullable(),
});
export const tenant = z.object({ id, name: text, demo: z.boolean() });

export const session = z.object({
  user: user.nullable(),
  /** Send back in `x-csrf-token` with every write. */
  csrf: nullableText,
  /** No account exists yet: the console shows a one-time token for /setup. */
  setupNeeded: z.boolean(),
  tenants: z.array(tenant),
  version: text,
});
export type Session = z.infer<typeof session>;

export const password = text.min(12, 'Use at least 12 characters.').max(200);
export const setupInput = z.object({
  token: text.max(100),
  email: z.email().max(200),
  name: text.min(1).max(100),
  password,
});
export const signInInput = z.object({ email: text.max(200), password: text.max(200), code: text.max(12).optional() });
export const passwordChange = z.object({ current: text.max(200), next: password });
export const totpStart = z.object({ secret: text, uri: text, qrSvg: text });
export const totpConfirm = z.object({ code: text.max(12) });
export const totpRemove = z.object({ password: text.max(200) });
export const userInput = z.object({ email: z.email().max(200), name: text.min(1).max(100), role, password });
export const userPatch = z.object({
  name: text.min(1).max(100).optional(),
  role: role.optional(),
  password: password.optional(),
});
export const userList = listOf(user);
export const auditEntry = z.object({ id: text, at: time, who: text, action: text, subject: text, detail: text });
export const auditList = listOf(auditEntry);

// ---- devices ----
export const deviceRow = z.object({
  id,
  name: text,
  kind: nullableText,
  modality: nullableText,
  vendor: nullableText,
  model: nullableText,
  os: nullableText,
  zone: nullableText,
  /** What people call the zone. */
  zoneName: nullableText,
  location: nullableText,
  owner: nullableText,
  addresses: z.array(text),
  aeTitles: z.array(text),
  /** Highest rung proven on any of its services: E0..E7, W0..W5, or null when never observed. */
  exposure: nullableText,
  criticality: z.number().int().nullable(),
  severity,
  findings: z.number().int(),
  lastSeenAt: time.nullable(),
  retired: z.boolean(),
});
export type DeviceRow = z.infer<typeof deviceRow>;
export const deviceList = listOf(deviceRow);
export const deviceSort = z.enum(['name', 'exposure', 'severity', 'criticality', 'lastSeen']);
export const deviceSeen = z.enum(['not-listed', 'not-seen']);
export const deviceQuery = page.extend({
  q: text.max(200).optional(),
  kind: text.max(60).optional(),
  modality: text.max(20).optional(),
  vendor: text.max(100).optional(),
  exposure: text.max(3).optional(),
  severity: severity.optional(),
  zone: text.max(120).optional(),
  retired: z.enum(['true', 'false']).default('false'),
  /** `not-listed`: no list names it; `not-seen`: a list names it, and no sensor saw it. */
  seen: deviceSeen.optional(),
  sort: deviceSort.default('severity'),
  order: z.enum(['asc', 'desc']).default('desc'),
});
/** Values to filter by, with how many devices have each. */
export const deviceFacets = z.object({
  kinds: z.array(z.object({ value: text, count: z.number().int() })),
  modalities: z.array(z.object({ value: text, count: z.number().int() })),
  vendors: z.array(z.object({ value: text, count: z.number().int() })),
  exposures: z.array(z.object({ value: text, count: z.number().int() })),
});

/** Devices in use against the lists: how many are listed, on no list, and listed but never seen. */
export const deviceCoverage = z.object({
  listed: z.number().int(),
  notListed: z.number().int(),
  notSeen: z.number().int(),
});
export type DeviceCoverage = z.infer<typeof deviceCoverage>;

export const deviceService = z.object({
  id: text,
  address: text,
  port: z.number().int(),
  /** The endpoint as the newest scan saw it, its transcript included. */
  endpoint: scanEndpoint,
  observedAt: time,
  scan: nullableText,
  /** What is stated of it now, fact by fact. */
  facts: z.array(fact),
});
/** One attribute of a device: the value believed, and every fact about it. */
export const deviceAttribute = z.object({
  attribute: text,
  label: text,
  value: text,
  confidence: z.number(),
  conflict: z.boolean(),
  facts: z.array(fact),
});
/** A reason in plain words with the facts behind it. */
export const provenReason = z.object({ text, facts: z.array(fact) });
export const historyEntry = z.object({ at: time, what: text, by: text, decision: nullableText, undoable: z.boolean() });
export const deviceDetail = z.object({
  device: deviceRow,
  criticality: criticality.nullable(),
  /** What people said of how much hangs on it; `levels`: between which it lies, with what nobody said (`unknown`), unless a level was stated. */
  circumstances: z.object({
    stated: circumstances,
    unknown: z.array(circumstances.keyof()),
    levels: z.tuple([z.number().int(), z.number().int()]).nullable(),
  }),
  attributes: z.array(deviceAttribute),
  services: z.array(deviceService),
  findings: z.array(finding),
  /** Why it is taken for what it is, and why it is in its zone. */
  because: z.object({ kind: z.array(provenReason), zone: z.array(provenReason) }),
  /** The sightings (subjects) that were judged to be this device, and why. */
  subjects: z.array(z.object({ kind: text, key: text, because: text })),
  history: z.array(historyEntry),
  /** Dose and technique by day and protocol, the newest day first. */
  dose: z.array(doseDay),
  /** How well it is closed, as far as anybody says, with figures beside; `facts` are those behind both. */
  hardening: z.object({ rows: z.array(hardeningRow), figures: z.array(hardeningFigure), facts: z.array(fact) }),
  /** Facts that its findings cite and that are not about the device itself: what its maker says, what others saw. */
  cited: z.array(fact),
});
export type DeviceDetail = z.infer<typeof deviceDetail>;
export const devicePatch = z.object({
  name: text.min(1).max(100).optional(),
  kind: text.max(60).optional(),
  modality: text.max(20).optional(),
  vendor: text.max(100).optional(),
  model: text.max(100).optional(),
  serial: text.max(100).optional(),
  os: text.max(100).optional(),
  location: text.max(200).optional(),
  owner: text.max(200).optional(),
  criticality: z.number().int().min(1).max(5).optional(),
  circumstances: circumstancesPatch.optional(),
});
/** What depends on a device's addresses and titles, and would have to change with them. */
export const renumbering = z.object({
  addresses: z.array(text),
  titles: z.array(text),
  /** Who is configured to speak with it, by which of them, with the fact that says so. */
  configured: z.array(
    z.object({
      device: id,
      name: text,
      title: text,
      address: nullableText,
      port: z.number().int().nullable(),
      by: z.array(z.enum(['address', 'title'])),
      facts: z.array(fact),
    }),
  ),
  /** What it is configured to speak with: partners that may keep a list of callers. */
  partners: z.array(
    z.object({ title: text, address: nullableText, port: z.number().int().nullable(), facts: z.array(fact) }),
  ),
  /** Who was seen to call it, or to be called by it. */
  flows: z.array(
    z.object({
      direction: z.enum(['calls it', 'called by it']),
      /** Which of its addresses is spoken with. */
      own: text,
      address: text,
      device: z.object({ id, name: text }).nullable(),
      transport: text,
      port: z.number().int(),
      protocols: z.array(text),
      titles: z.array(text),
      lastSeenAt: time,
    }),
  ),
  /** More is known than is shown here. */
  truncated: z.boolean(),
});
export type Renumbering = z.infer<typeof renumbering>;
export const mergeInput = z.object({ devices: z.array(id).min(2).max(20) });
export const splitInput = z.object({
  subjects: z
    .array(z.object({ kind: text, key: text }))
    .min(1)
    .max(100),
});
export const retireInput = z.object({ retired: z.boolean() });
export const decisionResult = z.object({ decision: text, devices: z.array(id) });

// ---- findings ----
export const findingList = listOf(finding);
export const findingDecision = z.enum(['open', 'asked', 'accepted', 'waiting', 'overdue']);
export const findingQuery = page.extend({
  kind: findingKind.optional(),
  severity: severity.optional(),
  state: findingState.optional(),
  device: id.optional(),
  rule: text.max(80).optional(),
  /** The number of a published flaw, an advisory that names it, the maker of the device, what the finding asks for. */
  cve: text.max(80).optional(),
  advisory: text.max(120).optional(),
  maker: text.max(200).optional(),
  action: text.max(500).optional(),
  /** The bill of materials that lists the part with the flaw, and the name of that part. */
  sbom: text.max(80).optional(),
  component: text.max(300).optional(),
  /** The number of a recall; whether the unit is on it. */
  recall: text.max(80).optional(),
  unit: recallAnswer.optional(),
  /** Whether attackers are known to use the flaw; how soon to act on it, or how soon it may be where not all is known. */
  kev: z.enum(['true', 'false']).optional(),
  ssvc: ssvcDecision.optional(),
  q: text.max(200).optional(),
  /** `open`: nothing was decided; `asked`: an acceptance waits for its approver; `waiting`: on the maker. */
  decision: findingDecision.optional(),
});

// ---- overview ----
export const overview = z.object({
  tenant,
  assessment: assessmentDocument
    .omit({ devices: true, findings: true, scan: true, imports: true, risk: true })
    .nullable(),
  /** The highest findings in the order of work. */
  top: z.array(finding),
  lastScan: z.object({ id: text, state: scanState, endedAt: time.nullable(), vantage: text }).nullable(),
  running: z.array(z.object({ job: text, kind: text, progress: z.number(), message: text })),
});
export type Overview = z.infer<typeof overview>;

// ---- sources ----
export const sourceRow = z.object({
  sensor: text,
  run: text,
  kind: text,
  name: text,
  at: time,
  by: text,
  facts: z.number().int(),
  summary: z.record(text, z.number()),
  problems: z.array(text),
});
export type SourceRow = z.infer<typeof sourceRow>;
export const sourceList = z.object({ items: z.array(sourceRow) });

// ---- remote sensors ----
/** Short and plain: it is part of the token, and of the source of every fact that the sensor states. */
export const sensorName = text.regex(
  /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/,
  'Use 1 to 40 small letters, digits and hyphens, as in east-wing.',
);
/** What a sensor says of itself. */
export const sensorStatus = z.object({
  version: text.max(40),
  /** What it reads: an interface, a pipe, a folder; never the name of a file. */
  reads: text.max(100),
  startedAt: time,
  /** Facts that wait on its disk. */
  waiting: z.number().int().min(0),
  /** Statements that had no room, or looked like patient data. */
  dropped: z.number().int().min(0),
  counts: z.record(text.max(40), z.number().int().min(0)),
  problems: z.array(text.max(300)).max(20),
});
export type SensorStatus = z.infer<typeof sensorStatus>;
export const sensorBatch = z.object({
  schema: z.literal('dosimeter.sensor-batch/1'),
  /** Names the batch; one that is sent again keeps its name. Null: no facts, only a sign of life. */
  batch: text.min(1).max(80).nullable(),
  /** Time by the sensor's clock. */
  sentAt: time,
  status: sensorStatus,
  facts: z.array(fact.extend({ value: z.unknown() })).max(2000),
});
export type SensorBatch = z.infer<typeof sensorBatch>;
/** The facts that were not refused are recorded for good. */
export const sensorReceipt = z.object({
  batch: nullableText,
  accepted: z.number().int(),
  refused: z.array(z.object({ id: text, reason: text })),
  at: time,
});
export type SensorReceipt = z.infer<typeof sensorReceipt>;
export const sensorRow = z.object({
  id,
  name: text,
  createdAt: time,
  createdBy: text,
  revokedAt: time.nullable(),
  lastSeenAt: time.nullable(),
  facts: z.number().int(),
  refused: z.number().int(),
  lastError: nullableText,
  status: sensorStatus.nullable(),
});
export type SensorRow = z.infer<typeof sensorRow>;
export const sensorList = z.object({ items: z.array(sensorRow) });
export const sensorInput = z.object({ name: sensorName });
/** The token is shown this once. */
export const sensorAdded = z.object({ id, name: text, token: text });

// ---- clearances ----
export const clearance = z.object({
  id,
  range: text,
  level: clearanceLevel,
  /** A deny always wins over every clearance of a range inside it. */
  deny: z.boolean(),
  /** Explicit scope for addresses that are public. */
  publicScope: z.boolean(),
  /** Data owner and hash of the signed document; needed for `full`. */
  authority: z.object({ owner: text, documentSha256: text, expiresAt: time }).nullable(),
  note: text,
  createdAt: time,
  createdBy: text,
  expiresAt: time.nullable(),
  /** The signed letter that it was made from; it holds on the days and in the hours of that letter only. */
  letter: letterLimit.nullable(),
});
export type Clearance = z.infer<typeof clearance>;
export const clearanceInput = clearance
  .pick({ range: true, level: true, deny: true, publicScope: true, authority: true, note: true, expiresAt: true })
  .extend({
    deny: z.boolean().default(false),
    publicScope: z.boolean().default(false),
    authority: clearance.shape.authority.default(null),
    note: text.max(500).default(''),
    expiresAt: time.nullable().default(null),
  });
export const clearanceList = listOf(clearance);

// ---- scans ----
/** An AE title (PS3.5 table 6.2-1, AE): up to 16 characters of the default repertoire, no backslash, no control. */
export const aeTitle = z
  .string()
  .trim()
  .regex(/^[ -[\]-~]{1,16}$/, 'An AE title has 1 to 16 letters, digits or signs, and no backslash.');
export const scanInput = z.object({
  targets: z.array(text.max(60)).min(1).max(1000),
  clearance: clearanceLevel.extract(['handshake', 'query', 'full']).default('query'),
  authority: text.max(500).nullable().default(null),
  ports: z.array(z.number().int().min(1).max(65535)).max(200).nullable().default(null),
  perHostIntervalMs: z.number().int().min(0).max(60_000).nullable().default(null),
  vantage: text.min(1).max(60).default('this server'),
  /** AE titles of services, from a list; never guessed. */
  titles: z
    .array(z.object({ address: text.max(60), port: z.number().int().nullable(), title: aeTitle }))
    .max(10_000)
    .optional(),
  /** One AE title for every target. */
  called: aeTitle.optional(),
  /** Wait for the first byte, in milliseconds. */
  timeoutMs: z.number().int().min(100).max(60_000).optional(),
  /** List endpoints that do not answer, too. */
  listClosed: z.boolean().optional(),
});
export type ScanInput = z.infer<typeof scanInput>;
export const scanRow = z.object({
  id,
  state: scanState,
  targets: z.array(text),
  clearance: clearanceLevel,
  authority: nullableText,
  vantage: text,
  startedAt: time,
  endedAt: time.nullable(),
  startedBy: text,
  totals: scanTotals.nullable(),
  open: z.number().int(),
  job: nullableText,
});
export type ScanRow = z.infer<typeof scanRow>;
export const scanList = listOf(scanRow);
export const scanDetail = z.object({
  scan: scanRow,
  /** Ports that were looked at where a target names none. */
  ports: z.array(z.number().int()),
  refused: z.array(z.object({ target: text, reason: text })),
  endpoints: z.array(scanEndpoint),
});
export const scanDifference = z.object({
  from: id,
  to: id,
  appeared: z.array(scanEndpoint),
  disappeared: z.array(scanEndpoint),
  changed: z.array(z.object({ address: text, port: z.number().int(), field: text, before: text, after: text })),
  unchanged: z.number().int(),
});
export type ScanDifference = z.infer<typeof scanDifference>;

export const schedule = z.object({
  id,
  name: text,
  scan: scanInput,
  /** Five-field cron expression in `timeZone`. */
  cron: text,
  timeZone: text,
  /** Local hours in which it may start, e.g. [{from: '20:00', to: '06:00'}]; never 07:00-19:00 unless listed. */
  allowedHours: z.array(z.object({ from: text, to: text })),
  enabled: z.boolean(),
  nextRunAt: time.nullable(),
  lastScan: nullableText,
  createdBy: text,
});
export const scheduleInput = schedule.pick({
  name: true,
  scan: true,
  cron: true,
  timeZone: true,
  allowedHours: true,
  enabled: true,
});
export const scheduleList = listOf(schedule);

// ---- imports ----
export const importPreview = z.object({
  file: text,
  kind: text,
  /** The kind in words. */
  label: text,
  delimiter: text,
  encoding: text,
  columns: z.array(z.object({ name: text, guess: nullableText, samples: z.array(text) })),
  fields: z.array(z.object({ field: text, label: text })),
  problems: z.array(text),
});
export type ImportPreview = z.infer<typeof importPreview>;

// ---- archives ----
export const archiveInput = z.object({
  /** HOST:PORT for DICOM, or the web address of DICOMweb. */
  archive: text.min(1).max(300),
  /** Title of the archive; the inventory's when it is left out. */
  called: aeTitle.nullable().default(null),
  calling: aeTitle.default('DOSIMETER'),
  /** First and last day; or so many days back from the last. */
  from: z.iso.date().nullable().default(null),
  to: z.iso.date().nullable().default(null),
  days: z.number().int().min(1).max(20_000).nullable().default(null),
  /** Least rest between two questions. */
  pauseMs: z.number().int().min(0).max(60_000).default(50),
  /** Exams after which asking ends. */
  mostExams: z.number().int().min(1).max(1_000_000).default(20_000),
  /** Speak with a web address whose certificate cannot be checked. */
  anyCertificate: z.boolean().default(false),
  /** Ask for the Patient ID of each exam, too, and count different ones; none is kept. */
  countPatients: z.boolean().default(false),
});
export type ArchiveInput = z.infer<typeof archiveInput>;

// ---- jobs ----
export const jobState = z.enum(['waiting', 'running', 'done', 'failed', 'cancelled', 'cut']);
export const job = z.object({
  id,
  kind: text,
  state: jobState,
  /** 0 to 1. */
  progress: z.number(),
  message: text,
  result: z.json().nullable(),
  error: nullableText,
  createdAt: time,
  createdBy: text,
  endedAt: time.nullable(),
});
export type Job = z.infer<typeof job>;
export const jobAccepted = z.object({ job: id, href: text });
