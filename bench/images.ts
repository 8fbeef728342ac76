// Headers of 10,000 files, all elements before the pixels: files a second beside npm's dicom-parser and pydicom in the same run.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { encodePart10, textElement } from '#wire/dicom/index.ts';
import { installed, measure } from './support/measure.ts';

const FILES = 10_000;
const RUNS = 3;
const EXPLICIT = '1.2.840.10008.1.2.1';
const SUPPORT = path.join(import.meta.dirname, 'support');
const PYDICOM = `
import sys, glob, time, json
import pydicom
files = sorted(glob.glob(sys.argv[1] + '/**/*.dcm', recursive=True))
begun = time.time()
for name in files:
    for element in pydicom.dcmread(name, stop_before_pixels=True).iterall():
        element.value
print(json.dumps({'files': len(files), 'seconds': time.time() - begun}))
`;

interface Outcome {
  readonly filesPerSecond: number;
  readonly peakMb: number | null;
}

/** Runs the benchmark. */
export async function run(): Promise<object> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'dosimeter-bench-images-'));
  try {
    write(folder);
    const ours = await best([process.execPath, path.join(SUPPORT, 'read-folder.ts'), folder]);
    const parser = await best([process.execPath, path.join(SUPPORT, 'dicom-parser.ts'), folder]);
    const python = '/usr/bin/python3';
    const hasPydicom = installed(python) && (await measure([python, '-c', 'import pydicom'])).code === 0;
    const pydicom = hasPydicom ? await best([python, '-c', PYDICOM, folder], 1) : null;
    return {
      files: FILES,
      ours,
      dicomParser: parser,
      pydicom,
      ratioToDicomParser: ratio(ours, parser),
      ratioToPydicom: pydicom ? ratio(ours, pydicom) : null,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function ratio(a: Outcome, b: Outcome): number {
  return Math.round((a.filesPerSecond / b.filesPerSecond) * 100) / 100;
}

async function best(command: readonly string[], runs = RUNS): Promise<Outcome> {
  let found: Outcome = { filesPerSecond: 0, peakMb: null };
  for (let n = 0; n < runs; n++) {
    const measured = await measure(command);
    const { files, seconds } = JSON.parse(measured.stdout) as { files: number; seconds: number }; // written by the scripts beside this one
    if (files !== FILES) throw new Error(`${files} of ${FILES} files were read`);
    const filesPerSecond = Math.round(files / seconds);
    if (filesPerSecond > found.filesPerSecond)
      found = { filesPerSecond, peakMb: measured.peakMb && Math.round(measured.peakMb) };
  }
  return found;
}

/** Synthetic objects with about as many elements as a CT image has, nested ones among them. */
function write(folder: string): void {
  for (let n = 0; n < FILES; n++) {
    const place = path.join(folder, String(n % 100));
    if (n < 100) mkdirSync(place);
    const many = Array.from({ length: 60 }, (_, at) =>
      textElement(0x00280000 + 0x2000 + at * 2, 'LO', `value ${at} of ${n}`),
    );
    const file = encodePart10({
      preamble: null,
      meta: [textElement(0x00020002, 'UI', '1.2.840.10008.5.1.4.1.1.2'), textElement(0x00020010, 'UI', EXPLICIT)],
      transferSyntaxUid: EXPLICIT,
      dataSet: [
        textElement(0x00080005, 'CS', 'ISO_IR 100'),
        textElement(0x00080018, 'UI', `1.2.3.${n}`),
        textElement(0x00080020, 'DA', '20261120'),
        textElement(0x00080060, 'CS', 'CT'),
        textElement(0x00080070, 'LO', 'Aurora Imaging'),
        textElement(0x00081010, 'SH', `ROOM${n % 8}`),
        {
          tag: 0x00081140,
          vr: 'SQ',
          value: {
            kind: 'items',
            items: [[textElement(0x00081150, 'UI', '1.2.3'), textElement(0x00081155, 'UI', `1.2.4.${n}`)]],
          },
        },
        textElement(0x00181000, 'LO', `SN-${n % 8}`),
        textElement(0x00181020, 'LO', 'VB19A'),
        textElement(0x0020000d, 'UI', `1.2.5.${n % 500}`),
        ...many,
        { tag: 0x7fe00010, vr: 'OW', value: { kind: 'bytes', bytes: new Uint8Array(8192) } },
      ],
    });
    writeFileSync(path.join(place, `${n}.dcm`), file);
  }
}
