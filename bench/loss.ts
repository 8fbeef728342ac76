// Simulated years of losses: 50 scenarios of 100,000 years, beside a vectorised numpy script of the same scenarios without Poisson counts.
import path from 'node:path';
import type { ScenariosDocument } from '#contracts/index.ts';
import { quantify } from '#risk/index.ts';
import { installed, measure } from './support/measure.ts';

const SCENARIOS = 50;
const TRIALS = 100_000;
const RUNS = 3;
const PYTHON = '/usr/bin/python3';
const PEER = path.join(import.meta.dirname, 'peers', 'loss_numpy.py');

function scenariosOf(count: number): ScenariosDocument {
  return {
    currency: 'USD',
    scenarios: Array.from({ length: count }, (_, n) => ({
      id: `s${n}`,
      frequency: { dist: 'pert', low: 0.1, mode: 0.5 + n / 100, high: 3 },
      vulnerability: { dist: 'beta', a: 3, b: 4 },
      losses: [
        { form: 'productivity', magnitude: { dist: 'lognormal', mu: 9 + n / 50, sigma: 0.8 } },
        { form: 'fines', magnitude: { dist: 'lognormal', mu: 10, sigma: 1 }, probability: 0.3 },
      ],
    })),
  };
}

/** Runs the benchmark. */
export async function run(): Promise<object> {
  const document = scenariosOf(SCENARIOS);
  let ours = { seconds: Number.POSITIVE_INFINITY, mean: 0 };
  for (let n = 0; n < RUNS; n++) {
    const begun = performance.now();
    const { portfolio } = quantify(document, { trials: TRIALS, seed: 1 });
    const seconds = (performance.now() - begun) / 1000;
    if (seconds < ours.seconds) ours = { seconds, mean: portfolio.mean };
  }
  const hasNumpy = installed(PYTHON) && (await measure([PYTHON, '-c', 'import numpy'])).code === 0;
  let peer: { seconds: number; mean: number } | null = null;
  for (let n = 0; hasNumpy && n < RUNS; n++) {
    const { stdout } = await measure([PYTHON, PEER, String(SCENARIOS), String(TRIALS)]);
    const found = JSON.parse(stdout) as { seconds: number; mean: number }; // written by the script beside this one
    if (peer === null || found.seconds < peer.seconds) peer = found;
  }
  return {
    scenarios: SCENARIOS,
    trials: TRIALS,
    threads: 1,
    ours,
    peer,
    meansDiffer: peer && Math.abs(ours.mean / peer.mean - 1),
    ratio: peer && peer.seconds / ours.seconds,
    bar: 'at least 3 times faster than the script, on 2 cores',
  };
}
