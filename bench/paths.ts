// Attack paths: 10,000 devices with 1,000,000 reach edges and 30 targets, one change to that network, 100,000 devices, and a small network worked out
// exactly; beside a plain numpy script that spreads through one world after another.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { NetworkDocument } from '#contracts/index.ts';
import { AttackGraph, assessPaths, type ChangeRef } from '#risk/index.ts';
import { installed, measure } from './support/measure.ts';
import { sampleNetwork } from './support/sample-network.ts';

const PYTHON = '/usr/bin/python3';
const PEER = path.join(import.meta.dirname, 'peers', 'paths_numpy.py');
const ASSESS = path.join(import.meta.dirname, 'support', 'assess-network.ts');
const PEER_WORLDS = 100;
const RUNS = 3;

/** Runs the benchmark. */
export async function run(): Promise<object> {
  const network = sampleNetwork(10_000, 1_000_000);
  let seconds = Number.POSITIVE_INFINITY;
  let processorSeconds = Number.POSITIVE_INFINITY;
  for (let n = 0; n < RUNS; n++) {
    const took = timed(() => assessPaths(network, { cut: 0 }));
    if (took.seconds < seconds) ({ seconds, processorSeconds } = took);
  }
  const chokes = timed(() => assessPaths(network, { cut: 10 }));
  const { targets, trials } = chokes.result;
  const peer = await numpy(network);
  const ours = targets.map(({ probability }) => probability);
  return {
    devices: network.nodes.length,
    edges: network.reach?.length,
    targets: targets.length,
    worlds: trials,
    widestHalfWidth: Math.max(...targets.map(({ interval: [low, high] = [0, 0] }) => (high - low) / 2)),
    seconds,
    processorSeconds,
    withTenChokePoints: { seconds: chokes.seconds, processorSeconds: chokes.processorSeconds },
    oneChangeMs: changes(network),
    larger: await larger(),
    smallWhatIfMs: small(),
    peer,
    meansDiffer: peer && Math.abs(mean(ours) - mean(peer.probabilities)),
    ratio: peer && (peer.prepare + peer.secondsPerWorld * trials) / seconds,
    bar: '2 s; one changed edge 0.2 s; 100,000 devices 30 s and 2 GB',
  };
}

function timed<T>(work: () => T) {
  const before = process.cpuUsage();
  const begun = performance.now();
  const result = work();
  const { user, system } = process.cpuUsage(before);
  return { result, seconds: (performance.now() - begun) / 1000, processorSeconds: (user + system) / 1e6 };
}

/** Removes and restores reach edges and weaknesses, some that matter much; milliseconds of each with the new figures. */
function changes(network: NetworkDocument): object {
  const graph = new AttackGraph(network);
  graph.figures();
  const last = network.nodes.length - 1;
  const tried: ChangeRef[] = [
    ...Array.from({ length: 40 }, (_, n): ChangeRef => ({ reach: n * 50 })),
    ...Array.from({ length: 10 }, (_, n): ChangeRef => ({ weakness: `n${n * 900 + 7}` })),
    ...Array.from({ length: 10 }, (_, n): ChangeRef => ({ weakness: `n${last - n}` })),
  ];
  const took = tried.flatMap((change) => [
    timed(() => [graph.remove(change), graph.figures()]),
    timed(() => [graph.restore(change), graph.figures()]),
  ]);
  const sorted = (of: (each: (typeof took)[number]) => number) => took.map(of).sort((a, b) => a - b);
  const wall = sorted((each) => each.seconds * 1000);
  const processor = sorted((each) => each.processorSeconds * 1000);
  return { changes: took.length, median: wall[wall.length >> 1], most: wall.at(-1), mostOfProcessor: processor.at(-1) };
}

/** 100,000 devices, in a process of their own. */
async function larger(): Promise<object> {
  const { stdout, peakMb } = await measure([process.execPath, ASSESS, '100000', '1000000']);
  const found = JSON.parse(stdout) as object; // written by the script beside this one
  return { devices: 100_000, edges: 1_000_000, ...found, peakMb };
}

/** 50 devices in five zones that reach each other in a row, and 12 rules between devices: what the figures without three changes take. */
function small(): object {
  const nodes = Array.from({ length: 50 }, (_, n) => ({
    id: `d${n}`,
    zone: `z${n % 5}`,
    entry: n === 0,
    harm: n % 5 === 4 ? 3 : 0,
    weaknesses: [
      { id: `n${n}`, from: 'network' as const, gains: 'control' as const, probability: 0.1 + (n % 9) / 20 },
      { id: `a${n}`, from: 'adjacent' as const, gains: 'control' as const, probability: 0.3 },
    ],
  }));
  const reach = Array.from({ length: 17 }, (_, n) =>
    n < 5 ? { from: `z${n}`, to: `z${(n + 1) % 5}` } : { from: `d${(n * 7) % 50}`, to: `d${(n * 11) % 50}` },
  );
  const graph = new AttackGraph({ nodes, reach });
  const took = Array.from({ length: 30 }, (_, n) =>
    timed(() => graph.without([{ reach: n % 17 }, { weakness: `n${n}` }, { weakness: `a${n + 9}` }])),
  );
  const wall = took.map((each) => each.seconds * 1000).sort((a, b) => a - b);
  const methods = took.flatMap(({ result }) => result.map(({ method }) => method));
  return {
    devices: 50,
    median: wall[wall.length >> 1],
    most: wall.at(-1),
    exact: methods.filter((of) => of === 'exact').length / methods.length,
  };
}

interface Peer {
  readonly prepare: number;
  readonly secondsPerWorld: number;
  readonly probabilities: number[];
}

async function numpy(network: NetworkDocument): Promise<Peer | null> {
  const hasNumpy = installed(PYTHON) && (await measure([PYTHON, '-c', 'import numpy'])).code === 0;
  if (!hasNumpy) return null;
  const folder = mkdtempSync(path.join(os.tmpdir(), 'dosimeter-bench-'));
  const file = path.join(folder, 'network.json');
  writeFileSync(file, JSON.stringify(network));
  const { stdout } = await measure([PYTHON, PEER, file, String(PEER_WORLDS)]);
  rmSync(folder, { recursive: true, force: true });
  return JSON.parse(stdout) as Peer; // written by the script beside this one
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
