// A process that takes a file in as far as facts, without a database.
import { createReadStream } from 'node:fs';
import { systemClock } from '#kit/index.ts';
import { openImport } from '#sensors/intake/index.ts';

const file = process.argv[2] ?? '';
const begun = performance.now();
const source = createReadStream(file, { highWaterMark: 1 << 18 });
const opened = await openImport(source, { fileName: file }, { run: 'bench', by: 'bench', clock: systemClock });
let facts = 0;
for await (const batch of opened) facts += batch.facts.length;
const seconds = (performance.now() - begun) / 1000;
process.stdout.write(`${JSON.stringify({ rows: opened.report().rows, facts, seconds })}\n`);
