// The user information item of A-ASSOCIATE (PS3.7 D.3.3, PS3.8 annex D): maximum length, implementation, negotiations, identity.
import { type ByteReader, type ByteWriter, latin1, Malformed } from '#kit/index.ts';
import { item, uid } from './items.ts';

export interface RoleSelection {
  readonly sopClassUid: string;
  readonly scu: boolean;
  readonly scp: boolean;
}

export interface ExtendedNegotiation {
  readonly sopClassUid: string;
  readonly data: Uint8Array;
}

export interface CommonExtendedNegotiation {
  readonly sopClassUid: string;
  readonly serviceClassUid: string;
  readonly relatedSopClassUids: readonly string[];
}

export interface UserIdentityRq {
  /** 1 user name, 2 user name and passcode, 3 Kerberos, 4 SAML, 5 JWT (PS3.7 D.3.3.7). */
  readonly type: number;
  readonly responseRequested: boolean;
  readonly primary: Uint8Array;
  readonly secondary: Uint8Array;
}

export interface UserInformation {
  /** Bytes of P-DATA that the sender of this item takes at most; 0 is no limit; null when left out. */
  readonly maxPduLength: number | null;
  readonly implementationClassUid: string | null;
  readonly implementationVersionName: string | null;
  readonly asyncWindow: { readonly invoked: number; readonly performed: number } | null;
  readonly roles: readonly RoleSelection[];
  readonly extendedNegotiation: readonly ExtendedNegotiation[];
  readonly commonExtendedNegotiation: readonly CommonExtendedNegotiation[];
  readonly userIdentityRq: UserIdentityRq | null;
  readonly userIdentityAc: Uint8Array | null;
  readonly unknown: readonly { readonly type: number; readonly data: Uint8Array }[];
}

/** User information with nothing in it, to build on. */
export const EMPTY_USER_INFORMATION: UserInformation = {
  maxPduLength: null,
  implementationClassUid: null,
  implementationVersionName: null,
  asyncWindow: null,
  roles: [],
  extendedNegotiation: [],
  commonExtendedNegotiation: [],
  userIdentityRq: null,
  userIdentityAc: null,
  unknown: [],
};

/** Writes the sub-items in ascending order of type, as most stacks do. */
export function encodeUserInformation(writer: ByteWriter, user: UserInformation): void {
  const { maxPduLength, implementationClassUid, implementationVersionName, asyncWindow } = user;
  if (maxPduLength !== null) item(writer, 0x51, () => writer.u32(maxPduLength));
  if (implementationClassUid !== null) item(writer, 0x52, () => writer.latin1(implementationClassUid));
  if (asyncWindow !== null) item(writer, 0x53, () => writer.u16(asyncWindow.invoked).u16(asyncWindow.performed));
  for (const role of user.roles) {
    item(writer, 0x54, () =>
      counted(writer, role.sopClassUid)
        .u8(role.scu ? 1 : 0)
        .u8(role.scp ? 1 : 0),
    );
  }
  if (implementationVersionName !== null) item(writer, 0x55, () => writer.latin1(implementationVersionName));
  for (const negotiation of user.extendedNegotiation) {
    item(writer, 0x56, () => counted(writer, negotiation.sopClassUid).bytes(negotiation.data));
  }
  for (const negotiation of user.commonExtendedNegotiation) {
    item(writer, 0x57, () => {
      counted(writer, negotiation.sopClassUid);
      counted(writer, negotiation.serviceClassUid);
      const at = writer.length;
      writer.u16(0);
      for (const related of negotiation.relatedSopClassUids) counted(writer, related);
      writer.setU16(at, writer.length - at - 2);
    });
  }
  const identity = user.userIdentityRq;
  if (identity !== null) {
    item(writer, 0x58, () => {
      writer.u8(identity.type).u8(identity.responseRequested ? 1 : 0);
      writer.u16(identity.primary.length).bytes(identity.primary);
      writer.u16(identity.secondary.length).bytes(identity.secondary);
    });
  }
  const answer = user.userIdentityAc;
  if (answer !== null) item(writer, 0x59, () => writer.u16(answer.length).bytes(answer));
  for (const other of user.unknown) item(writer, other.type, () => writer.bytes(other.data));
}

function counted(writer: ByteWriter, text: string): ByteWriter {
  return writer.u16(text.length).latin1(text);
}

function countedUid(body: ByteReader, field: string): string {
  return uid(body.sub(body.u16(`${field} length`), field), field);
}

/** Decodes the sub-items; a repeated single item is a warning and the first one counts. */
export function decodeUserInformation(reader: ByteReader, warnings: string[]): UserInformation {
  const user = {
    ...EMPTY_USER_INFORMATION,
    roles: [] as RoleSelection[],
    extendedNegotiation: [] as ExtendedNegotiation[],
    commonExtendedNegotiation: [] as CommonExtendedNegotiation[],
    unknown: [] as { type: number; data: Uint8Array }[],
  };
  while (reader.remaining > 0) {
    const type = reader.u8('user sub-item type');
    reader.skip(1, 'user sub-item reserved byte');
    const body = reader.sub(reader.u16('user sub-item length'), `user sub-item 0x${type.toString(16)}`);
    switch (type) {
      case 0x51:
        user.maxPduLength = body.u32('maximum length');
        break;
      case 0x52:
        user.implementationClassUid = uid(body, 'implementation class UID');
        break;
      case 0x53:
        user.asyncWindow = { invoked: body.u16('operations invoked'), performed: body.u16('operations performed') };
        break;
      case 0x54: {
        const sopClassUid = countedUid(body, 'role SOP class');
        user.roles.push({ sopClassUid, scu: body.u8('SCU role') === 1, scp: body.u8('SCP role') === 1 });
        break;
      }
      case 0x55:
        user.implementationVersionName = uid(body, 'implementation version name');
        break;
      case 0x56:
        user.extendedNegotiation.push({
          sopClassUid: countedUid(body, 'extended negotiation SOP class'),
          data: body.bytes(body.remaining, 'service class application information'),
        });
        break;
      case 0x57:
        user.commonExtendedNegotiation.push(decodeCommonExtended(body));
        break;
      case 0x58:
        user.userIdentityRq = {
          type: body.u8('user identity type'),
          responseRequested: body.u8('positive response requested') === 1,
          primary: body.bytes(body.u16('primary field length'), 'primary field'),
          secondary: body.bytes(body.u16('secondary field length'), 'secondary field'),
        };
        break;
      case 0x59:
        user.userIdentityAc = body.bytes(body.u16('server response length'), 'server response');
        break;
      default:
        user.unknown.push({ type, data: body.bytes(body.remaining, 'unknown sub-item') });
    }
    if (body.remaining > 0) {
      const left = body.remaining;
      throw new Malformed(`user sub-item 0x${type.toString(16)}`, body.offset, `${left} bytes are left over`);
    }
  }
  if (user.maxPduLength === null) warnings.push('no maximum length sub-item (PS3.8 D.1 requires one)');
  if (user.implementationClassUid === null) warnings.push('no implementation class UID (PS3.7 D.3.3.2 requires one)');
  return user;
}

function decodeCommonExtended(body: ByteReader): CommonExtendedNegotiation {
  const sopClassUid = countedUid(body, 'common extended SOP class');
  const serviceClassUid = countedUid(body, 'common extended service class');
  const related = body.sub(body.u16('related SOP classes length'), 'related SOP classes');
  const relatedSopClassUids: string[] = [];
  while (related.remaining > 0) relatedSopClassUids.push(countedUid(related, 'related SOP class'));
  // Anything after the list is reserved for later versions of the standard and is not tested.
  body.skip(body.remaining, 'reserved');
  return { sopClassUid, serviceClassUid, relatedSopClassUids };
}

/** A text user name of an identity of type 1 or 2, for description; never the passcode. */
export function identityName(identity: UserIdentityRq): string | null {
  return identity.type === 1 || identity.type === 2 ? latin1(identity.primary) : null;
}
