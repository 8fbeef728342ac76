// A process that reads the headers of a folder with our reader.
import { ImageInventory, readImages } from '#sensors/images/index.ts';

const inventory = new ImageInventory();
const begun = performance.now();
await readImages([process.argv[2] ?? ''], inventory, {
  signal: new AbortController().signal,
  onObject: () => undefined,
  onProblem: () => undefined,
});
const seconds = (performance.now() - begun) / 1000;
process.stdout.write(`${JSON.stringify({ files: inventory.files, machines: inventory.machines().length, seconds })}\n`);
