// Peers that put what a terminal, a browser or a spreadsheet would obey into every name that they have, and a list that does.
import type net from 'node:net';
import tls from 'node:tls';
import { APPLICATION_CONTEXT, EMPTY_USER_INFORMATION, encodePdu } from '#wire/dicom/index.ts';
import { acceptAll, type FakePeer, fakePeer, serveDicom } from '../support/fake-peer.ts';
import { testCertificate } from '../support/test-certificate.ts';

/** Red, a window title, the cursor home: ECMA-48 and xterm. Also the one-byte CSI of the C1 set. */
const ESCAPE = '\u001b[31m\u001b]0;owned\u0007\u009b2J';
/** Right-to-left override and isolate, zero-width space, tag character (Trojan Source, 2021). */
const BIDI = '\u202e\u2066\u200b\u{e0041}';
const SCRIPT = '<script>alert(1)</script>';
const IMAGE = '<img src=x onerror=alert(1)>';
const FORMULA = `=cmd|' /C calc'!A0`;

export interface HostilePeers {
  readonly address: string;
  readonly ports: readonly number[];
  /** A device list whose cells do the same. */
  readonly list: string;
  close(): Promise<void>;
}

/** Starts them all on one address of loopback. */
export async function startHostilePeers(address: string): Promise<HostilePeers> {
  const certificate = testCertificate(`${SCRIPT}${BIDI}${ESCAPE}`.slice(0, 64));
  const secure = tls.createServer(certificate, web);
  secure.on('tlsClientError', () => undefined);
  const peers: FakePeer[] = await Promise.all([
    fakePeer(dicom, address),
    fakePeer(web, address),
    fakePeer(gate, address),
    fakePeer(greeting(`${FORMULA}${IMAGE}${BIDI}\u001b[2J and some more words, so that it counts as text`), address),
    fakePeer(greeting(`${SCRIPT}\u001b[31m and some more words, so that it counts as text`), address),
    fakePeer((socket) => secure.emit('connection', socket), address),
  ]);
  return {
    address,
    ports: peers.map(({ port }) => port),
    list: listFor(address),
    close: async () => {
      await Promise.all(peers.map((peer) => peer.close()));
    },
  };
}

/** Sixteen characters each, so that they can stand in for a title in the encoded PDU. */
const PLACE_HOLDERS: Readonly<Record<string, string>> = {
  VERSIONVERSION_1: '\u001b[31m=cmd|<b>\u0007\u009bx',
  CALLEDCALLEDCALL: '\u001b]0;own\u0007\u0085<i>=A42',
};

function dicom(socket: net.Socket, number: number): void {
  // The encoder refuses such names, so they are put into its bytes.
  const write = socket.write.bind(socket);
  serveDicom({
    onRequest: (rq) => {
      const accepted = acceptAll(rq, number);
      if (accepted.kind !== 'associate-ac') return accepted;
      const answer = {
        ...accepted,
        calledAeTitle: 'CALLEDCALLEDCALL',
        applicationContext: APPLICATION_CONTEXT,
        user: { ...EMPTY_USER_INFORMATION, ...accepted.user, implementationVersionName: 'VERSIONVERSION_1' },
      };
      let bytes = Buffer.from(encodePdu(answer)).toString('latin1');
      for (const [holder, name] of Object.entries(PLACE_HOLDERS)) bytes = bytes.replace(holder, name);
      write(Buffer.from(bytes, 'latin1'));
      return 'nothing';
    },
  })(socket, number);
}

function web(socket: net.Socket): void {
  answering(socket, (path) =>
    path === '/system'
      ? page('200 OK', JSON.stringify({ ApiVersion: 9, Version: `1${ESCAPE}${BIDI}${SCRIPT}`, DicomAet: FORMULA }))
      : page('200 OK', `<title>${FORMULA} ${BIDI}${ESCAPE}</title>${SCRIPT}`),
  );
}

/** Asks for a password under a name of its own. */
function gate(socket: net.Socket): void {
  answering(socket, (path) =>
    path === '/'
      ? page('200 OK', `<title>${SCRIPT}</title>`)
      : page('401 Unauthorized', '', `WWW-Authenticate: Basic realm="${FORMULA}${IMAGE}${ESCAPE}${BIDI}"\r\n`),
  );
}

function page(status: string, body: string, more = ''): string {
  const length = Buffer.byteLength(body);
  return `HTTP/1.1 ${status}\r\nServer: ${FORMULA}${IMAGE}${ESCAPE}${BIDI}\r\n${more}Content-Type: text/html\r\nContent-Length: ${length}\r\n\r\n${body}`;
}

function answering(socket: net.Socket, answer: (path: string) => string): void {
  let heard = '';
  socket.on('error', () => undefined);
  socket.on('data', (bytes: Buffer) => {
    heard += bytes.toString('latin1');
    if (!heard.startsWith('GET ')) {
      socket.end('HTTP/1.1 400 Bad Request\r\n\r\n');
      return;
    }
    for (let end = heard.indexOf('\r\n\r\n'); end >= 0; end = heard.indexOf('\r\n\r\n')) {
      const [, path = '/'] = heard.slice(0, end).split(' ');
      heard = heard.slice(end + 4);
      socket.write(answer(path));
    }
  });
}

function greeting(text: string): (socket: net.Socket) => void {
  return (socket) => {
    socket.write(`${text}\r\n`);
    socket.resume();
  };
}

function listFor(address: string): string {
  const cells = [
    [`${FORMULA}`, `${ESCAPE}Maker`, `${BIDI}Model`, `+1${SCRIPT}`, address, '=cmd|AE', 'Windows 7', IMAGE, '@SUM(1)'],
    [`${SCRIPT}${ESCAPE}`, '=1+1', '-2+3', `S${BIDI}`, '127.90.5.9', `A${ESCAPE}`, `${SCRIPT}`, `\t=1`, `|calc`],
    [`${BIDI}${IMAGE}`, '%0A=1', '@x', '\r=2', '127.90.5.10', '', `=1`, `${FORMULA}`, `${SCRIPT}`],
  ];
  const head = ['Device', 'Maker', 'Model', 'Serial number', 'IP address', 'AE title', 'Operating system'];
  return [[...head, 'Location', 'Owner'], ...cells]
    .map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(','))
    .join('\n');
}
