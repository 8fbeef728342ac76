// Assesses a sample network in a process of its own, so that its memory can be seen.
import { assessPaths } from '#risk/index.ts';
import { sampleNetwork } from './sample-network.ts';

const [devices = 0, edges = 0] = process.argv.slice(2).map(Number);
const network = sampleNetwork(devices, edges);
const before = process.cpuUsage();
const begun = performance.now();
const { targets, trials } = assessPaths(network, { cut: 0 });
const seconds = (performance.now() - begun) / 1000;
const { user, system } = process.cpuUsage(before);
const halfWidths = targets.map(({ interval: [low, high] = [0, 0] }) => (high - low) / 2);
process.stdout.write(
  JSON.stringify({
    seconds,
    processorSeconds: (user + system) / 1e6,
    worlds: trials,
    widestHalfWidth: Math.max(...halfWidths),
  }),
);
