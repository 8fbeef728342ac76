import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Malformed } from '#kit/index.ts';
import {
  abortMeaning,
  type Command,
  DimseAssembler,
  decodeCommand,
  decodePdu,
  EMPTY_USER_INFORMATION,
  encodeCommand,
  encodePdu,
  invalidAssociateAc,
  messageToPdus,
  type Pdu,
  type PduEvent,
  PduStream,
  rejectMeaning,
  statusMeaning,
} from './index.ts';

const uidText = fc.stringMatching(/^[0-2](\.[1-9][0-9]{0,8}){1,5}$/);
const title = fc.stringMatching(/^[A-Z][A-Z0-9_]{0,15}$/);
const bytes = (maxLength: number) => fc.uint8Array({ maxLength });
const octet = fc.nat(255);

const user = fc.record({
  maxPduLength: fc.option(fc.nat(0xffffffff)),
  implementationClassUid: fc.option(uidText),
  implementationVersionName: fc.option(title),
  asyncWindow: fc.option(fc.record({ invoked: fc.nat(65535), performed: fc.nat(65535) })),
  roles: fc.array(fc.record({ sopClassUid: uidText, scu: fc.boolean(), scp: fc.boolean() }), { maxLength: 3 }),
  extendedNegotiation: fc.array(fc.record({ sopClassUid: uidText, data: bytes(20) }), { maxLength: 3 }),
  commonExtendedNegotiation: fc.array(
    fc.record({
      sopClassUid: uidText,
      serviceClassUid: uidText,
      relatedSopClassUids: fc.array(uidText, { maxLength: 3 }),
    }),
    { maxLength: 2 },
  ),
  userIdentityRq: fc.option(
    fc.record({ type: octet, responseRequested: fc.boolean(), primary: bytes(30), secondary: bytes(30) }),
  ),
  userIdentityAc: fc.option(bytes(30)),
  unknown: fc.array(fc.record({ type: fc.integer({ min: 0x60, max: 0xff }), data: bytes(20) }), { maxLength: 2 }),
});
const associate = {
  protocolVersion: fc.nat(65535),
  calledAeTitle: title,
  callingAeTitle: title,
  applicationContext: uidText,
  user,
};
const anyPdu: fc.Arbitrary<Pdu> = fc.oneof(
  fc.record({
    kind: fc.constant('associate-rq' as const),
    ...associate,
    contexts: fc.array(
      fc.record({ id: octet, abstractSyntax: uidText, transferSyntaxes: fc.array(uidText, { maxLength: 3 }) }),
      { maxLength: 5 },
    ),
  }),
  fc.record({
    kind: fc.constant('associate-ac' as const),
    ...associate,
    contexts: fc.array(fc.record({ id: octet, result: octet, transferSyntax: fc.option(uidText) }), { maxLength: 5 }),
  }),
  fc.record({ kind: fc.constant('associate-rj' as const), result: octet, source: octet, reason: octet }),
  fc.record({
    kind: fc.constant('p-data' as const),
    pdvs: fc.array(fc.record({ contextId: octet, command: fc.boolean(), last: fc.boolean(), data: bytes(60) }), {
      minLength: 1,
      maxLength: 4,
    }),
  }),
  fc.constant({ kind: 'release-rq' as const }),
  fc.constant({ kind: 'release-rp' as const }),
  fc.record({ kind: fc.constant('abort' as const), source: octet, reason: octet }),
);

describe('PDUs', () => {
  test('an association request for Verification has the bytes of PS3.8 9.3.2', () => {
    const rq = encodePdu({
      kind: 'associate-rq',
      protocolVersion: 1,
      calledAeTitle: 'ANY-SCP',
      callingAeTitle: 'ECHOSCU',
      applicationContext: '1.2.840.10008.3.1.1.1',
      contexts: [{ id: 1, abstractSyntax: '1.2.840.10008.1.1', transferSyntaxes: ['1.2.840.10008.1.2'] }],
      user: { ...EMPTY_USER_INFORMATION, maxPduLength: 16384, implementationClassUid: '1.2.3' },
    });
    const hex = Buffer.from(rq).toString('hex');
    expect(hex.slice(0, 20)).toBe('0100000000a400010000');
    expect(hex.slice(20, 52)).toBe(Buffer.from('ANY-SCP         ').toString('hex'));
    // The minimal presentation context item has length 0x2E (Nmap's dicom.lua writes the same).
    expect(hex).toContain('2000002e010000003000001131');
    expect(hex.slice(-42)).toBe(`50000011510000040000400052000005${Buffer.from('1.2.3').toString('hex')}`);
  });

  test('decoding what was encoded gives the same value', () => {
    fc.assert(
      fc.property(anyPdu, (pdu) => {
        expect(decodePdu(encodePdu(pdu)).pdu).toEqual(pdu);
      }),
    );
  });

  test('arbitrary and damaged bytes throw nothing but Malformed', () => {
    const survives = (input: Uint8Array) => {
      try {
        decodePdu(input);
      } catch (error) {
        expect(error).toBeInstanceOf(Malformed);
      }
    };
    fc.assert(fc.property(bytes(400), survives), { numRuns: 500 });
    fc.assert(
      fc.property(anyPdu, fc.nat(), octet, (pdu, at, value) => {
        const damaged = encodePdu(pdu);
        damaged[at % damaged.length] = value;
        survives(damaged);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('a stream', () => {
  const events = (chunks: readonly Uint8Array[], maxPduLength?: number): PduEvent[] => {
    const stream = new PduStream(maxPduLength === undefined ? {} : { maxPduLength });
    return chunks.flatMap((chunk) => stream.push(chunk));
  };
  const cut = (whole: Uint8Array, sizes: readonly number[]): Uint8Array[] => {
    const chunks: Uint8Array[] = [];
    let at = 0;
    for (let i = 0; at < whole.length; i++) {
      const size = Math.max(1, sizes[i % Math.max(1, sizes.length)] ?? 1);
      chunks.push(whole.subarray(at, at + size));
      at += size;
    }
    return chunks;
  };

  test('any chunking gives the PDUs that were sent', () => {
    fc.assert(
      fc.property(fc.array(anyPdu, { maxLength: 4 }), fc.array(fc.integer({ min: 1, max: 90 })), (pdus, sizes) => {
        const whole = Buffer.concat(pdus.map((pdu) => encodePdu(pdu)));
        const got = events(cut(whole, sizes));
        expect(got.map((event) => (event.kind === 'pdu' ? event.pdu : event))).toEqual(pdus);
      }),
    );
  });

  test('P-DATA over the bound comes in pieces that join to what was sent', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 100, maxLength: 3000 }),
        fc.array(fc.integer({ min: 1, max: 700 })),
        (data, sizes) => {
          const pdu: Pdu = { kind: 'p-data', pdvs: [{ contextId: 3, command: false, last: true, data }] };
          const pieces = events(cut(encodePdu(pdu), sizes), 64);
          const joined = Buffer.concat(
            pieces.map((event) => (event.kind === 'fragment' ? event.data : Buffer.alloc(0))),
          );
          expect(joined.equals(Buffer.from(data))).toBe(true);
          expect(pieces.map((event) => event.kind === 'fragment' && event.last)).toEqual(
            pieces.map((_, index) => index === pieces.length - 1),
          );
        },
      ),
    );
  });

  test.each([
    ['HTTP', Buffer.from('HTTP/1.1 400 Bad Request\r\n'), 'PDU type'],
    ['an SSH banner', Buffer.from('SSH-2.0-OpenSSH_9.2p1\r\n'), 'PDU type'],
    ['a lying 4 GB association', Buffer.from([2, 0, 0xff, 0xff, 0xff, 0xff, 0]), 'PDU length'],
    ['a reject with a wrong length', Buffer.from([3, 1, 0, 0, 0, 0x63]), 'PDU length'],
    ['an accept that is only junk', Buffer.from('\u0002\0\0\0\0\u0010NOT-DICOM-AT-ALL', 'latin1'), 'PDU length'],
  ])('%s is recognized at its header, and the stream is dead', (_, input, field) => {
    const stream = new PduStream();
    expect(stream.push(input)).toMatchObject([{ kind: 'malformed', field }]);
    expect(stream.dead).toBe(true);
    expect(stream.push(Buffer.from([5, 0, 0, 0, 0, 4, 0, 0, 0, 0]))).toEqual([]);
  });

  test('a declared length is never allocated', () => {
    const stream = new PduStream();
    stream.push(Buffer.from([4, 0, 0x7f, 0xff, 0xff, 0xff]));
    expect(stream.pending).toBeLessThan(64);
    expect(stream.dead).toBe(false);
  });

  test('arbitrary bytes in arbitrary chunks hold no more than the bound', () => {
    fc.assert(
      fc.property(fc.array(bytes(200), { maxLength: 20 }), (chunks) => {
        const stream = new PduStream({ maxPduLength: 128 });
        for (const chunk of chunks) stream.push(chunk);
        expect(stream.pending).toBeLessThanOrEqual(131072 + 6);
      }),
      { numRuns: 500 },
    );
  });
});

describe('DIMSE', () => {
  const command: fc.Arbitrary<Command> = fc
    .record(
      {
        messageId: fc.nat(65535),
        affectedSopClassUid: uidText,
        affectedSopInstanceUid: uidText,
        status: fc.nat(65535),
        priority: fc.nat(2),
        moveDestination: title,
        errorComment: title,
        remaining: fc.nat(65535),
      },
      { requiredKeys: [] },
    )
    .chain((rest) =>
      fc.record({ commandField: fc.nat(65535), hasDataSet: fc.boolean() }).map((first) => ({ ...rest, ...first })),
    );

  test('C-ECHO-RQ has the elements of PS3.7 9.3.5', () => {
    const rq = encodeCommand({
      commandField: 0x30,
      messageId: 1,
      affectedSopClassUid: '1.2.840.10008.1.1',
      hasDataSet: false,
    });
    expect(Buffer.from(rq).toString('hex')).toBe(
      '00000000040000003800000000000200120000' +
        '00312e322e3834302e31303030382e312e31000000000102000000300000001001020000000100' +
        '000000080200000001' +
        '01',
    );
  });

  test('commands survive encoding, and arbitrary bytes throw nothing but Malformed', () => {
    fc.assert(
      fc.property(command, (value) => {
        expect(decodeCommand(encodeCommand(value))).toEqual(value);
      }),
    );
    fc.assert(
      fc.property(bytes(120), (input) => {
        try {
          decodeCommand(input);
        } catch (error) {
          expect(error).toBeInstanceOf(Malformed);
        }
      }),
    );
  });

  test('messages come back whole at any maximum length, and data over the bound is dropped and counted', () => {
    fc.assert(
      fc.property(command, bytes(300), fc.integer({ min: 7, max: 200 }), (value, data, max) => {
        const dataSet = value.hasDataSet ? data : null;
        const pdus = messageToPdus({ contextId: 5, command: value, dataSet }, max);
        for (const pdu of pdus) expect(encodePdu(pdu).length - 6).toBeLessThanOrEqual(max);
        const whole = new DimseAssembler();
        const none = new DimseAssembler(0);
        const pdvs = pdus.flatMap((pdu) => pdu.pdvs);
        const message = pdvs.map((pdv) => whole.push(pdv)).at(-1);
        expect(message).toMatchObject({ contextId: 5, command: value, dataSetLength: dataSet?.length ?? 0 });
        expect(message?.dataSet ?? null).toEqual(dataSet);
        const bare = pdvs.map((pdv) => none.push(pdv)).at(-1);
        expect(bare?.dataSet?.length ?? 0).toBe(0);
        expect(bare?.truncated).toBe((dataSet?.length ?? 0) > 0);
      }),
    );
  });
});

test('codes have the words of the standard', () => {
  expect(rejectMeaning({ result: 1, source: 1, reason: 7 })).toBe(
    'permanent, service user: called AE title not recognized',
  );
  expect(rejectMeaning({ result: 9, source: 4, reason: 1 })).toBe('result 9, reserved source 4, reason 1');
  expect(abortMeaning({ source: 2, reason: 2 })).toBe('by the service provider: unexpected PDU');
  expect([statusMeaning(0), statusMeaning(0x0124), statusMeaning(0xc123)]).toEqual([
    '0000 success',
    '0124 not authorized',
    'C123 unable to process',
  ]);
});

test('an answer that proves nothing is told apart from an association', () => {
  const base = {
    kind: 'associate-ac' as const,
    protocolVersion: 1,
    calledAeTitle: '',
    callingAeTitle: '',
    applicationContext: '1.2.840.10008.3.1.1.1',
    contexts: [{ id: 1, result: 3, transferSyntax: null }],
    user: EMPTY_USER_INFORMATION,
  };
  expect(invalidAssociateAc(base, [1, 3])).toEqual([]);
  expect(invalidAssociateAc({ ...base, protocolVersion: 2 }, [1])).toHaveLength(1);
  expect(invalidAssociateAc({ ...base, contexts: [] }, [1])).toHaveLength(1);
  expect(invalidAssociateAc({ ...base, applicationContext: '1.2.3' }, [5])).toHaveLength(2);
});
