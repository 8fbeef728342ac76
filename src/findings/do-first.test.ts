// Claims about the short list: the same action on several devices is one line, and the list is short and ordered.
import { expect, test } from 'vitest';
import type { DeviceSnapshot } from '#inventory/model.ts';
import { builtInKnowledge } from '#knowledge/index.ts';
import { attestedSystem, deviceWith, openEndpoint, sampleDevice, sampleEndpoint } from '#support/sample-devices.ts';
import { doFirst, judge } from './index.ts';

const CONTEXT = { now: '2026-11-23T08:00:00.000Z', knowledge: builtInKnowledge };
const all = (devices: readonly DeviceSnapshot[]) => devices.flatMap((device) => judge(device, CONTEXT));

test('two scanners that need the same change share one line that names both', () => {
  const scanner = (id: string) => deviceWith([openEndpoint('E4')], { id, name: id, modality: 'CT' });
  const [first] = doFirst(all([scanner('CT 2'), scanner('CT 1')]));
  expect(first?.devices.map((device) => device.name)).toEqual(['CT 1', 'CT 2']);
  expect(first?.because).toContain('(2 times)');
  expect(first?.who).toBe('network');
});

test('what strangers were proven to get comes before what is only old', () => {
  const list = doFirst(
    all([
      deviceWith([openEndpoint('E6')], { id: 'a', name: 'PACS', kind: 'archive' }),
      deviceWith([sampleEndpoint()], { id: 'b', name: 'CT', modality: 'CT', os: attestedSystem('Windows XP') }),
    ]),
  );
  expect(list[0]?.because).toContain('patient searches');
  expect(list.map((each) => each.because).join()).toContain('Windows XP');
});

test('help with one product does not split an action', () => {
  const banner = sampleEndpoint({ port: 8042, protocol: 'http', exposure: null, web: 'W1', banner: 'Orthanc 1.10' });
  const list = doFirst(
    all([
      deviceWith([openEndpoint('E6'), banner], { id: 'a', name: 'A', kind: 'archive' }),
      deviceWith([openEndpoint('E6')], { id: 'b', name: 'B', kind: 'archive' }),
    ]),
  );
  const together = list.filter((each) => each.action.includes('list the stations'));
  expect(together).toHaveLength(1);
  expect(together[0]?.devices).toHaveLength(2);
  expect(together[0]?.action).toContain('In Orthanc:');
});

test('good news and questions are not work', () => {
  expect(doFirst(all([sampleDevice()]))).toEqual([]);
});

test('the list is never longer than asked for, and does not depend on the order of findings', () => {
  const many = all(
    ['CT', 'MR', 'US', 'OT'].map((modality, index) =>
      deviceWith([openEndpoint('E6', { write: 'offered' }), sampleEndpoint({ port: 2762, address: '10.0.0.9' })], {
        id: `d${index}`,
        name: modality,
        modality,
        kind: modality === 'OT' ? 'archive' : null,
        os: attestedSystem('Windows 7'),
      }),
    ),
  );
  expect(doFirst(many, 3)).toHaveLength(3);
  expect(doFirst([...many].reverse())).toEqual(doFirst(many));
});
