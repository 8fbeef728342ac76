// Tables of the program (checks, policies, training, assessments, governance), as Kysely sees them.
import type { Generated } from 'kysely';
import type { Json, NullableJson, NullableTime, OfTenant, Time } from './columns.ts';

export interface ProgramTables {
  /** What people say to the questions of checks, in turn; `deviceId` is '' for the whole site. */
  attestations: OfTenant & {
    question: string;
    deviceId: string;
    turn: number;
    id: string;
    answer: string;
    at: Time;
    until: NullableTime;
    note: string;
    byWhom: string;
    via: string;
  };
  /** Decisions, each with the hash of the one before: appended, never changed. `log`: the site that began it, maybe in another install. */
  decisionLog: OfTenant & {
    log: string;
    seq: number;
    at: Time;
    byWhom: string;
    kind: string;
    subject: string;
    decision: string;
    because: string;
    previous: string;
    hash: string;
  };
  /** What a service provider agreed with the site; `version` counts the changes. */
  engagements: OfTenant & {
    id: string;
    version: number;
    state: string;
    body: Json;
    createdAt: Time;
    createdBy: string;
    changedAt: Time;
    changedBy: string;
  };
  /** Letters of clearance as they were issued: `covers` is the hash of what was agreed then, `sha256` that of the text. */
  engagementLetters: OfTenant & {
    id: string;
    engagement: string;
    number: number;
    reference: string;
    covers: string;
    state: string;
    terms: Json;
    body: Json;
    letterText: string;
    sha256: string;
    issuedAt: Time;
    issuedBy: string;
    signatures: Json;
    overAt: NullableTime;
    overBecause: string | null;
  };
  /** Hours of work; an entry that was wrong stays and names the one in its place. */
  engagementHours: OfTenant & {
    id: string;
    engagement: string;
    seq: number;
    /** A day. */
    day: string;
    person: string;
    minutes: number;
    activity: string;
    note: string;
    corrects: string | null;
    correctedBy: string | null;
    at: Time;
    byWhom: string;
  };
  engagementTemplates: OfTenant & { id: string; name: string; body: Json; at: Time; byWhom: string };
  /** Policies that the site has begun: the newest version, and the one that was approved last; `ownClauses` counts those it has made. */
  sitePolicies: OfTenant & {
    id: string;
    begunBy: string;
    begunAt: Time;
    latest: number;
    approved: number | null;
    ownClauses: number;
    retiredAt: NullableTime;
    retiredBy: string | null;
    retiredWhy: string | null;
  };
  /** Every version of every policy. */
  policyTexts: OfTenant & {
    policy: string;
    version: number;
    body: Json;
    note: string;
    byWhom: string;
    at: Time;
    state: string;
    meaning: boolean;
    askedBy: string | null;
    askedAt: NullableTime;
    askNote: string | null;
    decidedBy: string | null;
    decidedAt: NullableTime;
    decisionNote: string | null;
    /** A day. */
    reviewOn: string | null;
  };
  /** Who has read which version of a policy; `person` is an address of e-mail, or the id of somebody on the roster without one. */
  policyReads: OfTenant & {
    policy: string;
    person: string;
    version: number;
    at: Time;
    name: string;
    how: string;
    byWhom: string;
  };
  /** Devices that need not keep a clause or a check for a time. */
  policyExceptions: OfTenant & {
    id: string;
    policy: string | null;
    clause: string | null;
    checks: string[];
    devices: string[];
    reason: string;
    /** What is done in its place. */
    instead: string;
    owner: string;
    /** The last day. */
    until: string;
    state: string;
    askedBy: string;
    askedAt: Time;
    decidedBy: string | null;
    decidedAt: NullableTime;
    decisionNote: string | null;
    endedBy: string | null;
    endedAt: NullableTime;
    endNote: string | null;
  };
  /** Who works at the site; `email` is in small letters. `bouncedAt` is null once a mail was taken again. */
  staff: OfTenant & {
    id: string;
    name: string;
    email: string;
    roles: string[];
    devices: string[];
    active: boolean;
    via: string;
    /** What the directory that sends the roster calls the person. */
    externalId: string | null;
    createdAt: Time;
    updatedAt: Time;
    bouncedAt: NullableTime;
    bouncedBecause: string | null;
  };
  /** Links that open one lesson or policy for one person; of the token only a hash is kept. */
  staffLinks: OfTenant & {
    id: string;
    tokenSha256: string;
    kind: string;
    subject: string;
    staffId: string;
    createdAt: Time;
    createdBy: string;
    expiresAt: Time;
    openedAt: NullableTime;
    usedAt: NullableTime;
    /** Of a policy: when it went out by mail; null again once that mail came back. */
    mailedAt: NullableTime;
  };
  /** A lesson that a person is to read; `before` are the open findings at the person's devices that it answers. `toldAt`: by mail. */
  lessonAssignments: OfTenant & {
    staffId: string;
    lesson: string;
    assignedAt: Time;
    assignedBy: string;
    /** A day, as text. */
    dueOn: string;
    because: string[];
    before: Json;
    toldAt: NullableTime;
  };
  /** Each time that a lesson, or a course of elsewhere (`lesson` is '' then), was gone through. */
  lessonCompletions: OfTenant & {
    id: string;
    staffId: string;
    lesson: string;
    course: string;
    version: number | null;
    score: number | null;
    outOf: number | null;
    passed: boolean;
    at: Time;
    via: string;
  };
  phishingDrills: OfTenant & {
    id: string;
    heldOn: string;
    sent: number;
    reported: number;
    clicked: number;
    note: string;
    at: Time;
    byWhom: string;
  };
  /** The mail server of the site; the password is sealed (people/secret-box). */
  mailSettings: OfTenant & { body: Json; password: string | null; byWhom: string; at: Time };
  /** Ways to sign in beside passwords; the secret is sealed (people/secret-box), the id is what strangers see of it. */
  signInWays: OfTenant & { kind: string; id: string; body: Json; secret: string | null; byWhom: string; at: Time };
  /** Which account somebody at a provider or in a directory has, since their first sign-in. */
  signInLinks: OfTenant & { source: string; subject: string; userId: string; at: Time };
  /**
   * Whom an owner took out: with an empty source the subject is the address itself; else a row for each address that they came under,
   * let back where an owner added that one since.
   */
  removedPeople: OfTenant & {
    source: string;
    subject: string;
    email: Generated<string>;
    letBack: Generated<boolean>;
    byWhom: string;
    at: Time;
  };
  /** What a directory posts the roster with; only a hash of the token is kept. */
  scimTokens: OfTenant & { tokenSha256: string; createdAt: Time; createdBy: string; lastUsedAt: NullableTime };
  /** The guided start: each field as it was last said. */
  startFields: OfTenant & { field: string; value: Json; version: number; at: Time; byWhom: string };
  /** What it stated when it was last finished, so that it can take that back, and nothing else. */
  startStated: OfTenant & { at: Time; byWhom: string; body: Json };
  /** What people answer in assessments: of a control, a row of a framework, a target, or a question to a party (its id is the scope); the last turn counts. */
  assessmentAnswers: OfTenant & {
    kind: string;
    scope: string;
    subject: string;
    turn: number;
    answer: string;
    note: string;
    evidence: string;
    saidOn: string;
    at: Time;
    byWhom: string;
    via: string;
  };
  /** Business associates and vendors that answer a questionnaire. */
  assessmentParties: OfTenant & {
    id: string;
    questionnaire: string;
    name: string;
    contact: string;
    at: Time;
    byWhom: string;
  };
  /** Who of a maker may reach which devices from outside, and until when. */
  remoteAccess: OfTenant & {
    id: string;
    maker: string;
    who: string;
    devices: string[];
    service: string;
    reason: string;
    until: string;
    secondFactor: string;
    contact: string;
    at: Time;
    byWhom: string;
    endedAt: NullableTime;
    endedBy: string | null;
    /** The devices were judged since it expired. */
    expiryJudged: Generated<boolean>;
  };
  /** Duties that come back, each time that they were done; `doneOn` is a day. */
  dutyDone: OfTenant & {
    id: string;
    duty: string;
    doneOn: string;
    byName: string;
    note: string;
    at: Time;
    byWhom: string;
  };
  /** Who is reminded of what is due on a day, once: `sentAt` is null until the mail is gone, `refused` holds the words of the server. */
  dueReminders: OfTenant & {
    item: string;
    dueOn: string;
    email: string;
    triedAt: Time;
    sentAt: NullableTime;
    refused: string | null;
  };
  /** Figures of the program, taken once a day. */
  programMetrics: OfTenant & { day: string; name: string; value: number | null; ofAll: number };
  /** What the site puts on its reports. */
  clientBranding: OfTenant & { version: number; body: Json; at: Time; byWhom: string };
  /** Whether a site is counted among others: `none`, `clients` or `files`. */
  benchmarkAgreements: OfTenant & { agreed: string; byWhom: string; at: Time };
  /** Of the installation: files of noise-added counts that left, one for a period, so that the noise is drawn once. */
  benchmarkReleases: { period: string; document: string; byWhom: string; at: Time };
  /** Of the installation: keys of other providers that a person trusted, and the newest file of each for a period. */
  benchmarkSigners: { fingerprint: string; name: string; byWhom: string; at: Time };
  benchmarkFiles: { fingerprint: string; period: string; day: string; document: string; byWhom: string; at: Time };
  /** How the program stood at the end of each day; `body` is null where it stood as on the day before that has one. */
  dayStandings: OfTenant & { day: string; keptAt: Time; body: NullableJson };
}
