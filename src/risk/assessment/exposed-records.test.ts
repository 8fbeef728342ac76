// Records that lie open: what a stranger was proven to get, and the ways there, decide how many.
import { expect, test } from 'vitest';
import type { RiskFinding, RiskInputs } from '#contracts/index.ts';
import { assessRisk } from '../index.ts';
import { GUESTS, IMAGING, RECORDS, sampleInputs } from './sample-site.ts';

/** An archive of 10,000 patients with one finding of a rule, and guests to whom the way there is open, closed, or nobody knows. */
function exposedWith(rule: string | null, way: 'open' | 'closed' | 'unknown', more: Partial<RiskFinding> = {}) {
  const site = sampleInputs();
  const [found] = site.findings.filter(({ rule: of }) => of === 'dicom-open-query');
  if (!found) throw new Error('the sample site has an open archive');
  const findings = rule === null ? [] : [{ ...found, rule, ...more, device: 'old', confidence: 1 }];
  const kept = (site.settings.reach ?? []).filter(({ from, to }) => from !== GUESTS || to !== IMAGING);
  const stated = way === 'unknown' ? kept : [...kept, { from: GUESTS, to: IMAGING, state: way, because: '' }];
  const inputs: RiskInputs = {
    ...site,
    findings,
    reach: [],
    threats: [{ ...RECORDS, entries: ['guest'] }],
    settings: { ...site.settings, reach: stated },
  };
  const [scenario] = assessRisk(inputs).scenarios;
  const old = scenario?.exposed?.devices.find(({ device }) => device === 'old');
  if (!scenario?.exposed || !old) throw new Error('records are taken from the archive');
  return { held: scenario.exposed.held, first: scenario.exposed.devices[0]?.device, ...old };
}

test.each([
  ['dicom-gives-data', 'open', 'E7', 9515],
  ['dicom-open-query', 'open', 'E6', 9515],
  ['web-open-search', 'open', 'W4', 9515],
  ['dicom-offers-query', 'open', 'E5', 3210],
  [null, 'open', null, 300],
  ['dicom-open-query', 'unknown', 'E6', 2855],
  ['dicom-open-query', 'closed', 'E6', 0],
] as const)('%s, way %s: of rung %s, %s of 10,000 records', (rule, way, rung, records) => {
  const exposed = exposedWith(rule, way);
  expect([exposed.held, exposed.rung, exposed.entry]).toEqual([10_000, rung, 'guest']);
  expect(Math.round(exposed.records.mode)).toBe(records);
  expect(exposed.records.mode).toBeCloseTo(10_000 * exposed.reached.mode, 6);
  expect(exposed.records.low).toBeLessThanOrEqual(exposed.records.mode);
  expect(exposed.records.high).toBeGreaterThanOrEqual(exposed.records.mode);
  if (records > 300) expect(exposed.first).toBe('old');
});

test('what was only offered, and may not be served, has none at its lower end', () => {
  expect(exposedWith('dicom-offers-query', 'open', { state: 'potential' }).records.low).toBe(0);
  expect(exposedWith('dicom-open-query', 'open').records.low).toBeGreaterThan(4000);
});

test('scenarios that take no records have none', () => {
  const [ransom] = assessRisk(sampleInputs()).scenarios.filter(({ id }) => id !== RECORDS.id);
  expect(ransom?.exposed).toBeUndefined();
});
