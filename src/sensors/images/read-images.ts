// Folders of DICOM files, read header by header: the department's machines with what they ran, when they were used and how many exams a
// day. Identifiers of studies stay in memory as hashes; names of files go back to who gave them and nowhere else.
import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Observations } from '#evidence/model.ts';
import { Invalid, inertText } from '#kit/index.ts';
import { acquires, type Equipment, equipmentKey, stateEquipment } from './equipment.ts';
import { type ImageHeader, readHeader } from './read-header.ts';

/** What one file showed. */
export interface ReadObject {
  readonly path: string;
  readonly header: ImageHeader;
}

/** A machine as its objects show it. */
export interface ImagingMachine {
  readonly equipment: Equipment;
  /** Software versions, the oldest first, with the days of their first and last object. */
  readonly versions: readonly { readonly version: string; readonly from: string; readonly to: string }[];
  readonly titles: readonly string[];
  readonly firstUse: string | null;
  readonly lastUse: string | null;
  readonly objects: number;
  readonly exams: number;
  readonly examsByDay: Readonly<Record<string, number>>;
}

interface Gathered {
  equipment: Equipment;
  lastDay: string;
  readonly versions: Map<string, { from: string; to: string }>;
  readonly titles: Set<string>;
  readonly studies: Map<string, Set<string>>;
  objects: number;
}

/** Brings together what headers say, machine by machine. */
export class ImageInventory {
  readonly #machines = new Map<string, Gathered>();
  /** Keys of machines that were worked out before. */
  readonly #keys = new Map<string, string>();
  files = 0;
  /** Files that are no DICOM. */
  others = 0;

  /** Adds a header. Objects that software made from others describe no scanner and are not counted as exams. */
  add({ equipment, day, study, sourceTitle }: ImageHeader): void {
    const isNamed = equipment.serial !== '' || equipment.station !== '';
    if (!isNamed || !acquires(equipment)) return;
    const key = this.#keyOf(equipment);
    const known = this.#machines.get(key) ?? {
      equipment,
      lastDay: day,
      versions: new Map(),
      titles: new Set<string>(),
      studies: new Map(),
      objects: 0,
    };
    this.#machines.set(key, known);
    known.objects++;
    // What the newest object says holds now.
    if (day >= known.lastDay) {
      known.equipment = equipment;
      known.lastDay = day;
    }
    for (const version of equipment.software.split('\\').map((part) => part.trim())) {
      if (version === '') continue;
      const span = known.versions.get(version) ?? { from: day, to: day };
      if (day !== '' && (day < span.from || span.from === '')) span.from = day;
      if (day > span.to) span.to = day;
      known.versions.set(version, span);
    }
    if (sourceTitle !== '' && known.titles.size < 10) known.titles.add(sourceTitle);
    if (day === '' || study === '') return;
    const studies = known.studies.get(day) ?? new Set<string>();
    studies.add(createHash('sha256').update(study).digest('base64').slice(0, 12));
    known.studies.set(day, studies);
  }

  #keyOf(equipment: Equipment): string {
    const name = nameOf(equipment);
    const known = this.#keys.get(name);
    if (known !== undefined) return known;
    const key = equipmentKey(equipment);
    if (this.#keys.size < MOST_KEYS) this.#keys.set(name, key);
    return key;
  }

  /** The machines, by maker, model and serial number. */
  machines(): ImagingMachine[] {
    return [...this.#machines.values()]
      .map(({ equipment, versions, titles, studies, objects }) => {
        const days = [...studies.keys()].sort();
        const examsByDay = Object.fromEntries(days.map((day) => [day, studies.get(day)?.size ?? 0]));
        return {
          equipment,
          versions: [...versions]
            .map(([version, { from, to }]) => ({ version, from, to }))
            .sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0)),
          titles: [...titles].sort(),
          firstUse: days[0] ?? null,
          lastUse: days.at(-1) ?? null,
          objects,
          exams: Object.values(examsByDay).reduce((sum, count) => sum + count, 0),
          examsByDay,
        };
      })
      .sort((a, b) => (nameOf(a.equipment) < nameOf(b.equipment) ? -1 : 1));
  }

  /** States what is known of each machine, as of the day when it was so. */
  state(observations: Observations, nowMs: number): void {
    for (const machine of this.machines()) {
      const { equipment, versions, titles, firstUse, lastUse, examsByDay } = machine;
      const subject = { kind: 'asset', key: equipmentKey(equipment) } as const;
      const atMs = lastUse === null ? nowMs : Math.min(nowMs, Date.parse(lastUse));
      stateEquipment({ ...equipment, software: '' }, observations, atMs);
      const at = { basis: 'observed', confidence: 0.85, atMs } as const;
      for (const { version, to } of versions) {
        const seenMs = to === '' ? atMs : Math.min(nowMs, Date.parse(to));
        const name = equipment.model || equipment.vendor || equipment.station;
        observations.state(subject, 'software', { name, version }, { ...at, atMs: seenMs });
      }
      for (const title of titles) observations.state(subject, 'device.aeTitle', title, { ...at, confidence: 0.6 });
      observations.state(subject, 'device.firstUse', firstUse, at);
      observations.state(subject, 'device.lastUse', lastUse, at);
      if (lastUse !== null) observations.state(subject, 'device.examsByDay', examsByDay, at);
    }
  }
}

function nameOf({ vendor, model, serial, station }: Equipment): string {
  return `${vendor}|${model}|${serial}|${station}`;
}

const MOST_KEYS = 10_000;
const FIRST_BYTES = 65_536;
const MOST_BYTES = 16 << 20;
/** Files after which others get their turn. */
const BREATH = 64;
const MOST_DEPTH = 40;

/** While reading. */
export interface ReadImagesOptions {
  readonly signal: AbortSignal;
  /** Told of each object, in the order of the files. */
  onObject(object: ReadObject): void;
  /** A file that could not be read, with the reason. */
  onProblem(path: string, problem: string): void;
  onProgress?(files: number): void;
}

/** Reads files and folders, whatever they are called; a DICOMDIR leads to the files that it names. Throws Invalid for a name that is none. */
export async function readImages(
  paths: readonly string[],
  inventory: ImageInventory,
  options: ReadImagesOptions,
): Promise<void> {
  for (const given of paths) {
    const found = await stat(given).catch(() => undefined);
    if (!found) throw new Invalid(`${inertText(given, 200)} cannot be read. Name a DICOM file or a folder of them.`);
    const root = await realpath(given);
    const files = found.isDirectory() ? filesIn(root, 0) : each([root]);
    await readAll(files, inventory, options, found.isDirectory() ? null : path.dirname(root));
  }
}

async function* each(files: readonly string[]): AsyncGenerator<string> {
  yield* files;
}

/** The files below a folder, in order of their names; links are not followed. */
async function* filesIn(folder: string, depth: number): AsyncGenerator<string> {
  if (depth > MOST_DEPTH) return;
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* filesIn(full, depth + 1);
    else if (entry.isFile()) yield full;
  }
}

async function readAll(
  files: AsyncIterable<string>,
  inventory: ImageInventory,
  options: ReadImagesOptions,
  directory: string | null,
): Promise<void> {
  const referenced: string[] = [];
  for await (const file of files) {
    if (options.signal.aborted) break;
    const header = headerOf(file);
    inventory.files++;
    if (inventory.files % 500 === 0) options.onProgress?.(inventory.files);
    if (inventory.files % BREATH === 0) await setImmediate();
    if (header === null) inventory.others++;
    else if (typeof header === 'string') options.onProblem(file, header);
    else if (header.references.length > 0 && directory !== null) {
      for (const parts of header.references) referenced.push(path.join(directory, ...parts));
    } else {
      inventory.add(header);
      options.onObject({ path: file, header });
    }
  }
  if (referenced.length === 0 || directory === null) return;
  // A name that leads out of the medium is not followed.
  const inside = referenced.filter((file) => file.startsWith(`${directory}${path.sep}`));
  await readAll(each(inside), inventory, options, null);
}

/** The room that first bytes are read into: one file after the other. */
const room = Buffer.allocUnsafeSlow(FIRST_BYTES);

/**
 * The header of a file, null when it is no DICOM, or in words why it cannot be read. Read at once: passing a small read to another
 * thread and back costs more than the read.
 */
function headerOf(file: string): ImageHeader | string | null {
  let handle: number | undefined;
  try {
    handle = openSync(file, 'r');
    let bytes = room;
    let length = readSync(handle, bytes, 0, FIRST_BYTES, 0);
    for (;;) {
      const isWhole = length < bytes.length;
      const header = readHeader(bytes.subarray(0, length), isWhole);
      if (!header?.needsMore || bytes.length >= MOST_BYTES) return header;
      const larger = Buffer.allocUnsafe(bytes.length * 4);
      bytes.copy(larger, 0, 0, length);
      length += readSync(handle, larger, length, larger.length - length, length);
      bytes = larger;
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    return `The file cannot be read (${code}).`;
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}
