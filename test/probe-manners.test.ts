// How the scanner behaves: what it sends under which clearance, how gently, and what it makes of titles and refusals.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { ScanEndpoint } from '#contracts/index.ts';
import { type AddressRange, parseRange, rangeBetween, seededRandom, systemClock } from '#kit/index.ts';
import { type Permission, type ProbeRecord, runScan, scanPlan } from '#sensors/probe/index.ts';
import { COMMAND, decodePart10, type Pdu, PduStream, textOf } from '#wire/dicom/index.ts';
import { acceptAll, type DicomManners, type FakePeer, fakePeer, refuse, serveDicom } from './support/fake-peer.ts';
import { type ScanOne, SHORT, scanOne } from './support/scan-one.ts';

const peers: FakePeer[] = [];
afterEach(async () => {
  for (const peer of peers.splice(0)) await peer.close();
});

async function scanDicom(
  manners: DicomManners,
  options: Omit<ScanOne, 'ports'> = {},
): Promise<{ found: ScanEndpoint; peer: FakePeer }> {
  const peer = await fakePeer(serveDicom(manners));
  peers.push(peer);
  const { endpoints } = await scanOne({ ...options, ports: [peer.port] });
  const [found] = endpoints;
  if (!found) throw new Error('nothing was found');
  expect(peer.mostAtOnce()).toBe(1);
  return { found, peer };
}

/** A port that nobody uses now. */
function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

function reaches(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}

/** The PDUs that a peer heard on a connection. */
function pdusHeard(bytes: Buffer | undefined): Pdu[] {
  const events = new PduStream().push(bytes ?? Buffer.alloc(0));
  return events.map((event) => {
    if (event.kind !== 'pdu') throw new Error(`The scanner sent a broken PDU: ${JSON.stringify(event)}`);
    return event.pdu;
  });
}

const request = (peer: FakePeer, number = 0) => {
  const [first] = pdusHeard(peer.heard[number]);
  if (first?.kind !== 'associate-rq') throw new Error('no request');
  return first;
};

const withTitle = { plan: { calledTitle: () => 'RIGHT' } };
const onlyRight = (rq: { calledAeTitle: string }) => rq.calledAeTitle === 'RIGHT';

describe('titles', () => {
  it('are fresh in each run, honest about who we are, and never a known one', async () => {
    const { peer } = await scanDicom({});
    const { callingAeTitle, calledAeTitle, user } = request(peer);
    expect(callingAeTitle).toMatch(/^XQ[A-Z0-9]{10}$/);
    expect(calledAeTitle).toMatch(/^XQ[A-Z0-9]{10}$/);
    expect(calledAeTitle).not.toBe(callingAeTitle);
    expect(user.implementationVersionName).toBe('DOSIMETER_010');
    expect(user.implementationClassUid).toMatch(/^2\.25\.\d+$/);
  });

  it('both unchecked: one association proves it', async () => {
    const { found, peer } = await scanDicom({});
    expect(found.titles).toEqual({ calling: 'unchecked', called: 'unchecked' });
    expect(peer.takenAt).toHaveLength(1);
  });

  it('with the right called title known, a second association finds it checked', async () => {
    const { found, peer } = await scanDicom(
      { onRequest: (rq) => (onlyRight(rq) ? acceptAll(rq) : refuse(1, 1, 7)) },
      withTitle,
    );
    expect(found).toMatchObject({ exposure: 'E6', titles: { calling: 'unchecked', called: 'checked' } });
    expect(peer.takenAt).toHaveLength(2);
  });

  it('with the right called title known, a second association finds it unchecked', async () => {
    const { found } = await scanDicom({}, withTitle);
    expect(found.titles).toEqual({ calling: 'unchecked', called: 'unchecked' });
  });

  it('a complaint about the caller proves that the made-up called title was not checked', async () => {
    const { found } = await scanDicom({ onRequest: () => refuse(1, 1, 3) });
    expect(found).toMatchObject({
      exposure: 'E2',
      refusal: 'calling',
      titles: { calling: 'checked', called: 'unchecked' },
      reject: { result: 1, source: 1, reason: 3 },
    });
  });

  it('a complaint about the caller, with the right title, leaves the called title to a second try', async () => {
    const { found } = await scanDicom({ onRequest: (rq) => refuse(1, 1, onlyRight(rq) ? 3 : 7) }, withTitle);
    expect(found).toMatchObject({ refusal: 'calling', titles: { calling: 'checked', called: 'checked' } });
  });

  it('a complaint about a called title that we were told proves nothing about it', async () => {
    const { found, peer } = await scanDicom({ onRequest: () => refuse(1, 1, 7) }, withTitle);
    expect(found).toMatchObject({ refusal: 'called', titles: { calling: 'unknown', called: 'unknown' } });
    expect(peer.takenAt).toHaveLength(1);
  });
});

describe('a refusal', () => {
  const cases: readonly [string, [number, number, number], ScanEndpoint['refusal']][] = [
    ['without reason', [1, 1, 1], 'policy'],
    ['of the application context, though DCMTK calls it transient', [2, 1, 2], 'policy'],
    ['that wants a user name (pynetdicom)', [2, 2, 1], 'policy'],
    ['with a reserved code', [1, 1, 9], 'policy'],
  ];
  it.each(cases)('%s', async (_, code, refusal) => {
    const { found, peer } = await scanDicom({ onRequest: () => refuse(...code) });
    expect(found).toMatchObject({ exposure: 'E2', refusal, titles: { calling: 'unknown', called: 'unknown' } });
    expect(peer.takenAt).toHaveLength(1);
  });

  it('for want of room is asked once more, later, and is not final', async () => {
    const { found, peer } = await scanDicom({ onRequest: () => refuse(2, 3, 2) });
    expect(found).toMatchObject({ exposure: 'E2', refusal: 'busy' });
    expect(peer.takenAt).toHaveLength(2);
    const [first = 0, second = 0] = peer.takenAt;
    expect(second - first).toBeGreaterThan(1900);
  });

  it('for want of room that passes is no refusal', async () => {
    const { found } = await scanDicom({
      onRequest: (rq, number) => (number === 0 ? refuse(1, 3, 1) : acceptAll(rq)),
    });
    expect(found).toMatchObject({ exposure: 'E6', refusal: null });
  });

  it('by a well-formed abort is E2', async () => {
    const { found } = await scanDicom({ onRequest: () => ({ kind: 'abort', source: 2, reason: 2 }) });
    expect(found).toMatchObject({ exposure: 'E2', refusal: 'policy', abort: { source: 2, reason: 2 } });
  });
});

describe('what is sent', () => {
  const commands = (peer: FakePeer) =>
    peer.heard.flatMap((bytes) =>
      pdusHeard(bytes)
        .flatMap((pdu) => (pdu.kind === 'p-data' ? pdu.pdvs : []))
        .filter(({ command }) => command),
    ).length;

  it('under handshake: the test message, no search; the offer stands', async () => {
    const { found, peer } = await scanDicom({}, { level: 'handshake' });
    expect(found).toMatchObject({ exposure: 'E5', echo: true, query: 'offered', offered: ['E5', 'E8o'] });
    expect(commands(peer)).toBe(1);
  });

  it('under handshake asked for by the run, though the address is cleared for more', async () => {
    const { found } = await scanDicom({}, { level: 'full', plan: { clearance: 'handshake' } });
    expect(found).toMatchObject({ exposure: 'E5', query: 'offered' });
  });

  it('under query: searches that cannot match, without any patient key, and a goodbye', async () => {
    const { found, peer } = await scanDicom({});
    expect(found).toMatchObject({ exposure: 'E6', query: 'executed', worklist: 'executed' });
    const sets = pdusHeard(peer.heard[0]).flatMap((pdu) =>
      pdu.kind === 'p-data' ? pdu.pdvs.filter(({ command }) => !command).map(({ data }) => Buffer.from(data)) : [],
    );
    expect(sets).toHaveLength(2);
    for (const set of sets) {
      // Group 0010 holds the patient (PS3.6).
      expect(set.includes(Buffer.from([0x10, 0x00]))).toBe(false);
      expect(set.toString('latin1')).toMatch(/2\.25\.\d{20}|XQ[A-Z0-9]{10}/);
    }
    expect(pdusHeard(peer.heard[0]).at(-1)).toEqual({ kind: 'release-rq' });
  });

  it('at a first match: cancel and abort, nothing read', async () => {
    const { found, peer } = await scanDicom({
      onRequest: (rq) => acceptAll(rq, 0, (uid) => uid === '1.2.840.10008.5.1.4.1.2.2.1'),
      onCommand: (command, contextId, side) => {
        if (command.commandField !== COMMAND.cFind) return;
        const canary = Buffer.from('\x10\0\x10\0\x0e\0\0\0CANARY^PATIENT', 'latin1');
        const answer = { ...command, commandField: 0x8020, respondedMessageId: command.messageId ?? 0, status: 0xff00 };
        for (const dataSet of [canary, canary]) {
          side.respond({ ...answer, hasDataSet: true }, contextId, 0xff00);
          side.send({ kind: 'p-data', pdvs: [{ contextId, command: false, last: true, data: dataSet }] });
        }
      },
    });
    expect(found).toMatchObject({ exposure: 'E6', query: 'executed' });
    expect(found.notes.join()).toContain('whatever the keys');
    expect(JSON.stringify(found)).not.toContain('CANARY');
    const sent = pdusHeard(peer.heard[0]);
    expect(sent.at(-1)).toEqual({ kind: 'abort', source: 0, reason: 0 });
  });

  it('under full: one entry is asked for by its identifier alone, counted and not kept', async () => {
    let searches = 0;
    const { found } = await scanDicom(
      {
        onRequest: (rq) => acceptAll(rq, 0, (uid) => uid === '1.2.840.10008.5.1.4.1.2.2.1'),
        onCommand: (command, contextId, side) => {
          if (command.commandField === COMMAND.cFind) side.respond(command, contextId, ++searches === 1 ? 0 : 0xff00);
        },
      },
      { level: 'full', plan: { clearance: 'full' } },
    );
    expect(found.exposure).toBe('E7');
  });

  it('under query: nothing is stored, whatever is offered', async () => {
    const stores: number[] = [];
    const { found } = await scanDicom({
      onCommand: (command, contextId, side) => {
        if (command.commandField === COMMAND.cStore) stores.push(contextId);
        side.respond(command, contextId, 0);
      },
    });
    expect(stores).toEqual([]);
    expect(found).toMatchObject({ write: 'offered', proven: [], asked: 'query' });
  });

  it.skipIf(spawnSync('which', ['storescp']).status !== 0)(
    "under full: DCMTK's storescp takes one synthetic object of nobody, and is told how to find it",
    async () => {
      const folder = mkdtempSync(path.join(tmpdir(), 'dosimeter-store-'));
      const port = await freePort();
      const storescp = spawn('storescp', ['-od', folder, String(port)], { stdio: 'ignore' });
      try {
        await expect.poll(() => reaches(port), { timeout: 10_000 }).toBe(true);
        const { endpoints } = await scanOne({ ports: [port], level: 'full', plan: { clearance: 'full' } });
        const [name = ''] = readdirSync(folder);
        const { dataSet, malformed } = decodePart10(readFileSync(path.join(folder, name)));
        expect(readdirSync(folder)).toHaveLength(1);
        expect(malformed).toBeNull();
        expect(textOf(dataSet, 0x0010_0010)).toBe('DOSIMETER^SYNTHETIC');
        expect(endpoints[0]).toMatchObject({ exposure: 'E4', proven: ['E8p'], asked: 'full' });
        expect(endpoints[0]?.notes.join()).toContain(textOf(dataSet, 0x0020_000d));
      } finally {
        storescp.kill();
        rmSync(folder, { recursive: true, force: true });
      }
    },
  );

  it('to service ports and the HL7 port: nothing', async () => {
    const heard: string[] = [];
    const net = await import('node:net');
    const address = '127.99.7.2';
    const servers = await Promise.all(
      [2575, 3389, 21].map(
        (port) =>
          new Promise<import('node:net').Server>((resolve) => {
            const server = net.createServer((socket) => {
              if (port === 21) socket.write('220 ready\r\n');
              socket.on('data', (bytes: Buffer) => heard.push(bytes.toString()));
              socket.on('error', () => {});
            });
            server.listen(port, address, () => resolve(server));
          }),
      ),
    );
    const { endpoints, totals } = await scanOne({ address, ports: [2575, 3389, 21] });
    await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
    expect(heard).toEqual([]);
    expect(totals.bytesSent).toBe(0);
    expect(endpoints.map(({ port, protocol, service, banner }) => [port, protocol, service, banner])).toEqual([
      [2575, 'hl7', null, null],
      [3389, 'unknown', 'rdp', null],
      [21, 'other', 'ftp', '220 ready'],
    ]);
  });
});

describe('after a search that is cut off', () => {
  it('what was proven is kept, and the other search is asked on a new association', async () => {
    const { found, peer } = await scanDicom({
      onCommand: (command, contextId, side) => {
        const study = command.affectedSopClassUid === '1.2.840.10008.5.1.4.1.2.2.1';
        if (study) side.send({ kind: 'abort', source: 0, reason: 0 });
        else side.respond(command, contextId, 0);
      },
    });
    expect(found).toMatchObject({ exposure: 'E6', echo: true, query: 'refused', worklist: 'executed' });
    expect(found.offered).toContain('E5');
    expect(peer.takenAt).toHaveLength(2);
  });

  it('a search refused by status leaves the offer', async () => {
    const { found } = await scanDicom({
      onCommand: (command, contextId, side) =>
        side.respond(command, contextId, command.commandField === COMMAND.cEcho ? 0 : 0x0124),
    });
    expect(found).toMatchObject({ exposure: 'E5', query: 'refused', worklist: 'refused', offered: ['E5', 'E8o'] });
  });
});

describe('gently', () => {
  it('rests between connections that a host accepted, over all of its ports', async () => {
    const one = await fakePeer(serveDicom({ onRequest: () => refuse(1, 1, 1) }));
    const two = await fakePeer(serveDicom({ onRequest: () => refuse(1, 1, 1) }));
    peers.push(one, two);
    await scanOne({ ports: [one.port, two.port], plan: { perHostIntervalMs: 300 } });
    const gap = (two.takenAt[0] ?? 0) - (one.takenAt[0] ?? 0);
    // Timers may fire a little early.
    expect(gap).toBeGreaterThan(290);
  });

  it('two scans of one host take turns, and the second keeps the rest that the first owes', async () => {
    const peer = await fakePeer(serveDicom({ onRequest: () => refuse(1, 1, 1) }));
    peers.push(peer);
    const scan = () => scanOne({ ports: [peer.port], plan: { perHostIntervalMs: 300 } });
    await Promise.all([scan(), scan()]);
    expect(peer.mostAtOnce()).toBe(1);
    expect(peer.takenAt).toHaveLength(2);
    expect((peer.takenAt[1] ?? 0) - (peer.takenAt[0] ?? 0)).toBeGreaterThan(290);
  });

  it('stops at a signal: nothing more is asked, the association is released, what is known is kept', async () => {
    const stop = new AbortController();
    const { found, peer } = await scanDicom(
      {
        onCommand: (command, contextId, side) => {
          side.respond(command, contextId, 0);
          stop.abort();
        },
      },
      { stop: stop.signal },
    );
    expect(found.titles.calling).toBe('unchecked');
    const kinds = pdusHeard(peer.heard[0]).map(({ kind }) => kind);
    expect(kinds).toEqual(['associate-rq', 'p-data', 'release-rq']);
  });

  it('stops at once when it waits for nobody', async () => {
    const stop = new AbortController();
    // TEST-NET-like silence is not to be had on loopback: the rest between two ports is as long as the test may last.
    const one = await fakePeer((socket) => socket.end());
    peers.push(one);
    setTimeout(() => stop.abort(), 300);
    const { endpoints } = await scanOne({
      ports: [one.port, 1],
      plan: { perHostIntervalMs: 60_000 },
      stop: stop.signal,
    });
    expect(endpoints).toHaveLength(1);
  });
});

describe('clearance', () => {
  it('refuses ranges whole, asks again while it runs, and writes down who allowed what', async () => {
    const refused: string[] = [];
    const records: ProbeRecord[] = [];
    let asked = 0;
    let withdrawn = false;
    const denied = parseRange('10.0.0.0/8');
    const permit = (range: { first: bigint; last: bigint; family: 4 | 6; cidr: string }): Permission[] => {
      // A host that takes its time: asked again for it alone.
      if (range.first === range.last) return [{ range, level: 'handshake', by: 'owner' }];
      asked++;
      if (range.first === denied.first && range.last === denied.last) return [{ range, refused: 'no clearance' }];
      if (range.cidr === '127.99.8.0/23') {
        return [
          { range: rangeBetween(4, range.first, range.first + 9n), level: 'passive', by: 'owner' },
          { range: rangeBetween(4, range.first + 10n, range.last), level: 'handshake', by: 'owner' },
        ];
      }
      if (withdrawn) return [{ range, refused: 'withdrawn' }];
      withdrawn = true;
      return [{ range, level: 'handshake', by: 'owner' }];
    };
    const plan = scanPlan({
      targets: [denied, parseRange('127.99.8.0/23')].map((range) => ({ range, ports: null })),
      ports: [1],
      patience: SHORT,
    });
    const totals = await runScan(
      plan,
      { permit, clock: systemClock, random: seededRandom(1) },
      {
        endpoint: () => {},
        refused: (target, reason) => refused.push(`${target}: ${reason}`),
        probed: (record) => void records.push(record),
        progress: () => {},
      },
      new AbortController().signal,
    );
    expect(refused).toEqual([
      '10.0.0.0/8: no clearance',
      '127.99.8.0-127.99.8.9: The clearance of this range allows nothing to be sent.',
      '127.99.9.10-127.99.9.255: withdrawn',
    ]);
    expect(totals.hosts).toBe(256);
    expect(records).toHaveLength(1);
    expect(records[0]).toMatchObject({
      target: '127.99.8.10-127.99.9.9',
      ports: [1],
      connections: 256,
      bytesSent: 0,
      clearance: 'handshake',
      by: 'owner',
    });
    expect(asked).toBe(4);
  });

  it.each<[string, (range: AddressRange) => Permission]>([
    ['taken back', (range) => ({ range, refused: 'withdrawn' })],
    ['lowered', (range) => ({ range, level: 'handshake', by: 'owner' })],
  ])('that is %s while a host is visited ends the visit before its next port', async (_what, later) => {
    const one = await fakePeer(serveDicom({ onRequest: () => refuse(1, 1, 1) }));
    const two = await fakePeer(serveDicom({ onRequest: () => refuse(1, 1, 1) }));
    peers.push(one, two);
    const refused: string[] = [];
    const plan = scanPlan({
      targets: [{ range: parseRange('127.0.0.1'), ports: null }],
      ports: [one.port, two.port],
      perHostIntervalMs: 1100,
      patience: SHORT,
    });
    await runScan(
      plan,
      {
        permit: (range) => [one.takenAt.length > 0 ? later(range) : { range, level: 'query', by: 'owner' }],
        clock: systemClock,
        random: seededRandom(1),
      },
      { endpoint: () => {}, refused: (target) => void refused.push(target), probed: () => {}, progress: () => {} },
      new AbortController().signal,
    );
    expect([one.takenAt.length > 0, two.takenAt.length]).toEqual([true, 0]);
    expect(refused).toEqual(['127.0.0.1']);
  });

  it('visits an address that several targets name once, with the ports of all', async () => {
    const one = await fakePeer(serveDicom({ onRequest: () => refuse(1, 1, 1) }));
    const two = await fakePeer(serveDicom({ onRequest: () => refuse(1, 1, 1) }));
    peers.push(one, two);
    const found: ScanEndpoint[] = [];
    const local = parseRange('127.0.0.1');
    const plan = scanPlan({
      targets: [
        { range: parseRange('127.0.0.0/30'), ports: null },
        { range: local, ports: [two.port] },
        { range: local, ports: [one.port, two.port] },
      ],
      ports: [one.port],
      perHostIntervalMs: 0,
      patience: SHORT,
    });
    const totals = await runScan(
      plan,
      {
        permit: (range) => [{ range, level: 'query', by: 'test' }],
        clock: systemClock,
        random: seededRandom(1),
      },
      { endpoint: (each) => void found.push(each), refused: () => {}, probed: () => {}, progress: () => {} },
      new AbortController().signal,
    );
    expect(totals.hosts).toBe(4);
    const here = found.filter(({ address }) => address === '127.0.0.1').map(({ port }) => port);
    expect(new Set(here)).toEqual(new Set([one.port, two.port]));
    expect(here).toHaveLength(2);
    expect(one.takenAt).toHaveLength(1);
    expect(two.takenAt).toHaveLength(1);
  });
});

describe('closed ports', () => {
  it('are counted, and listed when asked for', async () => {
    const one = await fakePeer((socket) => socket.end());
    peers.push(one);
    const short = await scanOne({ ports: [one.port, 1, 2] });
    expect(short.endpoints.map(({ port }) => port)).toEqual([one.port]);
    expect(short.totals).toMatchObject({ hosts: 1, endpoints: 3 });
    const whole = await scanOne({ ports: [one.port, 1, 2], plan: { listClosed: true } });
    expect(whole.endpoints.map(({ port, exposure }) => [port, exposure])).toEqual([
      [one.port, 'E1'],
      [1, 'E0'],
      [2, 'E0'],
    ]);
  });
});

describe('a trap', () => {
  it('is suspected where everything is accepted, a made-up service too', async () => {
    const { found } = await scanDicom({});
    expect(found.honeypot).toContain('a made-up one too');
  });

  it('is not suspected of an archive that has limits', async () => {
    const { found } = await scanDicom({ onRequest: (rq) => acceptAll(rq, 0, (uid) => uid.startsWith('1.2.840')) });
    expect(found.honeypot).toBeNull();
    expect(found.deviceClass).toBe('archive');
  });
});
