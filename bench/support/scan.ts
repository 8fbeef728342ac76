// Runs the scanner in a process of its own, as a peer would run, and prints what it found as one JSON document.
import { parseArgs } from 'node:util';
import type { ScanEndpoint } from '#contracts/index.ts';
import { type AddressRange, parseRange, systemClock, systemRandom } from '#kit/index.ts';
import { runScan, scanPlan } from '#sensors/probe/index.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { ports: { type: 'string' }, interval: { type: 'string', default: '0' } },
});
const endpoints: ScanEndpoint[] = [];
const plan = scanPlan({
  targets: positionals.map((target) => ({ range: parseRange(target), ports: null })),
  ports: (values.ports ?? '').split(',').map(Number),
  perHostIntervalMs: Number(values.interval),
});
const permit = (range: AddressRange) => [{ range, level: 'query' as const, by: 'benchmark' }];
const nothing = () => undefined;
const sink = {
  endpoint: (endpoint: ScanEndpoint) => {
    endpoints.push({ ...endpoint, transcript: [] });
  },
  refused: nothing,
  probed: nothing,
  progress: nothing,
};
const totals = await runScan(
  plan,
  { permit, clock: systemClock, random: systemRandom },
  sink,
  new AbortController().signal,
);
const peakMb = process.resourceUsage().maxRSS / 1024;
process.stdout.write(JSON.stringify({ totals, peakMb, endpoints }), () => process.exit(0));
