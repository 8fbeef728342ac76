// Climbs the exposure ladder at one endpoint: what it lets a stranger do, each step by the answer that proves it
// (docs/exposure-ladder.md; reject codes PS3.8 table 9-21).
import type { ScanEndpoint } from '#contracts/index.ts';
import {
  type Abort,
  type AssociateRj,
  abortMeaning,
  rejectMeaning,
  SOP_CLASS,
  statusCategory,
  statusMeaning,
} from '#wire/dicom/index.ts';
import type { Association, Manner, OperationAnswer } from './association.ts';
import type { Conversation } from './conversation.ts';
import { nullStudyQuery, nullWorklistQuery } from './null-query.ts';
import { PROPOSED, type ServiceKind } from './proposal.ts';
import { readReject } from './reject-reading.ts';
import { type AssociationAnswer, requestAssociation, type Titles } from './request-association.ts';
import { SECONDARY_CAPTURE, syntheticObject } from './synthetic-object.ts';
import type { Strangers } from './titles.ts';

type Checked = ScanEndpoint['titles']['calling'];
type Execution = ScanEndpoint['query'];
type Offer = ScanEndpoint['read'];

/** What a DICOM endpoint was seen to do. */
export interface DicomSeen {
  accepted: boolean;
  refusal: ScanEndpoint['refusal'];
  calling: Checked;
  called: Checked;
  echo: boolean | null;
  query: Execution;
  worklist: Execution;
  read: Offer;
  write: Offer;
  /** An entry was returned (E7); it was counted, not read. */
  gave: boolean;
  /** A synthetic object was taken (E8p). */
  stored: boolean;
  reject: ScanEndpoint['reject'];
  abort: ScanEndpoint['abort'];
  classUid: string | null;
  versionName: string | null;
  maxPdu: number | null;
  /** SOP classes that were accepted. */
  services: readonly string[];
  notes: string[];
}

/** Well-formed DICOM came back, or it did not and this is what did. */
export type DicomOutcome =
  | { readonly kind: 'dicom'; readonly seen: DicomSeen }
  | Extract<AssociationAnswer, { kind: 'ended' | 'strange' }>;

export interface DicomProbe extends Manner {
  readonly names: Strangers;
  /** The service's own title, when somebody told us. */
  readonly knownTitle: string | null;
  /** Whether the null query may be sent. */
  readonly mayQuery: boolean;
  /** Whether an entry may be asked for, under the data owner's authority (E7). */
  readonly mayRead: boolean;
  /** A further connection to the same endpoint; undefined when there is none to be had. */
  readonly reopen: () => Promise<Conversation | undefined>;
  /** The scan is being stopped: nothing more is asked, what is open is ended in order. */
  readonly stop: AbortSignal;
  /** The host is busy: leave it alone for a while. */
  readonly backOff: () => void;
}

/** Probes over an open connection; opens further ones only where titles change, after an abort, or after a busy answer. */
export async function probeDicom(first: Conversation, probe: DicomProbe): Promise<DicomOutcome> {
  const { names, knownTitle } = probe;
  const titles = { calling: names.calling, called: knownTitle ?? names.called };
  let answer = await requestAssociation(first, titles, probe);
  if (answer.kind === 'rejected' && readReject(answer.rj, knownTitle !== null).refusal === 'busy') {
    await first.hangUp();
    probe.transcript.note('It is busy: left alone for a while, then asked once more');
    probe.backOff();
    answer = (await askAgain(titles, probe)) ?? answer;
  }
  if (answer.kind === 'ended' || answer.kind === 'strange') return answer;
  const seen = nothingSeen();
  if (answer.kind === 'rejected') {
    await first.hangUp();
    noteReject(seen, answer.rj, knownTitle !== null);
  } else if (answer.kind === 'aborted') {
    await first.hangUp();
    noteAbort(seen, answer.abort);
    seen.refusal = 'policy';
  } else {
    await explore(answer.association, titles, seen, probe);
  }
  if (knownTitle !== null && seen.called === 'unknown' && (seen.accepted || seen.calling === 'checked')) {
    await probeCalledTitle(seen, probe);
  }
  return { kind: 'dicom', seen };
}

async function askAgain(titles: Titles, probe: DicomProbe): Promise<AssociationAnswer | undefined> {
  const conversation = await probe.reopen();
  if (!conversation) return undefined;
  const answer = await requestAssociation(conversation, titles, probe);
  if (answer.kind !== 'accepted') await conversation.hangUp();
  return answer.kind === 'ended' || answer.kind === 'strange' ? undefined : answer;
}

/** Everything that one accepted association can prove, and a second one if the first is broken off at a query. */
async function explore(association: Association, titles: Titles, seen: DicomSeen, probe: DicomProbe): Promise<void> {
  const { user } = association.ac;
  seen.accepted = true;
  seen.calling = 'unchecked';
  if (probe.knownTitle === null) seen.called = 'unchecked';
  seen.classUid = user.implementationClassUid;
  seen.versionName = user.implementationVersionName;
  seen.maxPdu = user.maxPduLength;
  seen.services = [...association.accepted.keys()];
  const offers = (kind: ServiceKind) =>
    PROPOSED.some((service) => service.kind === kind && association.accepted.has(service.uid));
  seen.query = offers('query') ? 'offered' : 'not offered';
  seen.worklist = offers('worklist') ? 'offered' : 'not offered';
  seen.read = offers('retrieve') ? 'offered' : 'not offered';
  seen.write = offers('storage') ? 'offered' : 'not offered';
  if (offers('nonsense')) seen.notes.push('Accepts services that do not exist: its offers say little');
  if (seen.services.length === 0) seen.notes.push('Accepted the connection but none of the services proposed');

  const echo = await association.echo();
  if (echo) noteEcho(seen, echo);
  let current: Association | undefined = association;
  const ready = async () => {
    if (probe.stop.aborted) return undefined;
    if (current?.up) return current;
    await current?.release();
    current = await reassociate(titles, probe);
    return current;
  };
  const queries = probe.mayQuery ? queriesToAsk(association) : [];
  for (const kind of queries) {
    const now = await ready();
    if (!now) break;
    await ask(now, kind, seen, probe);
  }
  const search = queries.find((kind) => kind !== 'worklist');
  if (probe.mayRead && search && ranSearch(seen)) {
    const now = await ready();
    if (now) await askForOne(now, search, seen);
  }
  if (probe.mayRead && association.accepted.has(SECONDARY_CAPTURE)) {
    const now = await ready();
    if (now) await storeSynthetic(now, seen, probe);
  }
  await current?.release();
}

function ranSearch(seen: DicomSeen): boolean {
  return seen.query === 'executed';
}

type Query = 'study' | 'patient' | 'worklist';

/** Patient Root only where Study Root is not offered: both are the same search. */
function queriesToAsk(association: Association): Query[] {
  const queries: Query[] = [];
  if (association.accepted.has(SOP_CLASS.studyRootFind)) queries.push('study');
  else if (association.accepted.has(SOP_CLASS.patientRootFind)) queries.push('patient');
  if (association.accepted.has(SOP_CLASS.modalityWorklist)) queries.push('worklist');
  return queries;
}

async function reassociate(titles: Titles, probe: DicomProbe): Promise<Association | undefined> {
  const answer = await askAgain(titles, probe);
  return answer?.kind === 'accepted' ? answer.association : undefined;
}

/** The null query of one kind (rung E6). */
async function ask(association: Association, kind: Query, seen: DicomSeen, probe: DicomProbe): Promise<void> {
  const { names } = probe;
  let answer: OperationAnswer | null;
  if (kind === 'worklist') {
    const station = names.station();
    const says = `Search (C-FIND, worklist) for the made-up station ${station} on 1900-01-01, no patient key`;
    answer = await association.find(SOP_CLASS.modalityWorklist, nullWorklistQuery(station), says);
  } else {
    const uid = names.uid();
    const says = `Search (C-FIND, study) for the made-up study ${uid}, no patient key`;
    answer = await association.find(
      kind === 'study' ? SOP_CLASS.studyRootFind : SOP_CLASS.patientRootFind,
      nullStudyQuery(uid),
      says,
    );
  }
  if (!answer) return;
  if (answer.kind === 'strange') {
    // Neither a yes nor a no: the offer is all that is known.
    seen.notes.push(
      `Answered the ${kind === 'worklist' ? 'worklist' : 'study'} search with what is no DICOM: ${answer.problem}`,
    );
    return;
  }
  const verdict = executionOf(answer);
  if (verdict === undefined) {
    seen.notes.push(`Did not answer the ${kind === 'worklist' ? 'worklist' : 'study'} search in time`);
    return;
  }
  if (answer.kind === 'aborted') noteAbort(seen, answer.abort);
  if (answer.kind === 'pending') {
    seen.notes.push(
      `Answers ${kind === 'worklist' ? 'worklist' : 'study'} searches whatever the keys; the answer was not read`,
    );
  }
  if (answer.kind === 'status' && verdict === 'refused') {
    seen.notes.push(`Search refused with status ${statusMeaning(answer.status)}`);
  }
  if (kind === 'worklist') seen.worklist = verdict;
  else seen.query = verdict;
}

/** One entry, by its study's identifier alone (rung E7): whether one came is all that is kept. */
async function askForOne(association: Association, kind: Query, seen: DicomSeen): Promise<void> {
  const sopClass = kind === 'study' ? SOP_CLASS.studyRootFind : SOP_CLASS.patientRootFind;
  const says = "Search (C-FIND, study) for any study's identifier, under the data owner's authority";
  const answer = await association.find(sopClass, nullStudyQuery(''), says);
  if (answer?.kind !== 'pending') return;
  seen.gave = true;
  seen.notes.push('Gave the entry of a study to a stranger: at least one, not read and not kept');
}

/** One synthetic object (rung E8p), under the data owner's authority, who is told how to find it again. */
async function storeSynthetic(association: Association, seen: DicomSeen, { names }: DicomProbe): Promise<void> {
  const ids = { study: names.uid(), series: names.uid(), instance: names.uid() };
  const object = {
    sopClass: SECONDARY_CAPTURE,
    instance: ids.instance,
    encode: (syntax: string) => syntheticObject(ids, syntax),
  };
  const says = `A synthetic image of nobody (C-STORE, study ${ids.study}), under the data owner's authority`;
  const answer = await association.store(object, says);
  if (answer?.kind !== 'status') return;
  const category = statusCategory(answer.status);
  if (category === 'success' || category === 'warning') {
    seen.stored = true;
    seen.notes.push(
      `Took a synthetic image from a stranger; please delete it: patient ID DOSIMETER-TEST, study ${ids.study}`,
    );
  } else {
    seen.write = 'refused';
    seen.notes.push(`Refused to store a synthetic image: ${statusMeaning(answer.status)}`);
  }
}

/** Whether a search was run; undefined when that is not known. */
function executionOf(answer: Exclude<OperationAnswer, { kind: 'strange' }>): 'executed' | 'refused' | undefined {
  switch (answer.kind) {
    case 'pending':
      return 'executed';
    case 'status':
      return answer.status === 0 ? 'executed' : 'refused';
    case 'aborted':
      return 'refused';
    case 'ended':
      return answer.how === 'silence' || answer.how === 'stopped' ? undefined : 'refused';
  }
}

/** With the right called title known: does it take a wrong one as well (E3b)? */
async function probeCalledTitle(seen: DicomSeen, probe: DicomProbe): Promise<void> {
  const answer = await askAgain({ calling: probe.names.calling, called: probe.names.called }, probe);
  if (answer?.kind === 'accepted') {
    seen.called = 'unchecked';
    await answer.association.release();
  } else if (answer?.kind === 'rejected') {
    const reading = readReject(answer.rj, false);
    if (reading.refusal !== 'busy') seen.called = reading.called;
  }
}

function noteReject(seen: DicomSeen, rj: AssociateRj, titleKnown: boolean): void {
  const reading = readReject(rj, titleKnown);
  seen.refusal = reading.refusal;
  seen.calling = reading.calling;
  seen.called = reading.called;
  seen.notes.push(...reading.notes);
  seen.reject = { result: rj.result, source: rj.source, reason: rj.reason, meaning: rejectMeaning(rj) };
}

function noteAbort(seen: DicomSeen, abort: Abort): void {
  seen.abort = { source: abort.source, reason: abort.reason, meaning: abortMeaning(abort) };
}

function noteEcho(seen: DicomSeen, answer: OperationAnswer): void {
  if (answer.kind === 'status') {
    seen.echo = answer.status === 0;
    if (answer.status !== 0) seen.notes.push(`Test message refused with status ${statusMeaning(answer.status)}`);
  } else if (answer.kind !== 'ended' || answer.how !== 'stopped') {
    seen.echo = false;
  }
  if (answer.kind === 'aborted') noteAbort(seen, answer.abort);
}

function nothingSeen(): DicomSeen {
  return {
    accepted: false,
    refusal: null,
    calling: 'unknown',
    called: 'unknown',
    echo: null,
    query: 'unknown',
    worklist: 'unknown',
    read: 'unknown',
    write: 'unknown',
    gave: false,
    stored: false,
    reject: null,
    abort: null,
    classUid: null,
    versionName: null,
    maxPdu: null,
    services: [],
    notes: [],
  };
}
