// The risk of a made-up site of 100, 1,000 and 10,000 devices, with the shipped scenarios, each in a process of its own. The peer works out what can be reached at
// the 1,000: a plain numpy script that spreads through the same graph one world after another, from all entries at once.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { threatFolders, threatLibrary } from '../src/jobs/threat-library.ts';
import { casesOf, nodesOf } from '../src/risk/assessment/case-of.ts';
import { LargeReach } from '../src/risk/assessment/large-reach.ts';
import { largeInputs } from '../src/risk/assessment/large-site.ts';
import { networkOf } from '../src/risk/assessment/network-of.ts';
import { installed, measure } from './support/measure.ts';

const ASSESS = path.join(import.meta.dirname, 'support', 'assess-site.ts');
const PYTHON = '/usr/bin/python3';
const PEER = path.join(import.meta.dirname, 'peers', 'paths_numpy.py');
const PEER_DEVICES = 1000;
const PEER_WORLDS = 200;

/** Runs the benchmark; sizes may be given. */
export async function run(args: readonly string[]): Promise<object> {
  const sizes = args.length > 0 ? args.map(Number) : [100, 1000, 10_000];
  const sites: object[] = [];
  for (const devices of sizes) {
    const { stdout, stderr, code, peakMb, seconds } = await measure([process.execPath, ASSESS, String(devices)], {
      timeoutMs: 3_600_000,
    });
    // Written by the script beside this one.
    const found = code === 0 ? (JSON.parse(stdout) as object) : { failed: stderr.slice(-500) };
    console.error(`${devices} devices: ${seconds.toFixed(1)} s, ${peakMb?.toFixed(0) ?? '?'} MB`);
    sites.push({ devices, peakMb, ...found });
  }
  return {
    sites,
    reach: await reached(),
    bar: '10,000 devices 120 s and 2 GB; 1,000 20 s; 100 3 s; what-if on 10,000 3 s once laid',
  };
}

/** What can be reached, ours beside the peer's. */
async function reached(): Promise<object | null> {
  const hasNumpy = installed(PYTHON) && (await measure([PYTHON, '-c', 'import numpy'])).code === 0;
  if (!hasNumpy) return null;
  const { scenarios } = await threatLibrary(threatFolders(null));
  const inputs = largeInputs({ devices: PEER_DEVICES, threats: scenarios });
  const built = networkOf(inputs, 'mode');
  const targets = nodesOf(casesOf(inputs));
  const before = process.cpuUsage();
  const chances = new LargeReach(built, targets, inputs.seed).chances();
  const { user, system } = process.cpuUsage(before);
  const ours = [...(chances.get('all')?.values() ?? [])];
  const folder = mkdtempSync(path.join(os.tmpdir(), 'dosimeter-bench-'));
  const file = path.join(folder, 'network.json');
  const wanted = new Set(targets);
  const nodes = built.network.nodes.map(({ entry = false, weaknesses = [], ...node }) => ({
    ...node,
    entry,
    weaknesses,
    harm: wanted.has(node.id) ? 3 : 0,
  }));
  writeFileSync(file, JSON.stringify({ nodes, reach: built.network.reach }));
  const { stdout } = await measure([PYTHON, PEER, file, String(PEER_WORLDS)]);
  rmSync(folder, { recursive: true, force: true });
  // Written by the peer.
  const peer = JSON.parse(stdout) as { prepare: number; secondsPerWorld: number; probabilities: number[] };
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return {
    devices: PEER_DEVICES,
    targets: targets.length,
    processorSeconds: (user + system) / 1e6,
    starts: 6,
    peer: { secondsPerWorld: peer.secondsPerWorld, prepare: peer.prepare, starts: 1 },
    meansDiffer: Math.abs(mean(ours) - mean(peer.probabilities)),
  };
}
