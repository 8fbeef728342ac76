// Simulated years of losses: 50 scenarios of 100,000 years, beside a vectorised numpy script of the same scenarios without Poisson counts; and
// 500 scenarios of a million years with the memory that they take.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { ScenariosDocument } from '#contracts/index.ts';
import { quantifyInThreads } from '#jobs/index.ts';
import { installed, measure } from './support/measure.ts';

const SCENARIOS = 50;
const TRIALS = 100_000;
const RUNS = 5;
const LARGE = { scenarios: 500, trials: 1_000_000 };
const PROGRAM = path.join(import.meta.dirname, '../bin/dosimeter.mjs');
const PYTHON = '/usr/bin/python3';
const PEER = path.join(import.meta.dirname, 'peers', 'loss_numpy.py');

function scenariosOf(count: number): ScenariosDocument {
  return {
    currency: 'USD',
    scenarios: Array.from({ length: count }, (_, n) => ({
      id: `s${n}`,
      frequency: { dist: 'pert', low: 0.1, mode: 0.5 + (n % 250) / 100, high: 3 },
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
  /** Of all threads together. */
  readonly processorSeconds: number;
  readonly mean: number;
}

/** Simulates so many scenarios with all cores. */
async function simulated(scenarios: number, trials: number): Promise<Figure> {
  const begun = performance.now();
  const worked = process.cpuUsage();
  const { signal } = new AbortController();
  const input = { trials, seed: 1, signal };
  const { portfolio } = await quantifyInThreads(scenariosOf(scenarios), input);
  const { user, system } = process.cpuUsage(worked);
  return {
    seconds: (performance.now() - begun) / 1000,
    processorSeconds: (user + system) / 1e6,
    mean: portfolio.mean,
  };
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

/** By the command, in a process of its own: what ran before leaves nothing behind. */
async function measuredLarge(): Promise<object> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'dosimeter-bench-'));
  try {
    const file = path.join(folder, 'scenarios.json');
    writeFileSync(file, JSON.stringify(scenariosOf(LARGE.scenarios)));
    const command = [process.execPath, PROGRAM, 'quantify', file, '--trials', String(LARGE.trials), '--json'];
    const { seconds, peakMb, code, stderr } = await measure(command);
    if (code !== 0) throw new Error(`quantify ended with ${code}: ${stderr.slice(0, 500)}`);
    return { ...LARGE, seconds, peakMegabytes: peakMb && Math.round(peakMb), bar: 'below 500 MB' };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
