// The devices page of a large site: pages of 50,000 devices over HTTP while a scan writes, beside a bare server that
// answers with the same bytes from memory.
import { createWriteStream } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import { api } from '#contracts/index.ts';
import { DEMO_NETWORK, DEMO_PORTS, startDemo } from '#demo/index.ts';
import { type BenchServer, command, quantile, withServer } from './support/server.ts';

const DEVICES = 50_000;
const REQUESTS = 250;
const MODALITIES = ['CT', 'MR', 'US', 'DX', 'PACS', 'workstation'];
const SYSTEMS = ['Windows 7', 'Windows 10 1809', 'Windows XP', 'Windows 11', ''];
const QUERIES = [
  '',
  '?sort=name&order=asc',
  '?sort=exposure',
  '?q=CT-12',
  '?modality=CT&sort=criticality',
  '?vendor=Northwind%20Medical&sort=lastSeen',
];

/** Runs the benchmark; `--devices N` for another size. */
export async function run(args: readonly string[]): Promise<object> {
  const at = args.indexOf('--devices');
  const devices = at < 0 ? DEVICES : Number(args[at + 1]);
  return withServer(['--no-demo'], async (server) => {
    const list = path.join(server.data, 'list.csv');
    await writeList(list, devices);
    const importStarted = performance.now();
    await command(server, 'import', list);
    const importSeconds = (performance.now() - importStarted) / 1000;
    console.error(`imported ${devices} devices in ${importSeconds.toFixed(1)} s`);
    const quiet = await measure(server);
    const demo = await startDemo();
    let scans = 0;
    let busy: Samples;
    try {
      const stop = new AbortController();
      const writing = (async () => {
        while (!stop.signal.aborted) {
          const ports = [...DEMO_PORTS].join(',');
          await command(
            server,
            'scan',
            `${DEMO_NETWORK}0/24`,
            '--authority',
            'benchmark',
            '--ports',
            ports,
            '--per-host-interval',
            '0',
          );
          scans++;
        }
      })();
      busy = await measure(server, () => scans > 0);
      stop.abort();
      await writing;
    } finally {
      await demo.close();
    }
    const peer = await measureBare(busy.body);
    const ours = summary(busy.times);
    return {
      devices,
      importSeconds,
      scansMeanwhile: scans,
      oursMs: ours,
      oursWithoutScanMs: summary(quiet.times),
      perQueryP95Ms: Object.fromEntries(
        [...busy.perQuery].map(([query, times]) => [query, round(quantile(times, 0.95))]),
      ),
      peer: { name: `node:http ${process.version}, the same bytes from memory`, ms: summary(peer) },
      ratioP95: round(ours.p95 / quantile(peer, 0.95)),
      bar: 'p95 below 50 ms',
    };
  });
}

interface Samples {
  readonly times: number[];
  readonly perQuery: Map<string, number[]>;
  readonly body: string;
}

/** Times pages: every query, its first page and the one after it. Goes on until `enough` as well. */
async function measure(server: BenchServer, enough: () => boolean = () => true): Promise<Samples> {
  const times: number[] = [];
  const perQuery = new Map<string, number[]>();
  let body = '';
  while (times.length < REQUESTS || !enough()) {
    const query = QUERIES[perQuery.size < QUERIES.length ? perQuery.size : times.length % QUERIES.length] ?? '';
    const started = performance.now();
    const first = await get(server, query);
    const took = performance.now() - started;
    times.push(took);
    perQuery.set(query, [...(perQuery.get(query) ?? []), took]);
    body = first;
    const { next } = api.deviceList.parse(JSON.parse(first));
    if (next) {
      const again = performance.now();
      await get(server, `${query}${query === '' ? '?' : '&'}cursor=${encodeURIComponent(next)}`);
      times.push(performance.now() - again);
    }
    // A person looks at a page before the next; the event loop of the server is not all ours.
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return { times, perQuery, body };
}

const agent = new http.Agent({ keepAlive: true });

async function get(server: Pick<BenchServer, 'url' | 'cookie'>, query: string): Promise<string> {
  return new Promise((resolve, reject) => {
    http
      .get(`${server.url}/api/v1/devices${query}`, { agent, headers: { cookie: server.cookie } }, (response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (text: string) => {
          body += text;
        });
        response.on('end', () =>
          response.statusCode === 200
            ? resolve(body)
            : reject(new Error(`/devices${query} answered ${response.statusCode}: ${body.slice(0, 200)}`)),
        );
      })
      .on('error', reject);
  });
}

async function measureBare(body: string): Promise<number[]> {
  const bare = http.createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(body);
  });
  await new Promise<void>((resolve) => bare.listen(0, '127.0.0.1', resolve));
  const { port } = bare.address() as AddressInfo; // it listens on a port
  const times: number[] = [];
  for (let n = 0; n < REQUESTS; n++) {
    const started = performance.now();
    await get({ url: `http://127.0.0.1:${port}`, cookie: '' }, '');
    times.push(performance.now() - started);
  }
  bare.close();
  return times;
}

function summary(times: readonly number[]) {
  return {
    requests: times.length,
    p50: round(quantile(times, 0.5)),
    p95: round(quantile(times, 0.95)),
    max: round(quantile(times, 1)),
  };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

async function writeList(file: string, devices: number): Promise<void> {
  const out = createWriteStream(file);
  out.write('name,modality,manufacturer,model,serial number,operating system,ip address,location\n');
  for (let n = 0; n < devices; n++) {
    const modality = MODALITIES[n % MODALITIES.length] ?? '';
    const address = `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`;
    const cells = [
      `${modality}-${n}`,
      modality,
      'Northwind Medical',
      `Model ${n % 40}`,
      `SN${n}`,
      SYSTEMS[n % SYSTEMS.length],
    ];
    if (!out.write(`${[...cells, address, `Site ${n % 200}`].join(',')}\n`))
      await new Promise<void>((resolve) => out.once('drain', () => resolve()));
  }
  out.end();
  await finished(out);
}
