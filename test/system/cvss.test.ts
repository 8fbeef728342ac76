// `cvss` as a part of a pipe: it needs no data, answers line by line, and goes when nobody reads any more.
import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { endAll, ownFolder, run } from './dosimeter.ts';

const VECTOR = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H';
const PROGRAM = path.resolve(import.meta.dirname, '../../bin/dosimeter.mjs');

afterAll(() => endAll());

test('the lines are the same with and without --json, and no data folder is made', async () => {
  const cwd = ownFolder();
  const input = `${VECTOR}\n\nnonsense\n`;
  const plain = await run(['cvss'], { cwd, input });
  expect(plain).toMatchObject({ status: 0, stderr: '' });
  expect(
    plain.stdout
      .trimEnd()
      .split('\n')
      .map((line) => Object.keys(JSON.parse(line))),
  ).toEqual([
    ['vector', 'version', 'base', 'temporal', 'environmental', 'score', 'severity'],
    ['vector', 'error'],
  ]);
  expect(await run(['cvss', '--json'], { cwd, input })).toEqual(plain);
  expect(readdirSync(cwd)).toEqual([]);
});

test('a reader that goes away ends it without a word', async () => {
  const pipe = `yes '${VECTOR}' | '${process.execPath}' '${PROGRAM}' cvss | head -n 2`;
  const { stdout, stderr } = await promisify(execFile)('sh', ['-c', pipe], { cwd: ownFolder(), timeout: 120_000 });
  expect(stdout.trimEnd().split('\n')).toHaveLength(2);
  expect(stderr).toBe('');
});
