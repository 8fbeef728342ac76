// Protocols that introduce themselves in clear: SSH, FTP, Telnet, VNC, RDP, mail, databases, and remote control by well-known signs.
import { inertText } from '#kit/index.ts';
import type { Conversation } from '../conversation.ts';
import type { FirstBytes, Side, StreamProtocol } from '../dissector.ts';
import { firstMessages } from '../first-message.ts';
import type { Seen } from '../seen.ts';
import { systemOfGreeting } from '../systems/agents.ts';

const MOST = 512;

interface Greeting {
  readonly name: string;
  recognizes(first: FirstBytes, text: string): boolean;
  read(side: Side, bytes: Uint8Array, conversation: Conversation, seen: Seen): void;
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}

function firstLine(bytes: Uint8Array): string {
  return inertText((text(bytes).split(/\r?\n/)[0] ?? '').trim(), 200);
}

/** States a server's own words, unless they could be about somebody. */
function banner(bytes: Uint8Array, conversation: Conversation, seen: Seen): string {
  const line = firstLine(bytes);
  seen.service(conversation, 'service.banner', line);
  return line;
}

const GREETINGS: readonly Greeting[] = [
  {
    name: 'ssh',
    recognizes: (_, head) => head.startsWith('SSH-'),
    read(side, bytes, conversation, seen) {
      const line = firstLine(bytes);
      const address = side === 1 ? conversation.server : conversation.client;
      if (side === 1) seen.service(conversation, 'service.banner', line);
      else seen.hint(address, 'SSH client', line);
      const system = systemOfGreeting(line);
      if (system) seen.address(address, 'os.name', system.name, { basis: 'inferred', confidence: system.confidence });
    },
  },
  {
    name: 'ftp',
    recognizes: ({ side, serverPort }, head) => serverPort === 21 && side === 1 && /^(220|120)[ -]/.test(head),
    read(side, bytes, conversation, seen) {
      seen.service(conversation, 'service.weakness', 'ftp');
      if (side === 1) banner(bytes, conversation, seen);
      // Who signs in without protection sends the password with it; neither is kept.
      else if (/^USER /im.test(text(bytes))) seen.service(conversation, 'service.weakness', 'password-in-clear');
    },
  },
  {
    name: 'smtp',
    recognizes: ({ side, serverPort }, head) => [25, 587].includes(serverPort) && side === 1 && /^220[ -]/.test(head),
    read(side, bytes, conversation, seen) {
      if (side === 1) banner(bytes, conversation, seen);
    },
  },
  {
    name: 'telnet',
    recognizes: ({ bytes, start, serverPort }) =>
      serverPort === 23 && bytes[start] === 0xff && (bytes[start + 1] ?? 0) >= 0xf0,
    read(_side, _bytes, conversation, seen) {
      seen.service(conversation, 'service.weakness', 'telnet');
    },
  },
  {
    name: 'vnc',
    recognizes: (_, head) => /^RFB \d{3}\.\d{3}\n/.test(head),
    read(side, bytes, conversation, seen) {
      seen.service(conversation, 'service.weakness', 'vnc');
      if (side === 1) banner(bytes, conversation, seen);
    },
  },
  {
    name: 'rdp',
    // TPKT, then an X.224 connection request or confirm (MS-RDPBCGR 2.2.1.1).
    recognizes: ({ bytes, start, end }) =>
      end - start >= 7 && bytes[start] === 3 && bytes[start + 1] === 0 && [0xe0, 0xd0].includes(bytes[start + 5] ?? 0),
    read(side, _bytes, conversation, seen) {
      if (side === 1) seen.address(conversation.server, 'device.role', 'Remote desktop (RDP)');
    },
  },
  {
    name: 'postgresql',
    recognizes: ({ bytes, start, side }) =>
      side === 0 &&
      bytes[start] === 0 &&
      bytes[start + 4] === 4 &&
      bytes[start + 5] === 0xd2 &&
      bytes[start + 6] === 0x16,
    read: (_side, _bytes, conversation, seen) =>
      seen.address(conversation.server, 'device.role', 'Database (PostgreSQL)'),
  },
  {
    name: 'mssql',
    // TDS pre-login (MS-TDS 2.2.6.5): type 18, one packet.
    recognizes: ({ bytes, start, end, side }) =>
      side === 0 &&
      bytes[start] === 0x12 &&
      bytes[start + 1] === 1 &&
      end - start >= 8 &&
      (((bytes[start + 2] ?? 0) << 8) | (bytes[start + 3] ?? 0)) === end - start,
    read: (_side, _bytes, conversation, seen) =>
      seen.address(conversation.server, 'device.role', 'Database (SQL Server)'),
  },
  {
    name: 'oracle',
    recognizes: ({ bytes, start, end, side }, head) =>
      side === 0 && end - start > 30 && bytes[start + 4] === 1 && head.includes('(DESCRIPTION='),
    read: (_side, _bytes, conversation, seen) => seen.address(conversation.server, 'device.role', 'Database (Oracle)'),
  },
  {
    name: 'modbus',
    // MODBUS application header: protocol 0, length of the rest (MODBUS Messaging on TCP/IP 3.1.3).
    recognizes: ({ bytes, start, end, serverPort }) =>
      serverPort === 502 &&
      end - start >= 8 &&
      bytes[start + 2] === 0 &&
      bytes[start + 3] === 0 &&
      (((bytes[start + 4] ?? 0) << 8) | (bytes[start + 5] ?? 0)) === end - start - 6,
    read: (_side, _bytes, conversation, seen) =>
      seen.address(conversation.server, 'device.role', 'Industrial control (Modbus)'),
  },
  {
    name: 'teamviewer',
    recognizes: ({ bytes, start, serverPort }) =>
      serverPort === 5938 &&
      ((bytes[start] === 0x17 && bytes[start + 1] === 0x24) || (bytes[start] === 0x11 && bytes[start + 1] === 0x30)),
    read(_side, _bytes, conversation, seen) {
      seen.address(conversation.client, 'device.role', 'Uses TeamViewer', { basis: 'inferred', confidence: 0.8 });
      seen.flow(conversation, 'flow.operation', 'remote service: TeamViewer');
    },
  },
];

/** The greetings as protocols. */
export const greetings: readonly StreamProtocol[] = GREETINGS.map((greeting) => ({
  name: greeting.name,
  recognizes(first: FirstBytes) {
    return greeting.recognizes(first, text(first.bytes.subarray(first.start, Math.min(first.end, first.start + 512))))
      ? 'yes'
      : 'no';
  },
  dissect: (conversation, seen) =>
    firstMessages(conversation, seen, MOST, (side, bytes) => {
      seen.nowMs = conversation.lastMs;
      seen.flow(conversation, 'flow.protocol', greeting.name);
      greeting.read(side, bytes, conversation, seen);
    }),
}));
