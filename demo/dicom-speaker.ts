// A DICOM service of the demo: answers associations, C-ECHO and C-FIND as a real peer with these settings would. It holds no patient.
import type net from 'node:net';
import {
  APPLICATION_CONTEXT,
  type AssociateRq,
  COMMAND,
  type Command,
  DimseAssembler,
  EMPTY_USER_INFORMATION,
  encodePdu,
  messageToPdus,
  type Pdu,
  PduStream,
  SOP_CLASS,
  sopClass,
  TRANSFER_SYNTAX,
} from '#wire/dicom/index.ts';
import { type Listener, type ListenOptions, listen } from './loopback-server.ts';

export interface SpeakerSettings {
  readonly title: string;
  readonly implementationClassUid: string;
  readonly implementationVersionName: string;
  /** Callers that are let in; null lets everyone in. */
  readonly callers: readonly string[] | null;
  /** Whether a wrong called title is turned away. */
  readonly checksCalled: boolean;
  /** SOP classes accepted. */
  readonly services: readonly string[];
}

const RESPONSE = 0x8000;
const MAX_PDU = 65536;

/** Starts the service. */
export function startDicomSpeaker(at: ListenOptions, settings: SpeakerSettings): Promise<Listener> {
  return listen(at, (socket) => converse(socket, settings));
}

function converse(socket: net.Socket, settings: SpeakerSettings): void {
  const stream = new PduStream({ maxPduLength: MAX_PDU });
  const assembler = new DimseAssembler(MAX_PDU);
  let association: AssociateRq | undefined;
  const send = (pdu: Pdu) => socket.write(encodePdu(pdu));
  const refuse = (reason: number) => {
    send({ kind: 'associate-rj', result: 1, source: 1, reason });
    socket.end();
  };
  const abort = (reason: number) => {
    send({ kind: 'abort', source: 2, reason });
    socket.end();
  };
  const take = (pdu: Pdu) => {
    if (pdu.kind === 'associate-rq' && !association) {
      // The order of the checks is that of DCMTK's: called title, then calling title.
      if (settings.checksCalled && pdu.calledAeTitle !== settings.title) return refuse(7);
      if (settings.callers && !settings.callers.includes(pdu.callingAeTitle)) return refuse(3);
      association = pdu;
      return send(answer(pdu, settings));
    }
    if (pdu.kind === 'release-rq' && association) {
      send({ kind: 'release-rp' });
      return socket.end();
    }
    if (pdu.kind === 'abort') return socket.end();
    if (pdu.kind !== 'p-data' || !association) return abort(2);
    for (const pdv of pdu.pdvs) {
      const message = assembler.push(pdv);
      if (!message) continue;
      const command = respond(message.command);
      if (!command) continue;
      const { maxPduLength } = association.user;
      for (const part of messageToPdus({ contextId: message.contextId, command, dataSet: null }, maxPduLength))
        send(part);
    }
  };
  socket.on('data', (chunk) => {
    try {
      for (const event of stream.push(chunk)) {
        if (event.kind === 'pdu') take(event.pdu);
        else return abort(1);
      }
    } catch {
      abort(6);
    }
  });
}

function answer(rq: AssociateRq, settings: SpeakerSettings): Pdu {
  return {
    kind: 'associate-ac',
    protocolVersion: 1,
    calledAeTitle: rq.calledAeTitle,
    callingAeTitle: rq.callingAeTitle,
    applicationContext: APPLICATION_CONTEXT,
    contexts: rq.contexts.map(({ id, abstractSyntax, transferSyntaxes }) => {
      const known = settings.services.includes(abstractSyntax);
      const syntax = transferSyntaxes.find(
        (uid) => uid === TRANSFER_SYNTAX.implicitLittle || uid === TRANSFER_SYNTAX.explicitLittle,
      );
      return { id, result: !known ? 3 : syntax ? 0 : 4, transferSyntax: syntax ?? TRANSFER_SYNTAX.implicitLittle };
    }),
    user: {
      ...EMPTY_USER_INFORMATION,
      maxPduLength: 16384,
      implementationClassUid: settings.implementationClassUid,
      implementationVersionName: settings.implementationVersionName,
    },
  };
}

/** The response to a request; an archive without patients finds none. Objects that are sent are thrown away. */
function respond(request: Command): Command | undefined {
  if (request.commandField & RESPONSE || request.commandField === COMMAND.cCancel) return undefined;
  const sop = request.affectedSopClassUid ?? '';
  const serves = sop === SOP_CLASS.verification || sopClass(sop) !== undefined;
  return {
    commandField: request.commandField | RESPONSE,
    hasDataSet: false,
    respondedMessageId: request.messageId ?? 0,
    affectedSopClassUid: sop,
    ...(request.affectedSopInstanceUid === undefined ? {} : { affectedSopInstanceUid: request.affectedSopInstanceUid }),
    status: serves ? 0 : 0x0122,
  };
}
