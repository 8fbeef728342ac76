// 50,000 devices with 20 programs each, a million pairs of program and NVD, drawn from the CPE names that NVD's records use; beside a plain
// matcher without an index on a sample of the pairs, whose answers must be the same; and what one changed device costs.
import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { type Knowledge, readNvd } from '#knowledge/index.ts';
import { hitsOf } from '../src/findings/hold-against-cve.ts';
import { surroundingsOf } from '../src/findings/hold-conditions.ts';
import { judge } from '../src/findings/index.ts';
import { namedByCpe } from '../src/findings/named-by-cpe.ts';
import { ANSWERS } from '../src/findings/product-index.ts';
import { productsOf } from '../src/findings/products-of.ts';
import { type PlainEntry, plainMatches } from './peers/plain-matcher.ts';
import {
  DATA,
  deviceOf,
  EACH,
  entriesOfNvd,
  fleetOf,
  knowledgeOfNvd,
  matchPart,
  namesInUse,
  type PartMatched,
  random,
} from './support/match-part.ts';

const DEVICES = 50_000;
/** Pairs that the peer holds against every record, which takes it seconds each. */
const SAMPLE = 5;
/** Pairs that it holds against the records that name the product anywhere in their text, and some that do not. */
const CHECKED = 400;
const OTHERS = 200;
const CHANGED = 200;
const PARTS = 2;

/** Runs the benchmark; `--devices N` for another size. */
export async function run(args: readonly string[]): Promise<object> {
  if (!existsSync(DATA)) throw new Error(`the data is not at ${DATA}; set DOSIMETER_SHARED`);
  const at = args.indexOf('--devices');
  const devices = at < 0 ? DEVICES : Number(args[at + 1]);
  const beside = startBeside(devices);
  const { knowledge, records } = knowledgeOfNvd();
  console.error(`${records} records`);
  const names = namesInUse();
  const fleet = fleetOf(devices, names);
  const below = random(11);
  const ours = await matchAll(fleet, knowledge, await beside);
  console.error(`matched in ${ours.seconds.toFixed(1)} s, ${ours.cpuSeconds.toFixed(1)} s of processor time`);
  const changed = changedDevices(fleet, names, knowledge, below);
  console.error(`one changed device: ${JSON.stringify(changed)}; now the peer`);
  // An entry that is not whole is no record (docs/feeds.md), for either of the two.
  const whole = entriesOfNvd();
  const entries = whole.filter((entry) => !('problem' in readNvd(entry)));
  const sample = samplePairs(fleet, entries, knowledge, below);
  const checked = checkPairs(fleet, entries, knowledge, below);
  return {
    devices,
    programsEach: EACH,
    pairs: devices * EACH,
    records,
    entriesNotWhole: whole.length - entries.length,
    names: names.length,
    ours: {
      threads: PARTS,
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
    pairsChecked: SAMPLE + CHECKED,
    answersCompared: sample.compared + checked,
    differences: 0,
    ratioOnTheSample: Math.round(sample.peerMicroseconds / sample.ourMicroseconds),
    bars: 'a million pairs under 20 s, one changed device under 50 ms, at least 20 times faster than the peer',
  };
}

/** A second thread with the same knowledge, which waits for its part of the devices. */
async function startBeside(devices: number): Promise<Worker> {
  const worker = new Worker(new URL('./support/match-part.worker.ts', import.meta.url), {
    workerData: { devices, part: 1, parts: PARTS },
  });
  await answerOf(worker);
  return worker;
}

function answerOf(worker: Worker): Promise<PartMatched | null> {
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

async function matchAll(fleet: readonly (readonly string[])[], knowledge: Knowledge, beside: Worker) {
  const begun = performance.now();
  const cpu = process.cpuUsage();
  beside.postMessage('begin');
  const other = answerOf(beside);
  // The other thread works while this one does.
  const mine = matchPart(fleet, { part: 0, parts: PARTS }, knowledge);
  const theirs = await other;
  const seconds = (performance.now() - begun) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  await beside.terminate();
  const counts = mine.counts.map((count, at) => count + (theirs?.counts[at] ?? 0));
  return {
    seconds,
    cpuSeconds: (user + system) / 1e6,
    hits: counts.reduce((sum, count) => sum + count, 0),
    byAnswer: Object.fromEntries(ANSWERS.map((answer, at) => [answer, counts[at] ?? 0])),
    peakMb: Math.round(process.resourceUsage().maxRSS / 1024),
  };
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
    const one = named.find(({ product }) => product.cpe === programs[at]);
    if (one === undefined) throw new Error(`${programs[at]} is no CPE name`);
    return hitsOf(one, surroundingsOf(named), fresh.cves);
  });
  const ourMicroseconds = ((performance.now() - ourBegun) * 1000) / SAMPLE;
  let compared = 0;
  const begun = performance.now();
  const peers = pairs.map(({ programs, at }) => plainMatches(programs[at] ?? '', programs, entries));
  const peerMicroseconds = ((performance.now() - begun) * 1000) / SAMPLE;
  for (const [index, { programs, at }] of pairs.entries()) {
    const mine = (ours[index] ?? []).map(({ id, held }) => `${id} ${held.answer}`);
    compared += compare(programs[at] ?? '', mine, peers[index] ?? []);
  }
  return { pairs: SAMPLE, ourMicroseconds, peerMicroseconds, compared };
}

/** Holds many more pairs against the records that could matter, by their text, and some others; gives how many answers were compared. */
function checkPairs(
  fleet: readonly (readonly string[])[],
  entries: readonly PlainEntry[],
  knowledge: Knowledge,
  below: (bound: number) => number,
): number {
  const byWords = new Map<string, Set<PlainEntry>>();
  for (const entry of entries) {
    for (const [words] of JSON.stringify(entry.cve.configurations ?? []).matchAll(VENDOR_AND_PRODUCT)) {
      const known = byWords.get(plainly(words));
      if (known) known.add(entry);
      else byWords.set(plainly(words), new Set([entry]));
    }
  }
  let compared = 0;
  for (let n = 0; n < CHECKED; n++) {
    const programs = fleet[below(fleet.length)] ?? [];
    const at = below(programs.length);
    const name = programs[at] ?? '';
    const words = plainly(JSON.stringify(name).match(VENDOR_AND_PRODUCT)?.[0] ?? '');
    const meant = new Set(byWords.get(words));
    for (let other = 0; other < OTHERS; other++) meant.add(entries[below(entries.length)] ?? { cve: { id: '' } });
    const named = namedByCpe(productsOf(deviceOf(programs), knowledge.lifecycles), knowledge.cves);
    const one = named.find(({ product }) => product.cpe === programs[at]);
    if (one === undefined) {
      // A record names it, and yet it is no CPE name, such as one with a blank: another takes its place.
      n--;
      continue;
    }
    const mine = hitsOf(one, surroundingsOf(named), knowledge.cves).map(({ id, held }) => `${id} ${held.answer}`);
    compared += compare(name, mine, plainMatches(name, programs, [...meant]));
  }
  return compared;
}

/** Vendor and product as they stand in JSON, where a backslash is written twice. */
const VENDOR_AND_PRODUCT = /(?<=cpe:2\.3:.:)(?:\\\\.|[^:"\\])+:(?:\\\\.|[^:"\\])+(?=:)/g;

/** Some records quote what others do not. */
function plainly(words: string): string {
  return words.replaceAll('\\', '').toLowerCase();
}

/** Throws where the answers differ. */
function compare(name: string, ours: readonly string[], peers: readonly string[]): number {
  const odd = [...ours.filter((each) => !peers.includes(each)), ...peers.filter((each) => !ours.includes(each))];
  if (odd.length > 0) throw new Error(`The two differ about ${name}: ${odd.slice(0, 5).join(', ')}`);
  return peers.length;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
