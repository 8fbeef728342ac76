// The calling side of DICOM in the demo (PS3.8 7.1, PS3.7 9.1): one association, some requests with their answers, an orderly end.
import { Unavailable } from '#kit/index.ts';
import {
  APPLICATION_CONTEXT,
  COMMAND,
  type DataSet,
  DimseAssembler,
  EMPTY_USER_INFORMATION,
  encodeDataSet,
  encodePdu,
  encodingOf,
  messageToPdus,
  type Pdu,
  PduStream,
  TRANSFER_SYNTAX,
} from '#wire/dicom/index.ts';
import type { SpeakerSettings } from './dicom-speaker.ts';
import type { Line } from './recorded-line.ts';

/** One request, and the objects or keys that it carries. */
export interface DicomRequest {
  readonly command: 'cEcho' | 'cFind' | 'cStore';
  readonly sopClass: string;
  /** UID of the object that is stored. */
  readonly instance?: string;
  readonly dataSet: DataSet | null;
}

export interface DicomCall {
  readonly caller: SpeakerSettings;
  readonly called: string;
  readonly requests: readonly DicomRequest[];
}

const MAX_PDU = 16_384;
const SYNTAXES = [TRANSFER_SYNTAX.explicitLittle, TRANSFER_SYNTAX.implicitLittle];

/** Makes the call. Throws Unavailable when it does not go as it should. */
export async function callDicom(line: Line, { caller, called, requests }: DicomCall): Promise<void> {
  const next = pdusOf(line, called);
  const say = (pdu: Pdu) => line.say(encodePdu(pdu));
  const classes = [...new Set(requests.map(({ sopClass }) => sopClass))];
  const contexts = classes.map((abstractSyntax, at) => ({
    id: 2 * at + 1,
    abstractSyntax,
    transferSyntaxes: SYNTAXES,
  }));
  const { implementationClassUid, implementationVersionName } = caller;
  say({
    kind: 'associate-rq',
    protocolVersion: 1,
    calledAeTitle: called,
    callingAeTitle: caller.title,
    applicationContext: APPLICATION_CONTEXT,
    contexts,
    user: { ...EMPTY_USER_INFORMATION, maxPduLength: MAX_PDU, implementationClassUid, implementationVersionName },
  });
  const { value: accepted } = await next.next();
  if (accepted?.kind !== 'associate-ac') throw unlike(called, accepted);
  for (const [at, { command, sopClass, instance, dataSet }] of requests.entries()) {
    const context = accepted.contexts.find(({ id }) => id === 2 * classes.indexOf(sopClass) + 1);
    if (context?.result !== 0) throw new Unavailable(`${called} does not take what ${caller.title} asks for.`);
    const request = {
      commandField: COMMAND[command],
      hasDataSet: dataSet !== null,
      messageId: at + 1,
      affectedSopClassUid: sopClass,
      ...(command === 'cEcho' ? {} : { priority: 0 }),
      ...(instance === undefined ? {} : { affectedSopInstanceUid: instance }),
    };
    const encoded =
      dataSet && encodeDataSet(dataSet, encodingOf(context.transferSyntax ?? TRANSFER_SYNTAX.implicitLittle));
    const message = { contextId: context.id, command: request, dataSet: encoded };
    for (const pdu of messageToPdus(message, accepted.user.maxPduLength)) say(pdu);
    await answered(next, called);
  }
  say({ kind: 'release-rq' });
  const { value: released } = await next.next();
  if (released?.kind !== 'release-rp') throw unlike(called, released);
  // Who released it waits for the other side to hang up (PS3.8 9.2.3).
  await next.next();
}

async function* pdusOf(line: Line, called: string): AsyncGenerator<Pdu, undefined> {
  const stream = new PduStream();
  for (let bytes = await line.hear(); bytes !== null; bytes = await line.hear()) {
    for (const event of stream.push(bytes)) {
      if (event.kind !== 'pdu') throw new Unavailable(`${called} answers what cannot be read.`);
      yield event.pdu;
    }
  }
}

/** Reads on until a request is answered with success; the demo's devices have nothing to send before. */
async function answered(pdus: AsyncGenerator<Pdu, undefined>, called: string): Promise<void> {
  const assembler = new DimseAssembler(0);
  for (;;) {
    const { value: pdu } = await pdus.next();
    if (pdu?.kind !== 'p-data') throw unlike(called, pdu);
    for (const pdv of pdu.pdvs) {
      const status = assembler.push(pdv)?.command.status;
      if (status === 0) return;
      if (status !== undefined) throw new Unavailable(`${called} answers with status ${status}.`);
    }
  }
}

function unlike(called: string, pdu: Pdu | undefined): Unavailable {
  return new Unavailable(pdu ? `${called} answers with ${pdu.kind}.` : `${called} hung up.`);
}
