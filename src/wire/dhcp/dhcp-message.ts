// DHCP for IPv4 (RFC 2131, options RFC 2132, 4702): who asks for an address, what it calls itself, and in which order it wants its
// options, which tells its system apart.
import { ByteReader, Malformed } from '#kit/index.ts';

/** A message as far as it describes the client. */
export interface DhcpMessage {
  readonly isRequest: boolean;
  /** 1 discover, 2 offer, 3 request, 5 acknowledge, 8 inform (RFC 2132 9.6); 0 for BOOTP. */
  readonly type: number;
  readonly mac: string;
  readonly clientAddress: string;
  readonly yourAddress: string;
  readonly requestedAddress: string;
  readonly serverAddress: string;
  /** Mask of the network that the client is given (option 1). */
  readonly subnetMask: string;
  readonly hostName: string;
  readonly vendorClass: string;
  /** Options that the client asks for, in its order (option 55). */
  readonly fingerprint: string;
}

const COOKIE = 0x63825363;
const OPTION = {
  subnetMask: 1,
  hostName: 12,
  requested: 50,
  overload: 52,
  type: 53,
  server: 54,
  wanted: 55,
  vendorClass: 60,
  fqdn: 81,
};

/** Reads a message. Throws Malformed. */
export function dhcpMessage(bytes: Uint8Array): DhcpMessage {
  const reader = new ByteReader(bytes);
  const op = reader.u8('operation');
  if (op !== 1 && op !== 2) throw new Malformed('operation', 0, 'is neither request nor reply');
  const hardware = reader.u8('hardware type');
  const size = reader.u8('hardware address length');
  reader.skip(9, 'header');
  const address = (field: string) => reader.bytes(4, field).join('.');
  const clientAddress = address('client address');
  const yourAddress = address('your address');
  reader.skip(8, 'server and relay addresses');
  const chaddr = reader.bytes(16, 'hardware address');
  const mac = hardware === 1 && size === 6 ? [...chaddr.subarray(0, 6)].map(hex2).join(':') : '';
  reader.skip(192, 'names');
  if (reader.remaining < 4 || reader.u32('magic cookie') !== COOKIE) {
    return { ...EMPTY, isRequest: op === 1, mac, clientAddress, yourAddress };
  }
  const options = optionsOf(reader);
  const text = (code: number) => clean(options.get(code));
  const four = (code: number) => {
    const value = options.get(code);
    return value?.length === 4 ? value.join('.') : '';
  };
  const fqdn = options.get(OPTION.fqdn);
  return {
    isRequest: op === 1,
    type: options.get(OPTION.type)?.[0] ?? 0,
    mac,
    clientAddress,
    yourAddress,
    requestedAddress: four(OPTION.requested),
    serverAddress: four(OPTION.server),
    subnetMask: four(OPTION.subnetMask),
    hostName: text(OPTION.hostName) || (fqdn === undefined ? '' : fqdnName(fqdn)),
    vendorClass: text(OPTION.vendorClass),
    fingerprint: [...(options.get(OPTION.wanted) ?? [])].join(','),
  };
}

const EMPTY: DhcpMessage = {
  isRequest: true,
  type: 0,
  mac: '',
  clientAddress: '',
  yourAddress: '',
  requestedAddress: '',
  serverAddress: '',
  subnetMask: '',
  hostName: '',
  vendorClass: '',
  fingerprint: '',
};

/** Options by code; parts of a long one are put together (RFC 3396). */
function optionsOf(reader: ByteReader): Map<number, Uint8Array> {
  const options = new Map<number, Uint8Array>();
  while (reader.remaining > 0) {
    const code = reader.u8('option');
    if (code === 255) break;
    if (code === 0) continue;
    if (reader.remaining < 1) break;
    const length = reader.u8('option length');
    // A message that was cut keeps the options before the cut.
    if (length > reader.remaining) break;
    const value = reader.bytes(length, 'option value');
    const known = options.get(code);
    options.set(code, known ? Buffer.concat([known, value]) : value);
  }
  return options;
}

function clean(value: Uint8Array | undefined): string {
  return value ? (Buffer.from(value).toString('latin1').split('\0')[0] ?? '') : '';
}

/** Option 81: flags, two codes, then a name as text or in labels (RFC 4702 2). */
function fqdnName(value: Uint8Array): string {
  const rest = value.subarray(3);
  if (((value[0] ?? 0) & 4) === 0) return clean(rest);
  const labels: string[] = [];
  for (let at = 0; at < rest.length; ) {
    const length = rest[at] ?? 0;
    if (length === 0 || length > 63) break;
    labels.push(Buffer.from(rest.subarray(at + 1, at + 1 + length)).toString('latin1'));
    at += 1 + length;
  }
  return labels.join('.');
}

function hex2(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}
