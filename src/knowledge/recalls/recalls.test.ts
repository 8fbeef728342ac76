// Recalls as openFDA gives them. The documents are made up after FDA's field reference: no whole file was at hand.
import { describe, expect, test } from 'vitest';
import { deviceCodesOf, isRecalled, readRecallNotice, readRecallUnits, type UnitAnswer } from '#knowledge/index.ts';

describe('which units a recall is for', () => {
  test.each<[words: string, serial: string, answer: UnitAnswer]>([
    ['Serial Numbers: NW100, NW101, NW102', 'NW101', 'on it'],
    ['Serial Numbers: NW100, NW101, NW102', 'nw-101', 'on it'],
    ['Serial Numbers: NW100, NW101, NW102', 'NW103', 'not on it'],
    ['Serial Number NW100 and NW101.', 'NW101', 'on it'],
    ['S/N: 00123; 00124', '123', 'on it'],
    ['Serial Numbers: US00453441 through US00453910', 'US00453500', 'on it'],
    ['Serial Numbers: US00453441 through US00453910', 'US00453911', 'not on it'],
    ['Serial Numbers: US00453441 through US00453910', 'US453500', 'cannot be read'],
    ['Serial numbers EP100-0001 to EP100-0500', 'EP100-0250', 'on it'],
    ['Serial Nos. 1000 - 1099, 2000', '1050', 'on it'],
    ['Serial Nos. 1000 - 1099, 2000', '1100', 'not on it'],
    ['Model 5454001, Serial Numbers: A1001, A1002; Model 5454002, Serial Numbers: B2001', 'B2001', 'on it'],
    ['Model 5454001, Serial Numbers: A1001, A1002; Model 5454002, Serial Numbers: B2001', 'C1', 'not on it'],
    ['UDI-DI: 00840682102384 Serial Numbers: 111, 222 Lot 333', '222', 'on it'],
    ['All serial numbers', 'X1', 'on it'],
    ['All units distributed', 'X1', 'on it'],
    ['All', 'X1', 'on it'],
    // What follows must never tell anybody that a unit is not meant.
    ['All units with software version VB20 or lower', 'X1', 'cannot be read'],
    ['Lot 007A1037, Ref 010-55-25.', '007A1037', 'cannot be read'],
    ['Serial Numbers: see attached list', 'X1', 'cannot be read'],
    ['Serial numbers below 5000', '4000', 'cannot be read'],
    ['Serial Numbers: 1001-1050', '1025', 'cannot be read'],
    ['Serial Numbers: 100, 101, and others not yet known', '555', 'cannot be read'],
    ['Serial Numbers: 100, 101, and others not yet known', '101', 'on it'],
    ['Serial Numbers: A100 through B200', 'A150', 'cannot be read'],
    ['', 'X1', 'cannot be read'],
    ['Serial Numbers: 101, 102; Model B: 103, 104', '103', 'cannot be read'],
    ['Serial Numbers: 12345/12346', '12346', 'cannot be read'],
    ['Serial Numbers: 12345.12346', '12346', 'cannot be read'],
    ['Serial Numbers: 1-50', '25', 'cannot be read'],
    ['S/N A1-A9', 'A5', 'cannot be read'],
    ['S/N US1-5', 'US3', 'cannot be read'],
    ['Serial Numbers: 10XX', '1050', 'cannot be read'],
    ['All devices. Serial Nos. 101, 102', '999', 'cannot be read'],
    ['Serial Numbers: 0100 to 0200', '150', 'on it'],
    ['Serial Numbers: 100 to 200', '0150', 'on it'],
    ['Serial Numbers: 12345, 12346', 'SN12345', 'cannot be read'],
    ['Units 555, 556. Serial Numbers: 101', '555', 'cannot be read'],
    ['Software versions 3.2.0 to 3.2.3', 'X1', 'cannot be read'],
  ])('%s: %s is %s', (words, serial, answer) => {
    expect(isRecalled(serial, readRecallUnits(words))).toBe(answer);
  });

  test('a list of a hundred thousand is read in order, and a long run is not counted out', () => {
    const many = Array.from({ length: 100_000 }, (_, n) => `NW${100_000 + n}`).join(', ');
    const units = readRecallUnits(`Serial Numbers: ${many}`);
    expect(isRecalled('NW150000', units)).toBe('on it');
    expect(isRecalled('NW900000', units)).toBe('not on it');
    const run = readRecallUnits('Serial Numbers: 1 through 9');
    expect(isRecalled('5', run)).toBe('on it');
    expect(
      isRecalled(
        '999999999999999999999999999',
        readRecallUnits('Serial Numbers: 000000000000000000000000001 through 999999999999999999999999999'),
      ),
    ).toBe('on it');
  });
});

describe('notices', () => {
  const recall = {
    cfres_id: '999901',
    product_res_number: 'Z-1234-2026',
    res_event_number: '99901',
    recall_status: 'Open, Classified',
    event_date_initiated: '2026-02-01',
    event_date_posted: '2026-03-01',
    product_code: 'JAK',
    recalling_firm: 'Northwind Imaging, Inc',
    product_description: 'Helix 64 computed tomography X-ray system',
    code_info: 'Serial Numbers: NW100',
    reason_for_recall: 'The gantry may tilt by itself.',
    action: 'A letter was sent.',
  };
  const enforcement = {
    recall_number: 'Z-1234-2026',
    event_id: '99901',
    product_type: 'Devices',
    classification: 'Class I',
    status: 'Ongoing',
    recall_initiation_date: '20260201',
    report_date: '20260312',
    termination_date: '20261001',
    recalling_firm: 'Northwind Imaging, Inc',
    product_description: 'Helix 64 computed tomography X-ray system',
    code_info: 'Serial Numbers: NW100',
    more_code_info: 'NW101',
    reason_for_recall: 'The gantry may tilt by itself.',
    openfda: {},
  };

  test('both forms are read into one shape', () => {
    expect(readRecallNotice(recall)).toMatchObject({
      id: 'Z-1234-2026',
      event: '99901',
      level: null,
      initiated: '2026-02-01',
      productCode: 'JAK',
      revised: '2026-03-01',
    });
    expect(readRecallNotice(enforcement)).toMatchObject({
      id: 'Z-1234-2026',
      level: 'I',
      initiated: '2026-02-01',
      ended: '2026-10-01',
      codes: 'Serial Numbers: NW100; NW101',
      revised: '2026-03-12',
    });
  });

  test.each<[what: string, value: unknown, expected: unknown]>([
    ['the counts beside the results', { skip: 0, limit: 1, total: 6 }, null],
    ['a recall of food', { ...enforcement, product_type: 'Food', recall_number: 'F-1000-2026' }, null],
    ['one without a number', { ...recall, product_res_number: '' }, { problem: expect.stringContaining('number') }],
    ['one without a firm', { ...recall, recalling_firm: null }, { problem: expect.stringContaining('no firm') }],
    ['a number where words belong', { ...recall, code_info: 5 }, { problem: expect.stringContaining('code_info') }],
    ['nothing', null, { problem: expect.stringContaining('cannot be used') }],
  ])('%s', (_, value, expected) => {
    expect(readRecallNotice(value)).toEqual(expected);
  });

  test('a modality has its product codes', () => {
    expect(deviceCodesOf('CT')).toContain('JAK');
    expect(deviceCodesOf('PT\\CT')).toEqual(expect.arrayContaining(['KPS', 'JAK']));
    expect(deviceCodesOf('OT')).toEqual([]);
  });
});
