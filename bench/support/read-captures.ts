// A process that reads captures and prints what they show, without a database: what a packet analyzer on a command line does.

import { systemClock } from '#kit/index.ts';
import { CaptureRun, captureDocument, readCaptureFile } from '#sensors/capture/index.ts';

const begun = performance.now();
const run = new CaptureRun();
const ends = [];
for (const file of process.argv.slice(2)) {
  ends.push(await readCaptureFile(file, run, { signal: new AbortController().signal }));
}
run.finish();
const seconds = (performance.now() - begun) / 1000;
const facts = run.seen.observations.drain({ sensor: 'capture', run: 'bench', detail: null, by: 'bench' }, systemClock);
const { input, associations, protocols } = captureDocument(run, facts, { ends, seconds });
const operations: Record<string, number> = {};
for (const association of associations) {
  for (const [kind, count] of Object.entries(association.operations))
    operations[kind] = (operations[kind] ?? 0) + count;
}
const figures = { input, associations: associations.length, operations, facts: facts.length, protocols };
process.stdout.write(`${JSON.stringify(figures)}\n`);
