// Answers about what would be: what was asked before changes no byte of an answer.
import { expect, test } from 'vitest';
import { canonicalJson } from '#kit/index.ts';
import { assessRisk, WhatIf } from '../index.ts';
import { sampleInputs } from './sample-site.ts';

test('an answer is the same to the byte, whatever was asked before and in which order steps are named', () => {
  const inputs = sampleInputs();
  const { settings } = inputs;
  const ids = assessRisk(inputs).plan.chosen.map(({ action }) => action);
  expect(ids.length).toBeGreaterThan(2);
  const guest = { ...settings.entries.guest, zones: [] };
  const asked: Parameters<WhatIf['ask']>[] = [
    [[]],
    [ids],
    [ids.slice(0, 1)],
    [ids.toReversed()],
    [ids, { ...settings, patients: 30_000 }],
    [ids, { ...settings, entries: { ...settings.entries, guest } }],
    [[], { ...settings, patients: 30_000 }],
    ...ids.map((id): Parameters<WhatIf['ask']> => [[id]]),
    [ids],
  ];
  const one = new WhatIf(inputs);
  const found = asked.map((question) => canonicalJson(one.ask(...question)));
  const anew = asked.map((question) => canonicalJson(new WhatIf(inputs).ask(...question)));
  expect(found).toEqual(anew);
  expect(found[1]).toBe(found[3]);
  expect(new Set(found).size).toBeGreaterThan(ids.length);
});
