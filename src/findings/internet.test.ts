import { expect, test } from 'vitest';
import { builtInKnowledge } from '#knowledge/index.ts';
import { deviceWith, openEndpoint, sampleDevice } from '#support/sample-devices.ts';
import { judge } from './judge.ts';

const context = { now: '2026-11-23T10:00:00.000Z', knowledge: builtInKnowledge };
const crossing = (direction: 'in' | 'out', at = '22', fact = 'f1') => ({
  direction,
  address: '10.0.0.5',
  publicAddress: '203.0.113.9',
  port: 443,
  protocol: 'tls',
  observedAt: `2026-11-${at}T10:00:00.000Z`,
  facts: [fact],
});
type Device = Parameters<typeof judge>[0];
const onInternet = (device: Device) => judge(device, context).filter(({ rule }) => rule.startsWith('internet-'));

test.each<[what: string, device: Partial<Device>]>([
  ['a modality', { kind: 'modality', modality: 'CT' }],
  ['an archive', { kind: 'archive' }],
  ['a worklist', { kind: 'worklist' }],
])('%s that the internet reaches is a critical finding with its proof and one action', (_, change) => {
  const found = onInternet(sampleDevice({ ...change, internet: [crossing('in')] }));
  expect(found).toHaveLength(1);
  expect(found[0]).toMatchObject({
    rule: 'internet-reaches-in',
    severity: 'critical',
    state: 'confirmed',
    reasons: [{ because: expect.stringContaining('203.0.113.9 on the internet opened'), facts: ['f1'] }],
    fix: { kind: 'isolate', who: 'network' },
  });
});

test('what speaks to the internet is asked about once, the newest conversations first and all facts behind', () => {
  const internet = ['18', '20', '22', '21', '19'].map((day) => crossing('out', day, `f${day}`));
  const [found, ...others] = onInternet(sampleDevice({ kind: 'modality', modality: 'MR', internet }));
  expect(others).toEqual([]);
  expect(found).toMatchObject({ rule: 'internet-spoken-to', state: 'potential' });
  expect(found?.reasons.map(({ facts }) => facts)).toEqual([['f22'], ['f21'], ['f20'], ['f19', 'f18']]);
  expect(found?.reasons.at(-1)?.because).toBe('2 more conversations of this kind.');
});

test('an office computer may use the internet; whatever speaks DICOM may not', () => {
  const internet = [crossing('out')];
  expect(onInternet(sampleDevice({ kind: 'workstation', internet }))).toEqual([]);
  expect(onInternet(sampleDevice({ internet: [] }))).toEqual([]);
  expect(onInternet(deviceWith([openEndpoint('E3')], { kind: 'workstation', internet }))).toHaveLength(1);
});
