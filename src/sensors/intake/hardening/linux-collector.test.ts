// The Linux collector, really run on this machine with every POSIX shell that is there: it asks first, reads, and writes one file that is taken in.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { takenIn } from '../taken.ts';

const SCRIPT = path.resolve(import.meta.dirname, '../../../../collectors/dosimeter-collect.sh');
const folder = mkdtempSync(path.join(os.tmpdir(), 'dosimeter-collector-'));
afterAll(() => rmSync(folder, { recursive: true }));

const SHELLS: readonly (readonly [string, ...string[]])[] = [['sh'], ['dash'], ['bash', '--posix'], ['busybox', 'sh']];
// Elsewhere there is no /proc and nothing to look at.
const there = (process.platform === 'linux' ? SHELLS : []).filter(
  ([name]) => spawnSync(name, ['-c', ':'], { stdio: 'ignore' }).error === undefined,
);

function run([shell, ...options]: readonly [string, ...string[]], answers: readonly string[], programs = '') {
  return spawnSync(shell, [...options, SCRIPT], {
    env: { ...process.env, PATH: `${programs}:${process.env['PATH'] ?? ''}` },
    input: answers.map((line) => `${line}\n`).join(''),
    encoding: 'utf8',
    cwd: folder,
    timeout: 30_000,
  });
}

/** The file as if it had been written on the day of the import. */
function onThatDay(file: string): string {
  const text = readFileSync(file, 'utf8');
  expect(text).toMatch(/"collectedAt": "\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"/);
  return text.replace(/("collectedAt": )"[^"]+"/, '$1"2026-11-23T09:00:00Z"');
}

/** TCP ports that the kernel lists as listening (proc(5): state 0A) on other addresses than the loopback. */
function listening(): Set<string> {
  const lines = ['tcp', 'tcp6'].flatMap((kind) => readFileSync(`/proc/net/${kind}`, 'utf8').split('\n').slice(1));
  return new Set(
    lines.flatMap((line) => {
      const [, local = '', , state] = line.trim().split(/\s+/);
      const [address = '', port = ''] = local.split(':');
      const isOwn = /^(?:.{6}7F|0{24}01000000|0{16}FFFF0000.{6}7F)$/.test(address);
      return state === '0A' && !isOwn ? [`tcp/${Number.parseInt(port, 16)}`] : [];
    }),
  );
}

describe.each(there.map((shell) => ({ name: shell.join(' '), shell })))('with $name', ({ name, shell }) => {
  test('writes a file whose items are all taken, hostile text and all', async () => {
    const file = path.join(folder, `${name.replace(/\W/g, '')}.json`);
    const { status, stdout, stderr } = run(shell, ['yes', 'SN "7"\\\tx', file]);
    expect(stderr).toMatch(/It changes nothing\. It opens no connection/);
    expect(stderr.indexOf('reads')).toBeLessThan(stderr.indexOf('Type yes'));
    expect([status, stdout]).toEqual([0, '']);
    const { facts, report } = await takenIn(onThatDay(file));
    expect(report).toMatchObject({ kind: 'hardening-collector', rejected: [], problems: [] });
    expect(report.rows).toBeGreaterThanOrEqual(11);
    const said = facts.map(({ attribute, value }) => `${attribute} ${JSON.stringify(value)}`);
    expect(said).toContain(`device.serial ${JSON.stringify('SN "7"\\ x')}`);
    const hostName = os.hostname();
    if (!hostName.startsWith('localhost')) expect(said).toContain(`device.hostName "${hostName}"`);
    // How many accounts there are is told, never one of their names.
    const names = readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .map((line) => line.split(':'))
      .filter(([, , id]) => Number(id) >= 1000)
      .flatMap(([account]) => account ?? []);
    const written = readFileSync(file, 'utf8');
    for (const account of names) expect(written).not.toMatch(new RegExp(`"[^"]*\\b${account}\\b[^"]*"`));
  });

  test.each([
    ['no consent', ['no', '', 'never.json']],
    ['no answer at all', []],
    ['no file named', ['yes', '', '']],
  ])('%s: nothing is written', (_, answers) => {
    const before = readdirSync(folder);
    expect(run(shell, answers).status).toBe(1);
    expect(readdirSync(folder)).toEqual(before);
  });

  test('a file that is there stays as it is', () => {
    const file = path.join(folder, 'kept.json');
    writeFileSync(file, 'mine');
    expect(run(shell, ['yes', '', file]).status).toBe(1);
    expect(readFileSync(file, 'utf8')).toBe('mine');
  });
});

/** A table of nftables whose chain for what comes in has these lines. */
const table = (policy: string, ...lines: string[]) =>
  [
    'table inet filter {',
    'chain input {',
    `type filter hook input priority filter; policy ${policy};`,
    ...lines,
    '}',
    '}',
  ].join('\n');

// Where another firewall is switched on, that one would be told.
const has = (pattern: string, file: string) => spawnSync('grep', ['-qi', pattern, file]).status === 0;
const hasOther = has('^ENABLED=yes', '/etc/ufw/ufw.conf') || has('.', '/proc/net/ip_tables_names');
const bare = hasOther ? [] : there.slice(0, 1);

describe.each(bare.map((shell) => ({ shell })))('the firewall, where nftables runs', ({ shell }) => {
  test.each<[what: string, rules: string | null, user: number, answer: string]>([
    ['rules that drop', table('drop', 'tcp dport 22 accept'), 0, 'on'],
    [
      'rules that reject the rest',
      table('accept', 'tcp dport 22 accept', 'reject with icmp type port-unreachable'),
      0,
      'on',
    ],
    ["Debian's own, which accept everything", table('accept'), 0, 'off'],
    ['rules that leave out only what is invalid', table('accept', 'ct state invalid drop'), 0, 'off'],
    [
      'rules that drop only what passes through',
      `${table('accept')}\ntable ip f {\nchain forward {\ntype filter hook forward priority filter; policy drop;\n}\n}`,
      0,
      'off',
    ],
    ['a note with the word', table('accept', 'tcp dport 22 accept comment " drop "'), 0, 'off'],
    ['a rule that drops the rest, counted', table('accept', 'counter packets 3 bytes 180 drop'), 0, 'on'],
    ['a rule that drops one address', table('accept', 'ip saddr 192.0.2.7 drop'), 0, 'unknown'],
    ['rules that jump', table('accept', 'jump ours'), 0, 'unknown'],
    ['rules that cannot be read', null, 0, 'unknown'],
    ['a plain user', table('drop'), 1000, 'unknown'],
  ])('%s', (what, rules, user, answer) => {
    const programs = mkdtempSync(path.join(folder, 'bin-'));
    const program = (name: string, ...lines: string[]) =>
      writeFileSync(path.join(programs, name), ['#!/bin/sh', ...lines, ''].join('\n'), { mode: 0o755 });
    program('systemctl', '[ "$2" = nftables ] && echo active');
    program('id', `echo ${user}`);
    program('lsmod', "echo 'nf_tables 1 1'");
    program('nft', ...(rules === null ? ['exit 1'] : ["cat <<'END'", rules, 'END']));
    const file = path.join(folder, `${what.replace(/\W/g, '')}.json`);
    expect(run(shell, ['yes', '', file], programs).status).toBe(0);
    const { items } = JSON.parse(readFileSync(file, 'utf8')) as { items: { item: string; value: unknown }[] };
    expect(items.find(({ item }) => item === 'firewall')?.value).toBe(answer);
  });
});

test.each(there.slice(0, 1))('the ports that listen are the ones that the kernel lists', async (shell) => {
  const file = path.join(folder, 'ports.json');
  const before = listening();
  expect(run([shell], ['yes', '', file]).status).toBe(0);
  const after = listening();
  const { facts } = await takenIn(onThatDay(file));
  const value = facts.find(({ attribute }) => attribute === 'hardening.openPorts')?.value;
  const told = (Array.isArray(value) ? value : []).map(String).filter((port) => port.startsWith('tcp/'));
  // Others open and close ports meanwhile: what was open all the time is told, and nothing that never was.
  expect(told).toEqual(expect.arrayContaining([...before].filter((port) => after.has(port))));
  expect([...before, ...after]).toEqual(expect.arrayContaining(told));
});
