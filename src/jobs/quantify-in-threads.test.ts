// Claims about losses simulated by several threads: the same bytes whatever their number, ended when asked, and no more memory than there is.
import { expect, test } from 'vitest';
import type { ScenariosDocument } from '#contracts/index.ts';
import { quantify } from '#risk/index.ts';
import { quantifyInThreads } from './quantify-in-threads.ts';

const scenario = (id: string, mode: number): ScenariosDocument['scenarios'][number] => ({
  id,
  frequency: { dist: 'pert', low: 0, mode, high: 12 },
  vulnerability: { dist: 'beta', a: 0.4, b: 2 },
  losses: [
    { form: 'response', magnitude: { dist: 'lognormal', mu: 8, sigma: 1.2 } },
    { form: 'fines', magnitude: { dist: 'uniform', low: 10, high: 9000 }, probability: { dist: 'beta', a: 1, b: 3 } },
  ],
});
const SCENARIOS = Array.from({ length: 21 }, (_, n) => scenario(`s${n}`, n / 4));
const DOCUMENT: ScenariosDocument = {
  currency: 'EUR',
  scenarios: SCENARIOS,
  treatments: [
    { id: 'rules', cost: 1000, applies: SCENARIOS.map(({ id }) => ({ scenario: id, vulnerability: 0.3 })) },
    { id: 'open', cost: 0, applies: [{ scenario: 's20', frequency: 2, magnitude: 0.5 }] },
  ],
};
const CORRELATED: ScenariosDocument = {
  ...DOCUMENT,
  correlation: SCENARIOS.map((_, row) => SCENARIOS.map((__, column) => (row === column ? 1 : 0.3))),
};
const signal = new AbortController().signal;
const input = { trials: 9_000, seed: 4, signal, worthThreads: 0 };

test.each([
  ['apart', DOCUMENT],
  ['correlated', CORRELATED],
])('the number of threads changes no byte: scenarios %s', async (_, document) => {
  const alone = JSON.stringify(quantify(document, { trials: 9_000, seed: 4 }));
  for (const most of [1, 2, 5])
    expect(JSON.stringify(await quantifyInThreads(document, { ...input, most }))).toBe(alone);
});

test('the share that is done grows to all of it', async () => {
  const shares: number[] = [];
  await quantifyInThreads(DOCUMENT, { ...input, trials: 200_000, progress: (done) => void shares.push(done) });
  expect(shares.length).toBeGreaterThan(1);
  expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  expect(shares.at(-1)).toBeLessThanOrEqual(1 + 1e-9);
});

test.each([1, 3])('it ends when asked, with %s threads, and the next run is not harmed', async (most) => {
  const stop = new AbortController();
  const run = quantifyInThreads(DOCUMENT, {
    ...input,
    trials: 3_000_000,
    most,
    signal: stop.signal,
    progress: () => stop.abort(new Error('enough')),
  });
  await expect(run).rejects.toThrow('enough');
  const after = await quantifyInThreads(DOCUMENT, { ...input, most });
  expect(after.portfolio.mean).toBeGreaterThan(0);
});

test('more years than the memory holds are refused with how many it would hold', async () => {
  const free = 64 * 2 ** 20;
  const run = quantifyInThreads(DOCUMENT, { ...input, trials: 10_000_000, free });
  await expect(run).rejects.toThrow(
    /^trials: 10000000 years take \d+ MB of memory, and 64 MB are free\. Simulate \d+ or fewer\.$/,
  );
  // With room for one thread but not for more, one does it.
  const less = await quantifyInThreads(DOCUMENT, { ...input, free: 2 ** 20 * 2.5 });
  expect(less.trials).toBe(9_000);
});

test('what another thread finds wrong is said as ever', async () => {
  const wild = scenario('wild', 1);
  const document: ScenariosDocument = {
    currency: 'EUR',
    scenarios: [...SCENARIOS, { ...wild, frequency: { dist: 'lognormal', mu: 0, sigma: 4.2 } }],
  };
  await expect(quantifyInThreads(document, { ...input, trials: 100_000, most: 3 })).rejects.toThrow(
    /^scenarios\[21\]\.frequency: a year with more than 1000000 events was drawn/,
  );
});
