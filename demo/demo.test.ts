import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ScanEndpoint } from '#contracts/index.ts';
import { parseRange, seededRandom, systemClock } from '#kit/index.ts';
import { CaptureRun, readCaptureStream } from '#sensors/capture/index.ts';
import { runScan, scanPlan } from '#sensors/probe/index.ts';
import { DEMO_PATIENT, overhear } from './day.ts';
import { DEMO_PORTS, DEVICES, type Demo, startDemo } from './index.ts';

const NETWORK = '127.78.1.';
let demo: Demo;
beforeAll(async () => {
  demo = await startDemo({ network: NETWORK });
});
afterAll(() => demo.close());

async function scan(): Promise<ScanEndpoint[]> {
  const found: ScanEndpoint[] = [];
  const titles = new Map(DEVICES.map(({ host, title }) => [`${NETWORK}${host}`, title]));
  const plan = scanPlan({
    targets: [{ range: parseRange(demo.network), ports: null }],
    ports: DEMO_PORTS,
    perHostIntervalMs: 0,
    calledTitle: (address) => titles.get(address) || null,
  });
  const permit = (range: ReturnType<typeof parseRange>) => [{ range, level: 'query' as const, by: 'test' }];
  const nothing = () => undefined;
  const sink = {
    endpoint: (endpoint: ScanEndpoint) => void found.push(endpoint),
    refused: nothing,
    probed: nothing,
    progress: nothing,
  };
  await runScan(plan, { permit, clock: systemClock, random: seededRandom(7) }, sink, new AbortController().signal);
  return found;
}

test('a scan finds every service of the demo at the rung that the truth says, and nothing else', async () => {
  const truth = DEVICES.flatMap(({ host, services }) =>
    services.map(({ port, expected }) => `${NETWORK}${host}:${port} ${expected.exposure} ${expected.web}`),
  );
  const seen = (await scan()).map(({ address, port, exposure, web }) => `${address}:${port} ${exposure} ${web}`);
  expect(seen.sort()).toEqual(truth.sort());
});

test('a capture of what the devices say to each other holds these conversations, whole, and nothing else', async () => {
  const bytes = await demo.overhear();
  expect(Buffer.from(bytes).includes(DEMO_PATIENT.name)).toBe(true);
  const run = new CaptureRun();
  const end = await readCaptureStream(once(bytes), run, { signal: new AbortController().signal });
  run.finish();
  expect(end).toMatchObject({ truncated: false, problem: null });
  expect(run.counts).toMatchObject({ unread: 0, gaps: 0, evicted: 0 });
  const last = (end_: string) => end_.replace(NETWORK, '').replace(/^([\d.]+):\d{5,}$/, '$1');
  const seen = run.seen.associations.map((each) => {
    const done = Object.entries(each.operations).flatMap(([name, times]) => (times > 0 ? `${times} ${name}` : []));
    const { client, server, calling, called, outcome, ended } = each;
    return `${last(client)} ${calling} > ${server.replace(NETWORK, '')} ${called}: ${outcome}, ${done.join(', ')}, ${ended}`;
  });
  expect(seen).toEqual([
    '11 CT1 > 22:11113 WORKLIST: accepted, 1 find, released',
    '13 MR1 > 22:11113 WORKLIST: accepted, 1 find, released',
    '11 CT1 > 20:4242 LAKEPACS: accepted, 2 store, released',
    '12 CT2 > 20:4242 LAKEPACS: accepted, 1 store, released',
    '13 MR1 > 20:4242 LAKEPACS: accepted, 1 store, released',
    '31 READ1 > 20:4242 LAKEPACS: accepted, 1 echo, 1 find, released',
    '14 US_A > 21:11112 OLDPACS: accepted, 1 echo, released',
    '127.78.200.40 LAPTOP > 21:11112 OLDPACS: accepted, 1 echo, released',
  ]);
  expect(run.seen.associations.map(({ partial, statuses }) => [partial, Object.keys(statuses)])).toEqual(
    seen.map(() => [false, ['0000']]),
  );
  expect(run.seen.hl7).toMatchObject([
    { server: `${NETWORK}22:2575`, messages: { 'ORU^R01': 1, ACK: 1 }, sendingApplications: ['READ1'], partial: false },
  ]);
  const now = Date.now();
  const { firstMs, lastMs } = run.counts;
  expect([(firstMs ?? 0) > now - 5000, (lastMs ?? now) <= now]).toEqual([true, true]);
});

const tshark = spawnSync('tshark', ['--version'], { stdio: 'ignore' }).status === 0;
test.skipIf(!tshark)('tshark, which nobody here wrote, finds each packet of it whole and in its place', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'dosimeter-demo-'));
  try {
    const file = path.join(folder, 'mirror.pcap');
    writeFileSync(file, await demo.overhear());
    const check = ['-o', 'ip.check_checksum:TRUE', '-o', 'tcp.check_checksum:TRUE'];
    // Checksums that are not known to be right, and what tshark warns of; greetings and goodbyes are notes to it.
    const wrong = '!(ip.checksum.status == 1 && tcp.checksum.status == 1) || _ws.expert.severity >= 0x600000';
    const read = spawnSync('tshark', ['-n', '-r', file, ...check, '-Y', wrong], { encoding: 'utf8' });
    expect(read).toMatchObject({ status: 0, stdout: '' });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a centre whose devices do not answer gives no capture, and says who failed', async () => {
  await expect(overhear('127.78.9.')).rejects.toThrow('A call from 127.78.9.11 to 127.78.9.22:11113 failed.');
});

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

const dcmtk = spawnSync('echoscu', ['--version'], { stdio: 'ignore' }).status === 0;
test.skipIf(!dcmtk)(
  'DCMTK, which nobody here wrote, agrees with the settings of the open and the strict services',
  async () => {
    const run = (program: string, args: readonly string[]) =>
      new Promise<{ status: number | null; text: string }>((resolve) => {
        const child = spawn(program, args);
        let text = '';
        child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
        child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
        child.on('close', (status) => resolve({ status, text }));
      });
    const echo = async (host: number, called: string, calling: string) =>
      (await run('echoscu', ['-to', '5', '-aec', called, '-aet', calling, `${NETWORK}${host}`, '11112'])).status === 0;
    expect([
      await echo(11, 'ANYTHING', 'STRANGER'),
      await echo(12, 'CT2', 'STRANGER'),
      await echo(12, 'CT2', 'LAKEPACS'),
    ]).toEqual([true, false, true]);
    expect([await echo(15, 'WRONG', 'STRANGER'), await echo(15, 'US_B_7', 'STRANGER')]).toEqual([false, true]);
    const query = ['-v', '-S', '-k', 'QueryRetrieveLevel=STUDY', '-k', 'StudyInstanceUID', `${NETWORK}20`, '4242'];
    const found = await run('findscu', query);
    expect(found.status).toBe(0);
    expect(found.text).toContain('Success');
    expect(found.text).not.toContain('Pending');
  },
);

test('a service survives noise and goes on answering', async () => {
  for (let round = 0; round < 20; round++) {
    await new Promise<void>((resolve) => {
      const socket = net.connect({ host: `${NETWORK}20`, port: 4242 }, () =>
        socket.end(Buffer.from(Array.from({ length: 300 }, (_, n) => (n * 37 + round * 11) % 256))),
      );
      socket.on('close', () => resolve()).on('error', () => resolve());
      socket.resume();
    });
  }
  const [archive] = (await scan()).filter(({ port }) => port === 4242);
  expect(archive?.exposure).toBe('E6');
});

test('a second demo on the same addresses is refused in words, and other addresses than loopback are', async () => {
  await expect(startDemo({ network: NETWORK })).rejects.toThrow(/already running on 127\.78\.1\.0\/24/);
  await expect(startDemo({ network: '10.0.0.' })).rejects.toThrow(/not loopback/);
});
