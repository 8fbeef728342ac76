import { spawn, spawnSync } from 'node:child_process';
import net from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ScanEndpoint } from '#contracts/index.ts';
import { parseRange, seededRandom, systemClock } from '#kit/index.ts';
import { runScan, scanPlan } from '#sensors/probe/index.ts';
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
