// The server's life as whoever runs it sees it: where it may listen, one to a data folder, commands while it runs, Ctrl-C, a kill in
// the middle of a scan, backup and restore, and what `doctor` says of good and broken folders.
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import https from 'node:https';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { api, documents } from '#contracts/index.ts';
import { type FakePeer, fakePeer, serveDicom } from '../support/fake-peer.ts';
import { testCertificate } from '../support/test-certificate.ts';
import {
  documentOf,
  type Ended,
  endAll,
  getLocal,
  ownFolder,
  type Running,
  run,
  type Server,
  start,
  startServer,
} from './dosimeter.ts';

const ARCHIVE = '127.90.6.1';
/** Takes connections and says nothing, so that a scan of it lasts. */
const SILENT = '127.90.6.2';

vi.setConfig({ testTimeout: 240_000 });

let folder: string;
let data: string;
let server: Server;
let archive: FakePeer;
let silent: FakePeer;
/** How often the archive was taken leave of. */
let goodbyes = 0;

beforeAll(async () => {
  folder = ownFolder();
  data = path.join(folder, 'data');
  const onRelease = (side: { send(pdu: { kind: 'release-rp' }): void }) => {
    goodbyes++;
    side.send({ kind: 'release-rp' });
  };
  archive = await fakePeer(serveDicom({ onRelease }), ARCHIVE);
  silent = await fakePeer(() => undefined, SILENT);
  server = await startServer(data, { makesFolder: true });
});
afterAll(async () => {
  await archive.close();
  await silent.close();
  await endAll();
});

/** A scan that has seen the archive and now waits for the silent peer, for a minute if nobody stops it. */
async function scanInTheMiddle(place: string, node?: string): Promise<Running> {
  const before = { goodbyes, taken: silent.takenAt.length };
  const targets = [`${ARCHIVE}:${archive.port}`, `${SILENT}:${silent.port}`];
  const options = ['--authority', 'the test', '--per-host-interval', '0', '--timeout', '60000', '--json'];
  const scan = start(['scan', ...targets, ...options, '--data', place], {
    cwd: folder,
    ...(node === undefined ? {} : { node }),
  });
  await until(async () => goodbyes > before.goodbyes && silent.takenAt.length > before.taken);
  // The last goodbye of the visit is on its way back.
  await new Promise((resolve) => setTimeout(resolve, 500));
  return scan;
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 2400; tries++) {
    if (await isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('it did not come to this');
}

const reportOf = async (place: string) =>
  documents.assessmentDocument.parse(documentOf(await run(['report', '--json', '--data', place])));

async function fromApi<T>(route: string, shape: z.ZodType<T>): Promise<T> {
  const { status, body } = await getLocal(data, `/api/v1${route}`);
  expect(status).toBe(200);
  return shape.parse(JSON.parse(body));
}

describe('where it listens', () => {
  test('another address than loopback is refused without TLS, before anything is made', async () => {
    const fresh = path.join(folder, 'fresh');
    const ended = await run(['serve', '--host', '0.0.0.0', '--port', '0', '--data', fresh]);
    expect(ended).toMatchObject({ status: 2, stdout: '' });
    expect(ended.stderr).toMatch(
      /^On 0\.0\.0\.0 others can listen in\. Give --tls-cert and --tls-key, or --behind-proxy/,
    );
    expect(existsSync(fresh)).toBe(false);
  });

  test('with a certificate it speaks TLS, and nothing else', async () => {
    const { cert, key } = testCertificate('localhost');
    const [certFile, keyFile] = [path.join(folder, 'cert.pem'), path.join(folder, 'key.pem')];
    writeFileSync(certFile, cert);
    writeFileSync(keyFile, key);
    const args = ['--tls-cert', certFile, '--tls-key', keyFile];
    const secure = await startServer(path.join(folder, 'secure'), { args });
    expect(secure.url).toMatch(/^https:/);
    const status = await new Promise((resolve, reject) => {
      https
        .get(`${secure.url}/healthz`, { ca: cert, checkServerIdentity: () => undefined }, (answer) => {
          answer.resume();
          resolve(answer.statusCode);
        })
        .on('error', reject);
    });
    expect(status).toBe(200);
    await expect(fetch(`${secure.url.replace('https', 'http')}/healthz`)).rejects.toThrow();
    expect(await secure.stop()).toMatchObject({ status: 0 });
  });

  test('a port that is taken is said', async () => {
    const { port } = new URL(server.url);
    const ended = await run(['serve', '--no-demo', '--port', port, '--data', path.join(folder, 'taken')]);
    expect(ended).toMatchObject({ status: 2, stderr: expect.stringMatching(/^Port \d+ on 127\.0\.0\.1 is taken\./) });
  });
});

describe('while it runs', () => {
  test('a second server on the folder is refused, and the first goes on', async () => {
    const ended = await run(['serve', '--no-demo', '--port', '0', '--data', data]);
    expect(ended).toMatchObject({ status: 1, stdout: '' });
    expect(ended.stderr).toBe(
      `Another Dosimeter already uses the data folder ${data}. Stop it, or choose another folder with --data.\n`,
    );
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  });

  test('the folder, its sockets and its secret are for its owner alone', () => {
    expect(statSync(data).mode & 0o777).toBe(0o700);
    for (const name of ['dosimeter.sock', 'command.sock', 'secret.key'])
      expect([name, statSync(path.join(data, name)).mode & 0o777]).toEqual([name, 0o600]);
  });

  test('commands work on its data, as the local person, and the audit says so', async () => {
    const there = ['--json', '--data', data];
    const scan = ['scan', `${ARCHIVE}:${archive.port}`, '--authority', 'the test', '--per-host-interval', '0'];
    writeFileSync(path.join(folder, 'list.csv'), `Device,IP address\nArchive,${ARCHIVE}\n`);
    const commands: readonly (readonly string[])[] = [
      scan,
      ['import', 'list.csv'],
      ['assess', '--import', 'list.csv', '--out', 'report'],
      ['report'],
      ['clearance', 'add', '10.9.8.0/24', '--deny'],
      ['user', 'add', 'anna@example.org', '--role', 'owner'],
      ['tenant', 'add', 'Second site'],
      ['backup', 'while-it-runs.backup'],
    ];
    const input = 'a long enough password\n';
    for (const args of commands) {
      const ended = await run([...args, ...there], { cwd: folder, input });
      expect([args[0], ended.status, ended.stderr]).toEqual([args[0], 0, ended.stderr]);
      documentOf(ended);
    }
    for (const file of ['report/index.html', 'while-it-runs.backup'])
      expect(statSync(path.join(folder, file)).mode & 0o777).toBe(0o600);
    const audit = await fromApi('/audit', api.auditList);
    const done = audit.items.filter(({ who }) => who === 'local').map(({ action }) => action);
    expect(done).toEqual(expect.arrayContaining(['scan started', 'clearance added']));
    expect(audit.items.some(({ subject, who }) => subject === 'anna@example.org' && who === 'local')).toBe(true);
    const { items } = await fromApi('/devices', api.deviceList);
    expect(items).toMatchObject([{ name: 'Archive', exposure: 'E6' }]);
  });
});

describe('a scan that is stopped with Ctrl-C keeps what is known and is not done', () => {
  const kept = (ended: Ended) => {
    expect({ ...ended, stdout: '' }).toMatchObject({ status: 1, signal: null });
    const scan = documents.scanDocument.parse(documentOf(ended));
    expect(scan.state).toBe('cancelled');
    expect(scan.endpoints).toMatchObject([
      { address: ARCHIVE, exposure: 'E6' },
      { address: SILENT, exposure: 'E1', notes: ['The scan was stopped before this endpoint was done'] },
    ]);
  };

  test('through the server', async () => {
    const scan = await scanInTheMiddle(data);
    scan.signal('SIGINT');
    kept(await scan.ended);
    const { items } = await fromApi('/scans', api.scanList);
    expect(items[0]).toMatchObject({ state: 'cancelled', startedBy: 'local' });
  });

  test('without a server, and the data are whole', async () => {
    const alone = path.join(folder, 'alone');
    const scan = await scanInTheMiddle(alone);
    scan.signal('SIGINT');
    kept(await scan.ended);
    expect((await reportOf(alone)).devices).toContainEqual(
      expect.objectContaining({ addresses: [ARCHIVE], exposure: 'E6' }),
    );
    expect(await run(['doctor', '--data', alone])).toMatchObject({ status: 0 });
  });

  // A terminal signals the whole group: the older Node that starts ours, which passes it on, and ours.
  const older = ['/usr/bin/node', '/usr/local/bin/node'].find((file) => {
    const [major = 99] =
      spawnSync(file, ['-p', 'process.versions.node'], { encoding: 'utf8' }).stdout?.split('.') ?? [];
    return Number(major) < 24;
  });
  test.skipIf(older === undefined)('started by an older Node', async () => {
    const scan = await scanInTheMiddle(path.join(folder, 'older'), older);
    scan.signal('SIGINT');
    kept(await scan.ended);
  });
});

describe('a server that is killed in the middle of a scan', () => {
  let client: Ended;

  beforeAll(async () => {
    const scan = await scanInTheMiddle(data);
    // What was seen is written down at most half a second later.
    await until(async () => {
      const { items } = await fromApi('/scans', api.scanList);
      const [newest] = items;
      if (newest?.state !== 'running') return false;
      return (await fromApi(`/scans/${newest.id}`, api.scanDetail)).endpoints.length > 0;
    });
    server.signal('SIGKILL');
    expect((await server.ended).signal).toBe('SIGKILL');
    client = await scan.ended;
  });

  test('is said by the command that waited for it', () => {
    expect(client).toMatchObject({ status: 1, stdout: '' });
    expect(client.stderr).toMatch(/The server stopped in the middle of this\. Start it, and try again\.\n$/);
  });

  test('starts again, with the scan marked as cut and what was seen kept', async () => {
    server = await startServer(data);
    const { items } = await fromApi('/scans', api.scanList);
    expect(items[0]).toMatchObject({ state: 'cut', endedAt: expect.any(String) });
    expect(items.filter(({ state }) => state === 'running')).toEqual([]);
    const cut = await fromApi(`/scans/${items[0]?.id}`, api.scanDetail);
    expect(cut.endpoints).toMatchObject([{ address: ARCHIVE, exposure: 'E6' }]);
    expect(await fromApi(`/jobs/${cut.scan.job}`, api.job)).toMatchObject({ state: 'cut' });
    expect((await fromApi('/overview', api.overview)).running).toEqual([]);
    expect((await fromApi('/devices', api.deviceList)).items).toContainEqual(
      expect.objectContaining({ name: 'Archive', exposure: 'E6' }),
    );
    expect(await run(['doctor', '--data', data])).toMatchObject({ status: 0 });
  });

  test('stops cleanly then, leaves no socket behind, and its folder is whole', async () => {
    expect(await server.stop()).toMatchObject({ status: 0, stdout: '' });
    for (const name of ['dosimeter.sock', 'command.sock']) expect(existsSync(path.join(data, name))).toBe(false);
    const doctor = await run(['doctor', '--data', data]);
    expect(doctor).toMatchObject({ status: 0, stdout: expect.stringContaining('schema is current') });
  });
});

describe('backup and restore', () => {
  const backup = () => path.join(folder, 'all.backup');

  test('give the same devices and findings in another folder', async () => {
    const made = await run(['backup', backup(), '--data', data]);
    expect(made.status, made.stderr).toBe(0);
    const restored = path.join(folder, 'restored');
    expect(await run(['restore', backup(), '--data', restored])).toMatchObject({ status: 0 });
    const [before, after] = [await reportOf(data), await reportOf(restored)];
    expect(before.devices.length).toBeGreaterThan(0);
    expect({ ...after, generatedAt: '' }).toEqual({ ...before, generatedAt: '' });
    const again = await run(['restore', backup(), '--data', restored]);
    expect(again).toMatchObject({ status: 1, stderr: expect.stringContaining('has data already') });
  });

  test('a damaged file restores nothing', async () => {
    const damaged = path.join(folder, 'damaged.backup');
    writeFileSync(damaged, readFileSync(backup()).subarray(0, -200));
    const place = path.join(folder, 'damaged');
    const ended = await run(['restore', damaged, '--data', place]);
    expect(ended).toMatchObject({ status: 2, stdout: '' });
    expect(ended.stderr).toMatch(/is no complete Dosimeter backup.*Nothing was restored/);
    expect(await run(['restore', backup(), '--data', place])).toMatchObject({ status: 0 });
  });
});

describe('doctor', () => {
  const doctorOf = async (place: string) => {
    const ended = await run(['doctor', '--json', '--data', place]);
    const { checks } = z
      .object({ checks: z.array(z.object({ check: z.string(), ok: z.boolean(), detail: z.string() })) })
      .parse(documentOf(ended));
    expect(ended.stderr).not.toMatch(/\n {4}at /);
    return { status: ended.status, bad: checks.filter(({ ok }) => !ok) };
  };

  test('finds nothing wrong where nothing is', async () => {
    expect(await doctorOf(path.join(folder, 'restored'))).toEqual({ status: 0, bad: [] });
    expect(await doctorOf(path.join(folder, 'never-made'))).toEqual({ status: 0, bad: [] });
    expect(existsSync(path.join(folder, 'never-made'))).toBe(false);
  });

  test('says when others may read the folder', async () => {
    const place = path.join(folder, 'restored');
    chmodSync(place, 0o755);
    const seen = await doctorOf(place);
    chmodSync(place, 0o700);
    expect(seen).toMatchObject({ status: 1, bad: [{ check: 'data folder' }] });
    expect(seen.bad[0]?.detail).toContain('chmod 700');
  });

  test('says when the database cannot be read, or is none', async () => {
    const place = path.join(folder, 'damaged');
    truncateSync(path.join(place, 'database', 'global', 'pg_control'), 10);
    expect(await doctorOf(place)).toMatchObject({ status: 1, bad: [{ check: 'database' }] });
    const file = path.join(folder, 'a-file');
    writeFileSync(file, 'not a folder');
    expect(await doctorOf(file)).toMatchObject({ status: 1 });
    const other = path.join(folder, 'other');
    mkdirSync(path.join(other, 'database'), { recursive: true, mode: 0o700 });
    chmodSync(other, 0o700);
    writeFileSync(path.join(other, 'database', 'PG_VERSION'), '9.6\n');
    expect(await doctorOf(other)).toMatchObject({ status: 1, bad: [{ check: 'database' }] });
  });
});
