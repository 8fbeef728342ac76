// Messages by which machines are managed and find each other: SNMP, syslog, NTP, SSDP, BACnet, NetBIOS datagrams, Kerberos.
import { inertText } from '#kit/index.ts';
import { snmpMessage } from '#wire/snmp/index.ts';
import type { Datagram, DatagramProtocol } from '../dissector.ts';
import type { Seen } from '../seen.ts';

function body({ bytes, start, end }: Datagram): Uint8Array {
  return bytes.subarray(start, end);
}

function senderOf({ conversation, side }: Datagram): string {
  return side === 0 ? conversation.client : conversation.server;
}

/** SNMP: versions 1 and 2c carry their password in clear. */
export const snmp: DatagramProtocol = {
  name: 'snmp',
  ports: [161],
  read(datagram, seen) {
    const message = snmpMessage(body(datagram));
    if (!message) return false;
    const { conversation } = datagram;
    if (message.version < 3) seen.service(conversation, 'service.weakness', 'snmp-community');
    const description = message.system.get(1);
    const name = message.system.get(5);
    const address = senderOf(datagram);
    if (description !== undefined) seen.hint(address, 'SNMP description', inertText(description, 150));
    if (name !== undefined && /^[A-Za-z0-9][A-Za-z0-9._-]{0,252}$/.test(name)) {
      seen.address(address, 'device.hostName', name, { basis: 'observed', confidence: 0.85 });
    }
    return true;
  },
};

/** Syslog (RFC 3164, 5424): that it is sent; messages are not read. */
export const syslog: DatagramProtocol = {
  name: 'syslog',
  ports: [514],
  read(datagram, seen) {
    if (!/^<\d{1,3}>/.test(Buffer.from(body(datagram).subarray(0, 5)).toString('latin1'))) return false;
    seen.address(datagram.conversation.client, 'device.role', 'Sends syslog');
    seen.address(datagram.conversation.server, 'device.role', 'Collects syslog');
    return true;
  },
};

/** Time (RFC 5905). */
export const ntp: DatagramProtocol = {
  name: 'ntp',
  ports: [123],
  read(datagram, seen) {
    const message = body(datagram);
    const version = ((message[0] ?? 0) >> 3) & 7;
    const mode = (message[0] ?? 0) & 7;
    if (message.length < 48 || version < 1 || version > 4) return false;
    if (mode === 4) seen.address(senderOf(datagram), 'device.role', 'Time server (NTP)');
    return true;
  },
};

/** Announcements of UPnP (UPnP Device Architecture 1.3): the software line and nothing of the addresses in it. */
export const ssdp: DatagramProtocol = {
  name: 'ssdp',
  ports: [1900],
  read(datagram, seen) {
    const text = Buffer.from(body(datagram)).toString('latin1');
    if (!/^(NOTIFY|M-SEARCH) \* HTTP\/1\.1|^HTTP\/1\.1 200/.test(text)) return false;
    const server = /^server:[ \t]*(.+)$/im.exec(text)?.[1]?.trim();
    if (server !== undefined) seen.hint(senderOf(datagram), 'UPnP server', inertText(server, 150));
    return true;
  },
};

/** Building control (ASHRAE 135 annex J): that it is spoken. */
export const bacnet: DatagramProtocol = {
  name: 'bacnet',
  ports: [47808],
  read(datagram, seen) {
    const message = body(datagram);
    const length = ((message[2] ?? 0) << 8) | (message[3] ?? 0);
    if (message[0] !== 0x81 || length !== message.length) return false;
    seen.address(senderOf(datagram), 'device.role', 'Building control (BACnet)');
    return true;
  },
};

/** Virtual private networks, by which makers reach in: IKE (RFC 7296), OpenVPN and WireGuard by their ports and shapes. */
export const vpn: DatagramProtocol = {
  name: 'vpn',
  ports: [500, 4500, 1194, 51820],
  read(datagram, seen) {
    const { conversation } = datagram;
    const message = body(datagram);
    const kind = vpnKind(conversation.serverPort, message);
    if (kind === null) return false;
    seen.flow(conversation, 'flow.operation', `remote network: ${kind}`);
    seen.address(conversation.client, 'device.role', `Uses a remote network (${kind})`, {
      basis: 'inferred',
      confidence: 0.7,
    });
    return true;
  },
};

function vpnKind(port: number, message: Uint8Array): string | null {
  if (port === 500 && message.length >= 28 && [0x10, 0x20].includes(message[17] ?? 0)) return 'IPsec';
  if (port === 4500 && message.length >= 8) return 'IPsec';
  if (port === 1194 && message.length >= 14 && [7, 8, 10].includes((message[0] ?? 0) >> 3)) return 'OpenVPN';
  return port === 51820 && message.length === 148 && message[0] === 1 ? 'WireGuard' : null;
}

const REALM = /^[A-Za-z0-9][A-Za-z0-9.-]{0,100}$/;

/** Kerberos over UDP (RFC 4120): the names of machines, which end in `$`; names of people are passed over. */
export const kerberos: DatagramProtocol = {
  name: 'kerberos',
  ports: [88],
  read(datagram, seen) {
    const message = body(datagram);
    // Application tags 10 to 30 (RFC 4120 5.10).
    const tag = message[0] ?? 0;
    if ((tag & 0xe0) !== 0x60 || (tag & 31) < 10 || (tag & 31) > 30) return false;
    stateMachines(message, datagram, seen);
    return true;
  },
};

/** GeneralStrings of a message (tag 0x1b) that name a machine or a realm. */
function stateMachines(message: Uint8Array, { conversation, side }: Datagram, seen: Seen): void {
  seen.address(conversation.server, 'device.role', 'Sign-in server (Kerberos)');
  if (side !== 0) return;
  for (let at = 0; at + 2 < message.length; at++) {
    if (message[at] !== 0x1b) continue;
    const length = message[at + 1] ?? 0;
    if (length === 0 || length > 100 || at + 2 + length > message.length) continue;
    const word = Buffer.from(message.subarray(at + 2, at + 2 + length)).toString('latin1');
    if (!/^[A-Za-z0-9][A-Za-z0-9-]{0,30}\$$/.test(word)) continue;
    const name = word.slice(0, -1);
    if (REALM.test(name))
      seen.address(conversation.client, 'device.hostName', name, { basis: 'observed', confidence: 0.8 });
  }
}
