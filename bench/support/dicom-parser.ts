// A process that reads the headers of a folder with npm's dicom-parser, up to the pixels.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import dicomParser from 'dicom-parser';

const folder = process.argv[2] ?? '';
const begun = performance.now();
let files = 0;
for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
  if (!name.endsWith('.dcm')) continue;
  const dataSet = dicomParser.parseDicom(readFileSync(path.join(folder, name)), { untilTag: 'x7fe00010' });
  if (dataSet.string('x00181000') !== undefined) files++;
}
const seconds = (performance.now() - begun) / 1000;
process.stdout.write(`${JSON.stringify({ files, seconds })}\n`);
