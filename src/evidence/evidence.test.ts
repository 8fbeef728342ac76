import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fixedClock } from '#kit/index.ts';
import {
  ATTRIBUTE_NAMES,
  admitValue,
  attributeNamed,
  type FactInput,
  factId,
  looksLikePatientData,
  makeFact,
  namesPatientData,
  parseServiceKey,
  serviceSubject,
} from './model.ts';

const clock = fixedClock('2026-11-23T10:00:00Z');
const CANARY = 'ZZCANARY^PATIENT';

function stating(change: Partial<FactInput>): FactInput {
  return {
    subject: { kind: 'asset', key: 'list/1' },
    attribute: 'device.model',
    value: 'SOMATOM',
    basis: 'attested',
    confidence: 0.9,
    source: { sensor: 'inventory-csv', run: 'r1', detail: 'row 2' },
    by: 'anna@example.org',
    ...change,
  };
}

describe('a fact', () => {
  test('has an id that only the time of recording does not change', () => {
    const observedAt = '2026-11-20T00:00:00.000Z';
    const early = makeFact(stating({ observedAt }), fixedClock('2026-11-23T10:00:00Z'));
    const late = makeFact(stating({ observedAt }), fixedClock('2026-11-24T10:00:00Z'));
    expect(late.id).toBe(early.id);
    expect(late.recordedAt).not.toBe(early.recordedAt);
    expect(factId(late)).toBe(late.id);
    for (const change of [
      { value: 'other' },
      { by: 'x' },
      { confidence: 0.8 },
      { source: { sensor: 'inventory-csv', run: 'r2', detail: 'row 2' } },
    ]) {
      expect(makeFact(stating({ observedAt, ...change }), clock).id).not.toBe(early.id);
    }
  });

  test.each([
    ['patient.name', 'x', /no attribute/],
    ['device.mac', 'not a mac', /hardware address has the wrong shape/],
    ['device.model', '', /wrong shape/],
    ['device.model', 7, /wrong shape/],
    ['criticality.level', 9, /wrong shape/],
    ['service.tls', { grade: 9 }, /wrong shape at grade/],
  ])('about %s with value %j is refused', (attribute, value, message) => {
    expect(() => admitValue(attribute, value)).toThrow(message);
  });

  test('carries text from strangers inert and bounded', () => {
    const value = makeFact(stating({ value: `\u001b[31mA\u202e${'x'.repeat(500)}` }), clock).value;
    expect(value).toMatch(/^\\u\{1b\}\[31mA\\u\{202e\}x+…$/);
    expect(JSON.stringify(value).length).toBeLessThan(240);
  });

  test('has words for people on every attribute', () => {
    for (const name of ATTRIBUTE_NAMES) expect(attributeNamed(name)?.label).toMatch(/^[A-Z]/);
  });
});

describe('the patient gate', () => {
  test.each([
    CANARY,
    'DOE^JANE^^^',
    'Müller^Hans',
    'said PatientName=Doe',
    '(0010,0010): x',
    'PID|1||4711',
    'John Smith 1970-01-01 MRN 123456 not imaged',
    'the patient born 1970-01-01 waited',
    'Patient-ID: 4711',
    'Smith, DOB 01/02/1970',
    { deep: [{ text: CANARY }] },
    { patientId: '4711' },
  ])('holds back %j', (value) => {
    expect(looksLikePatientData(value)).toBe(true);
  });

  test.each([
    'SOMATOM Force',
    'CT1',
    'Orthanc 1.12.4',
    '1.2.276.0.7230010.3',
    'a ^ b',
    'asked about case 4711 on 2026-01-02',
    'reborn 2.0.1 firmware',
    { certificateSha256: 'ab' },
  ])('lets %j pass', (value) => {
    expect(looksLikePatientData(value)).toBe(false);
  });

  test.each(['Patient Name', 'patient_id', 'PatientBirthDate', 'Geburtsdatum', 'MRN', 'Accession Number'])(
    'knows the heading %s',
    (heading) => {
      expect(namesPatientData(heading)).toBe(true);
    },
  );

  test.each(['Model', 'Serial number', 'Hostname', 'Device name', 'Abteilung', 'Inpatientunit-free'])(
    'takes the heading %s for harmless',
    (heading) => {
      expect(namesPatientData(heading)).toBe(false);
    },
  );

  test('a canary name ends up in no fact and in no message, whatever the attribute', () => {
    for (const attribute of ATTRIBUTE_NAMES) {
      for (const value of [CANARY, `x ${CANARY} y`, { name: CANARY }, [CANARY]]) {
        try {
          const admitted = admitValue(attribute, value);
          expect(JSON.stringify(admitted)).not.toContain('ZZCANARY');
        } catch (error) {
          expect(String(error)).not.toContain('ZZCANARY');
        }
      }
    }
  });
});

test('a service subject keeps its parts, with either kind of address and any vantage', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.ipV4(), fc.ipV6()),
      fc.integer({ min: 1, max: 65_535 }),
      fc.string({ minLength: 1, maxLength: 60 }),
      (address, port, vantage) => {
        expect(parseServiceKey(serviceSubject({ address, port, vantage }).key)).toEqual({ address, port, vantage });
      },
    ),
  );
});
