// Whether this very unit is on a recall of its product.
import { describe, expect, test } from 'vitest';
import type { DeviceSnapshot } from '#inventory/model.ts';
import { builtInKnowledge, type RecallNotice } from '#knowledge/index.ts';
import { sampleDevice } from '#support/sample-devices.ts';
import { judge } from './index.ts';

const NOTICE: RecallNotice = {
  id: 'Z-1-2026',
  event: '99901',
  firm: 'Northwind Imaging, Inc',
  product: 'Helix 64 computed tomography X-ray system',
  codes: 'Serial Numbers: NW100 through NW199',
  reason: 'The gantry may tilt by itself.',
  action: null,
  level: 'I',
  status: 'Ongoing',
  initiated: '2026-02-01',
  ended: null,
  productCode: 'JAK',
  revised: '2026-03-12',
};

function recallOf(serial: string | null, notice: Partial<RecallNotice> = {}, device: Partial<DeviceSnapshot> = {}) {
  const knowledge = {
    ...builtInKnowledge,
    recalls: { name: 'openFDA', asOf: '2026-11-01', size: 1, about: () => [{ ...NOTICE, ...notice }] },
    deviceClasses: {
      ...builtInKnowledge.deviceClasses,
      about: (code: string) =>
        code === 'JAK'
          ? { code, name: 'System, X-Ray, Tomography, Computed', level: '2', panel: 'RA', regulation: '892.1750' }
          : null,
    },
  };
  const snapshot = sampleDevice({ vendor: 'Northwind Imaging', model: 'Helix 64', modality: 'CT', serial, ...device });
  return judge(snapshot, { now: '2026-11-23T08:00:00.000Z', knowledge }).find(({ rule }) => rule === 'recall');
}

function words(...given: Parameters<typeof recallOf>): string {
  return (
    recallOf(...given)
      ?.reasons.map(({ because }) => because)
      .join(' ') ?? ''
  );
}

describe('recalls', () => {
  test.each<[serial: string | null, codes: string, state: string, severity: string, unit: string, said: RegExp]>([
    ['NW150', NOTICE.codes, 'confirmed', 'critical', 'on it', /Your serial is on it\./],
    ['NW250', NOTICE.codes, 'not affected', 'none', 'not on it', /Your serial is not on it/],
    [
      'NW150',
      'Lots 12 to 14',
      'unknown',
      'none',
      'list not readable',
      /The list cannot be read.*What would settle it: ask the maker/,
    ],
    [null, NOTICE.codes, 'unknown', 'none', 'serial unknown', /What would settle it: read the serial number/],
    [null, 'All units', 'confirmed', 'critical', 'on it', /for every unit/],
  ])('serial %s against "%s" is %s', (serial, codes, state, severity, unit, said) => {
    const recall = {
      id: 'Z-1-2026',
      unit,
      level: 'I',
      reason: 'The gantry may tilt by itself.',
      initiated: '2026-02-01',
    };
    expect(recallOf(serial, { codes })).toMatchObject({ kind: 'program', state, severity, recall });
    expect(words(serial, { codes })).toMatch(said);
  });

  test.each([
    ['I', 'critical'],
    ['II', 'medium'],
    ['III', 'low'],
    [null, 'medium'],
  ] as const)('class %s is %s', (level, severity) => {
    expect(recallOf('NW150', { level })?.severity).toBe(severity);
  });

  test('the words of the recall, its product code and its source are told', () => {
    const found = words('NW150');
    expect(found).toContain('Recall Z-1-2026 (class I) by Northwind Imaging, Inc, begun 2026-02-01');
    expect(found).toContain('JAK (System, X-Ray, Tomography, Computed, FDA device class 2)');
    expect(recallOf('NW150')?.sources).toEqual([{ name: 'openFDA', asOf: '2026-11-01' }]);
  });

  test('a code that other equipment has makes it less sure', () => {
    const other = recallOf('NW150', {}, { modality: 'US' });
    expect(other?.confidence).toBeLessThan(recallOf('NW150')?.confidence ?? 0);
    expect(words('NW150', {}, { modality: 'US' })).toContain('not usual for US');
  });

  test('what FDA has closed is low, and not taken for corrected', () => {
    const closed = recallOf('NW150', { ended: '2026-10-01' });
    expect(closed).toMatchObject({ state: 'confirmed', severity: 'low' });
    expect(words('NW150', { ended: '2026-10-01' })).toContain('does not show that this unit was corrected');
  });

  test('a device without maker or model is held against nothing', () => {
    expect(recallOf('NW150', {}, { vendor: null })).toBeUndefined();
    expect(recallOf('NW150', {}, { model: null })).toBeUndefined();
  });
});
