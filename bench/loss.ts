// Simulated years of losses: 50 scenarios of 100,000 years, beside a vectorised numpy script of the same scenarios without Poisson counts; and
// 500 scenarios of a million years with the memory that they take.
import os from 'node:os';
import path from 'node:path';
import type { ScenariosDocument } from '#contracts/index.ts';
import { quantifyInThreads } from '#jobs/index.ts';
import { installed, measure } from './support/measure.ts';

const SCENARIOS = 50;
const TRIALS = 100_000;
const RUNS = 5;
const LARGE = { scenarios: 500, trials: 1_000_000 };
const MEGABYTE = 2 ** 20;
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

interface Figure {
  readonly seconds: number;
  readonly mean: number;
}

/** Simulates so many scenarios with all cores. */
async function simulated(scenarios: number, trials: number, progress?: (done: number) => void): Promise<Figure> {
  const begun = performance.now();
  const { signal } = new AbortController();
  const input = { trials, seed: 1, signal, ...(progress ? { progress } : {}) };
  const { portfolio } = await quantifyInThreads(scenariosOf(scenarios), input);
  return { seconds: (performance.now() - begun) / 1000, mean: portfolio.mean };
}

async function scripted(): Promise<Figure> {
  const { stdout } = await measure([PYTHON, PEER, String(SCENARIOS), String(TRIALS)]);
  return JSON.parse(stdout) as Figure; // written by the script beside this one
}

/** Runs the benchmark. */
export async function run(): Promise<object> {
  const hasNumpy = installed(PYTHON) && (await measure([PYTHON, '-c', 'import numpy'])).code === 0;
  const [ours, peers]: [Figure[], Figure[]] = [[], []];
  // By turns, so that what else the machine does meets both.
  for (let n = 0; n < RUNS; n++) {
    ours.push(await simulated(SCENARIOS, TRIALS));
    if (hasNumpy) peers.push(await scripted());
  }
  const [first] = ours;
  const [best, peer = null] = [fastest(ours), fastest(peers)];
  const large = await measuredLarge();
  return {
    scenarios: SCENARIOS,
    trials: TRIALS,
    threads: os.availableParallelism(),
    ours: best,
    /** With nothing warm: threads to start, code to compile. */
    firstSeconds: first?.seconds,
    peer,
    meansDiffer: peer && best && Math.abs(best.mean / peer.mean - 1),
    ratio: peer && best && peer.seconds / best.seconds,
    bar: 'at least 3 times faster than the script, on 2 cores',
    large,
  };
}

function fastest(figures: readonly Figure[]): Figure | undefined {
  return figures.toSorted((a, b) => a.seconds - b.seconds)[0];
}

async function measuredLarge(): Promise<object> {
  const before = process.memoryUsage.rss();
  let most = before;
  const figure = await simulated(LARGE.scenarios, LARGE.trials, () => {
    most = Math.max(most, process.memoryUsage.rss());
  });
  return {
    ...LARGE,
    ...figure,
    mostMegabytes: Math.round(most / MEGABYTE),
    beforeMegabytes: Math.round(before / MEGABYTE),
    bar: 'below 500 MB',
  };
}
