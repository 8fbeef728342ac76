// `paths` on files as people hand them over, and its words.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { assessPaths, readNetwork } from '#risk/index.ts';
import { networkOfFile } from './network-file.ts';
import { pathsWords } from './paths-words.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'paths-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const yaml = `
nodes:
  - {id: guest, name: a laptop, zone: guests, entry: true}
  - id: archive
    name: the archive
    zone: imaging
    weaknesses: [{id: open, name: open to everyone, from: network, gains: control, probability: 0.5, time: [1, 3]}]
  - id: ct
    zone: imaging
    harm: 4
    weaknesses: [{id: smb, from: adjacent, gains: access, probability: 0.4, time: [2, 4]}, {id: mail, from: user, gains: access, probability: 0.1}]
reach:
  - {from: guests, to: archive, protocol: dicom, port: 104}
`;

test('words tell a way that can be read aloud, what helps, and what cuts it off', () => {
  const network = readNetwork({
    nodes: [
      { id: 'guest', name: 'a laptop', zone: 'guests', entry: true },
      {
        id: 'archive',
        name: 'the archive',
        zone: 'imaging',
        weaknesses: [
          { id: 'open', name: 'open to all', from: 'network', gains: 'control', probability: 0.5, time: [1, 3] },
        ],
      },
      {
        id: 'ct',
        zone: 'imaging',
        harm: 4,
        weaknesses: [{ id: 'smb', from: 'adjacent', gains: 'access', probability: 0.4, time: [2, 4] }],
      },
    ],
    reach: [{ from: 'guests', to: 'archive', protocol: 'dicom', port: 104 }],
  });
  const words = pathsWords(assessPaths(network), network);
  expect(words).toContain(
    'How ct falls: The attacker starts at a laptop, takes the archive over dicom (port 104), which guests may use to the archive (open to all), ' +
      'then from there reads the data of ct in the same zone (smb). All of it works with a chance of 20.0%, in 3 to 7 days.',
  );
  expect(words).toMatch(/close guests to the archive \(dicom, port 104\) +0\.2000 +1/);
  expect(words).toContain('ct (cost 1): close guests to the archive (dicom, port 104)');
});

test.each([
  ['network.yaml', yaml, undefined],
  ['network.json', JSON.stringify({ nodes: [{ id: 'a', entry: true }] }), undefined],
  ['broken.json', '{"nodes": [', 'broken.json is no JSON: '],
  ['broken.yaml', 'nodes: [', 'broken.yaml is neither JSON nor YAML: '],
  ['empty.json', '', 'empty.json: This must be an object.'],
  ['nan.yaml', yaml.replace('0.5', '.nan'), 'nan.yaml: nodes[1].weaknesses[0].probability: This must be a number.'],
  ['far.json', '{"nodes":[{"id":"a","entry":true,"loss":1e999}]}', 'far.json: nodes[0].loss: This must be a number.'],
])('%s is read, or refused in one sentence', async (name, text, words) => {
  await writeFile(path.join(folder, name), text);
  const reading = networkOfFile(path.join(folder, name), name);
  if (words === undefined) expect((await reading).nodes[0]?.entry).toBe(true);
  else await expect(reading).rejects.toThrow(words);
});

test('a file that is not there is said so', async () => {
  await expect(networkOfFile(path.join(folder, 'none.json'), 'none.json')).rejects.toThrow('none.json cannot be read.');
});
