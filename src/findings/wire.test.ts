import { expect, test } from 'vitest';
import { WIRE_WEAKNESSES } from '#evidence/model.ts';
import { builtInKnowledge } from '#knowledge/index.ts';
import { sampleDevice } from '#support/sample-devices.ts';
import { judge } from './judge.ts';

const context = { now: '2026-11-23T10:00:00.000Z', knowledge: builtInKnowledge };
const seen = { address: '10.0.0.5', port: 445, protocol: null, observedAt: '2026-11-22T10:00:00.000Z', facts: ['f1'] };

/** The rules that a service on the wire gives rise to, without those on what is not known. */
function rulesFor(change: Partial<Parameters<typeof judge>[0]['onWire'][number]>): string[] {
  const device = sampleDevice({ onWire: [{ ...seen, isPlain: false, weaknesses: [], ...change }] });
  return judge(device, context)
    .filter(({ sources }) => sources.some(({ name }) => name === 'Traffic'))
    .map(({ rule }) => rule);
}

test.each(WIRE_WEAKNESSES)('%s in traffic is a finding with the fact behind it and one action', (weakness) => {
  const device = sampleDevice({ onWire: [{ ...seen, isPlain: false, weaknesses: [weakness] }] });
  const [found] = judge(device, context).filter(({ rule }) => rule.startsWith('wire-') || rule === 'tls-outdated');
  expect(found).toMatchObject({ state: 'confirmed', reasons: [{ facts: ['f1'] }] });
  expect(found?.fix.text).toMatch(/\.$/);
});

test.each([
  ['dicom', ['dicom-plain-text']],
  ['hl7', ['wire-hl7-in-clear']],
  ['http', []],
])('%s in clear gives %j', (protocol, rules) => {
  expect(rulesFor({ protocol, isPlain: true })).toEqual(rules);
  expect(rulesFor({ protocol, isPlain: false })).toEqual([]);
});

test('a service for remote control is told once for each name, as something to ask about', () => {
  const remoteServices = [{ name: 'TeamViewer', observedAt: seen.observedAt, facts: ['f2'] }];
  const found = judge(sampleDevice({ remoteServices }), context).filter(({ rule }) => rule === 'wire-remote-service');
  expect(found).toHaveLength(1);
  expect(found[0]).toMatchObject({ state: 'potential', fix: { kind: 'ask maker' } });
});
