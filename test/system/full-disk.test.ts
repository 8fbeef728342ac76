// The disk with the data folder fills up in the middle of work: one clear sentence, and when there is room again everything that was
// committed is there and work goes on. On a file system of its own, so that nothing else is in the way.
import { spawnSync } from 'node:child_process';
import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { api, documents } from '#contracts/index.ts';
import { fakePeer, serveDicom } from '../support/fake-peer.ts';
import { documentOf, type Ended, endAll, getLocal, ownFolder, run, startServer } from './dosimeter.ts';

vi.setConfig({ testTimeout: 240_000 });

const succeeds = (program: string, args: readonly string[]) => spawnSync(program, args).status === 0;
const mount = ownFolder();
const MOUNTED = succeeds('mount', ['-t', 'tmpfs', '-o', 'size=320m,mode=700', 'tmpfs', mount]);
const FULL = 'The disk with the data folder is full. Make room; nothing that was saved is lost.';

const lists = ownFolder();
const few = path.join(lists, 'few.csv');
const many = path.join(lists, 'many.csv');
const FEW = 20;
const MANY = 800;
const ballast = path.join(mount, 'ballast');

beforeAll(() => {
  writeFileSync(few, listOf('Ultrasound', FEW, 1));
  writeFileSync(many, listOf('Workstation', MANY, 2));
});
afterAll(async () => {
  await endAll(() => void succeeds('umount', [mount]));
});

function listOf(kind: string, rows: number, network: number): string {
  const lines = Array.from({ length: rows }, (_, n) => {
    const address = `10.${network}.${n >> 8}.${n & 255}`;
    return `${kind} ${n},Marlin,Model ${n % 9},SN-${network}-${n},${address},Windows 7,Room ${n % 40},Radiology`;
  });
  return ['Device,Maker,Model,Serial number,IP address,Operating system,Location,Owner', ...lines].join('\n');
}

/** Takes all the room that is left but some. */
function fillUp(leave: number): void {
  const piece = Buffer.alloc(1 << 20, 1);
  const file = openSync(ballast, 'w');
  try {
    for (;;) writeSync(file, piece);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
  } finally {
    closeSync(file);
  }
  truncateSync(ballast, Math.max(0, statSync(ballast).size - leave));
}

function makeRoom(): void {
  rmSync(ballast);
}

function saysFull(ended: Ended): void {
  expect(ended).toMatchObject({ status: 1, signal: null, stdout: '' });
  expect(ended.stderr.trimEnd().split('\n').at(-1)).toBe(FULL);
}

async function checksOf(data: string): Promise<Readonly<Record<string, boolean>>> {
  const { checks } = z
    .object({ checks: z.array(z.object({ check: z.string(), ok: z.boolean() })) })
    .parse(documentOf(await run(['doctor', '--json', '--data', data])));
  return Object.fromEntries(checks.map(({ check, ok }) => [check, ok]));
}

describe.skipIf(!MOUNTED)(
  `a disk that fills up${MOUNTED ? '' : ' (skipped: no right to mount a small file system)'}`,
  () => {
    test('in a command: what was committed is there afterwards, and the rest can be sent again', async () => {
      const data = path.join(mount, 'alone');
      const take = (file: string) => run(['import', file, '--json', '--data', data]);
      const names = async () => {
        const report = documents.assessmentDocument.parse(documentOf(await run(['report', '--json', '--data', data])));
        return new Set(report.devices.map(({ name }) => name));
      };
      expect(await take(few)).toMatchObject({ status: 0 });
      fillUp(2 << 20);
      saysFull(await take(many));
      makeRoom();
      expect(await checksOf(data)).toMatchObject({ database: true, 'data folder': true });
      const kept = await names();
      expect([...Array(FEW).keys()].filter((n) => !kept.has(`Ultrasound ${n}`))).toEqual([]);
      expect(kept.size).toBeLessThan(FEW + MANY);
      expect(await take(many)).toMatchObject({ status: 0 });
      expect((await names()).size).toBe(FEW + MANY);
      rmSync(data, { recursive: true });
    });

    test('at the very first start: the folder can be used once there is room', async () => {
      const data = path.join(mount, 'first');
      fillUp(20 << 20);
      saysFull(await run(['tenant', 'list', '--json', '--data', data]));
      makeRoom();
      expect(await run(['tenant', 'list', '--json', '--data', data])).toMatchObject({ status: 0 });
      expect(await checksOf(data)).toMatchObject({ database: true });
      rmSync(data, { recursive: true });
    });

    test('under a server: it says so, keeps running, and goes on when there is room', async () => {
      const data = path.join(mount, 'served');
      const peer = await fakePeer(serveDicom(), '127.90.7.1');
      const server = await startServer(data);
      const there = ['--json', '--data', data];
      const scan = ['scan', `127.90.7.1:${peer.port}`, '--authority', 'the test', '--per-host-interval', '0', ...there];
      expect(await run(scan)).toMatchObject({ status: 0 });
      fillUp(2 << 20);
      saysFull(await run(['import', many, ...there]));
      expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
      makeRoom();
      expect(await run(['import', many, ...there])).toMatchObject({ status: 0 });
      const again = await run(scan);
      expect(documents.scanDocument.parse(documentOf(again))).toMatchObject({
        state: 'finished',
        endpoints: [{ exposure: 'E6' }],
      });
      const { body } = await getLocal(data, '/api/v1/devices?limit=1');
      expect(api.deviceList.parse(JSON.parse(body)).total.value).toBe(MANY + 1);
      expect(await server.stop()).toMatchObject({ status: 0 });
      await peer.close();
      expect(await checksOf(data)).toMatchObject({ database: true });
    });

    test('with the report: the one of before stays', async () => {
      const data = path.join(lists, 'data');
      const out = path.join(mount, 'report');
      mkdirSync(out, { mode: 0o700 });
      expect(await run(['import', few, '--data', data])).toMatchObject({ status: 0 });
      expect(await run(['report', '--out', out, '--data', data])).toMatchObject({ status: 0 });
      const files = () => readdirSync(out).map((name) => [name, readFileSync(path.join(out, name), 'latin1')]);
      const before = files();
      expect(before).toHaveLength(6);
      fillUp(8 << 10);
      const ended = await run(['report', '--out', out, '--data', data]);
      expect(ended).toMatchObject({
        status: 1,
        stdout: '',
        stderr: expect.stringMatching(/^No room left for the report/),
      });
      makeRoom();
      expect(files()).toEqual(before);
    });
  },
);
