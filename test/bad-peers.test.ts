// Peers that lie, stall, flood or break off. The verdict must be right, and what they cost us must be bounded: a peer
// that could hold the scanner would run into the test's own time limit.
import net from 'node:net';
import tls from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import type { ScanEndpoint } from '#contracts/index.ts';
import { seededRandom } from '#kit/index.ts';
import { encodePdu } from '#wire/dicom/index.ts';
import { acceptAll, type FakePeer, fakePeer, serveDicom } from './support/fake-peer.ts';
import { SHORT, scanOne } from './support/scan-one.ts';
import { testCertificate } from './support/test-certificate.ts';

let peer: FakePeer | undefined;
afterEach(async () => {
  await peer?.close();
  peer = undefined;
});

async function verdictOn(serve: (socket: net.Socket, number: number) => void): Promise<ScanEndpoint> {
  peer = await fakePeer(serve);
  const { endpoints } = await scanOne({ ports: [peer.port] });
  expect(peer.mostAtOnce()).toBe(1);
  const [found] = endpoints;
  if (!found || endpoints.length !== 1) throw new Error(`${endpoints.length} endpoints instead of one`);
  return found;
}

const onFirstBytes = (serve: (socket: net.Socket) => void) => (socket: net.Socket) =>
  void socket.once('data', () => serve(socket));

/** A whole, valid answer to our request, made by a friendly peer from what we sent it. */
function validAnswer(): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const manners = {
      onRequest: (rq: Parameters<typeof acceptAll>[0]) => {
        resolve(Buffer.from(encodePdu(acceptAll(rq))));
        return { kind: 'abort', source: 0, reason: 0 } as const;
      },
    };
    fakePeer(serveDicom(manners))
      .then(async (friendly) => {
        await scanOne({ ports: [friendly.port] });
        await friendly.close();
      })
      .catch(reject);
  });
}

describe('a peer that', () => {
  it('takes the connection and says nothing is reachable, no more', async () => {
    expect(await verdictOn(() => {})).toMatchObject({ exposure: 'E1', protocol: 'unknown', banner: null });
  });

  it('hangs up at once is reachable, no more', async () => {
    expect(await verdictOn((socket) => socket.end())).toMatchObject({ exposure: 'E1', protocol: 'unknown' });
  });

  it('breaks off in the middle of a PDU is no DICOM', async () => {
    const answer = await validAnswer();
    const found = await verdictOn(
      onFirstBytes((socket) => {
        socket.write(answer.subarray(0, 90), () => socket.resetAndDestroy());
      }),
    );
    expect(found).toMatchObject({ exposure: 'E1', protocol: 'unknown' });
  });

  it('sends half an answer and then nothing is no DICOM', async () => {
    const answer = await validAnswer();
    const found = await verdictOn(onFirstBytes((socket) => socket.write(answer.subarray(0, 90))));
    expect(found).toMatchObject({ exposure: 'E1', protocol: 'unknown' });
  });

  it('sends a byte now and then is waited for as long as a whole PDU may take, no longer', async () => {
    const answer = await validAnswer();
    const found = await verdictOn(
      onFirstBytes((socket) => {
        let at = 0;
        const timer = setInterval(() => socket.write(answer.subarray(at, ++at)), SHORT.firstByteMs / 2);
        socket.on('close', () => clearInterval(timer));
      }),
    );
    expect(found).toMatchObject({ exposure: 'E1', protocol: 'unknown' });
  });

  it('answers slowly but in time is DICOM', async () => {
    const answer = await validAnswer();
    const found = await verdictOn(
      onFirstBytes((socket) => {
        let at = 0;
        const step = Math.ceil(answer.length / 10);
        const timer = setInterval(() => {
          socket.write(answer.subarray(at, at + step));
          at += step;
          if (at >= answer.length) clearInterval(timer);
        }, 20);
        socket.on('close', () => clearInterval(timer));
      }),
    );
    expect(found).toMatchObject({ protocol: 'dicom', titles: { calling: 'unchecked', called: 'unchecked' } });
  });

  it('declares four gigabytes is not believed', async () => {
    for (const type of [1, 2, 3, 4, 5, 6, 7]) {
      const found = await verdictOn(
        onFirstBytes((socket) => socket.write(Buffer.from([type, 0, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0]))),
      );
      expect(found.exposure).toBe('E1');
      expect(found.protocol).not.toBe('dicom');
      await peer?.close();
    }
  });

  it('sends noise is no DICOM, whatever the noise', async () => {
    const random = seededRandom(42);
    for (let round = 0; round < 20; round++) {
      const noise = Buffer.from(Array.from({ length: 1 + random.below(3000) }, () => random.below(256)));
      const found = await verdictOn((socket) => socket.write(noise));
      expect(found.exposure).toBe('E1');
      expect(found.protocol).not.toBe('dicom');
      await peer?.close();
    }
  });

  it('sends without end is cut off before it costs memory', async () => {
    for (const first of [0x02, 0x04, 0x9c, 0x48]) {
      let sent = 0;
      const found = await verdictOn((socket) => {
        const block = Buffer.alloc(65536, first);
        const more = () => {
          sent += block.length;
          if (!socket.destroyed) socket.write(block, (error) => (error ? undefined : setImmediate(more)));
        };
        more();
      });
      expect(found.exposure).toBe('E1');
      expect(sent).toBeLessThan(64 * 1024 * 1024);
      await peer?.close();
    }
  });

  it('floods after the answer keeps what it had proven', async () => {
    const found = await verdictOn(
      serveDicom({
        onCommand: (_command, contextId, { socket }) => {
          const fragment = Buffer.alloc(2 << 20);
          const head = Buffer.alloc(12);
          head.writeUInt8(4, 0);
          head.writeUInt32BE(0xffffff00, 2);
          head.writeUInt32BE(0xfffffe00, 6);
          head.writeUInt8(contextId, 10);
          socket.write(Buffer.concat([head, fragment]));
        },
      }),
    );
    expect(found).toMatchObject({ protocol: 'dicom', exposure: 'E5', echo: false, query: 'offered' });
  });

  it('sends our own request back is an echo, no DICOM', async () => {
    const found = await verdictOn((socket) => void socket.on('data', (bytes: Buffer) => socket.write(bytes)));
    expect(found).toMatchObject({ exposure: 'E1', protocol: 'other' });
    expect(JSON.stringify(found.transcript)).toContain('our own request back');
  });

  it('answers for services that were never proposed is no DICOM', async () => {
    const found = await verdictOn(
      serveDicom({
        onRequest: (rq) => {
          const answer = acceptAll(rq);
          if (answer.kind !== 'associate-ac') return 'nothing';
          return { ...answer, contexts: [{ id: 255, result: 0, transferSyntax: '1.2.840.10008.1.2' }] };
        },
      }),
    );
    expect(found).toMatchObject({ exposure: 'E1', protocol: 'other' });
  });

  it('never answers the test message is E5 by its offer, and is let go', async () => {
    const found = await verdictOn(serveDicom({ onCommand: () => {} }));
    expect(found).toMatchObject({ exposure: 'E5', echo: false, query: 'offered' });
  });

  it('never answers the goodbye is let go', async () => {
    const found = await verdictOn(serveDicom({ onRelease: () => {} }));
    expect(found).toMatchObject({ exposure: 'E6', query: 'executed' });
    expect(JSON.stringify(found.transcript)).toContain('No answer to the goodbye');
  });

  it('says goodbye in the middle is answered in order', async () => {
    const found = await verdictOn(
      serveDicom({ onCommand: (_command, _contextId, side) => side.send({ kind: 'release-rq' }) }),
    );
    expect(found.protocol).toBe('dicom');
    expect(peer?.heard[0]?.includes(Buffer.from(encodePdu({ kind: 'release-rp' })))).toBe(true);
  });

  it('has hostile names shows them inert', async () => {
    const found = await verdictOn((socket) =>
      socket.write('220 \u202egnp.exe <script>alert(1)</script>\u001b[31m\r\n'),
    );
    expect(found.protocol).toBe('other');
    const text = JSON.stringify(found);
    expect(text).not.toMatch(/\u202e|\\u001b/);
  });

  it('has a hostile version name shows it inert', async () => {
    const found = await verdictOn(
      serveDicom({
        onRequest: (rq) => {
          const answer = acceptAll(rq);
          if (answer.kind !== 'associate-ac') return 'nothing';
          return { ...answer, user: { ...answer.user, implementationVersionName: '=1+\u001b[2J\u009b' } };
        },
      }),
    );
    expect(found.implementation?.versionName).toBe('=1+\\u{1b}[2J\\u{9b}');
  });
});

describe('a web server that', () => {
  const webOn = (answer: (socket: net.Socket) => void) => verdictOn(onFirstBytes(answer));

  it('never ends its headers is a web server', async () => {
    const found = await webOn((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      const timer = setInterval(() => socket.write(`X-${'a'.repeat(900)}: b\r\n`), 1);
      socket.on('close', () => clearInterval(timer));
    });
    expect(found).toMatchObject({ protocol: 'http', web: 'W1', exposure: null });
  });

  it('never ends its page is a web server', async () => {
    const found = await webOn((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nServer: endless\r\n\r\n<title>long</title>');
      const timer = setInterval(() => socket.write('x'.repeat(60_000)), 1);
      socket.on('close', () => clearInterval(timer));
    });
    expect(found).toMatchObject({ protocol: 'http', web: 'W1', banner: 'endless; long' });
  });

  it('answers everything alike opens no search', async () => {
    const body = '[]';
    const found = await webOn((socket) => {
      socket.end(`HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
    });
    expect(found).toMatchObject({ protocol: 'http', web: 'W1' });
  });
});

describe('an old TLS stack that', () => {
  it('hangs up on versions it does not know is found all the same', async () => {
    const { cert, key } = testCertificate('old-device');
    const inner = tls.createServer({
      cert,
      key,
      minVersion: 'TLSv1',
      maxVersion: 'TLSv1',
      ciphers: 'ALL:@SECLEVEL=0',
    });
    inner.on('secureConnection', (socket) => {
      socket.on('error', () => {});
      serveDicom()(socket, 0);
    });
    inner.on('tlsClientError', () => {});
    // Extension 43, supported_versions, came with TLS 1.3 (RFC 8446 4.2.1): its bytes are what this stack chokes on.
    const serve = (socket: net.Socket) => {
      socket.once('readable', () => {
        const hello = socket.read() as Buffer | null;
        if (hello?.[0] !== 0x16 || hello.includes(Buffer.from([0x00, 0x2b, 0x00]))) {
          socket.destroy();
          return;
        }
        socket.unshift(hello);
        inner.emit('connection', socket);
      });
      socket.on('error', () => {});
    };
    const server = net.createServer(serve);
    await new Promise<void>((resolve) => server.listen(2762, '127.99.7.1', resolve));
    const { endpoints } = await scanOne({ address: '127.99.7.1', ports: [2762] });
    await new Promise<void>((resolve) => server.close(() => resolve()));
    expect(endpoints[0]).toMatchObject({
      protocol: 'dicom',
      transport: 'tls',
      exposure: 'E6',
      tls: { grade: 1, versions: ['TLSv1'] },
    });
  });
});

describe('a web server that wants encryption', () => {
  it('and says so in the clear is looked at inside TLS', async () => {
    const { cert, key } = testCertificate('console');
    const inner = tls.createServer({ cert, key });
    inner.on('secureConnection', (socket) => {
      socket.on('error', () => {});
      socket.once('data', () => socket.end('HTTP/1.1 401 No\r\nServer: console\r\nContent-Length: 0\r\n\r\n'));
    });
    const server = net.createServer((socket) => {
      socket.on('error', () => {});
      socket.once('readable', () => {
        const first = socket.read() as Buffer | null;
        if (first?.[0] === 0x16) {
          socket.unshift(first);
          inner.emit('connection', socket);
          return;
        }
        const page = '<h1>The plain HTTP request was sent to HTTPS port</h1>';
        socket.end(`HTTP/1.1 400 Bad Request\r\nContent-Length: ${page.length}\r\n\r\n${page}`);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const bound = server.address();
    const { endpoints } = await scanOne({ ports: [bound !== null && typeof bound === 'object' ? bound.port : 0] });
    await new Promise<void>((resolve) => server.close(() => resolve()));
    expect(endpoints[0]).toMatchObject({ protocol: 'http', transport: 'tls', web: 'W2', banner: 'console' });
  });
});
