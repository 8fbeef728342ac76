// What switches and devices announce to their neighbors: LLDP (IEEE 802.1AB) and CDP (Cisco). Names, descriptions, addresses.

/** An announcement. */
export interface NeighborMessage {
  readonly protocol: 'lldp' | 'cdp';
  readonly chassisMac: string;
  readonly systemName: string;
  readonly description: string;
  readonly platform: string;
  readonly port: string;
  readonly address: string;
  readonly vlan: number | null;
  /** Roles that it says it has, as in `bridge`, `router`, `phone`. */
  readonly capabilities: readonly string[];
}

const MOST_ENTRIES = 100;
const NOTHING = {
  chassisMac: '',
  systemName: '',
  description: '',
  platform: '',
  port: '',
  address: '',
  vlan: null,
  capabilities: [],
};
const LLDP_ROLES = ['other', 'repeater', 'bridge', 'access point', 'router', 'phone', 'cable modem', 'station'];
const CDP_ROLES = [
  'router',
  'transparent bridge',
  'source-route bridge',
  'switch',
  'host',
  'multicast filter',
  'repeater',
  'phone',
];

/** Reads an LLDP announcement; null when it is none. */
export function lldpMessage(bytes: Uint8Array): NeighborMessage | null {
  const found = { ...NOTHING, protocol: 'lldp' as const, capabilities: [] as string[], vlan: null as number | null };
  let entries = 0;
  for (let at = 0; at + 2 <= bytes.length && entries < MOST_ENTRIES; entries++) {
    const head = ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
    const type = head >> 9;
    const length = head & 0x1ff;
    const value = bytes.subarray(at + 2, at + 2 + length);
    if (value.length < length) break;
    at += 2 + length;
    if (type === 0) break;
    if (entries === 0 && type !== 1) return null;
    if (type === 1 && value[0] === 4 && length === 7) found.chassisMac = mac(value.subarray(1));
    else if (type === 2) found.port = value[0] === 3 && length === 7 ? mac(value.subarray(1)) : text(value.subarray(1));
    else if (type === 5) found.systemName = text(value);
    else if (type === 6) found.description = text(value);
    else if (type === 7 && length >= 4)
      found.capabilities = roles(((value[2] ?? 0) << 8) | (value[3] ?? 0), LLDP_ROLES);
    else if (type === 8 && value[0] === 5 && value[1] === 1) found.address = value.subarray(2, 6).join('.');
    else if (type === 127 && value[0] === 0 && value[1] === 0x80 && value[2] === 0xc2 && value[3] === 1) {
      found.vlan = ((value[4] ?? 0) << 8) | (value[5] ?? 0);
    }
  }
  return entries === 0 ? null : found;
}

/** Reads a CDP announcement; null when it is none. */
export function cdpMessage(bytes: Uint8Array): NeighborMessage | null {
  if (bytes.length < 8 || (bytes[0] ?? 0) > 2) return null;
  const found = { ...NOTHING, protocol: 'cdp' as const, capabilities: [] as string[], vlan: null as number | null };
  let entries = 0;
  for (let at = 4; at + 4 <= bytes.length && entries < MOST_ENTRIES; entries++) {
    const type = ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
    const length = ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0);
    if (length < 4 || at + length > bytes.length) break;
    const value = bytes.subarray(at + 4, at + length);
    at += length;
    if (type === 1) found.systemName = text(value);
    else if (type === 2 || type === 22) found.address ||= cdpAddress(value);
    else if (type === 3) found.port = text(value);
    else if (type === 4 && value.length === 4) found.capabilities = roles(value[3] ?? 0, CDP_ROLES);
    else if (type === 5) found.description = text(value);
    else if (type === 6) found.platform = text(value);
    else if (type === 10 && value.length === 2) found.vlan = ((value[0] ?? 0) << 8) | (value[1] ?? 0);
  }
  return entries === 0 ? null : found;
}

function cdpAddress(value: Uint8Array): string {
  // Count, then type, length, protocol 0xCC (IPv4), length 4, address.
  const isIpv4 = value.length >= 13 && value[4] === 1 && value[5] === 1 && value[6] === 0xcc && value[8] === 4;
  return isIpv4 ? value.subarray(9, 13).join('.') : '';
}

function roles(bits: number, names: readonly string[]): string[] {
  return names.filter((_, at) => (bits >> at) & 1);
}

function mac(bytes: Uint8Array): string {
  return [...bytes.subarray(0, 6)].map((byte) => byte.toString(16).padStart(2, '0')).join(':');
}

function text(bytes: Uint8Array): string {
  return (Buffer.from(bytes).toString('utf8').split('\0')[0] ?? '').trim();
}
