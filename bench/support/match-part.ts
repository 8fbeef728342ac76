// The devices of `bench -- match`, the knowledge that they are held against, and one part of the work, for one thread.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { DeviceSnapshot } from '#inventory/model.ts';
import { type Knowledge, type NvdRecord, readNvd } from '#knowledge/index.ts';
import { type CompactHits, compactHitsOf } from '../../src/findings/hold-against-cve.ts';
import { surroundingsOf } from '../../src/findings/hold-conditions.ts';
import { namedByCpe } from '../../src/findings/named-by-cpe.ts';
import { productsOf } from '../../src/findings/products-of.ts';
import { sampleKnowledge } from '../../src/findings/sample-knowledge.ts';
import { sampleDevice } from '../../test/support/sample-devices.ts';
import type { PlainEntry } from '../peers/plain-matcher.ts';

/** Programs on a device. */
export const EACH = 20;
const SHARED = process.env['DOSIMETER_SHARED'] ?? path.resolve(import.meta.dirname, '../../../shared');
export const DATA = path.join(SHARED, 'data');

/** The hits of a part of the devices, by the rank of their answers. */
export interface PartMatched {
  readonly counts: readonly number[];
}

/** Matches every device of one part. */
export function matchPart(
  fleet: readonly (readonly string[])[],
  { part, parts }: { readonly part: number; readonly parts: number },
  knowledge: Knowledge,
): PartMatched {
  const counts = [0, 0, 0, 0];
  for (let at = part; at < fleet.length; at += parts) {
    for (const { everywhere, here } of hitsOn(deviceOf(fleet[at] ?? []), knowledge)) {
      for (const hit of everywhere) counts[hit & 3] = (counts[hit & 3] ?? 0) + 1;
      for (const hit of here) counts[hit & 3] = (counts[hit & 3] ?? 0) + 1;
    }
  }
  return { counts };
}

/** The hits of each program, as a judgement finds them. */
function hitsOn(device: DeviceSnapshot, { cves, lifecycles }: Knowledge): CompactHits[] {
  const named = namedByCpe(productsOf(device, lifecycles), cves);
  const around = surroundingsOf(named);
  return named.map((one) => compactHitsOf(one, around, cves));
}

/** A device that runs these programs. */
export function deviceOf(programs: readonly string[]): DeviceSnapshot {
  return sampleDevice({
    software: programs.map((cpe) => ({ name: cpe, version: null, cpe, purl: null, confidence: 0.9, facts: [] })),
  });
}

/** The programs of each device, the same every time. */
export function fleetOf(devices: number, names: readonly string[]): string[][] {
  const below = random(7);
  return Array.from({ length: devices }, () => Array.from({ length: EACH }, () => names[below(names.length)] ?? ''));
}

/** What NVD knows, in memory. */
export function knowledgeOfNvd(): { knowledge: Knowledge; records: number } {
  const records = entriesOfNvd().flatMap((entry): NvdRecord[] => {
    const read = readNvd(entry);
    return 'problem' in read ? [] : [read];
  });
  return { knowledge: sampleKnowledge({ nvd: records }), records: records.length };
}

/** Every record of NVD that is there, each number once. */
export function entriesOfNvd(): PlainEntry[] {
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

/** The CPE names that NVD's records use. */
export function namesInUse(): string[] {
  return gunzipSync(readFileSync(path.join(DATA, 'cpe/cpe-criteria-in-use.csv.gz')))
    .toString()
    .split('\n')
    .slice(1)
    .flatMap((line) => /^"?(cpe:2\.3:.*?)"?,\d+\r?$/.exec(line)?.[1]?.replaceAll('""', '"') ?? []);
}

/** The same numbers every time. */
export function random(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >>> 4) % bound;
  };
}
