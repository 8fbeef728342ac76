// 50,000 devices with 20 programs each, a million pairs of program and NVD, drawn from the CPE names that NVD's records use; beside a plain
// matcher without an index on a sample of the pairs, whose answers must be the same; and what one changed device costs.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { DeviceSnapshot } from '#inventory/model.ts';
import { type Knowledge, type NvdRecord, readNvd } from '#knowledge/index.ts';
import { type CompactHits, compactHitsOf, hitsOf } from '../src/findings/hold-against-cve.ts';
import { surroundingsOf } from '../src/findings/hold-conditions.ts';
import { judge } from '../src/findings/index.ts';
import { namedByCpe } from '../src/findings/named-by-cpe.ts';
import { ANSWERS } from '../src/findings/product-index.ts';
import { productsOf } from '../src/findings/products-of.ts';
import { sampleDevice } from '../src/findings/sample-devices.ts';
import { sampleKnowledge } from '../src/findings/sample-knowledge.ts';
import { type PlainEntry, plainMatches } from './peers/plain-matcher.ts';

const DEVICES = 50_000;
const EACH = 20;
const SAMPLE = 12;
const CHANGED = 200;
const SHARED = process.env['DOSIMETER_SHARED'] ?? path.resolve(import.meta.dirname, '../../shared');
const DATA = path.join(SHARED, 'data');

/** Runs the benchmark; `--devices N` for another size. */
export async function run(args: readonly string[]): Promise<object> {
  if (!existsSync(DATA)) throw new Error(`the data is not at ${DATA}; set DOSIMETER_SHARED`);
  const at = args.indexOf('--devices');
  const devices = at < 0 ? DEVICES : Number(args[at + 1]);
  const { knowledge, records } = knowledgeOfNvd();
  console.error(`${records} records`);
  const names = namesInUse();
  const below = random(7);
  const fleet = Array.from({ length: devices }, () =>
    Array.from({ length: EACH }, () => names[below(names.length)] ?? ''),
  );

  const ours = matchAll(fleet, knowledge);
  console.error(`matched in ${ours.seconds.toFixed(1)} s`);
  const changed = changedDevices(fleet, names, knowledge, below);
  console.error('now the peer');
  const sample = samplePairs(fleet, entriesOfNvd(), knowledge, below);
  return {
    devices,
    programsEach: EACH,
    pairs: devices * EACH,
    records,
    names: names.length,
    ours: {
      seconds: round(ours.seconds),
      cpuSeconds: round(ours.cpuSeconds),
      microsecondsAPair: round((ours.seconds * 1e6) / (devices * EACH)),
      hits: ours.hits,
      byAnswer: ours.byAnswer,
      peakMb: ours.peakMb,
    },
    oneChangedDeviceMs: changed,
    peer: {
      name: 'IR 7696 and 7698 written down, no index',
      pairs: sample.pairs,
      microsecondsAPair: round(sample.peerMicroseconds),
    },
    oursOnTheSampleMicrosecondsAPair: round(sample.ourMicroseconds),
    answersCompared: sample.compared,
    differences: 0,
    ratioOnTheSample: Math.round(sample.peerMicroseconds / sample.ourMicroseconds),
    bars: 'a million pairs under 20 s, one changed device under 50 ms, at least 20 times faster than the peer',
  };
}

function knowledgeOfNvd(): { knowledge: Knowledge; records: number } {
  const records = entriesOfNvd().flatMap((entry): NvdRecord[] => {
    const read = readNvd(entry);
    return 'problem' in read ? [] : [read];
  });
  return { knowledge: sampleKnowledge({ nvd: records }), records: records.length };
}

function matchAll(fleet: readonly (readonly string[])[], knowledge: Knowledge) {
  const counts = [0, 0, 0, 0];
  const begun = performance.now();
  const cpu = process.cpuUsage();
  for (const programs of fleet) {
    for (const { everywhere, here } of hitsOn(deviceOf(programs), knowledge)) {
      for (const hit of everywhere) counts[hit & 3] = (counts[hit & 3] ?? 0) + 1;
      for (const hit of here) counts[hit & 3] = (counts[hit & 3] ?? 0) + 1;
    }
  }
  const seconds = (performance.now() - begun) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  const byAnswer = Object.fromEntries(ANSWERS.map((answer, at) => [answer, counts[at] ?? 0]));
  return {
    seconds,
    cpuSeconds: (user + system) / 1e6,
    hits: counts.reduce((sum, count) => sum + count, 0),
    byAnswer,
    peakMb: Math.round(process.resourceUsage().maxRSS / 1024),
  };
}

/** The hits of each program, as a judgement finds them. */
function hitsOn(device: DeviceSnapshot, { cves, lifecycles }: Knowledge): CompactHits[] {
  const named = namedByCpe(productsOf(device, lifecycles), cves);
  const around = surroundingsOf(named);
  return named.map((one) => compactHitsOf(one, around, cves));
}

/** One program of a device changes, and the whole device is judged again, with every finding written out. */
function changedDevices(
  fleet: readonly (readonly string[])[],
  names: readonly string[],
  knowledge: Knowledge,
  below: (bound: number) => number,
) {
  const times: number[] = [];
  let findings = 0;
  for (let n = 0; n < CHANGED; n++) {
    const programs = [...(fleet[below(fleet.length)] ?? [])];
    programs[below(EACH)] = names[below(names.length)] ?? '';
    const begun = performance.now();
    findings += judge(deviceOf(programs), { now: '2026-11-26T00:00:00.000Z', knowledge }).length;
    times.push(performance.now() - begun);
  }
  const sorted = times.toSorted((a, b) => a - b);
  const quantile = (share: number) =>
    round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0);
  return { devices: CHANGED, findings, median: quantile(0.5), p95: quantile(0.95), most: quantile(1) };
}

function samplePairs(
  fleet: readonly (readonly string[])[],
  entries: readonly PlainEntry[],
  knowledge: Knowledge,
  below: (bound: number) => number,
) {
  const pairs = Array.from({ length: SAMPLE }, () => {
    const programs = fleet[below(fleet.length)] ?? [];
    return { programs, at: below(programs.length) };
  });
  // The same work without what the large run has left in the caches.
  const fresh = { ...knowledge, cves: { ...knowledge.cves } };
  const ourBegun = performance.now();
  const ours = pairs.map(({ programs, at }) => {
    const named = namedByCpe(productsOf(deviceOf(programs), fresh.lifecycles), fresh.cves);
    const one = named[at];
    if (one === undefined) throw new Error(`${programs[at]} is no CPE name`);
    return hitsOf(one, surroundingsOf(named), fresh.cves);
  });
  const ourMicroseconds = ((performance.now() - ourBegun) * 1000) / SAMPLE;
  let compared = 0;
  const begun = performance.now();
  const peers = pairs.map(({ programs, at }) => plainMatches(programs[at] ?? '', programs, entries));
  const peerMicroseconds = ((performance.now() - begun) * 1000) / SAMPLE;
  for (const [index, { programs, at }] of pairs.entries()) {
    const mine = (ours[index] ?? []).map(({ id, held }) => `${id} ${held.answer}`).toSorted();
    const theirs = (peers[index] ?? []).toSorted();
    if (JSON.stringify(mine) !== JSON.stringify(theirs)) {
      const odd = [...mine.filter((each) => !theirs.includes(each)), ...theirs.filter((each) => !mine.includes(each))];
      throw new Error(`The two differ about ${programs[at]}: ${odd.slice(0, 5).join(', ')}`);
    }
    compared += theirs.length;
  }
  return { pairs: SAMPLE, ourMicroseconds, peerMicroseconds, compared };
}

function deviceOf(programs: readonly string[]): DeviceSnapshot {
  return sampleDevice({
    software: programs.map((cpe) => ({ name: cpe, version: null, cpe, purl: null, confidence: 0.9, facts: [] })),
  });
}

/** Every record of NVD that is there, each number once. */
function entriesOfNvd(): PlainEntry[] {
  const folder = path.join(DATA, 'nvd');
  const found = new Map<string, PlainEntry>();
  for (const file of readdirSync(folder)
    .filter((name) => /nvd.*\.json\.gz$/.test(name))
    .sort()) {
    const { vulnerabilities }: { vulnerabilities: PlainEntry[] } = JSON.parse(
      gunzipSync(readFileSync(path.join(folder, file))).toString(),
    );
    for (const entry of vulnerabilities) found.set(entry.cve.id, entry);
  }
  return [...found.values()];
}

function namesInUse(): string[] {
  return gunzipSync(readFileSync(path.join(DATA, 'cpe/cpe-criteria-in-use.csv.gz')))
    .toString()
    .split('\n')
    .slice(1)
    .flatMap((line) => /^"?(cpe:2\.3:.*?)"?,\d+\r?$/.exec(line)?.[1]?.replaceAll('""', '"') ?? []);
}

/** The same numbers every time. */
function random(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >>> 4) % bound;
  };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
