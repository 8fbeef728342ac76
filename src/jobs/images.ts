// DICOM files from headers to the register: the machines that made them become facts; the names of files and objects stay in the answer.
import { randomUUID } from 'node:crypto';
import type { ImagesDocument } from '#contracts/index.ts';
import { recordSource } from '#evidence/index.ts';
import { Observations } from '#evidence/model.ts';
import { inertText } from '#kit/index.ts';
import { ImageInventory, type ImagingMachine, type ReadObject, readImages } from '#sensors/images/index.ts';
import type { ImportDeps, ImportRun } from './import.ts';
import { knownUse } from './known-use.ts';
import { takeFacts } from './take-facts.ts';

/** Objects and problems that the answer lists; all of them are counted. */
const MOST_LISTED = 200_000;

/** Reads files and folders and takes in what they show. Throws Invalid for a name that is none. */
export async function performImages(
  deps: ImportDeps,
  run: ImportRun,
  paths: readonly string[],
): Promise<ImagesDocument> {
  const inventory = new ImageInventory();
  const objects: ImagesDocument['objects'] = [];
  const problems: ImagesDocument['problems'] = [];
  await readImages(paths, inventory, {
    signal: run.signal,
    onObject: (object) => {
      if (objects.length < MOST_LISTED) objects.push(objectOf(object));
    },
    onProblem: (path, problem) => {
      if (problems.length < MOST_LISTED) problems.push({ path: inertText(path, 500), problem });
    },
    onProgress: (files) => run.progress(0.5, `${files} files read`),
  });
  const unread = problems.length === 0 ? [] : [`${problems.length} files could not be read.`];
  return keepImages(deps, run, { inventory, objects, problems, notes: unread });
}

interface SeenImages extends Pick<ImagesDocument, 'objects' | 'problems'> {
  readonly inventory: ImageInventory;
  /** Sentences for the list of sources; without them the problems stand there. */
  readonly notes?: readonly string[];
}

/** Takes in what headers showed. */
export async function keepImages(
  deps: ImportDeps,
  run: ImportRun,
  { inventory, objects, problems, notes }: SeenImages,
): Promise<ImagesDocument> {
  const now = deps.clock.now();
  const observations = new Observations();
  const source = { sensor: 'images', run: randomUUID(), detail: null, by: run.by };
  const earlier = await knownUse(deps.store, run.tenantId, { inventory, sensor: source.sensor });
  const machines = inventory.machines();
  inventory.state(observations, now.getTime(), earlier);
  const taken = await takeFacts(deps, run.tenantId, observations.drain(source, deps.clock));
  await deps.store.tenant(run.tenantId, (tx) =>
    recordSource(tx, {
      sensor: source.sensor,
      run: source.run,
      kind: 'images',
      name: 'DICOM files',
      at: now,
      by: run.by,
      facts: taken.added,
      summary: { files: inventory.files, devices: machines.length },
      problems: [
        ...(notes ?? problems.map(({ problem }) => problem)),
        ...(inventory.doseCut === 0
          ? []
          : [`${inventory.doseCut} days of a protocol have more exams than are held; their dose is left out.`]),
      ],
    }),
  );
  return {
    schema: 'dosimeter.images/1',
    files: inventory.files,
    others: inventory.others,
    objects,
    devices: machines.map(deviceOf),
    drift: [],
    problems,
    archive: null,
  };
}

function objectOf({ path, header }: ReadObject): ImagesDocument['objects'][number] {
  const { equipment, instance, preamble, executable, problems } = header;
  const { vendor, model, serial, station, software } = equipment;
  return {
    path: inertText(path, 500),
    sopInstance: inertText(instance, 64),
    preamble,
    executable,
    signatures: [],
    digests: null,
    ledger: 'unknown',
    device: {
      vendor: shown(vendor),
      model: shown(model),
      serial: shown(serial),
      station: shown(station),
      software: shown(software.replaceAll('\\', ', ')),
    },
    problems: [...problems],
  };
}

/** A machine as documents show it. */
export function deviceOf(machine: ImagingMachine): ImagesDocument['devices'][number] {
  const { equipment, versions, titles, firstUse, lastUse, objects, exams, examsByDay, dose } = machine;
  return {
    vendor: shown(equipment.vendor),
    model: shown(equipment.model),
    serial: shown(equipment.serial),
    station: shown(equipment.station),
    modality: shown(equipment.modality),
    department: shown(equipment.department),
    software: versions.map(({ version, from, to }) => ({
      version: inertText(version, 100),
      from: from || null,
      to: to || null,
    })),
    aeTitles: titles.map((title) => inertText(title, 16)),
    firstUse,
    lastUse,
    objects,
    exams,
    examsByDay,
    dose: [...dose],
  };
}

function shown(value: string): string | null {
  return value === '' ? null : inertText(value, 200);
}
