// Makers under the names of lists, plates and registers: which are one, and which only sound alike.
import { describe, expect, test } from 'vitest';
import { vendorKey } from '#knowledge/index.ts';

describe('makers', () => {
  test.each([
    ['GE HealthCare', 'GE', 'GEHC', 'General Electric', 'GE Medical Systems, LLC', 'GE Precision Healthcare LLC'],
    ['Philips', 'Koninklijke Philips N.V.', 'Philips Medical Systems (Cleveland), Inc.', 'Philips Healthcare'],
    ['Fujifilm', 'FUJIFILM Medical Systems U.S.A., Inc.', 'Hitachi Medical Systems', 'FUJIFILM Corporation'],
    [
      'Siemens Healthineers',
      'Siemens Healthcare GmbH',
      'Siemens Medical Solutions USA, Inc.',
      'Siemens Healthineers AG',
    ],
    ['Konica Minolta', 'Konica Minolta Healthcare Americas, Inc.', 'KONICA MINOLTA, INC.'],
    ['Sectra', 'Sectra AB'],
    ['Elekta', 'Elekta AB', 'Elekta Ltd.'],
    ['Accuray', 'Accuray Incorporated'],
    ['Mindray', 'Shenzhen Mindray Bio-Medical Electronics Co., Ltd.'],
    ['United Imaging', 'Shanghai United Imaging Healthcare Co., Ltd.'],
    ['Canon Medical', 'Toshiba Medical Systems Corporation', 'Toshiba America Medical Systems, Inc.'],
  ])('%s is one maker under all its names', (...names) => {
    expect(new Set(names.map(vendorKey)).size).toBe(1);
  });

  test.each([
    ['GE HealthCare', 'GE Aerospace'],
    ['Siemens Healthineers', 'Siemens Energy AG'],
    ['Philips', 'Phillips 66'],
    ['Canon Medical', 'Canonical Ltd.'],
    ['Sectra', 'Spectra AB'],
    ['Hitachi Medical', 'Hitachi Energy'],
    ['Varian', 'Varian Semiconductor'],
  ])('%s is not %s', (left, right) => {
    expect(vendorKey(left)).not.toBe(vendorKey(right));
  });
});
