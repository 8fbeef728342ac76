// The tables as Kysely sees them (camelCase here, snake_case in SQL). JSON columns are written as text and read as values.
import type { Generated } from 'kysely';
import type { Json, NullableJson, NullableTime, OfTenant, Time } from './columns.ts';
import type { ProgramTables } from './program-tables.ts';

export interface Schema extends ProgramTables {
  tenants: { id: string; name: string; demo: boolean; createdAt: Time };
  users: {
    id: string;
    email: string;
    name: string;
    passwordHash: string;
    totpSecret: string | null;
    totpConfirmedAt: NullableTime;
    totpLastStep: number | null;
    createdAt: Time;
    lastSeenAt: NullableTime;
    disabledAt: NullableTime;
  };
  memberships: { userId: string; tenantId: string; role: string };
  sessions: {
    tokenSha256: string;
    userId: string;
    csrf: string;
    createdAt: Time;
    lastSeenAt: Time;
    expiresAt: Time;
    /** The way it was opened by; null: a password. */
    wayId: string | null;
  };
  meta: { key: string; value: string };
  idempotency: { principal: string; key: string; request: string; status: number; body: string; at: Time };
  facts: OfTenant & {
    id: string;
    subjectKind: string;
    subjectKey: string;
    attribute: string;
    value: Json;
    basis: string;
    confidence: number;
    sensor: string;
    run: string;
    detail: string | null;
    observedAt: Time;
    recordedAt: Time;
    byWhom: string;
  };
  factCurrent: OfTenant & {
    subjectKind: string;
    subjectKey: string;
    attribute: string;
    /** '' for an attribute with one value, a hash of the value for one with several. */
    slot: string;
    sensor: string;
    factId: string;
    value: Json;
    basis: string;
    confidence: number;
    firstObservedAt: Time;
    lastObservedAt: Time;
  };
  subjectMarks: OfTenant & { subjectKind: string; subjectKey: string; mark: string };
  deviceSubjects: OfTenant & { subjectKind: string; subjectKey: string; deviceId: string; because: string };
  devices: OfTenant & {
    id: string;
    name: string;
    kind: string | null;
    modality: string | null;
    vendor: string | null;
    model: string | null;
    serial: string | null;
    os: string | null;
    zone: string | null;
    location: string | null;
    owner: string | null;
    addresses: string[];
    aeTitles: string[];
    macs: string[];
    exposure: string | null;
    exposureRank: number;
    criticality: number | null;
    criticalityReasons: Json;
    severity: number;
    findings: number;
    firstSeenAt: NullableTime;
    lastSeenAt: NullableTime;
    retired: boolean;
    /** Some list names it; what a sensor saw, or a person says on its page, is no list. */
    listed: Generated<boolean>;
    search: string;
    updatedAt: Time;
  };
  identityDecisions: OfTenant & {
    id: string;
    kind: string;
    payload: Json;
    byWhom: string;
    at: Time;
    undoneAt: NullableTime;
    undoneBy: string | null;
  };
  services: OfTenant & {
    address: string;
    port: number;
    vantage: string;
    deviceId: string;
    endpoint: Json;
    exposure: string | null;
    exposureRank: number;
    observedAt: Time;
    scanId: string | null;
  };
  flows: OfTenant & {
    key: string;
    transport: string;
    client: string;
    server: string;
    port: number;
    protocols: string[];
    operations: string[];
    titles: Json;
    firstSeenAt: Time;
    lastSeenAt: Time;
    /** `out`: from ours to a public address; `in`: the other way round; null when both ends are ours. */
    internet: string | null;
  };
  /** A network that somebody stated (tag -1), or a VLAN tag seen in a range, with the fact that was first to say so. */
  segments: OfTenant & { range: string; tag: number; basis: string; factId: string };
  /** What people call a zone. */
  zoneNames: OfTenant & { zone: string; name: string; byWhom: string; at: Time };
  /** What people say is behind a code that software sends (a class UID or a version name). */
  softwareNames: OfTenant & {
    id: string;
    code: string;
    product: string;
    vendor: string | null;
    byWhom: string;
    at: Time;
    undoneAt: NullableTime;
    undoneBy: string | null;
  };
  sensors: OfTenant & {
    id: string;
    name: string;
    tokenSha256: string;
    createdAt: Time;
    createdBy: string;
    revokedAt: NullableTime;
    lastSeenAt: NullableTime;
    /** The batch that was acknowledged last. */
    lastBatch: string | null;
    facts: Generated<number>;
    /** Facts that were not taken. */
    refused: Generated<number>;
    lastError: string | null;
    status: NullableJson;
  };
  /** What each sensor last took in: a capture, a file, a folder of images. */
  sources: OfTenant & {
    sensor: string;
    run: string;
    kind: string;
    name: string;
    at: Time;
    byWhom: string;
    facts: number;
    summary: Json;
    problems: Json;
  };
  findings: OfTenant & {
    id: string;
    deviceId: string;
    rule: string;
    kind: string;
    severity: number;
    state: string;
    confidence: number;
    priority: number;
    title: string;
    /** Who must act, and the first sentence of the advice; the whole finding is in findingBodies. */
    who: Generated<string>;
    action: Generated<string>;
    /** The published flaw that it is about, and the advisories that name it. */
    cve: string | null;
    advisories: Generated<string[]>;
    /** What SSVC says of it, in small letters; '' when nothing is said. */
    outcome: Generated<string>;
    kev: Generated<boolean>;
    /** The span of what it may be, counted from the least urgent; null for what is no flaw. */
    ssvcLowest: number | null;
    ssvcHighest: number | null;
    firstSeenAt: Time;
    updatedAt: Time;
    closedAt: NullableTime;
  };
  findingBodies: OfTenant & { findingId: string; body: Json };
  decisions: OfTenant & {
    id: string;
    findingId: string;
    kind: string;
    state: string;
    reason: string;
    justification: string | null;
    until: NullableTime;
    maker: string | null;
    how: string | null;
    /** A day, as in 2027-01-31. */
    promisedFor: string | null;
    answer: string | null;
    askedBy: string;
    askedAt: Time;
    approvedBy: string | null;
    approvedAt: NullableTime;
    endedAt: NullableTime;
    /** The finding as it was when the decision was asked for. */
    seen: Json;
  };
  /** What happened to a decision: appended, never changed. */
  decisionEvents: OfTenant & {
    decisionId: string;
    seq: number;
    at: Time;
    who: string;
    what: string;
    why: string;
  };
  policies: OfTenant & { name: string; body: Json; byWhom: string; at: Time };
  /** Canonical JSON of what an assessment of risk was worked out from, and of what came out. */
  riskAssessments: OfTenant & {
    id: string;
    at: Time;
    byWhom: string;
    mean: number;
    after: number;
    worstHarm: string | null;
    /** The 90 % intervals of both mean years. */
    ranges: NullableJson;
    inputs: string;
    document: string;
  };
  /** What people say of threat scenarios, by who said it; `role` is what they work as. */
  ratings: OfTenant & { scenario: string; rater: string; role: string; initials: string; body: Json; at: Time };
  /** Steps that people say are done; `body` is the action as it stood in the assessment that it came from. */
  doneActions: OfTenant & { action: string; at: Time; byWhom: string; note: string; assessment: string; body: Json };
  /** Devices that changed and are not judged yet. */
  judgementsDue: OfTenant & { deviceId: string };
  sboms: OfTenant & {
    /** SHA-256 of the document. */
    id: string;
    format: string;
    spec: string;
    serial: string | null;
    vendor: string | null;
    product: string | null;
    version: string | null;
    tool: string | null;
    /** The day on which it was made. */
    made: string | null;
    components: number;
    relations: number;
    duplicates: number;
    flaws: number;
    problems: Json;
    importedAt: Time;
    importedBy: string;
  };
  sbomComponents: OfTenant & {
    sbomId: string;
    seq: number;
    name: string;
    version: string | null;
    purl: string | null;
    cpe: string | null;
    supplier: string | null;
    license: string | null;
  };
  /** `how`: matched by maker and model, chosen by a person, or refused by a person. */
  sbomLinks: OfTenant & { sbomId: string; deviceId: string; how: string; byWhom: string; at: Time };
  scans: OfTenant & {
    id: string;
    state: string;
    targets: Json;
    ports: Json;
    clearance: string;
    authority: string | null;
    vantage: string;
    startedAt: Time;
    endedAt: NullableTime;
    startedBy: string;
    totals: NullableJson;
    refused: Json;
    open: number;
    jobId: string | null;
  };
  scanEndpoints: OfTenant & { scanId: string; address: string; port: number; endpoint: Json };
  probeLog: OfTenant & {
    scanId: string;
    seq: Generated<number>;
    target: string;
    ports: Json;
    connections: number;
    bytesSent: number;
    clearance: string;
    authority: string | null;
    allowedBy: string;
    at: Time;
  };
  clearances: OfTenant & {
    id: string;
    range: string;
    level: string;
    deny: boolean;
    publicScope: boolean;
    authority: NullableJson;
    note: string;
    createdAt: Time;
    createdBy: string;
    expiresAt: NullableTime;
    letter: NullableJson;
  };
  schedules: OfTenant & {
    id: string;
    name: string;
    scan: Json;
    cron: string;
    timeZone: string;
    allowedHours: Json;
    enabled: boolean;
    nextRunAt: NullableTime;
    lastScan: string | null;
    createdBy: string;
  };
  jobs: OfTenant & {
    id: string;
    kind: string;
    state: string;
    progress: number;
    message: string;
    payload: Json;
    result: NullableJson;
    error: string | null;
    createdAt: Time;
    createdBy: string;
    startedAt: NullableTime;
    endedAt: NullableTime;
    /** The process that runs it, and its last sign of life. */
    worker: string | null;
    heartbeatAt: NullableTime;
  };
  audit: OfTenant & { id: string; at: Time; who: string; action: string; subject: string; detail: string };
  /** The walk-round checklist by device; the answers are facts. */
  checklists: OfTenant & {
    deviceId: string;
    answered: number;
    at: Time;
    byWhom: string;
    doneAt: NullableTime;
    doneBy: string | null;
  };
  /** Makers' disclosure statements, each once; the id is a hash of what it says. */
  mds2Documents: OfTenant & {
    id: string;
    edition: string;
    manufacturer: string | null;
    model: string | null;
    version: string | null;
    documentId: string | null;
    day: string | null;
    questions: number;
    answered: number;
    problems: Json;
    addedAt: Time;
    addedBy: string;
  };
  mds2Answers: OfTenant & {
    document: string;
    place: number;
    id: string;
    capability: string;
    /** The question of 2019 that it is, or stands for. */
    sameAs: string | null;
    kind: string;
    answer: string;
    note: string | null;
    question: string | null;
  };
  /** What people say of a device: this document is about it, or (null) none is. */
  mds2Choices: OfTenant & { deviceId: string; document: string | null; byWhom: string; at: Time };
  importMappings: OfTenant & { source: string; mapping: Json; updatedAt: Time };
}

/** Tables that carry a tenant, in an order in which rows may be restored. */
export const TENANT_TABLES = [
  'facts',
  'fact_current',
  'subject_marks',
  'devices',
  'device_subjects',
  'identity_decisions',
  'services',
  'flows',
  'segments',
  'zone_names',
  'software_names',
  'sensors',
  'sources',
  'findings',
  'finding_bodies',
  'decisions',
  'decision_events',
  'policies',
  'risk_assessments',
  'ratings',
  'done_actions',
  'attestations',
  'decision_log',
  'duty_done',
  'due_reminders',
  'program_metrics',
  'client_branding',
  'benchmark_agreements',
  'day_standings',
  'site_policies',
  'policy_texts',
  'policy_reads',
  'policy_exceptions',
  'staff',
  'staff_links',
  'lesson_assignments',
  'lesson_completions',
  'phishing_drills',
  'mail_settings',
  'scim_tokens',
  'sign_in_ways',
  'sign_in_links',
  'removed_people',
  'start_fields',
  'start_stated',
  'assessment_parties',
  'assessment_answers',
  'remote_access',
  'engagements',
  'engagement_letters',
  'engagement_hours',
  'engagement_templates',
  'sboms',
  'sbom_components',
  'sbom_links',
  'judgements_due',
  'scans',
  'scan_endpoints',
  'probe_log',
  'clearances',
  'schedules',
  'jobs',
  'audit',
  'checklists',
  'mds2_documents',
  'mds2_answers',
  'mds2_choices',
  'import_mappings',
] as const;

/** Tables of the installation, in the same order. */
export const SYSTEM_TABLES = [
  'meta',
  'tenants',
  'users',
  'memberships',
  'sessions',
  'benchmark_releases',
  'benchmark_signers',
  'benchmark_files',
] as const;
