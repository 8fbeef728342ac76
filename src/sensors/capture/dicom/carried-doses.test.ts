// Doses in captures: the objects of a day's exams give one distribution, seen once or twice; fewer exams give none; listening for days
// forgets what is over.
import { describe, expect, test } from 'vitest';
import { doseDay } from '#contracts/index.ts';
import { Observations } from '#evidence/model.ts';
import { fixedClock } from '#kit/index.ts';
import {
  COMMAND,
  EMPTY_USER_INFORMATION,
  EXPLICIT_LITTLE,
  encodeDataSet,
  encodePdu,
  messageToPdus,
  textElement,
} from '#wire/dicom/index.ts';
import { CaptureRun } from '../index.ts';
import { type Saying, tcpPackets } from '../sample-capture.ts';
import { CarriedDoses } from './carried-doses.ts';

const CT_IMAGE = '1.2.840.10008.5.1.4.1.1.2';
const EXPLICIT = '1.2.840.10008.1.2.1';
const ENDS = { client: '10.0.0.5', server: '10.0.0.9', port: 104 };
const clock = fixedClock('2026-11-23T10:00:00Z');
const DAY_MS = 86_400_000;

/** An association that stores one image of each exam. */
function stores(exams: number): Saying[] {
  const common = {
    protocolVersion: 1,
    calledAeTitle: 'ARCHIVE',
    callingAeTitle: 'DX_ROOM1',
    applicationContext: '1.2.840.10008.3.1.1.1',
    user: { ...EMPTY_USER_INFORMATION, maxPduLength: 16_384, implementationClassUid: '1.2.276.0.7230010.3.0.3.6.7' },
  };
  const contexts = [{ id: 1, abstractSyntax: CT_IMAGE, transferSyntaxes: [EXPLICIT] }];
  const said: Saying[] = [
    [0, encodePdu({ kind: 'associate-rq', ...common, contexts })],
    [1, encodePdu({ kind: 'associate-ac', ...common, contexts: [{ id: 1, result: 0, transferSyntax: EXPLICIT }] })],
  ];
  for (let exam = 1; exam <= exams; exam++) {
    const dataSet = encodeDataSet(
      [
        textElement(0x00080020, 'DA', '20261120'),
        textElement(0x00080060, 'CS', 'DX'),
        textElement(0x00080070, 'LO', 'Aurora Imaging'),
        textElement(0x00081010, 'SH', 'DX1'),
        textElement(0x00100010, 'PN', 'CANARY^QUINCY'),
        textElement(0x00181000, 'LO', 'SN-7'),
        textElement(0x00181030, 'LO', 'Chest PA'),
        textElement(0x0018115e, 'DS', String(exam)),
        textElement(0x0020000d, 'UI', `1.2.826.77.${exam}`),
        { tag: 0x7fe00010, vr: 'OW', value: { kind: 'bytes', bytes: new Uint8Array(2000).fill(4) } },
      ],
      EXPLICIT_LITTLE,
    );
    const command = {
      commandField: COMMAND.cStore,
      hasDataSet: true,
      messageId: exam,
      affectedSopClassUid: CT_IMAGE,
      affectedSopInstanceUid: `1.2.3.${exam}`,
      priority: 0,
    };
    said.push([0, Buffer.concat(messageToPdus({ contextId: 1, command, dataSet }, 16_384).map(encodePdu))]);
  }
  return said;
}

/** What captured associations of so many exams state. */
function seen(...associations: readonly number[]) {
  const run = new CaptureRun();
  for (const [at, exams] of associations.entries()) {
    for (const { bytes, atMs } of tcpPackets({ ...ENDS, clientPort: 40_000 + at }, stores(exams))) {
      run.packet({ bytes, start: 0, end: bytes.length, wireLength: bytes.length, linkType: 1, atMs });
    }
  }
  run.finish();
  const facts = run.seen.observations.drain({ sensor: 'capture', run: 'r', detail: null, by: 'test' }, clock);
  const days = facts.flatMap(({ attribute, value }) => (attribute === 'device.dose' ? doseDay.parse(value) : []));
  return { days, text: JSON.stringify(facts) };
}

describe('exams whose images pass', () => {
  test('are one distribution of their day and protocol, of the machine and not of who sent them', () => {
    const { days, text } = seen(7);
    const spread = { exams: 7, low: null, quartile1: 2.5, median: 4, quartile3: 5.5, high: null };
    expect(days).toMatchObject([
      { day: '2026-11-20', protocol: 'Chest PA', exams: 7, figures: { doseAreaProductDgycm2: spread, kVp: null } },
    ]);
    expect(text).not.toMatch(/canary|1\.2\.826\.77/i);
  });

  test('are counted once when their images are sent twice, and to two archives', () => {
    expect(seen(7, 7, 3).days).toEqual(seen(7).days);
  });

  test('are not told of when they are four', () => {
    expect(seen(4, 4).days).toEqual([]);
  });
});

test('a capture of many days states what is over, and holds only the last days', () => {
  const observations = new Observations();
  const doses = new CarriedDoses(observations);
  const sizes: number[] = [];
  for (let day = 0; day < 6; day++) {
    for (let exam = 0; exam < 5; exam++) {
      const date = `2026110${day + 1}`;
      const of = { vendor: 'A', model: 'B', serial: 'S', station: '', software: '', department: '', derived: false };
      const told = { protocol: 'P', date, study: `1.${day}.${exam}`, dose: { kVp: 100 + exam } };
      doses.add({ ...of, modality: 'DX', ...told }, day * DAY_MS + exam);
    }
    sizes.push(observations.size);
  }
  doses.conclude();
  expect([...sizes, observations.size]).toEqual([0, 0, 1, 2, 3, 4, 6]);
});
