// Whatever a person hands in - a list, a report of another tool, a capture - goes the way that its content asks for.
import type { ImportDocument, ImportPreview } from '#contracts/index.ts';
import { Invalid } from '#kit/index.ts';
import { beginsCapture } from '#sensors/capture/index.ts';
import { beginsImage } from '#sensors/images/index.ts';
import {
  gunzipped,
  isGzip,
  isWorkbook,
  MDS2_KIND,
  MDS2_LABEL,
  type Peeked,
  peek,
  previewCsv,
  readMds2,
  recognized,
  SBOM_KINDS,
  sbomKindOf,
  workbookText,
} from '#sensors/intake/index.ts';
import { performCapture } from './capture.ts';
import { type ImportDeps, type ImportInput, type ImportRun, performImport } from './import.ts';
import { openedMds2, performMds2, wholeFile } from './mds2.ts';
import { performSbom } from './sbom.ts';

const HEAD = 1 << 16;

/** The kind of a capture in the document of imports. */
export const CAPTURE_KIND = 'capture';

/** Takes in a file of any kind. Throws Invalid when its kind is not known. */
export async function takeIn(
  deps: ImportDeps,
  run: ImportRun,
  input: ImportInput,
): Promise<ImportDocument['files'][number]> {
  const peeked = await peek(input.source, HEAD);
  refuseImage(peeked.head);
  const form = input.as === undefined || input.as === MDS2_KIND ? await openedMds2(peeked) : null;
  if (input.as === MDS2_KIND || form) {
    refuseDevice(input);
    const bytes = await wholeFile((form ?? peeked).stream);
    const taken = await performMds2(deps, run, bytes);
    if (taken) return { file: input.fileName, ...taken };
    if (input.as === MDS2_KIND)
      throw new Invalid('This file is no MDS2 that can be read: its questions were not found.');
    return performImport(deps, run, { ...input, source: once(bytes) });
  }
  const isForced = input.as !== undefined && input.as !== CAPTURE_KIND;
  if (isForced || !(input.as === CAPTURE_KIND || (await beginsCapture(peeked.head)))) {
    return takeInFile(deps, run, input, peeked);
  }
  refuseDevice(input);
  const document = await performCapture(deps, run, [{ stream: peeked.stream, bytes: input.bytes }]);
  const { packets, problems } = document.input;
  return {
    file: input.fileName,
    kind: CAPTURE_KIND,
    rows: packets,
    accepted: packets,
    rejected: [],
    rejectedTotal: 0,
    problems,
    facts: document.added,
    changed: document.changed,
    mapping: {},
  };
}

/** A bill of materials, or a list or report of another tool. */
async function takeInFile(deps: ImportDeps, run: ImportRun, input: ImportInput, peeked: Peeked) {
  const opened = isGzip(peeked.head) ? await peek(gunzipped(peeked.stream), HEAD) : peeked;
  const kind = SBOM_KINDS.find((each) => each === (input.as ?? sbomKindOf(opened.head)));
  const whole = { ...input, source: opened.stream };
  if (kind !== undefined) return performSbom(deps, run, { ...whole, kind });
  refuseDevice(input);
  return performImport(deps, run, whole);
}

/** Other files say themselves what they are about. */
function refuseDevice({ device }: ImportInput): void {
  if (device !== undefined) throw new Invalid('A device is named for a bill of materials only, and this file is none.');
}

/** What a file would be taken for; nothing is kept. */
export async function previewOf(
  source: AsyncIterable<Uint8Array>,
  fileName: string,
  remembered?: (source: string) => Promise<Readonly<Record<string, string | null>> | null>,
): Promise<ImportPreview> {
  const peeked = await peek(source, HEAD);
  refuseImage(peeked.head);
  if (await beginsCapture(peeked.head)) return recognized(fileName, CAPTURE_KIND, 'Network capture (pcap or pcapng)');
  const form = await openedMds2(peeked);
  if (form) {
    const bytes = await wholeFile(form.stream);
    if (await readMds2(bytes)) return recognized(fileName, MDS2_KIND, MDS2_LABEL);
    const source = isWorkbook(bytes) ? await workbookText(once(bytes)) : bytes;
    return previewCsv(source, fileName, remembered);
  }
  const opened = isGzip(peeked.head) ? gunzipped(peeked.stream) : peeked.stream;
  return previewCsv(isWorkbook(peeked.head) ? await workbookText(opened) : opened, fileName, remembered);
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** Images have a way of their own: one alone says little, and many belong to one machine. */
function refuseImage(head: Uint8Array): void {
  if (!beginsImage(head)) return;
  throw new Invalid(
    "This is a DICOM image. Send images, or a folder of them, under 'Images', or read them with the command 'images'.",
  );
}
