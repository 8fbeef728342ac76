// The documents that other programs rely on. A field may be added; one that stands here keeps its name and meaning.
import { z } from 'zod';
import { countedPatients } from './counted-patients.ts';
import { standing } from './decisions.ts';
import { doseDay } from './dose.ts';

export { type FeedsDocument, feedsDocument } from './feeds.ts';

import { basis, clearanceLevel, exposure, severity, webExposure } from './ladder.ts';
import { findingKind } from './parts.ts';
import { riskDocument } from './risk.ts';

const text = z.string();
const nullableText = text.nullable();
const time = z.iso.datetime();

/** One statement about a subject: a line of facts.jsonl, and what sensors post. */
export const fact = z.object({
  id: text,
  subject: z.object({ kind: text, key: text }),
  attribute: text,
  value: z.json(),
  basis,
  confidence: z.number().min(0).max(1),
  source: z.object({ sensor: text, run: text, detail: nullableText }),
  observedAt: time,
  recordedAt: time,
  by: text,
});
export type Fact = z.infer<typeof fact>;

export const checked = z.enum(['checked', 'unchecked', 'unknown']);
export const offer = z.enum(['refused', 'offered', 'not offered', 'unknown']);
export const execution = z.enum(['executed', 'refused', 'offered', 'not offered', 'unknown']);

export const certificate = z.object({
  subject: text,
  issuer: text,
  selfSigned: z.boolean(),
  notBefore: time,
  notAfter: time,
  expired: z.boolean(),
  keyType: text,
  keyBits: z.number().nullable(),
  signatureAlgorithm: nullableText,
  sha256: text,
  names: z.array(text),
});
export type Certificate = z.infer<typeof certificate>;

export const tlsState = z.object({
  grade: z.number().int().min(0).max(3),
  versions: z.array(text),
  cipher: nullableText,
  mutual: z.boolean(),
  certificate: certificate.nullable(),
  weaknesses: z.array(text),
});
export type TlsState = z.infer<typeof tlsState>;

export const implementation = z.object({
  classUid: nullableText,
  versionName: nullableText,
  product: nullableText,
  vendor: nullableText,
  toolkit: nullableText,
  confidence: z.number(),
  source: nullableText,
});
export type Implementation = z.infer<typeof implementation>;

/** One step of the proof behind a rung, as a sentence that a person can read aloud. */
export const transcriptLine = z.object({
  atMs: z.number(),
  direction: z.enum(['sent', 'received', 'note']),
  summary: text,
});
export type TranscriptLine = z.infer<typeof transcriptLine>;

export const scanEndpoint = z.object({
  address: text,
  port: z.number().int(),
  transport: z.enum(['tcp', 'tls']),
  protocol: z.enum(['dicom', 'http', 'hl7', 'tls', 'other', 'unknown']),
  web: webExposure.nullable(),
  honeypot: nullableText,
  exposure: exposure.nullable(),
  offered: z.array(z.enum(['E5', 'E8o'])),
  /** Side branch: a synthetic object was taken, under the data owner's authority. */
  proven: z.array(z.enum(['E8p'])).default([]),
  refusal: z.enum(['calling', 'called', 'policy', 'busy']).nullable(),
  titles: z.object({ calling: checked, called: checked }),
  echo: z.boolean().nullable(),
  query: execution,
  worklist: execution,
  read: offer,
  write: offer,
  reject: z.object({ result: z.number(), source: z.number(), reason: z.number(), meaning: text }).nullable(),
  abort: z.object({ source: z.number(), reason: z.number(), meaning: text }).nullable(),
  tls: tlsState,
  implementation: implementation.nullable(),
  deviceClass: nullableText,
  maxPdu: z.number().nullable(),
  connections: z.number().int(),
  /** What a web service or a banner says of itself: product and version as sent, made inert. */
  banner: nullableText,
  /** Well-known service name of the port (ssh, smb, rdp, ...), when it is one that should not be open on a modality. */
  service: nullableText,
  /** The most that was asked here; what was not asked is not answered. */
  asked: clearanceLevel.extract(['handshake', 'query', 'full']).default('query'),
  /** False when the scan was stopped before it was done here. */
  complete: z.boolean().default(true),
  notes: z.array(text),
  transcript: z.array(transcriptLine),
});
export type ScanEndpoint = z.infer<typeof scanEndpoint>;

export const scanTotals = z.object({
  hosts: z.number().int(),
  endpoints: z.number().int(),
  connections: z.number().int(),
  bytesSent: z.number().int(),
  seconds: z.number(),
});

/** `cut`: the process ended before the scan did; `cancelled`: a person stopped it. What is known is kept in both. */
export const scanState = z.enum(['running', 'finished', 'cancelled', 'cut', 'failed']);

export const scanDocument = z.object({
  schema: z.literal('dosimeter.scan/1'),
  vantage: text,
  startedAt: time,
  endedAt: time,
  clearance: clearanceLevel,
  authority: nullableText,
  state: scanState,
  targets: z.array(text),
  ports: z.array(z.number().int()),
  refused: z.array(z.object({ target: text, reason: text })),
  totals: scanTotals,
  endpoints: z.array(scanEndpoint),
});
export type ScanDocument = z.infer<typeof scanDocument>;

export const criticality = z.object({
  /** 1 (can wait) to 5 (patients depend on it now). */
  level: z.number().int().min(1).max(5),
  reasons: z.array(text),
});
export type Criticality = z.infer<typeof criticality>;

export const deviceRecord = z.object({
  id: text,
  name: text,
  kind: nullableText,
  modality: nullableText,
  vendor: nullableText,
  model: nullableText,
  serial: nullableText,
  os: z.object({ name: text, version: nullableText, build: nullableText }).nullable(),
  software: z.array(z.object({ name: text, version: nullableText, cpe: nullableText, purl: nullableText })),
  addresses: z.array(text),
  zone: nullableText,
  criticality: criticality.nullable(),
});
export const devicesDocument = z.object({
  schema: z.literal('dosimeter.devices/1').default('dosimeter.devices/1'),
  devices: z.array(deviceRecord),
});

export { findingKind };
export const findingState = z.enum(['confirmed', 'potential', 'not affected', 'fixed', 'unknown']);

/** How soon to act on a flaw, the least urgent first (SSVC, deployer: docs/scoring.md). */
export const ssvcDecision = z.enum(['defer', 'scheduled', 'out-of-cycle', 'immediate']);

/** Whether a unit is on the list of a recall; `serial unknown`: nobody knows its serial number. */
export const recallAnswer = z.enum(['on it', 'not on it', 'list not readable', 'serial unknown']);
/** A recall as its source gives it. `level`: its class by 21 CFR 7.3(m); `ended`: the day on which FDA closed it. */
export const recall = z.object({
  id: text,
  event: nullableText,
  unit: recallAnswer,
  level: z.enum(['I', 'II', 'III']).nullable(),
  firm: text,
  product: text,
  reason: text,
  initiated: nullableText,
  ended: nullableText,
});
export type Recall = z.infer<typeof recall>;

export const finding = z.object({
  id: text,
  device: text,
  deviceName: text,
  kind: findingKind,
  /** The rule that made it, e.g. `dicom-open-query`; its text is in docs/findings.md. */
  rule: text,
  title: text,
  severity,
  state: findingState,
  confidence: z.number().min(0).max(1),
  reasons: z.array(z.object({ rule: text, because: text, facts: z.array(text) })),
  cve: nullableText,
  advisories: z.array(text),
  kev: z.boolean(),
  epss: z.number().nullable(),
  cvss: z
    .object({
      version: text,
      /** As published, with the score of the whole of it. */
      vector: text,
      score: z.number(),
      /** On this device: the vector with environmental metrics, its score, and why each of them. */
      environmental: z
        .object({
          vector: text,
          score: z.number(),
          because: z.array(z.object({ metric: text, value: text, because: text })),
        })
        .nullable()
        .optional(),
    })
    .nullable(),
  /** How soon to act. Without `decision` something is not known, and it is at least `lowest` and at most `highest`. */
  ssvc: z
    .object({
      decision: ssvcDecision.nullable(),
      lowest: ssvcDecision,
      highest: ssvcDecision,
      path: z.array(z.object({ point: text, value: nullableText, because: text })),
    })
    .nullable()
    .optional(),
  fix: z.object({
    kind: z.enum(['patch', 'configure', 'isolate', 'replace', 'compensate', 'ask maker']),
    text,
    /** Who must do it: 'network', 'pacs', 'biomed', 'maker', 'owner'. */
    who: text,
  }),
  sources: z.array(z.object({ name: text, asOf: nullableText })),
  /** The cheapest step that would settle what is open; left out where nothing is. */
  settle: text.optional(),
  /** The component that has the flaw, when only a bill of materials lists it; others have none. */
  component: z.object({ name: text, version: nullableText, purl: nullableText, sbom: text, sbomName: text }).optional(),
  /** The recall that it is about, and whether this unit is on its list; others have none. */
  recall: recall.optional(),
  /** Order of work: the sum of the named terms, highest first (docs/findings.md). */
  priority: z.object({
    score: z.number(),
    terms: z.array(z.object({ name: text, value: z.number(), because: text })),
  }),
  /** What was decided about it and when it is due, where it comes from the register (docs/decisions.md). */
  standing: standing.optional(),
});
export type Finding = z.infer<typeof finding>;

export const findingsDocument = z.object({
  schema: z.literal('dosimeter.findings/1'),
  findings: z.array(finding),
  /** Devices that could not be read, as sentences; left out when all could. */
  problems: z.array(text).optional(),
});

export const importDocument = z.object({
  schema: z.literal('dosimeter.import/1'),
  files: z.array(
    z.object({
      file: text,
      kind: text,
      rows: z.number().int(),
      accepted: z.number().int(),
      rejected: z.array(z.object({ row: z.number().int(), reason: text })),
      /** How many rows were rejected in all; `rejected` lists at most the first 1,000. */
      rejectedTotal: z.number().int(),
      /** Cells and lines that could not be used as they stand, as sentences. */
      problems: z.array(text).default([]),
      facts: z.number().int(),
      changed: z.number().int(),
      mapping: z.record(text, nullableText),
      /** Why nothing of the file was taken in, as a sentence; left out where it was read. */
      problem: text.optional(),
      /** The bill of materials that was taken in; other kinds have none. */
      sbom: z
        .object({
          id: text,
          vendor: nullableText,
          product: nullableText,
          version: nullableText,
          components: z.number().int(),
          relations: z.number().int(),
        })
        .optional(),
    }),
  ),
});
export type ImportDocument = z.infer<typeof importDocument>;

const counts = z.record(text, z.number().int());
const tlsVersion = nullableText;

/** What a capture showed, without one packet sent. */
export const captureDocument = z.object({
  schema: z.literal('dosimeter.capture/1'),
  input: z.object({
    files: z.number().int(),
    bytes: z.number().int(),
    packets: z.number().int(),
    truncated: z.boolean(),
    seconds: z.number(),
    /** Holes: bytes that were sent and not captured. */
    gaps: z.number().int(),
    /** Packets that carry nothing that is read. */
    unread: z.number().int(),
    /** Conversations that were ended for want of room. */
    evicted: z.number().int(),
    /** Statements that were not kept: over the bound, or they look like patient data. */
    dropped: z.number().int(),
    problems: z.array(text),
  }),
  devices: z.array(
    z.object({
      addresses: z.array(text),
      macs: z.array(text),
      names: z.array(text),
      aeTitles: z.array(text),
      roles: z.array(text),
      vendor: nullableText,
      model: nullableText,
      serial: nullableText,
      software: z.array(z.object({ name: text, version: nullableText })),
      os: nullableText,
      modality: nullableText,
      implementation: nullableText,
      services: z.array(z.object({ port: z.number().int(), protocol: nullableText })),
      weaknesses: z.array(text),
      dose: z.array(doseDay),
      facts: z.number().int(),
    }),
  ),
  associations: z.array(
    z.object({
      client: text,
      server: text,
      calling: nullableText,
      called: nullableText,
      outcome: z.enum(['accepted', 'rejected', 'unseen']),
      ended: z.enum(['released', 'aborted', 'reset', 'closed', 'open']),
      tls: z.boolean(),
      tlsVersion,
      contexts: z.array(
        z.object({ abstractSyntax: text, result: z.number().int().nullable(), transferSyntax: nullableText }),
      ),
      reject: z.object({ result: z.number(), source: z.number(), reason: z.number(), meaning: text }).nullable(),
      /** The kind of user identity that was sent (PS3.7 D.3.3.7.1), never the identity. */
      userIdentity: z.number().int().nullable(),
      clientImplementation: z.object({ classUid: nullableText, versionName: nullableText }).nullable(),
      serverImplementation: z.object({ classUid: nullableText, versionName: nullableText }).nullable(),
      operations: z.object({
        echo: z.number().int(),
        store: z.number().int(),
        find: z.number().int(),
        move: z.number().int(),
        get: z.number().int(),
      }),
      otherOperations: counts,
      statuses: counts,
      sopClasses: counts,
      objects: z.number().int(),
      bytes: z.number().int(),
      partial: z.boolean(),
      firstAt: time,
      lastAt: time,
    }),
  ),
  hl7: z.array(
    z.object({
      client: text,
      server: text,
      messages: counts,
      sendingApplications: z.array(text),
      receivingApplications: z.array(text),
      devices: z.array(text),
      versions: z.array(text),
      partial: z.boolean(),
    }),
  ),
  tls: z.array(
    z.object({
      client: text,
      server: text,
      version: tlsVersion,
      agreed: z.boolean(),
      serverName: nullableText,
      cipher: nullableText,
      ja4: nullableText,
      clientCertificate: z.boolean(),
      alert: z.number().int().nullable(),
      certificateSha256: nullableText,
    }),
  ),
  flows: z.number().int(),
  protocols: counts,
  /** Facts that were new, and devices that changed with them. */
  added: z.number().int(),
  changed: z.number().int(),
});
export type CaptureDocument = z.infer<typeof captureDocument>;

/** What DICOM objects show of themselves and of the machines that made them. */
export const imagesDocument = z.object({
  schema: z.literal('dosimeter.images/1'),
  files: z.number().int(),
  /** Files that are no DICOM. */
  others: z.number().int(),
  objects: z.array(
    z.object({
      path: text,
      sopInstance: text,
      preamble: z.enum(['clean', 'tiff', 'pe', 'elf', 'macho', 'script', 'zip', 'pdf', 'other', 'unknown']),
      executable: z.boolean(),
      signatures: z.array(z.json()),
      digests: z.object({ pixels: text, clinical: text, administrative: text }).nullable(),
      ledger: z.enum(['same', 'changed:pixels', 'changed:clinical', 'changed:administrative', 'unknown']),
      device: z.object({
        vendor: nullableText,
        model: nullableText,
        serial: nullableText,
        station: nullableText,
        software: nullableText,
      }),
      problems: z.array(text),
    }),
  ),
  devices: z.array(
    z.object({
      vendor: nullableText,
      model: nullableText,
      serial: nullableText,
      station: nullableText,
      modality: nullableText,
      department: nullableText,
      software: z.array(z.object({ version: text, from: nullableText, to: nullableText })),
      aeTitles: z.array(text),
      firstUse: nullableText,
      lastUse: nullableText,
      objects: z.number().int(),
      exams: z.number().int(),
      examsByDay: z.record(text, z.number().int()),
      /** Dose and technique by day and protocol, of five exams or more. */
      dose: z.array(doseDay),
    }),
  ),
  drift: z.array(z.json()),
  problems: z.array(z.object({ path: text, problem: text })),
  /** When an archive was asked: how many exams were looked at, back to which day, and how it ended. */
  archive: z
    .object({
      exams: z.number().int(),
      backTo: nullableText,
      ended: z.enum(['whole', 'stopped', 'bound', 'broken']),
      added: z.number().int(),
      changed: z.number().int(),
      /** Different patients, counted when a person asked for it; null otherwise. */
      patients: countedPatients.extend({ exams: z.number().int() }).nullable().default(null),
    })
    .nullable(),
});
export type ImagesDocument = z.infer<typeof imagesDocument>;

/** An interval that widens with what is not known, with the facts that made it. */
export const coverage = z.object({
  devices: z.number().int(),
  /** Devices with at least one observed service. */
  observed: z.number().int(),
  withOperatingSystem: z.number().int(),
  withOwner: z.number().int(),
});

/** A device in an assessment: its record, with what was seen of it. */
export const assessedDevice = deviceRecord.extend({
  location: nullableText,
  owner: nullableText,
  aeTitles: z.array(text),
  /** Highest rung proven on any of its services; null when never observed. */
  exposure: nullableText,
  lastSeenAt: time.nullable(),
  services: z.array(z.object({ observedAt: time, endpoint: scanEndpoint })),
});
export type AssessedDevice = z.infer<typeof assessedDevice>;

export const assessmentDocument = z.object({
  schema: z.literal('dosimeter.assessment/1'),
  site: text,
  generatedAt: time,
  evidence: z.object({
    oldestFact: time.nullable(),
    newestFact: time.nullable(),
    facts: z.number().int(),
    knowledgeAsOf: text,
  }),
  scan: scanDocument.nullable(),
  imports: importDocument.nullable(),
  summary: z.object({
    headline: text,
    /** Devices by highest rung proven; `unknown` counts devices never observed. */
    byExposure: z.array(z.object({ rung: text, meaning: text, devices: z.number().int() })),
    bySeverity: z.array(z.object({ severity, findings: z.number().int() })),
    /** Share of devices open to strangers (E3 or more, W3 or more): low counts the unknown as closed, high as open. */
    openShare: z.object({ low: z.number(), high: z.number() }),
    coverage,
    /** The cheapest facts that would narrow the picture. */
    narrow: z.array(z.object({ fact: text, devices: z.number().int(), how: text })),
  }),
  doFirst: z.array(
    z.object({
      action: text,
      who: text,
      findings: z.array(text),
      devices: z.array(z.object({ id: text, name: text })),
      because: text,
    }),
  ),
  devices: z.array(assessedDevice),
  findings: z.array(finding),
  /** The newest assessment of risk; null before the first, and left out of documents that were made before there was one. */
  risk: riskDocument.nullable().optional(),
});
export type AssessmentDocument = z.infer<typeof assessmentDocument>;
