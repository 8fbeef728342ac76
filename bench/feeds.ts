// 225,000 vulnerabilities of NVD taken in: time and memory of the whole import, the size of the pack, and what opening it takes; beside a
// loop in Python that only unpacks and parses the same files.
import { once } from 'node:events';
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createGunzip, createGzip } from 'node:zlib';
import { jsonElements } from '../src/sensors/feeds/json-elements.ts';
import { installed, type Measured, measure } from './support/measure.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const SHARED = process.env['DOSIMETER_SHARED'] ?? path.resolve(ROOT, '../shared');
const FEEDS = path.join(SHARED, 'data/nvd');
const SUPPORT = path.join(import.meta.dirname, 'support');
const CVES = 225_000;
/** Years by which a repetition's numbers are moved, so that none meets another. */
const SHIFT = 10;

/** Runs the benchmark. */
export async function run(): Promise<object> {
  const sources = existsSync(FEEDS)
    ? readdirSync(FEEDS).filter((name) => /^nvdcve-2\.0-\d{4}\.json\.gz$/.test(name))
    : [];
  if (sources.length === 0) throw new Error(`There are no feeds of NVD in ${FEEDS}; set DOSIMETER_SHARED.`);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'dosimeter-bench-feeds-'));
  try {
    const stick = path.join(folder, 'stick');
    mkdirSync(stick);
    const unpackedMb = (await repeat(sources.sort(), stick)) / 1e6;
    const data = path.join(folder, 'data');
    const dosimeter = path.join(ROOT, 'bin/dosimeter.mjs');
    const compiled = ended(await measure([process.execPath, path.join(SUPPORT, 'read-feeds.ts'), stick, data]));
    const again = ended(await measure([process.execPath, path.join(SUPPORT, 'read-feeds.ts'), stick, data]));
    const shelf = path.join(data, 'knowledge/nvd.shelf');
    const opened = ended(await measure([process.execPath, path.join(SUPPORT, 'read-knowledge.ts'), data]));
    const pack = path.join(folder, 'knowledge.pack');
    const packed = ended(await measure([dosimeter, 'feeds', 'pack', pack, '--data', data, '--json']));
    const verified = ended(await measure([dosimeter, 'feeds', 'verify', pack, '--data', data, '--json']));
    const peer = await parseInPython(stick);
    const seconds = rounded(compiled.seconds);
    return {
      cves: (JSON.parse(compiled.stdout) as { rows: number }).rows, // written by read-feeds
      unpackedMb: Math.round(unpackedMb),
      ours: { seconds, peakMb: rounded(compiled.peakMb) },
      theSameAgain: { seconds: rounded(again.seconds), peakMb: rounded(again.peakMb) },
      shelfMb: rounded(statSync(shelf).size / 1e6),
      pack: { mb: rounded(statSync(pack).size / 1e6), seconds: rounded(packed.seconds) },
      verify: { seconds: rounded(verified.seconds), peakMb: rounded(verified.peakMb) },
      opening: { ...(JSON.parse(opened.stdout) as object), peakMb: rounded(opened.peakMb) }, // written by read-knowledge
      peer,
      ratio: peer === null ? null : rounded(seconds / peer.seconds),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function ended(measured: Measured): Measured {
  if (measured.code !== 0) throw new Error(`A step of the benchmark failed: ${measured.stderr.slice(-500)}`);
  return measured;
}

function rounded(value: number | null): number {
  return value === null ? Number.NaN : Math.round(value * 100) / 100;
}

/** Writes the feeds again and again under new numbers until there are enough; returns the bytes before packing. */
async function repeat(sources: readonly string[], stick: string): Promise<number> {
  let count = 0;
  let bytes = 0;
  for (let round = 0; count < CVES; round++) {
    for (const source of sources) {
      if (count >= CVES) break;
      const out = createGzip({ level: 1 });
      const file = createWriteStream(path.join(stick, `${round}-${source}`));
      out.pipe(file);
      const write = async (text: string): Promise<void> => {
        bytes += text.length;
        if (!out.write(text)) await once(out, 'drain');
      };
      await write('{"format":"NVD_CVE","version":"2.0","vulnerabilities":[');
      let isFirst = true;
      const unpacked = createReadStream(path.join(FEEDS, source)).pipe(createGunzip());
      for await (const json of jsonElements(unpacked as AsyncIterable<Uint8Array>, 2)) {
        if (count++ >= CVES) break;
        const moved = json.replace(
          /"id":"CVE-(\d{4})-/,
          (_, year: string) => `"id":"CVE-${Number(year) + round * SHIFT}-`,
        );
        await write(isFirst ? moved : `,${moved}`);
        isFirst = false;
      }
      await write(']}');
      out.end();
      await once(file, 'close');
    }
  }
  return bytes;
}

const PYTHON = `
import gzip, json, sys, os
n = 0
for name in sorted(os.listdir(sys.argv[1])):
    with gzip.open(os.path.join(sys.argv[1], name)) as f:
        n += len(json.load(f)['vulnerabilities'])
print(n)
`;

async function parseInPython(stick: string): Promise<{ name: string; seconds: number; peakMb: number } | null> {
  if (!installed('python3')) return null;
  const { seconds, peakMb, code } = await measure(['python3', '-c', PYTHON, stick]);
  if (code !== 0) return null;
  return {
    name: 'Python, gzip.open and json.load of the same files',
    seconds: rounded(seconds),
    peakMb: rounded(peakMb),
  };
}
