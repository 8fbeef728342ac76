// The seven protocol data units of the DICOM upper layer (PS3.8 9.3), decoded and encoded. All integers are big-endian.
// What a stranger sends is described, not judged: oddities that leave a meaning become warnings.
import { ByteReader, ByteWriter, Malformed } from '#kit/index.ts';
import { item, itemName, trimPadding, uid } from './items.ts';
import { decodeUserInformation, encodeUserInformation, type UserInformation } from './user-information.ts';

export interface PresentationContextRq {
  /** Odd, 1 to 255. */
  readonly id: number;
  readonly abstractSyntax: string;
  readonly transferSyntaxes: readonly string[];
}

export interface PresentationContextAc {
  readonly id: number;
  /** 0 accepted, 1 user rejection, 2 no reason, 3 abstract syntax, 4 transfer syntaxes (PS3.8 table 9-18). */
  readonly result: number;
  /** Only significant when the result is 0; null when the peer left it out. */
  readonly transferSyntax: string | null;
}

interface Associate {
  readonly protocolVersion: number;
  readonly calledAeTitle: string;
  readonly callingAeTitle: string;
  readonly applicationContext: string;
  readonly user: UserInformation;
}

export interface AssociateRq extends Associate {
  readonly kind: 'associate-rq';
  readonly contexts: readonly PresentationContextRq[];
}

export interface AssociateAc extends Associate {
  readonly kind: 'associate-ac';
  readonly contexts: readonly PresentationContextAc[];
}

export interface AssociateRj {
  readonly kind: 'associate-rj';
  readonly result: number;
  readonly source: number;
  readonly reason: number;
}

export interface Pdv {
  readonly contextId: number;
  /** True for a command, false for a data set (PS3.8 E.2, bit 0). */
  readonly command: boolean;
  readonly last: boolean;
  readonly data: Uint8Array;
}

export interface PData {
  readonly kind: 'p-data';
  readonly pdvs: readonly Pdv[];
}

export interface ReleaseRq {
  readonly kind: 'release-rq';
}

export interface ReleaseRp {
  readonly kind: 'release-rp';
}

export interface Abort {
  readonly kind: 'abort';
  readonly source: number;
  readonly reason: number;
}

export type Pdu = AssociateRq | AssociateAc | AssociateRj | PData | ReleaseRq | ReleaseRp | Abort;

export interface DecodedPdu {
  readonly pdu: Pdu;
  /** Breaches of the standard that still leave a meaning. */
  readonly warnings: readonly string[];
}

/** Bytes of a PDU's header: type, reserved, length (PS3.8 9.3.1). */
export const PDU_HEADER = 6;

/** The bytes of a whole PDU. */
export function encodePdu(pdu: Pdu): Uint8Array {
  const writer = new ByteWriter(256);
  writer.u8(PDU_TYPE[pdu.kind]).u8(0).u32(0);
  switch (pdu.kind) {
    case 'associate-rq':
    case 'associate-ac':
      encodeAssociate(writer, pdu);
      break;
    case 'associate-rj':
      writer.u8(0).u8(pdu.result).u8(pdu.source).u8(pdu.reason);
      break;
    case 'p-data':
      for (const pdv of pdu.pdvs) {
        writer.u32(pdv.data.length + 2).u8(pdv.contextId);
        writer.u8((pdv.command ? 1 : 0) | (pdv.last ? 2 : 0)).bytes(pdv.data);
      }
      break;
    case 'abort':
      writer.u8(0).u8(0).u8(pdu.source).u8(pdu.reason);
      break;
    default:
      writer.u32(0);
  }
  writer.setU32(2, writer.length - PDU_HEADER);
  return writer.finish();
}

const PDU_TYPE = {
  'associate-rq': 1,
  'associate-ac': 2,
  'associate-rj': 3,
  'p-data': 4,
  'release-rq': 5,
  'release-rp': 6,
  abort: 7,
} as const satisfies Record<Pdu['kind'], number>;

/** Decodes exactly one whole PDU; throws Malformed with the offset and the field. */
export function decodePdu(bytes: Uint8Array): DecodedPdu {
  const reader = new ByteReader(bytes);
  const warnings: string[] = [];
  const type = reader.u8('PDU type');
  if (reader.u8('PDU reserved byte') !== 0) warnings.push('reserved byte 2 of the PDU header is not zero');
  const length = reader.u32('PDU length');
  if (length !== reader.remaining) {
    throw new Malformed('PDU length', 2, `says ${length}, ${reader.remaining} bytes follow`);
  }
  return { pdu: decodeBody(type, reader, warnings), warnings };
}

function decodeBody(type: number, reader: ByteReader, warnings: string[]): Pdu {
  switch (type) {
    case 1:
    case 2:
      return decodeAssociate(type, reader, warnings);
    case 3: {
      const [, result = 0, source = 0, reason = 0] = fourBytes(reader, 'A-ASSOCIATE-RJ');
      return { kind: 'associate-rj', result, source, reason };
    }
    case 4:
      return { kind: 'p-data', pdvs: decodePdvs(reader) };
    case 5:
      fourBytes(reader, 'A-RELEASE-RQ');
      return { kind: 'release-rq' };
    case 6:
      fourBytes(reader, 'A-RELEASE-RP');
      return { kind: 'release-rp' };
    case 7: {
      const [, , source = 0, reason = 0] = fourBytes(reader, 'A-ABORT');
      return { kind: 'abort', source, reason };
    }
    default:
      throw new Malformed('PDU type', 0, `${type} is none of 1 to 7`);
  }
}

function fourBytes(reader: ByteReader, name: string): Uint8Array {
  if (reader.remaining !== 4) throw new Malformed(`${name} length`, 2, `is ${reader.remaining}, must be 4`);
  return reader.bytes(4, name);
}

function decodePdvs(reader: ByteReader): Pdv[] {
  const pdvs: Pdv[] = [];
  while (reader.remaining > 0) {
    const at = reader.offset;
    const length = reader.u32('PDV length');
    if (length < 2) throw new Malformed('PDV length', at, `is ${length}, must be at least 2`);
    const item = reader.sub(length, 'PDV');
    const contextId = item.u8('presentation context id');
    const control = item.u8('message control header');
    const data = item.bytes(item.remaining, 'PDV fragment');
    pdvs.push({ contextId, command: (control & 1) === 1, last: (control & 2) === 2, data });
  }
  return pdvs;
}

function encodeAssociate(writer: ByteWriter, pdu: AssociateRq | AssociateAc): void {
  writer.u16(pdu.protocolVersion).u16(0).latin1(pdu.calledAeTitle, 16).latin1(pdu.callingAeTitle, 16).zeros(32);
  item(writer, 0x10, () => writer.latin1(pdu.applicationContext));
  if (pdu.kind === 'associate-rq') {
    for (const context of pdu.contexts) {
      item(writer, 0x20, () => {
        writer.u8(context.id).zeros(3);
        item(writer, 0x30, () => writer.latin1(context.abstractSyntax));
        for (const syntax of context.transferSyntaxes) item(writer, 0x40, () => writer.latin1(syntax));
      });
    }
  } else {
    for (const context of pdu.contexts) {
      item(writer, 0x21, () => {
        writer.u8(context.id).u8(0).u8(context.result).u8(0);
        const syntax = context.transferSyntax;
        if (syntax !== null) item(writer, 0x40, () => writer.latin1(syntax));
      });
    }
  }
  item(writer, 0x50, () => encodeUserInformation(writer, pdu.user));
}

function decodeAssociate(type: 1 | 2, reader: ByteReader, warnings: string[]): AssociateRq | AssociateAc {
  const protocolVersion = reader.u16('protocol version');
  reader.skip(2, 'reserved');
  const calledAeTitle = title(reader, 'called AE title');
  const callingAeTitle = title(reader, 'calling AE title');
  reader.skip(32, 'reserved');
  const requested: PresentationContextRq[] = [];
  const answered: PresentationContextAc[] = [];
  let applicationContext: string | undefined;
  let user: UserInformation | undefined;
  while (reader.remaining > 0) {
    const at = reader.offset;
    const itemType = reader.u8('item type');
    reader.skip(1, 'item reserved byte');
    const body = reader.sub(reader.u16('item length'), itemName(itemType));
    if (itemType === 0x10 && applicationContext === undefined) applicationContext = uid(body, 'application context');
    else if (itemType === 0x20 && type === 1) requested.push(decodeContextRq(body));
    else if (itemType === 0x21 && type === 2) answered.push(decodeContextAc(body));
    else if (itemType === 0x50 && user === undefined) user = decodeUserInformation(body, warnings);
    else throw new Malformed('item type', at, `0x${itemType.toString(16)} does not belong here`);
  }
  if (applicationContext === undefined) throw new Malformed('application context item', reader.offset, 'is missing');
  if (user === undefined) throw new Malformed('user information item', reader.offset, 'is missing');
  const common = { protocolVersion, calledAeTitle, callingAeTitle, applicationContext, user };
  return type === 1
    ? { kind: 'associate-rq', ...common, contexts: requested }
    : { kind: 'associate-ac', ...common, contexts: answered };
}

/** Leading and trailing spaces are not significant (PS3.5 6.2, AE); some stacks pad with NUL. */
function title(reader: ByteReader, field: string): string {
  return trimPadding(reader.latin1(16, field));
}

function decodeContextRq(body: ByteReader): PresentationContextRq {
  const id = body.u8('presentation context id');
  body.skip(3, 'reserved');
  let abstractSyntax: string | undefined;
  const transferSyntaxes: string[] = [];
  while (body.remaining > 0) {
    const at = body.offset;
    const type = body.u8('sub-item type');
    body.skip(1, 'reserved');
    const value = body.sub(body.u16('sub-item length'), itemName(type));
    if (type === 0x30 && abstractSyntax === undefined) abstractSyntax = uid(value, 'abstract syntax');
    else if (type === 0x40) transferSyntaxes.push(uid(value, 'transfer syntax'));
    else throw new Malformed('sub-item type', at, `0x${type.toString(16)} does not belong in a proposed context`);
  }
  if (abstractSyntax === undefined) throw new Malformed('abstract syntax sub-item', body.offset, 'is missing');
  return { id, abstractSyntax, transferSyntaxes };
}

function decodeContextAc(body: ByteReader): PresentationContextAc {
  const id = body.u8('presentation context id');
  body.skip(1, 'reserved');
  const result = body.u8('presentation context result');
  body.skip(1, 'reserved');
  let transferSyntax: string | null = null;
  while (body.remaining > 0) {
    const at = body.offset;
    const type = body.u8('sub-item type');
    body.skip(1, 'reserved');
    const value = body.sub(body.u16('sub-item length'), itemName(type));
    if (type !== 0x40) throw new Malformed('sub-item type', at, `0x${type.toString(16)} does not belong in an answer`);
    transferSyntax = uid(value, 'transfer syntax');
  }
  return { id, result, transferSyntax };
}
