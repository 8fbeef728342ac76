// `npm run bench -- NAME`: one benchmark, one JSON document on stdout; words and tables go to stderr.
import { readdirSync } from 'node:fs';
import os from 'node:os';

const names = readdirSync(import.meta.dirname)
  .filter((file) => /^[a-z]+\.ts$/.test(file) && file !== 'index.ts')
  .map((file) => file.replace(/\.ts$/, ''));
const name = process.argv[2] ?? '';
if (!names.includes(name)) {
  console.error(`Name a benchmark: ${names.join(', ')}.`);
  process.exit(2);
}
const module: unknown = await import(`./${name}.ts`);
if (!hasRun(module)) throw new Error(`${name}.ts exports no run()`);
const result = await module.run(process.argv.slice(3));
const machine = {
  cpus: os.availableParallelism(),
  memoryGb: Math.round(os.totalmem() / 2 ** 30),
  node: process.version,
};
process.stdout.write(`${JSON.stringify({ bench: name, machine, ...result }, null, 1)}\n`, () => process.exit(0));

function hasRun(value: unknown): value is { run(args: string[]): Promise<object> } {
  return typeof value === 'object' && value !== null && 'run' in value && typeof value.run === 'function';
}
