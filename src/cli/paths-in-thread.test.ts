// Paths in a thread: what comes out is what comes out here, and it stops in the midst of its work.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { assessPaths, readNetwork } from '#risk/index.ts';
import { pathsInThread } from './paths-in-thread.ts';
import { pathsWords } from './paths-words.ts';
import { orStopped } from './stopped.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'paths-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Devices in a ring with chords: too much to work out exactly. */
function ring(devices: number) {
  const to = (n: number, by: number) => ({ from: `d${n}`, to: `d${(n * by + 1) % devices}`, protocol: 'dicom' });
  return {
    nodes: Array.from({ length: devices }, (_, n) => ({
      id: `d${n}`,
      entry: n === 0,
      harm: n % 40 === 3 ? 3 : 0,
      weaknesses: [{ id: `w${n}`, from: 'network', gains: 'control', probability: 0.4 }],
    })),
    reach: Array.from({ length: devices }, (_, n) => [to(n, 1), to(n, 3), to(n, 7), to(n, 11)]).flat(),
  };
}

async function taskOf(name: string, network: unknown) {
  const file = path.join(folder, name);
  await writeFile(file, JSON.stringify(network));
  return { file, shown: name, targets: [], cut: 3, seed: 5, isWords: true };
}

const unstopped = () => new AbortController().signal;

test('the answer is that of one thread, and what cannot be read is said in a sentence', async () => {
  const given = ring(6);
  const task = await taskOf('ring.json', given);
  const network = readNetwork(given);
  const document = assessPaths(network, { cut: 3, seed: 5 });
  expect(await pathsInThread(task, { signal: unstopped() })).toEqual({
    document,
    words: pathsWords(document, network),
  });
  const none = pathsInThread({ ...task, file: path.join(folder, 'none') }, { signal: unstopped() });
  await expect(none).rejects.toThrow('ring.json cannot be read.');
  const target = pathsInThread({ ...task, targets: ['moon'] }, { signal: unstopped() });
  await expect(target).rejects.toThrow('moon');
});

test('it is stopped in the midst of its work, with a sentence', async () => {
  const stop = new AbortController();
  const said: number[] = [];
  const progress = (done: number) => {
    said.push(done);
    stop.abort();
  };
  const run = pathsInThread(await taskOf('large.json', ring(4000)), { signal: stop.signal, progress });
  await expect(orStopped(run, stop.signal, 'the network was judged')).rejects.toMatchObject({
    code: 'stopped',
    message: 'Stopped before the network was judged.',
  });
  expect(said.at(-1)).toBeLessThan(1);
});
