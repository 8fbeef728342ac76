// docs/documents.md names every field of the documents that other programs rely on, and every value that a field may have.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import {
  attackPaths,
  benchmark,
  board,
  controls,
  documents,
  engagements,
  loss,
  plans,
  RUNG_ORDER,
  segmentation,
} from '#contracts/index.ts';

const read = (name: string) => readFileSync(path.resolve(import.meta.dirname, `../../docs/${name}`), 'utf8');

/** Names of properties and values of enumerations anywhere in a schema. */
function namesIn(schema: unknown, found = new Set<string>()): Set<string> {
  if (Array.isArray(schema)) for (const each of schema) namesIn(each, found);
  else if (typeof schema === 'object' && schema !== null) {
    for (const [key, value] of Object.entries(schema)) {
      if (key === 'properties' && typeof value === 'object' && value !== null) {
        for (const name of Object.keys(value)) found.add(name);
      }
      if (key === 'enum' && Array.isArray(value)) for (const each of value) found.add(String(each));
      namesIn(value, found);
    }
  }
  return found;
}

test.each([
  ['scan', documents.scanDocument],
  ['import', documents.importDocument],
  ['findings', documents.findingsDocument],
  ['devices', documents.devicesDocument],
  ['assessment', documents.assessmentDocument],
  ['fact', documents.fact],
  ['scenarios', loss.scenariosDocument],
  ['loss', loss.lossDocument],
  ['network', attackPaths.networkDocument],
  ['paths', attackPaths.pathsDocument],
  ['plan', plans.planDocument],
  ['controls', controls.controlsDocument],
  ['benchmark', benchmark.benchmarkDocument],
  ['board', board.boardDocument],
  ['template', engagements.templateDocument],
  ['segmentation', segmentation.segmentationDocument],
  ['segmentation dry-run', segmentation.dryRunDocument],
])('every field and value of the %s document is written out', (_name, shape) => {
  const page = read('documents.md');
  const names = [...namesIn(z.toJSONSchema(shape, { io: 'input' }))];
  expect(names.length).toBeGreaterThan(5);
  const missing = names.filter((name) => !new RegExp(`(?<![\\w-])${name}(?![\\w-])`).test(page));
  // W1 to W4 stand as "W0 to W5".
  expect(missing.filter((name) => !/^W[1-4]$/.test(name))).toEqual([]);
});

test('the ladder page gives both ladders in the order in use', () => {
  const page = read('exposure-ladder.md').replace(/\s+/g, ' ');
  expect(page).toContain(RUNG_ORDER.join(', '));
});
