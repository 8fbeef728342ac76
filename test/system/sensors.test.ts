// Two sensors and a hub on one machine, each killed in turn at the worst moment: what the hub said that it keeps is there afterwards, and
// what it had not said comes again. A recorder between them hears what was acknowledged.
import { once } from 'node:events';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { api, documents } from '#contracts/index.ts';
import { testCertificate } from '../support/test-certificate.ts';
import { documentOf, endAll, ownFolder, type Running, run, type Server, start, startServer } from './dosimeter.ts';

vi.setConfig({ testTimeout: 400_000 });

const batch = z.object({ facts: z.array(documents.fact) });

let folder: string;
let data: string;
let hub: Server;
let port: number;
let recorder: http.Server;
/** Facts that the hub acknowledged, as the sensors heard it. */
const acknowledged: string[] = [];
let receipts = 0;

beforeAll(async () => {
  folder = ownFolder();
  data = path.join(folder, 'hub');
  port = await freePort();
  hub = await startServer(data, { args: ['--port', String(port)] });
  recorder = http.createServer(pass);
  recorder.listen(0, '127.0.0.1');
  await once(recorder, 'listening');
});
afterAll(async () => {
  recorder.closeAllConnections();
  recorder.close();
  await endAll();
});

/** Hands a request on to the hub and its answer back; a hub that dies in between is a connection that breaks. */
function pass(request: http.IncomingMessage, response: http.ServerResponse): void {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    const body = Buffer.concat(parts);
    const { method = 'GET', url = '/', headers } = request;
    const onward = http.request({ host: '127.0.0.1', port, method, path: url, headers }, (answer) => {
      const said: Buffer[] = [];
      answer.on('data', (part: Buffer) => said.push(part));
      answer.on('error', () => response.destroy());
      answer.on('end', () => {
        const text = Buffer.concat(said);
        if (answer.statusCode === 200) {
          const { refused } = api.sensorReceipt.parse(JSON.parse(text.toString()));
          expect(refused).toEqual([]);
          const { facts } = batch.parse(JSON.parse(body.toString()));
          acknowledged.push(...facts.map(statementOf));
          if (facts.length > 0) receipts++;
        }
        response.writeHead(answer.statusCode ?? 500, answer.headers).end(text);
      });
    });
    onward.on('error', () => response.destroy());
    onward.end(body);
  });
}

function statementOf({ subject, attribute, value, source }: z.infer<typeof documents.fact>): string {
  return [source.sensor, subject.kind, subject.key, attribute, JSON.stringify(value)].join(' ');
}

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port: free } = server.address() as AddressInfo; // it listens on a port
  await new Promise((resolve) => server.close(resolve));
  return free;
}

async function tokenOf(name: string): Promise<string> {
  const { token } = documentOf(await run(['sensor', 'add', name, '--json', '--data', data]));
  return z.string().parse(token);
}

function sensor(name: string, token: string): Running {
  const { port: recording } = recorder.address() as AddressInfo; // it listens on a port
  const args = ['--hub', `http://127.0.0.1:${recording}`, '--watch', path.join(folder, `${name}-files`)];
  return start(['sensor', ...args, '--data', path.join(folder, name)], {
    env: { DOSIMETER_SENSOR_TOKEN: token },
    timeoutMs: 380_000,
  });
}

const ROWS = 600;

/** Puts a table of neighbors into the folder that a sensor watches, as a program does: whole. Gives the addresses. */
function drop(name: string, number: number): string[] {
  const net24 = name === 'east-wing' ? 40 : 50;
  const lines = Array.from({ length: ROWS }, (_, n) => {
    const [c, d] = [n >> 8, n & 255];
    const hex = (value: number) => value.toString(16).padStart(2, '0');
    return `10.${net24 + number}.${c}.${d} dev eth0 lladdr 02:00:${hex(net24 + number)}:${hex(c)}:${hex(d)}:01 REACHABLE`;
  });
  const part = path.join(folder, `${name}-${number}.part`);
  writeFileSync(part, `${lines.join('\n')}\n`);
  renameSync(part, path.join(folder, `${name}-files`, `neighbors-${number}.txt`));
  return lines.map((line) => line.split(' ')[0] ?? '');
}

async function until(isSo: () => boolean, what: string): Promise<void> {
  for (let tries = 0; tries < 1200; tries++) {
    if (isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`it did not come to this: ${what}`);
}

/** Every fact that the hub has, as it writes them for others. */
async function factsOfHub(from = data): Promise<string[]> {
  const out = path.join(folder, 'report');
  const ended = await run(['report', '--out', out, '--data', from]);
  expect(ended.status, ended.stderr).toBe(0);
  const lines = readFileSync(path.join(out, 'facts.jsonl'), 'utf8')
    .split('\n')
    .filter((line) => line !== '');
  return lines.map((line) => statementOf(documents.fact.parse(JSON.parse(line))));
}

test('killed in turn, two sensors and their hub lose nothing that was acknowledged, and bring everything in the end', async () => {
  const tokens = { 'east-wing': await tokenOf('east-wing'), 'west-wing': await tokenOf('west-wing') };
  for (const name of Object.keys(tokens)) mkdirSync(path.join(folder, `${name}-files`));
  const expected = new Set<string>();
  const put = (name: string, number: number) => {
    for (const address of drop(name, number)) expected.add(`neighbor-table@${name} address ${address}`);
  };
  let east = sensor('east-wing', tokens['east-wing']);
  let west = sensor('west-wing', tokens['west-wing']);

  // The hub goes while both post.
  put('east-wing', 0);
  put('west-wing', 0);
  const before = receipts;
  await until(() => receipts > before, 'a first receipt');
  hub.signal('SIGKILL');
  await hub.ended;
  const heard = [...acknowledged];
  expect(heard.length).toBeGreaterThan(0);
  // While it is away the sensors go on reading, and one of them is killed with facts on its disk.
  put('east-wing', 1);
  await east.says(/facts wait on this disk/);
  east.signal('SIGKILL');
  await east.ended;
  hub = await startServer(data, { args: ['--port', String(port)] });
  const kept = new Set(await factsOfHub());
  expect(heard.filter((statement) => !kept.has(statement))).toEqual([]);

  east = sensor('east-wing', tokens['east-wing']);
  put('west-wing', 1);
  await until(() => acknowledged.some((statement) => statement.includes('10.41.')), 'what the first sensor had kept');
  west.signal('SIGKILL');
  await west.ended;
  put('west-wing', 2);
  west = sensor('west-wing', tokens['west-wing']);

  const addressOf = (statement: string) => statement.split(' ').slice(0, 3).join(' ');
  const missing = () => {
    const there = new Set(acknowledged.map(addressOf));
    return [...expected].filter((each) => !there.has(each)).length;
  };
  await until(() => missing() === 0, 'everything is acknowledged');
  // Once more the hub, when all was said.
  hub.signal('SIGKILL');
  await hub.ended;
  hub = await startServer(data, { args: ['--port', String(port)] });
  const facts = await factsOfHub();
  const there = new Set(facts);
  expect(acknowledged.filter((statement) => !there.has(statement))).toEqual([]);
  // Sent twice or read twice, said once.
  expect(facts.length).toBe(there.size);
  expect(new Set(facts.map(addressOf))).toEqual(expected);
  for (const each of [east, west]) {
    each.signal('SIGINT');
    expect((await each.ended).status).toBe(0);
  }
});

test('what comes through a pipe reaches the hub as the facts that the hub itself would read of it', async () => {
  const file = path.resolve('../shared/lab/pcaps/find.pcap.gz');
  const env = { DOSIMETER_SENSOR_TOKEN: await tokenOf('ear') };
  const args = ['sensor', '--hub', `http://127.0.0.1:${port}`, '--pipe', '--data', path.join(folder, 'ear')];
  const ended = await run(args, { env, input: readFileSync(file) });
  expect(ended.status, ended.stderr).toBe(0);
  const own = path.join(folder, 'own');
  expect((await run(['capture', file, '--data', own])).status).toBe(0);
  const posted = (await factsOfHub()).filter((statement) => statement.startsWith('capture@ear '));
  const read = (await factsOfHub(own)).filter((statement) => statement.startsWith('capture '));
  expect(posted.length).toBeGreaterThan(10);
  expect(posted.map((each) => each.replace('capture@ear ', 'capture ')).toSorted()).toEqual(read.toSorted());
});

describe('a sensor says in one line what is wrong', () => {
  test.each([
    ['no token', ['--hub', 'http://127.0.0.1:1'], {}, /needs its token/, 2],
    [
      'a token that is none',
      ['--hub', 'http://127.0.0.1:1'],
      { DOSIMETER_SENSOR_TOKEN: 'secret' },
      /no token of a sensor/,
      2,
    ],
    [
      'a hub that others could listen to',
      ['--hub', 'http://hub.example:7180'],
      { DOSIMETER_SENSOR_TOKEN: 'a.b' },
      /https/,
      2,
    ],
    [
      'nothing to read',
      ['--hub', 'http://127.0.0.1:1'],
      { DOSIMETER_SENSOR_TOKEN: `a.${'b'.repeat(43)}` },
      /what the sensor reads/,
      2,
    ],
  ])('%s', async (_, args, env, words, status) => {
    const ended = await run(['sensor', ...args, '--data', path.join(folder, 'none')], { env });
    expect(ended.stderr).toMatch(words);
    expect(ended.stderr.trim().split('\n')).toHaveLength(1);
    expect(ended.status).toBe(status);
  });

  test('two sensors on one folder: the second is refused', async () => {
    const token = await tokenOf('alone');
    mkdirSync(path.join(folder, 'alone-files'));
    const first = sensor('alone', token);
    await first.says(/Posting to/);
    const second = await sensor('alone', token).ended;
    expect(second.status).toBe(1);
    expect(second.stderr).toMatch(/Another Dosimeter already uses/);
    first.signal('SIGINT');
    expect((await first.ended).status).toBe(0);
  });
});

test('over TLS a sensor trusts the certificate that it was given, and no other', async () => {
  const { cert, key } = testCertificate('localhost');
  const place = path.join(folder, 'tls');
  mkdirSync(place);
  writeFileSync(path.join(place, 'cert.pem'), cert);
  writeFileSync(path.join(place, 'key.pem'), key);
  const args = ['--tls-cert', path.join(place, 'cert.pem'), '--tls-key', path.join(place, 'key.pem')];
  const server = await startServer(path.join(place, 'data'), { args });
  const { token } = documentOf(await run(['sensor', 'add', 'roof', '--json', '--data', server.data]));
  const env = { DOSIMETER_SENSOR_TOKEN: z.string().parse(token) };
  mkdirSync(path.join(place, 'files'));
  const url = server.url.replace('127.0.0.1', 'localhost');
  const watch = ['sensor', '--hub', url, '--watch', path.join(place, 'files'), '--data', path.join(place, 'roof')];
  const doubting = start(watch, { env });
  await doubting.says(/does not answer \(.*certificate/i);
  doubting.signal('SIGINT');
  await doubting.ended;
  const trusting = start([...watch, '--ca', path.join(place, 'cert.pem')], { env });
  const seen = async () => {
    const { sensors } = documentOf(await run(['sensor', 'list', '--json', '--data', server.data]));
    return api.sensorList.parse({ items: sensors }).items[0]?.lastSeenAt !== null;
  };
  for (let tries = 0; tries < 30 && !(await seen()); tries++) await new Promise((resolve) => setTimeout(resolve, 300));
  expect(await seen()).toBe(true);
  trusting.signal('SIGINT');
  expect((await trusting.ended).status).toBe(0);
  await server.stop();
});
