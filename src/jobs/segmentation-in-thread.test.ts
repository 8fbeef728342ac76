// Segmentation in a thread of its own says the same as here.
import { expect, test } from 'vitest';
import { Conflict } from '#kit/index.ts';
import { USUAL_OPTIONS } from '#risk/index.ts';
import { segmentationInThread } from './segmentation-in-thread.ts';

const relation = { fact: 'f', device: 'd1', title: 'D2', address: '10.0.1.3', port: 104 };
const site = (devices: number, relations = [relation]) => ({
  zones: ['10.0.0.0/16', '10.0.1.0/24'].map((range) => ({ id: range, name: null, range })),
  devices: Array.from({ length: devices }, (_, n) => ({
    id: `d${n}`,
    name: `Device ${n}`,
    kind: 'archive',
    modality: null,
    zone: null,
    addresses: [`10.0.${n >> 7}.${1 + (n & 127)}`],
    aeTitles: [`D${n}`],
  })),
  services: [],
  flows: [],
  relations,
});
const rules = { kind: 'rules', format: 'csv' } as const;

test.each([3, 2100])('of %i devices without a record no rules are handed out', async (devices) => {
  const asked = segmentationInThread(site(devices, []), USUAL_OPTIONS, rules);
  await expect(asked).rejects.toThrow(Conflict);
  await expect(asked).rejects.toThrow('nothing can be proven');
  // What one AE table says is enough to make rules of.
  expect(await segmentationInThread(site(devices), USUAL_OPTIONS, rules)).toContain('10.0.1.3');
});
