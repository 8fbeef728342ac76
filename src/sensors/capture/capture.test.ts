// Captures that no real peer would make: damaged, hostile, tunneled, endless. And the promise that no patient's name stays.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CaptureDocument, Fact } from '#contracts/index.ts';
import { fixedClock, Invalid } from '#kit/index.ts';
import {
  COMMAND,
  type Command,
  EMPTY_USER_INFORMATION,
  EXPLICIT_LITTLE,
  encodeDataSet,
  encodePdu,
  messageToPdus,
  textElement,
} from '#wire/dicom/index.ts';
import { CARRIES, PacketDecoder } from '#wire/packet/index.ts';
import { CaptureRun, captureDocument, readCaptureStream } from './index.ts';
import {
  ipv4Frame,
  pcapFile,
  type SampleEnds,
  type SamplePacket,
  type Saying,
  tcpPackets,
  udpPacket,
} from './sample-capture.ts';

const ENDS: SampleEnds = { client: '10.0.0.11', server: '10.0.0.20', port: 104 };
const CT_IMAGE = '1.2.840.10008.5.1.4.1.1.2';
const EXPLICIT = '1.2.840.10008.1.2.1';

interface Reading {
  readonly document: CaptureDocument;
  readonly facts: readonly Fact[];
  readonly run: CaptureRun;
}

async function read(file: Uint8Array, chunk = file.length, run = new CaptureRun()): Promise<Reading> {
  async function* pieces() {
    for (let at = 0; at < file.length; at += chunk) yield file.subarray(at, at + chunk);
  }
  const end = await readCaptureStream(pieces(), run, { signal: new AbortController().signal });
  run.finish();
  const facts = run.seen.observations.drain(
    { sensor: 'capture', run: 'r', detail: null, by: 'test' },
    fixedClock('2026-11-23T10:00:00Z'),
  );
  return { document: captureDocument(run, facts, { ends: [end], seconds: 0 }), facts, run };
}

/** Reads, or is told in words why not; anything else is a fault. */
async function readOrWords(file: Uint8Array): Promise<void> {
  await read(file).catch((error: unknown) => {
    if (!(error instanceof Invalid)) throw error;
  });
}

/** An association that stores `count` objects of one scanner, in which a patient is named. */
function storing(count: number, pixels = 20_000): Saying[] {
  const common = {
    protocolVersion: 1,
    calledAeTitle: 'ARCHIVE',
    callingAeTitle: 'CT_ROOM1',
    applicationContext: '1.2.840.10008.3.1.1.1',
    user: { ...EMPTY_USER_INFORMATION, maxPduLength: 16_384, implementationClassUid: '1.2.276.0.7230010.3.0.3.6.7' },
  };
  const dataSet = encodeDataSet(
    [
      textElement(0x00080060, 'CS', 'CT'),
      textElement(0x00080070, 'LO', 'Aurora Imaging'),
      textElement(0x00081010, 'SH', 'CT_ROOM1'),
      textElement(0x00081090, 'LO', 'Beam 64'),
      textElement(0x00100010, 'PN', 'CANARY^QUINCY'),
      textElement(0x00100020, 'LO', 'CANARY-4711'),
      textElement(0x00181000, 'LO', 'SN-0815'),
      textElement(0x00181020, 'LO', 'VB19A'),
      { tag: 0x7fe00010, vr: 'OW', value: { kind: 'bytes', bytes: new Uint8Array(pixels).fill(4) } },
    ],
    EXPLICIT_LITTLE,
  );
  const said: Saying[] = [
    [
      0,
      encodePdu({
        kind: 'associate-rq',
        ...common,
        contexts: [{ id: 1, abstractSyntax: CT_IMAGE, transferSyntaxes: [EXPLICIT] }],
      }),
    ],
    [1, encodePdu({ kind: 'associate-ac', ...common, contexts: [{ id: 1, result: 0, transferSyntax: EXPLICIT }] })],
  ];
  for (let n = 1; n <= count; n++) {
    const command: Command = {
      commandField: COMMAND.cStore,
      hasDataSet: true,
      messageId: n,
      affectedSopClassUid: CT_IMAGE,
      affectedSopInstanceUid: `1.2.3.${n}`,
      priority: 0,
    };
    const answer: Command = {
      commandField: COMMAND.cStore | 0x8000,
      hasDataSet: false,
      respondedMessageId: n,
      affectedSopClassUid: CT_IMAGE,
      status: 0,
    };
    said.push([0, Buffer.concat(messageToPdus({ contextId: 1, command, dataSet }, 16_384).map(encodePdu))]);
    said.push([
      1,
      Buffer.concat(messageToPdus({ contextId: 1, command: answer, dataSet: null }, 16_384).map(encodePdu)),
    ]);
  }
  said.push([0, encodePdu({ kind: 'release-rq' })], [1, encodePdu({ kind: 'release-rp' })]);
  return said;
}

interface Flood {
  readonly port: number;
  /** What each client says first; null when nobody answers it. */
  readonly first: Uint8Array | null;
  readonly closes?: boolean;
  readonly between?: () => void;
}

/** Clients that open one connection each; the packets are patched in place, so that a million cost no memory. */
function flood(run: CaptureRun, count: number, { port, first, closes = false, between }: Flood): void {
  const whole = tcpPackets({ ...ENDS, port }, first === null ? [] : [[0, first]]);
  const packets = whole.slice(0, first === null ? 1 : closes ? undefined : 4).map(({ bytes }) => Buffer.from(bytes));
  for (let at = 0; at < count; at++) {
    for (const bytes of packets) {
      const isClient = bytes.readUInt16BE(36) === port;
      bytes.writeUInt32BE(0x0a01_0000 + (at >>> 4), isClient ? 26 : 30);
      bytes.writeUInt16BE(1024 + (at & 15), isClient ? 34 : 36);
      run.packet({
        bytes,
        start: 0,
        end: bytes.length,
        wireLength: bytes.length,
        linkType: 1,
        atMs: 1_700_000_000_000,
      });
    }
    between?.();
  }
}

/** Every two packets behind the opening in the other order. */
function swapped(packets: readonly SamplePacket[]): SamplePacket[] {
  const order = (at: number) => (at < 6 ? at : at % 2 === 0 ? Math.min(at + 1, packets.length - 1) : at - 1);
  return packets.flatMap((_, at) => packets[order(at)] ?? []);
}

describe('one association, however it was captured', () => {
  const packets = tcpPackets(ENDS, storing(5));
  const whole = { calling: 'CT_ROOM1', called: 'ARCHIVE', outcome: 'accepted', ended: 'released', objects: 5 };
  const vlan = (tag: readonly number[]) => (packet: SamplePacket) => ({
    ...packet,
    bytes: Buffer.concat([packet.bytes.subarray(0, 12), Buffer.from(tag), packet.bytes.subarray(12)]),
  });
  const inGre = (packet: SamplePacket) => ({
    ...packet,
    bytes: ipv4Frame('10.9.0.1', '10.9.0.2', 47, Buffer.concat([Buffer.from([0, 0, 0x65, 0x58]), packet.bytes])),
  });
  const inErspan = (packet: SamplePacket) => ({
    ...packet,
    bytes: ipv4Frame(
      '10.9.0.1',
      '10.9.0.2',
      47,
      Buffer.concat([Buffer.from([0x10, 0, 0x88, 0xbe, 0, 0, 0, 1, 0x10, 0, 0, 0, 0, 0, 0, 0]), packet.bytes]),
    ),
  });
  const inVxlan = (packet: SamplePacket) => ({
    ...packet,
    bytes: udpPacket(
      { client: '10.9.0.1', server: '10.9.0.2', port: 4789 },
      Buffer.concat([Buffer.from([8, 0, 0, 0, 0, 0, 1, 0]), packet.bytes]),
    ).bytes,
  });
  const inMpls = (packet: SamplePacket) => ({
    ...packet,
    bytes: Buffer.concat([
      packet.bytes.subarray(0, 12),
      Buffer.from([0x88, 0x47, 0, 1, 1, 64]),
      packet.bytes.subarray(14),
    ]),
  });

  test.each([
    ['as it is', packets],
    ['with a VLAN tag', packets.map(vlan([0x81, 0, 0, 100]))],
    ['with two tags', packets.map(vlan([0x88, 0xa8, 0, 10, 0x81, 0, 0, 100]))],
    ['in GRE', packets.map(inGre)],
    ['in ERSPAN', packets.map(inErspan)],
    ['in VXLAN', packets.map(inVxlan)],
    ['in MPLS', packets.map(inMpls)],
    ['every packet twice', packets.flatMap((packet) => [packet, packet])],
    ['pairs swapped', swapped(packets)],
    ['its opening last', [...[3, 1, 2, 0].flatMap((at) => packets[at] ?? []), ...packets.slice(4)]],
    ['with numbers that wrap', tcpPackets(ENDS, storing(5), [0xffff_fff0, 0xffff_ff00])],
  ] as const)('%s', async (_, captured) => {
    const { document } = await read(pcapFile(captured));
    expect(document.associations).toHaveLength(1);
    expect(document.associations[0]).toMatchObject(whole);
    const scanner = document.devices.find(({ addresses }) => addresses.includes('10.0.0.11'));
    expect(scanner).toMatchObject({ vendor: 'Aurora Imaging', model: 'Beam 64', serial: 'SN-0815', modality: 'CT' });
  });

  test('the chunks in which it is read make no difference', async () => {
    const file = pcapFile(packets);
    const once = await read(file);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 5000 }), async (chunk) => {
        expect((await read(file, chunk)).document).toEqual(once.document);
      }),
      { numRuns: 15 },
    );
  });

  test('lost packets lose no association and few objects', async () => {
    const many = tcpPackets(ENDS, storing(60));
    await fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        let state = seed;
        const kept = many.filter((_, at) => {
          state = (Math.imul(state, 1_103_515_245) + 12_345) | 0;
          return at < 8 || ((state >>> 16) & 127) !== 0;
        });
        const { document } = await read(pcapFile(kept));
        expect(document.associations).toHaveLength(1);
        expect(document.associations[0]?.objects).toBeGreaterThanOrEqual(57);
        expect(document.associations[0]?.objects).toBeLessThanOrEqual(60);
      }),
      { numRuns: 25 },
    );
  });

  test('from the middle it is known by what passes, its opening said to be unseen', async () => {
    const { document } = await read(pcapFile(packets.slice(12)));
    expect(document.associations).toHaveLength(1);
    expect(document.associations[0]).toMatchObject({ outcome: 'unseen', partial: true, calling: null });
    expect(document.associations[0]?.objects).toBeGreaterThanOrEqual(4);
  });

  test('with a short snap length the titles stay', async () => {
    const cut = packets.map(({ atMs, bytes }) => ({ atMs, bytes: bytes.subarray(0, 96), wire: bytes.length }));
    const { document } = await read(pcapFile(cut));
    expect(document.associations).toHaveLength(1);
    expect(document.associations[0]).toMatchObject({ calling: 'CT_ROOM1', called: 'ARCHIVE', partial: true });
  });

  test('fragments that overlap are put together once, the first bytes staying', async () => {
    const frames = packets.flatMap(({ atMs, bytes }) => {
      const payload = Buffer.from(bytes.subarray(34));
      if (payload.length < 200) return [{ atMs, bytes }];
      const part = (from: number, to: number, more: boolean) => {
        const frame = ipv4Frame(
          bytes.subarray(26, 30).join('.'),
          bytes.subarray(30, 34).join('.'),
          6,
          payload.subarray(from, to),
        );
        frame.writeUInt16BE(atMs & 0xffff, 18);
        frame.writeUInt16BE((more ? 0x2000 : 0) | (from / 8), 20);
        return { atMs, bytes: frame };
      };
      const forged = part(64, 104, true);
      forged.bytes.fill(0xff, 34);
      return [part(96, payload.length, false), part(0, 104, true), forged];
    });
    const { document } = await read(pcapFile(frames));
    expect(document.associations[0]).toMatchObject(whole);
  });
});

describe('input that means harm', () => {
  test('a record that claims 4 GB ends the reading in words, with what came before', async () => {
    const file = Buffer.concat([
      pcapFile(tcpPackets(ENDS, storing(1))),
      Buffer.from([1, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]),
    ]);
    const { document } = await read(file);
    expect(document.input).toMatchObject({
      truncated: true,
      problems: [expect.stringContaining('claims 4294967295 bytes')],
    });
    expect(document.associations).toHaveLength(1);
  });

  test('a million half-open connections stay within the bound, and the rest is counted', () => {
    const run = new CaptureRun({ most: 5000, idleMs: 600_000 });
    flood(run, 1_000_000, { port: 104, first: null });
    run.finish();
    expect(run.counts.evicted).toBe(995_000);
    expect(run.size).toBe(0);
  }, 120_000);

  const text = (value: string) => Buffer.from(value.padEnd(1200, 'A'), 'latin1');
  test.each([
    [
      'DICOM, with a length that claims 128 KB',
      16_000,
      104,
      Buffer.from([1, 0, 0, 1, 0xf0, 0, 0, 1, 0, 0, 65, 65, 65]),
    ],
    ['HL7, never ended', 20_000, 2575, text('\u000bMSH|^~\\&|A|B|C|D|')],
    ['HTTP, a head without end', 40_000, 80, text('GET / HTTP/1.1\r\nX-Long: ')],
    ['TLS, a hello that claims 16 KB', 28_000, 443, Buffer.from([22, 3, 1, 0x40, 0, 1, 0, 0x3f, 0xf0, 3, 3, 1, 2, 3])],
    ['SMB, a frame that claims 8 KB', 64_000, 445, Buffer.from([0, 0, 0x20, 0, 0xfe, 0x53, 0x4d, 0x42, 1, 2, 3])],
  ])('%s: conversations that wait take no more than the bound together', (_, count, port, first) => {
    const run = new CaptureRun();
    let most = 0;
    flood(run, count, { port, first, between: () => (most = Math.max(most, run.held)) });
    expect(most).toBeLessThanOrEqual(64 << 20);
    run.finish();
    expect(run.held).toBe(0);
    expect(run.counts.conversations).toBe(count);
    expect(run.counts.evicted).toBeGreaterThan(0);
  });

  test('conversations that are over make room without being called evicted', () => {
    const run = new CaptureRun({ most: 1000, idleMs: 600_000 });
    flood(run, 20_000, { port: 22, first: Buffer.from('SSH-2.0-x\r\n'), closes: true });
    run.finish();
    expect(run.counts).toMatchObject({ conversations: 20_000, evicted: 0 });
  });

  test('fragments that overlap a thousand times take no more than the bound, and what comes after is read', () => {
    const decoder = new PacketDecoder();
    const frame = ipv4Frame('10.0.0.1', '10.0.0.2', 17, new Uint8Array(60_000));
    for (let n = 0; n < 3000; n++) {
      frame.writeUInt16BE(n % 900, 18);
      frame.writeUInt16BE(0x2000 | (n % 7), 20);
      decoder.decode(1, frame, 0, frame.length, n);
      expect(decoder.heldFragments).toBeLessThanOrEqual((16 << 20) + 65_535);
    }
    const { bytes } = udpPacket({ client: '10.0.0.1', server: '10.0.0.2', port: 53 }, Buffer.from('hello'));
    expect(decoder.decode(1, bytes, 0, bytes.length, 0)).toBe(CARRIES.udp);
  });

  test('whatever bytes come, reading ends in a document or in words', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 3000 }),
        fc.constantFrom(0, 1, 12, 101, 113, 276),
        async (bytes, link) => {
          const packets = [0, 700, 1400].map((at, n) => ({ atMs: n, bytes: bytes.subarray(at, at + 700) }));
          await readOrWords(pcapFile(packets, link));
        },
      ),
      { numRuns: 300 },
    );
  });

  test('a real conversation with any bytes flipped never breaks the reader', async () => {
    const file = pcapFile(tcpPackets(ENDS, storing(2, 3000)));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(file.length - 25), fc.nat(255)), { minLength: 1, maxLength: 40 }),
        async (flips) => {
          const broken = Buffer.from(file);
          for (const [at, value] of flips) broken[24 + at] = value;
          await readOrWords(broken);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('no patient stays', () => {
  const text = (value: string) => Buffer.from(value, 'latin1');
  const hl7 = 'MSH|^~\\&|RIS|CLINIC|PACS|IMG|20261120||ADT^A01|1|P|2.5\rPID|1||CANARY-4711||CANARY^QUINCY||19600101\r';
  const canaries: readonly (readonly [string, number, readonly Saying[]])[] = [
    ['DICOM', 104, storing(2)],
    ['HL7', 2575, [[0, Buffer.concat([Buffer.from([0x0b]), text(hl7), Buffer.from([0x1c, 0x0d])])]]],
    [
      'a web address',
      80,
      [
        [
          0,
          text(
            'GET /studies?PatientName=CANARY^QUINCY&PatientID=CANARY-4711 HTTP/1.1\r\nHost: pacs\r\nAuthorization: Basic Q0FOQVJZOnNlY3JldA==\r\nUser-Agent: Viewer/1.0\r\nReferer: http://pacs/CANARY\r\n\r\n',
          ),
        ],
        [1, text('HTTP/1.1 200 OK\r\nServer: Web/2\r\n\r\n{"CANARY":1}')],
      ],
    ],
    [
      'a file transfer',
      21,
      [
        [1, text('220 Welcome\r\n')],
        [0, text('USER canary\r\nPASS CANARY-secret\r\nSTOR CANARY_QUINCY.dcm\r\n')],
      ],
    ],
    [
      'a remote desktop',
      3389,
      [[0, Buffer.concat([Buffer.from([3, 0, 0, 40, 35, 0xe0, 0, 0, 0, 0, 0]), text('Cookie: mstshash=CANARY\r\n')])]],
    ],
  ];

  test.each(canaries)('in %s', async (_, port, sayings) => {
    const { document, facts } = await read(pcapFile(tcpPackets({ ...ENDS, port }, sayings)));
    expect(facts.length).toBeGreaterThan(0);
    expect(`${JSON.stringify(document)}${JSON.stringify(facts)}`.toLowerCase()).not.toContain('canary');
  });
});
