// The vocabulary of facts: every attribute that may be stated, in plain words, how many values it can have at once, and
// what a value looks like. What is not here cannot be stored; nothing here describes a patient.
import { z } from 'zod';
import {
  circumstances,
  countedPatients,
  documents,
  doseDay,
  exposure,
  HARDENING_TOPICS,
  type HardeningTopic,
  hardeningEntry,
  NOT_KNOWN,
  portList,
  severity,
  webExposure,
} from '#contracts/index.ts';
import { inertText } from '#kit/index.ts';

/** One attribute of the vocabulary. */
export interface Attribute {
  /** In plain words, as pages and reports show it. */
  readonly label: string;
  /**
   * `single`: a newer value of the same sensor replaces the older; `multi`: values stand side by side; `series`: so they do, day after
   * day, and are read only by who asks for them.
   */
  readonly values: 'single' | 'multi' | 'series';
  readonly schema: z.ZodType;
}

// inertText adds an ellipsis when it cuts and grows when it spells a control out, so the bound is applied before it.
function text(max: number) {
  return z
    .string()
    .transform((value) => inertText(value.trim(), max))
    .pipe(z.string().min(1));
}

const words = text(200);
const optionalText = text(200).nullable().default(null);

const tls = z.object({
  grade: z.number().int().min(0).max(3),
  versions: z.array(text(20)).max(10),
  mutual: z.boolean(),
  weaknesses: z.array(text(200)).max(20),
  certificateSha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable()
    .default(null),
  notAfter: z.iso.datetime().nullable().default(null),
});

const implementation = z.object({
  classUid: z
    .string()
    .max(64)
    .regex(/^[0-9.]+$/)
    .nullable()
    .default(null),
  versionName: text(32).nullable().default(null),
  product: optionalText,
  vendor: optionalText,
  toolkit: optionalText,
});

/** What traffic itself gives away about a service, without asking it anything. */
export const WIRE_WEAKNESSES = [
  'password-in-clear',
  'smb1',
  'smb-unsigned',
  'ntlm-v1',
  'telnet',
  'ftp',
  'snmp-community',
  'vnc',
  'tls-outdated',
  'dicom-identity-in-clear',
] as const;

/** An attribute for each topic of hardening: one of the topic's values, or that nobody can say. */
type HardeningAttributes = {
  readonly [T in HardeningTopic as `hardening.${T}`]: {
    readonly label: string;
    readonly values: 'single';
    readonly schema: z.ZodType<string, string>;
  };
};

const hardeningAttributes = Object.fromEntries(
  HARDENING_TOPICS.map((topic) => {
    const { label, values } = hardeningEntry(topic);
    const schema = z.enum([...Object.keys(values), NOT_KNOWN]);
    return [`hardening.${topic}`, { label, values: 'single', schema }];
  }),
) as unknown as HardeningAttributes; // a key for each topic, by construction

const said = circumstances.required().shape;
/** As stated; that it is not known takes back what was stated before. */
const orNotKnown = <T extends z.ZodType>(schema: T) => z.union([schema, z.literal(NOT_KNOWN)]);

/** Every attribute that a fact may state. */
export const VOCABULARY = {
  'device.name': { label: 'Name', values: 'single', schema: words },
  'device.kind': { label: 'Kind of device', values: 'single', schema: text(60) },
  'device.modality': { label: 'Modality', values: 'single', schema: text(20) },
  'device.vendor': { label: 'Maker', values: 'single', schema: words },
  'device.model': { label: 'Model', values: 'single', schema: words },
  'device.serial': { label: 'Serial number', values: 'single', schema: text(100) },
  'device.udi': { label: 'Unique device identifier', values: 'single', schema: words },
  'device.assetTag': { label: 'Inventory number', values: 'single', schema: text(100) },
  'device.mac': {
    label: 'Hardware address',
    values: 'multi',
    schema: z.string().regex(/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/),
  },
  'device.address': {
    label: 'Network address',
    values: 'multi',
    schema: z
      .string()
      .max(45)
      .regex(/^[0-9a-f.:]+$/),
  },
  'device.hostName': { label: 'Host name', values: 'multi', schema: text(253) },
  'device.aeTitle': { label: 'AE title', values: 'multi', schema: text(16) },
  'device.location': { label: 'Location', values: 'single', schema: words },
  'device.site': { label: 'Site', values: 'single', schema: words },
  'device.department': { label: 'Department', values: 'single', schema: words },
  'device.owner': { label: 'Owner', values: 'single', schema: words },
  'os.name': { label: 'Operating system', values: 'single', schema: words },
  'os.version': { label: 'Operating system version', values: 'single', schema: text(100) },
  'os.build': { label: 'Operating system build', values: 'single', schema: text(60) },
  software: {
    label: 'Software',
    values: 'multi',
    schema: z.object({ name: words, version: optionalText, cpe: optionalText, purl: optionalText }),
  },
  'criticality.level': { label: 'Criticality', values: 'single', schema: z.number().int().min(1).max(5) },
  'criticality.reason': { label: 'Why it is critical', values: 'multi', schema: text(500) },
  'criticality.onlyOne': { label: 'Only one of its kind', values: 'single', schema: orNotKnown(said.onlyOne) },
  'criticality.emergency': { label: 'Used for emergencies', values: 'single', schema: orNotKnown(said.emergency) },
  'criticality.guidesTherapy': {
    label: 'Guides a treatment',
    values: 'single',
    schema: orNotKnown(said.guidesTherapy),
  },
  'criticality.patientsPerDay': { label: 'Patients a day', values: 'single', schema: orNotKnown(said.patientsPerDay) },
  'criticality.substituteHours': {
    label: 'Hours to a substitute',
    values: 'single',
    schema: orNotKnown(said.substituteHours),
  },
  'criticality.replacementDays': {
    label: 'Days to a replacement',
    values: 'single',
    schema: orNotKnown(said.replacementDays),
  },
  'service.port': { label: 'Port', values: 'single', schema: z.number().int().min(1).max(65_535) },
  'service.protocol': { label: 'Protocol', values: 'single', schema: documents.scanEndpoint.shape.protocol },
  'service.name': { label: 'Service of the port', values: 'single', schema: text(60) },
  'service.exposure': { label: 'Rung proven', values: 'single', schema: exposure },
  'service.web': { label: 'Web rung proven', values: 'single', schema: webExposure },
  'service.offered': {
    label: 'Offered to strangers',
    values: 'single',
    schema: z.array(z.enum(['E5', 'E8o'])).max(2),
  },
  'service.answers': {
    label: 'What it does for strangers',
    values: 'single',
    schema: z.object({
      echo: z.boolean().nullable(),
      query: documents.execution,
      worklist: documents.execution,
      read: documents.offer,
      write: documents.offer,
    }),
  },
  'service.refusal': {
    label: 'Why it turned a stranger away',
    values: 'single',
    schema: z.enum(['calling', 'called', 'policy', 'busy']),
  },
  'service.titles': {
    label: 'Checks of AE titles',
    values: 'single',
    schema: z.object({ calling: documents.checked, called: documents.checked }),
  },
  'service.tls': { label: 'Encryption', values: 'single', schema: tls },
  'service.implementation': { label: 'Software that answers', values: 'single', schema: implementation },
  'service.deviceClass': { label: 'What its services are made for', values: 'single', schema: text(60) },
  'service.banner': { label: 'What it says of itself', values: 'single', schema: text(256) },
  'service.weakness': { label: 'Seen on the wire', values: 'multi', schema: z.enum(WIRE_WEAKNESSES) },
  'device.hint': {
    label: 'Sign of what it is',
    values: 'multi',
    schema: z.object({ sign: text(40), value: words, means: optionalText }),
  },
  'device.role': { label: 'Part it plays', values: 'multi', schema: text(40) },
  'device.examsByDay': {
    label: 'Exams by day',
    values: 'single',
    schema: z.record(z.iso.date(), z.number().int().min(0)).refine((days) => Object.keys(days).length <= 4000),
  },
  'device.dose': {
    label: 'Dose by day and protocol',
    values: 'series',
    schema: doseDay.extend({ protocol: text(64).nullable() }),
  },
  'archive.patients': { label: 'Patients counted in the archive', values: 'single', schema: countedPatients },
  'device.firstUse': { label: 'First exam known', values: 'single', schema: z.iso.date() },
  'device.lastUse': { label: 'Last exam known', values: 'single', schema: z.iso.date() },
  'device.peer': {
    label: 'Configured to speak with',
    values: 'multi',
    schema: z.object({
      title: text(16),
      address: optionalText,
      port: z.number().int().min(1).max(65_535).nullable().default(null),
    }),
  },
  'device.vlan': { label: 'Network tag (VLAN)', values: 'multi', schema: z.number().int().min(0).max(4095) },
  'device.network': {
    label: 'Network it is in',
    values: 'multi',
    schema: z
      .string()
      .max(50)
      .regex(/^[0-9a-f.:]+\/\d{1,3}$/),
  },
  'device.privateClass': {
    label: 'DICOM service that no standard knows',
    values: 'multi',
    schema: z
      .string()
      .max(64)
      .regex(/^[0-9.]+$/),
  },
  'vulnerability.reported': {
    label: 'Weakness reported by a scanner',
    values: 'multi',
    schema: z.object({
      id: text(80),
      title: words,
      severity,
      cves: z.array(z.string().regex(/^CVE-\d{4}-\d{4,10}$/)).max(500),
      port: z.number().int().min(1).max(65_535).nullable().default(null),
    }),
  },
  'flow.protocol': { label: 'Protocol', values: 'multi', schema: text(40) },
  'flow.titles': {
    label: 'AE titles used',
    values: 'multi',
    schema: z.object({
      calling: text(16).nullable(),
      called: text(16).nullable(),
      outcome: z.enum(['accepted', 'rejected', 'unseen']),
    }),
  },
  'flow.operation': { label: 'What is done', values: 'multi', schema: text(60) },
  'service.honeypot': { label: 'May be a decoy', values: 'single', schema: words },
  ...hardeningAttributes,
  'hardening.lastUpdate': { label: 'Day of the last security update', values: 'single', schema: z.iso.date() },
  'hardening.localAccounts': {
    label: 'Local accounts',
    values: 'single',
    schema: z.number().int().min(0).max(10_000),
  },
  'hardening.openPorts': { label: 'Ports that listen', values: 'single', schema: portList },
  'hardening.makerPorts': { label: 'Ports that the maker lists', values: 'single', schema: portList },
  'mds2.answer': {
    label: 'Answer of the maker (MDS2)',
    values: 'multi',
    schema: z.object({
      /** As printed, in the numbering of `edition`. */
      question: text(24),
      edition: z.enum(['2019', '2013']),
      answer: text(2000),
      note: text(2000).nullable().default(null),
    }),
  },
} as const satisfies Readonly<Record<string, Attribute>>;

/** The name of an attribute in the vocabulary. */
export type AttributeName = keyof typeof VOCABULARY;
/** What may be handed in as the value of an attribute. */
export type AttributeInput<A extends AttributeName> = z.input<(typeof VOCABULARY)[A]['schema']>;

const TABLE: ReadonlyMap<string, Attribute> = new Map(Object.entries(VOCABULARY));

/** The vocabulary's entry for a name, or undefined when nobody may state that. */
export function attributeNamed(name: string): Attribute | undefined {
  return TABLE.get(name);
}

/** Attributes that grow day after day. */
export const SERIES: readonly string[] = Object.entries(VOCABULARY).flatMap(([name, { values }]) =>
  values === 'series' ? name : [],
);

/** Every attribute's name, in the order in which pages show them. */
export const ATTRIBUTE_NAMES: readonly string[] = Object.keys(VOCABULARY);
