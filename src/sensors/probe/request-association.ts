// The way into an association (PS3.8 7.1, 9.3.2): who we say we are, what we propose, and what came back.
import {
  type Abort,
  APPLICATION_CONTEXT,
  type AssociateRj,
  abortMeaning,
  EMPTY_USER_INFORMATION,
  type ExtendedNegotiation,
  encodePdu,
  invalidAssociateAc,
  rejectMeaning,
} from '#wire/dicom/index.ts';
import { Association, type Manner } from './association.ts';
import type { Conversation } from './conversation.ts';
import { Ear, type Ending } from './ear.ts';
import { CONTEXTS, OUR_CLASS_UID, OUR_VERSION_NAME, type ProposedContext, servicesInWords } from './proposal.ts';

/** What came back to the request for an association. */
export type AssociationAnswer =
  | { readonly kind: 'accepted'; readonly association: Association }
  | { readonly kind: 'rejected'; readonly rj: AssociateRj }
  | { readonly kind: 'aborted'; readonly abort: Abort }
  | { readonly kind: 'ended'; readonly how: Ending; readonly code: string | null }
  /** Bytes that are no answer to our request; `problem` says why. */
  | { readonly kind: 'strange'; readonly bytes: Uint8Array; readonly problem: string };

export interface Titles {
  readonly calling: string;
  readonly called: string;
}

/** What is proposed. */
export interface Proposal {
  readonly contexts: readonly ProposedContext[];
  readonly extended: readonly ExtendedNegotiation[];
}

/** One of each service, as a scan asks. */
const EVERYTHING: Proposal = { contexts: CONTEXTS, extended: [] };

/** Bytes of P-DATA that we take at once. */
const OUR_MAX_PDU = 16384;

/** Requests an association, with every context unless a proposal names some, and reads the answer. */
export async function requestAssociation(
  conversation: Conversation,
  titles: Titles,
  manner: Manner,
  proposal: Proposal = EVERYTHING,
): Promise<AssociationAnswer> {
  const { transcript, patience } = manner;
  conversation.say(
    encodePdu({
      kind: 'associate-rq',
      protocolVersion: 1,
      calledAeTitle: titles.called,
      callingAeTitle: titles.calling,
      applicationContext: APPLICATION_CONTEXT,
      contexts: proposal.contexts,
      user: {
        ...EMPTY_USER_INFORMATION,
        maxPduLength: OUR_MAX_PDU,
        implementationClassUid: OUR_CLASS_UID,
        implementationVersionName: OUR_VERSION_NAME,
        extendedNegotiation: proposal.extended,
      },
    }),
  );
  transcript.sent(
    `Connection request (A-ASSOCIATE-RQ) as ${titles.calling} to called title ${titles.called}, ${proposal.contexts.length} services proposed`,
  );
  const ear = new Ear(conversation, patience.firstByteMs);
  const event = await ear.next(patience.wholeMs);
  if (event.kind === 'ended') return { kind: 'ended', how: event.how, code: conversation.failure };
  if (event.kind !== 'pdu') {
    return { kind: 'strange', bytes: ear.first, problem: event.kind === 'malformed' ? event.message : 'data unasked' };
  }
  const { pdu } = event;
  if (pdu.kind === 'associate-rj') {
    transcript.received(
      `Connection refused (A-ASSOCIATE-RJ ${pdu.result}/${pdu.source}/${pdu.reason}): ${rejectMeaning(pdu)}`,
    );
    return { kind: 'rejected', rj: pdu };
  }
  if (pdu.kind === 'abort') {
    transcript.received(`Connection aborted (A-ABORT ${pdu.source}/${pdu.reason}) ${abortMeaning(pdu)}`);
    return { kind: 'aborted', abort: pdu };
  }
  if (pdu.kind !== 'associate-ac') {
    const mirrored = pdu.kind === 'associate-rq';
    return {
      kind: 'strange',
      bytes: ear.first,
      problem: mirrored ? 'it sent our own request back' : `it answered a request with ${pdu.kind}`,
    };
  }
  const problems = invalidAssociateAc(
    pdu,
    proposal.contexts.map(({ id }) => id),
  );
  if (problems.length > 0) return { kind: 'strange', bytes: ear.first, problem: problems.join('; ') };
  const association = new Association(conversation, ear, { ac: pdu, proposed: proposal.contexts }, manner);
  transcript.received(
    `Connection accepted (A-ASSOCIATE-AC): ${association.accepted.size} of ${proposal.contexts.length} services accepted${
      association.accepted.size > 0 ? ` (${servicesInWords(association.accepted.keys())})` : ''
    }`,
  );
  return { kind: 'accepted', association };
}
