// `segment` at the command line: from lists to rules in a file, and a sentence for what cannot be.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { endAll, ownFolder, run } from './dosimeter.ts';

vi.setConfig({ testTimeout: 240_000 });

const FLOWS = `source ip,destination ip,destination port,protocol,application,action,bytes received,start time
10.0.1.11,10.0.2.10,104,tcp,dicom,allow,100,2026-11-20 10:00:00
10.0.1.12,10.0.2.10,104,tcp,dicom,allow,100,2026-11-20 10:00:00
10.0.1.11,52.1.2.3,443,tcp,ssl,allow,100,2026-11-20 10:00:00
`;

let folder: string;
beforeAll(() => {
  folder = ownFolder();
  writeFileSync(path.join(folder, 'flows.csv'), FLOWS);
});
afterAll(() => endAll());

const segment = (...args: string[]) => run(['segment', ...args], { cwd: folder });

test('lists become rules in a file, the same bytes each time, with what a person must know beside them', async () => {
  expect((await run(['import', 'flows.csv'], { cwd: folder })).status).toBe(0);
  const first = await segment('--format', 'nftables', '--out', 'rules.nft');
  expect({ status: first.status, stdout: first.stdout }).toEqual({ status: 0, stdout: '4 rules are in rules.nft.\n' });
  expect(first.stderr).toMatch(
    /^None of 2 recorded clinical conversations is cut \(3 checked\)\.\n1 question waits for a decision/,
  );
  const second = await segment('--format', 'nftables');
  expect(second.stdout).toBe(readFileSync(path.join(folder, 'rules.nft'), 'utf8'));
  expect(second.stdout).toContain('ip saddr { 10.0.1.11, 10.0.1.12 } ip daddr 10.0.2.10 tcp dport 104 counter accept');
});

test('a site without a record is told so, and no rules are handed out', async () => {
  writeFileSync(path.join(folder, 'devices.csv'), 'Device,IP address,Modality\nCT 1,10.0.1.11,CT\n');
  const data = ['--data', 'unseen'];
  expect((await run(['import', 'devices.csv', ...data], { cwd: folder })).status).toBe(0);
  const says = /^No conversation is recorded here.*nothing can be proven.*Take in a capture or the AE tables first\.\n/;
  expect(await segment(...data)).toMatchObject({ status: 0, stdout: expect.stringMatching(says) });
  const refused = await segment('--format', 'nftables', '--out', 'none.nft', ...data);
  expect(refused).toMatchObject({ status: 1, stdout: '', stderr: expect.stringMatching(says) });
  expect(existsSync(path.join(folder, 'none.nft'))).toBe(false);
});

test.each([
  [['--format', 'pf'], /^--format: 'pf' is none of nftables, iptables, cisco, paloalto, fortinet, csv\./],
  [['--out', 'x'], /^--out needs --format/],
  [['--dry-run', 'absent.pcap'], /absent\.pcap cannot be read/],
  [['--stale-days', '0'], /^--stale-days: /],
])('%j is refused with 2 and one line', async (args, says) => {
  const { status, stdout, stderr } = await segment(...args, '--data', 'none');
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(says);
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(existsSync(path.join(folder, 'none'))).toBe(false);
});
