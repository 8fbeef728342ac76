// Every codec of what is spoken on a network: whatever bytes come, it answers, or says Malformed; and what is known of each format.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Malformed } from '#kit/index.ts';
import { dhcpMessage } from '#wire/dhcp/index.ts';
import { DNS_TYPE, dnsMessage, netbiosName } from '#wire/dns/index.ts';
import { MllpStream, messageHeader } from '#wire/hl7/index.ts';
import { messageHead } from '#wire/http/index.ts';
import { cdpMessage, lldpMessage } from '#wire/lldp/index.ts';
import { findNtlm, ntlmMessage, smbMessage } from '#wire/smb/index.ts';
import { snmpMessage } from '#wire/snmp/index.ts';
import { TcpSide } from '#wire/tcp/index.ts';
import { certificates, clientHello, RecordStream, serverHello } from '#wire/tls/index.ts';

const hex = (text: string) => Buffer.from(text.replace(/\s/g, ''), 'hex');
const NTLM = Buffer.from('NTLMSSP\0\x02\0\0\0', 'latin1');

/** Codecs with a beginning that takes them further than noise does. */
const CODECS: readonly (readonly [string, (bytes: Uint8Array) => unknown, Uint8Array])[] = [
  [
    'dns',
    dnsMessage,
    hex('0001 8180 0001 0001 0000 0001 0370616373 00 0001 0001 c00c 0001 0001 0000003c 0004 0a000014'),
  ],
  [
    'dhcp',
    dhcpMessage,
    Buffer.concat([hex('01010600'), Buffer.alloc(232), hex('63825363 350101 0c03414243 37020103')]),
  ],
  ['hl7', messageHeader, Buffer.from('MSH|^~\\&|A|B|C|D|||ADT^A01\rOBX|1\rPRT||||||||||X^Y\r')],
  [
    'http',
    messageHead,
    Buffer.from('GET /studies HTTP/1.1\r\nUser-Agent: x\r\nAuthorization: NTLM TlRMTVNTUAACAAAA\r\n\r\n'),
  ],
  [
    'client hello',
    clientHello,
    Buffer.concat([
      hex('0303'),
      Buffer.alloc(32),
      hex('00 0002 1301 01 00 0010 0000 0008 0006 00 0003 612e62 002b 0000'),
    ]),
  ],
  ['server hello', serverHello, Buffer.concat([hex('0303'), Buffer.alloc(32), hex('00 1301 00 0006 002b 0002 0304')])],
  ['certificates', certificates, hex('00000a 000003 010203 000001 05')],
  ['lldp', lldpMessage, hex('0207 04 001122334455 0404 0545 5448 0602 0078 0a03 535731 0000')],
  ['cdp', cdpMessage, hex('02b4 0000 0001 0007 535731 0004 0008 00000028')],
  ['smb', smbMessage, Buffer.concat([hex('fe534d42 4000'), Buffer.alloc(58), hex('4100 0100 1103')])],
  [
    'ntlm',
    (bytes) => (findNtlm(bytes) < 0 ? null : ntlmMessage(bytes, findNtlm(bytes))),
    Buffer.concat([NTLM, Buffer.alloc(44)]),
  ],
  [
    'snmp',
    snmpMessage,
    hex('302902010104067075626c6963a21c020101020100020100301130 0f 06082b06010201010100 0403 616263'),
  ],
];

describe.each(CODECS)('%s', (_, decode, seed) => {
  test('answers or says Malformed, whatever the bytes', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 600 }),
      fc
        .tuple(fc.array(fc.tuple(fc.nat(seed.length - 1), fc.nat(255)), { maxLength: 8 }), fc.nat(seed.length))
        .map(([flips, length]) => {
          const changed = Uint8Array.from(seed);
          for (const [at, value] of flips) changed[at] = value;
          return changed.subarray(0, length);
        }),
    );
    fc.assert(
      fc.property(bytes, (each) => {
        try {
          decode(each);
        } catch (error) {
          if (!(error instanceof Malformed)) throw error;
        }
      }),
      { numRuns: 800 },
    );
  });
});

test('a DNS answer, its name by a pointer; a pointer in circles is refused', () => {
  const message = dnsMessage(
    hex('0001 8180 0001 0001 0000 0000 0470616373 04 74657374 00 0001 0001 c00c 0001 0001 0000003c 0004 0a000014'),
  );
  expect(message.answers).toEqual([{ name: 'pacs.test', type: DNS_TYPE.a, value: '10.0.0.20', ttl: 60 }]);
  expect(() => dnsMessage(hex('0001 8180 0001 0000 0000 0000 c00c 0001 0001'))).toThrow(Malformed);
});

test('a NetBIOS name (RFC 1001 14.1)', () => {
  expect(netbiosName('EGFCEFEECACACACACACACACACACACACA')).toEqual({ name: 'FRED', suffix: 0x20 });
});

test('the fingerprint of a client hello is JA4, as its authors work it out', () => {
  // The example of the JA4 technical details: ciphers and extensions in the order of the hello, GREASE values sprinkled in.
  const ciphers = '1301 1302 1303 c02b c02f c02c c030 cca9 cca8 c013 c014 009c 009d 002f 0035';
  const extension = (type: string, body: string) =>
    `${type} ${(body.replace(/\s/g, '').length / 2).toString(16).padStart(4, '0')} ${body}`;
  const extensions = [
    extension('2a2a', ''),
    extension('001b', '02 0002'),
    extension('0000', '0006 00 0003 612e62'),
    extension('0033', '0000'),
    extension('0010', '000c 02 6832 08 687474702f312e31'),
    extension('4469', '0003 02 6832'),
    extension('0017', ''),
    extension('002d', '01 01'),
    extension('000d', '0010 0403 0804 0401 0503 0805 0501 0806 0601'),
    extension('0005', '01 0000 0000'),
    extension('0023', ''),
    extension('0012', ''),
    extension('002b', '06 3a3a 0304 0303'),
    extension('ff01', '00'),
    extension('000b', '01 00'),
    extension('000a', '0002 001d'),
    extension('0015', '00'),
  ].join(' ');
  const list = hex(extensions);
  const length = (bytes: Uint8Array) => Buffer.from([bytes.length >> 8, bytes.length & 255]);
  const suites = hex(`4a4a ${ciphers}`);
  const hello = Buffer.concat([
    hex('0303'),
    Buffer.alloc(32),
    hex('00'),
    length(suites),
    suites,
    hex('0100'),
    length(list),
    list,
  ]);
  expect(clientHello(hello)).toMatchObject({
    ja4: 't13d1516h2_8daaf6152771_e5627efa2ab1',
    version: 'TLSv1.3',
    serverName: 'a.b',
    alpn: ['h2', 'http/1.1'],
  });
});

test('HL7 frames come out the same, however the bytes are cut', () => {
  const frame = (text: string) => Buffer.concat([Buffer.from([0x0b]), Buffer.from(text), Buffer.from([0x1c, 0x0d])]);
  const stream = Buffer.concat([
    frame('MSH|one'),
    Buffer.from('noise'),
    frame('MSH|two'),
    Buffer.from([0x0b]),
    Buffer.from('MSH|open'),
  ]);
  fc.assert(
    fc.property(fc.array(fc.nat(stream.length), { maxLength: 12 }), (cuts) => {
      const reader = new MllpStream();
      const places = [0, ...cuts.sort((a, b) => a - b), stream.length];
      const frames = places.flatMap((at, index) => reader.push(stream, at, places[index + 1] ?? stream.length));
      expect([...frames, ...reader.finish()].map(({ bytes, isCut }) => [Buffer.from(bytes).toString(), isCut])).toEqual(
        [
          ['MSH|one', false],
          ['MSH|two', false],
          ['MSH|open', true],
        ],
      );
    }),
  );
});

test('TCP comes back in order: cut, repeated, overlapping, disordered, across the end of the numbers', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 1, maxLength: 400 }),
      fc.array(fc.tuple(fc.nat(399), fc.integer({ min: 1, max: 60 })), { maxLength: 30 }),
      fc.integer({ min: 0, max: 0xffffffff }),
      fc.integer(),
      (sent, extra, first, seed) => {
        const pieces: [number, number][] = extra.map(([at, length]) => [Math.min(at, sent.length - 1), length]);
        for (let at = 0; at < sent.length; at += 37) pieces.push([at, 37]);
        let state = seed;
        pieces.sort(() => {
          state = (Math.imul(state, 1_103_515_245) + 12_345) | 0;
          return (state >>> 16) & 1 ? 1 : -1;
        });
        const side = new TcpSide();
        const got: number[] = [];
        const receiver = {
          data: (bytes: Uint8Array, start: number, end: number) => got.push(...bytes.subarray(start, end)),
          gap: () => got.push(Number.NaN),
        };
        side.begin((first - 1) | 0);
        for (const [at, length] of pieces) {
          const end = Math.min(sent.length, at + length);
          side.segment((first + at) | 0, sent, at, end, 0, receiver);
        }
        side.flush(receiver);
        expect(got).toEqual([...sent]);
      },
    ),
    { numRuns: 300 },
  );
});

test('TLS records pass over what is encrypted and give alerts in clear', () => {
  const alerts: number[] = [];
  const types: number[] = [];
  const stream = new RecordStream({
    handshake: (type) => types.push(type),
    alert: (_, description) => alerts.push(description),
    changeCipher: () => undefined,
    applicationStart: () => null,
    clear: () => undefined,
  });
  const bytes = hex(
    '16 0303 0004 0e000000 15 0303 0002 0228 14 0303 0001 01 17 0303 0005 0102030405 16 0303 0004 0e000000',
  );
  for (const byte of bytes) stream.push(Uint8Array.of(byte), 0, 1);
  expect({ alerts, types }).toEqual({ alerts: [40], types: [14] });
});
