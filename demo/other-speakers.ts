// Services of the demo that do not speak DICOM: web interfaces, an HL7 listener, remote desktops.
import http from 'node:http';
import type net from 'node:net';
import { MllpStream } from '#wire/hl7/index.ts';
import { type Listener, type ListenOptions, listen } from './loopback-server.ts';

type Answer = { readonly status: number; readonly body: string; readonly type?: string };

/** A web service; `answer` gets the path. Plain or TLS. */
export function startWebSpeaker(
  at: ListenOptions,
  server: string,
  answer: (path: string) => Answer,
): Promise<Listener> {
  const web = http.createServer((request, response) => {
    const { status, body, type } = answer(request.url ?? '/');
    response.writeHead(status, {
      server,
      'content-type': type ?? 'application/json',
      'content-length': Buffer.byteLength(body),
      ...(status === 401 ? { 'www-authenticate': 'Basic realm="service"' } : {}),
    });
    response.end(request.method === 'HEAD' ? undefined : body);
  });
  web.maxHeadersCount = 50;
  web.requestTimeout = 10_000;
  return listen(at, (socket) => web.emit('connection', socket));
}

/** The web half of an archive that tells everyone what it is. */
export function archivePages(path: string): Answer {
  if (path === '/system')
    return {
      status: 200,
      body: JSON.stringify({
        ApiVersion: 17,
        DicomAet: 'LAKEPACS',
        Name: 'Lakeside archive (demo)',
        Version: '1.10.1',
      }),
    };
  return path === '/'
    ? { status: 200, body: '<title>Archive (demo)</title>', type: 'text/html' }
    : { status: 404, body: '{}' };
}

/** A viewer whose image search is open: it searches for whoever asks, and finds nothing, since it holds no patient. */
export function viewerPages(path: string): Answer {
  if (path.startsWith('/dicom-web/studies')) return { status: 200, body: '[]', type: 'application/dicom+json' };
  return path === '/'
    ? { status: 200, body: '<title>Web viewer (demo)</title>', type: 'text/html' }
    : { status: 404, body: 'not here', type: 'text/plain' };
}

/** A maker's gateway that asks for a password, whatever the path. */
export function gatewayPages(): Answer {
  return { status: 401, body: 'sign in', type: 'text/plain' };
}

/** Takes HL7 messages (MLLP), forgets them, and acknowledges each (HL7 v2.5.1 2.9.2.1); to anything else it says nothing. */
export function startHl7Speaker(at: ListenOptions): Promise<Listener> {
  return listen(at, (socket) => {
    const stream = new MllpStream();
    socket.on('data', (chunk) => {
      for (const { bytes } of stream.push(chunk)) {
        const [name, marks, from = '', place = '', to = '', itsPlace = '', at = '', , , id = ''] =
          Buffer.from(bytes).toString('latin1').split('\r', 1)[0]?.split('|') ?? [];
        if (name !== 'MSH') continue;
        const header = [name, marks, to, itsPlace, from, place, at, '', 'ACK', `A-${id}`, 'P', '2.5.1'].join('|');
        socket.write(Buffer.from(`\x0b${header}\rMSA|AA|${id}\r\x1c\r`, 'latin1'));
      }
    });
  });
}

/** Reads and says nothing: a remote desktop before its handshake. */
export function startSilentSpeaker(at: ListenOptions): Promise<Listener> {
  return listen(at, (socket) => socket.resume());
}

/** Speaks first, as VNC servers do (RFC 6143 7.1.1). */
export function startBannerSpeaker(at: ListenOptions, banner: string): Promise<Listener> {
  return listen(at, (socket: net.Socket) => {
    socket.write(banner);
    socket.resume();
  });
}
