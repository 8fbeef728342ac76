// One file of a watched folder, whatever it is: a capture, a report of another tool, or a DICOM object.
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Fact } from '#contracts/index.ts';
import { Observations } from '#evidence/model.ts';
import type { Clock } from '#kit/index.ts';
import { beginsCapture, CaptureRun, readCaptureFile } from '#sensors/capture/index.ts';
import { type ImageInventory, readHeader, readImages } from '#sensors/images/index.ts';
import { INVENTORY_CSV, openImport, recognizeKind } from '#sensors/intake/index.ts';

const HEAD = 65_536;
/** Statements of one capture after which they are kept, while packets go on. */
const FLUSH = 50_000;

/** What reads files, one after the other. */
export interface FileReader {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Machines behind the DICOM objects of the folder so far. */
  readonly machines: ImageInventory;
  /** Keeps facts for good; waits while there is no room. */
  keep(facts: readonly Fact[]): Promise<void>;
}

/** What a file was. */
export type FileKind = 'capture' | 'import' | 'image' | 'unknown';

/** Reads a file and keeps what it says; a DICOM object only adds to the machines. Throws Invalid when it breaks from the start. */
export async function readFile(file: string, run: string, reader: FileReader): Promise<FileKind> {
  const head = await headOf(file);
  if (await beginsCapture(head)) {
    await readCapture(file, run, reader);
    return 'capture';
  }
  if (readHeader(head, head.length < HEAD) !== null) {
    const { machines, signal } = reader;
    await readImages([file], machines, { signal, onObject: () => undefined, onProblem: () => undefined });
    return 'image';
  }
  const kind = await recognizeKind(head);
  // A list of devices is what people say; people hand it in where they are known.
  if (kind === null || kind === INVENTORY_CSV) return 'unknown';
  const context = { run, by: 'sensor', clock: reader.clock };
  for await (const { facts } of await openImport(createReadStream(file), { fileName: '', as: kind }, context)) {
    if (reader.signal.aborted) break;
    await reader.keep(facts);
  }
  return 'import';
}

/** What the machines behind all objects read so far are known to be. */
export function machineFacts({ machines, clock }: FileReader, run: string): Fact[] {
  const observations = new Observations();
  machines.state(observations, clock.now().getTime());
  return observations.drain({ sensor: 'images', run, detail: null, by: 'sensor' }, clock);
}

async function readCapture(file: string, run: string, reader: FileReader): Promise<void> {
  const capture = new CaptureRun();
  const source = { sensor: 'capture', run, detail: null, by: 'sensor' };
  const take = () => reader.keep(capture.seen.observations.drain(source, reader.clock));
  await readCaptureFile(file, capture, {
    signal: reader.signal,
    onProgress: async () => {
      forgetRecords(capture);
      if (capture.size > FLUSH) await take();
    },
  });
  capture.finish();
  await take();
}

/** Single associations are for documents; a sensor states facts. */
export function forgetRecords({ seen }: CaptureRun): void {
  for (const records of [seen.associations, seen.hl7, seen.tls]) records.length = 0;
}

async function headOf(file: string): Promise<Uint8Array> {
  await using handle = await open(file, 'r');
  const bytes = new Uint8Array(HEAD);
  const { bytesRead } = await handle.read(bytes, 0, HEAD, 0);
  return bytes.subarray(0, bytesRead);
}
