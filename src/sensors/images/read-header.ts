// What the header of a DICOM file says of the machine that made it, and what must be known in memory to count exams. The patient's
// group 0010 is stepped over, unread.
import type { DoseFigureName } from '#contracts/index.ts';
import {
  DEFLATED,
  decodeText,
  EXPLICIT_LITTLE,
  encodingOf,
  guessedSyntax,
  IMPLICIT_LITTLE,
  inflated,
  part10Head,
  walkHeader,
} from '#wire/dicom/index.ts';
import { dayOf } from './day-of.ts';
import { doseFigureOf, doseValue, type ObjectDose } from './dose-values.ts';
import type { Equipment } from './equipment.ts';
import { isExecutable, type Preamble, preambleOf } from './preamble.ts';

/** A header as far as it is read. */
export interface ImageHeader {
  readonly equipment: Equipment;
  /** YYYY-MM-DD of the study, '' when it says none. */
  readonly day: string;
  /** Unique identifiers, for counting in memory; never kept. */
  readonly study: string;
  readonly instance: string;
  /** Name of the protocol, as it was typed or chosen. */
  readonly protocol: string;
  readonly dose: ObjectDose;
  /** AE title that wrote the file (0002,0016). */
  readonly sourceTitle: string;
  readonly preamble: Preamble;
  readonly executable: boolean;
  /** Files that a DICOMDIR refers to, as paths of parts. */
  readonly references: readonly (readonly string[])[];
  /** More bytes are needed to see everything before the pixels. */
  readonly needsMore: boolean;
  readonly problems: readonly string[];
}

type Field = Exclude<keyof Equipment, 'derived'> | 'date' | 'study' | 'instance' | 'title' | 'protocol';

const TAGS: ReadonlyMap<number, Field> = new Map([
  [0x00020016, 'title'],
  [0x00080018, 'instance'],
  [0x00080020, 'date'],
  [0x00080060, 'modality'],
  [0x00080070, 'vendor'],
  [0x00081010, 'station'],
  [0x00081040, 'department'],
  [0x00081090, 'model'],
  [0x00181000, 'serial'],
  [0x00181020, 'software'],
  [0x00181030, 'protocol'],
  [0x0020000d, 'study'],
]);
const CHARACTER_SET = 0x00080005;
const IMAGE_TYPE = 0x00080008;
const TRANSFER_SYNTAX = 0x00020010;
const REFERENCED_FILE = 0x00041500;
const MOST_INFLATED = 4 << 20;
const MOST_REFERENCES = 1_000_000;

/** Reads the header in the first bytes of a file; null when it is no DICOM file. */
export function readHeader(bytes: Uint8Array, isWhole: boolean): ImageHeader | null {
  const head = part10Head(bytes);
  if (!head) return null;
  const found = new Map<Field, Uint8Array>();
  const references: (readonly string[])[] = [];
  const dose: Partial<Record<DoseFigureName, number>> = {};
  let terms: string[] = [];
  let imageType = '';
  let syntax = '';
  const text = (from: Uint8Array, start: number, length: number) => latin(from.subarray(start, start + length));
  walkHeader(bytes.subarray(0, head.dataStart), head.metaStart, EXPLICIT_LITTLE, (tag, start, length) => {
    if (tag === TRANSFER_SYNTAX) syntax = text(bytes, start, length);
    else if (tag === 0x00020016) found.set('title', bytes.subarray(start, start + length));
  });
  const hasMeta = head.dataStart > head.metaStart;
  if (!hasMeta || syntax === '') syntax = guessedSyntax(bytes, head.dataStart);
  const named = encodingOf(syntax);
  // Some files name an explicit syntax and are written implicitly: the first element shows it.
  const isImplicit = named.explicit && !named.deflated && !namesVr(bytes, head.dataStart);
  const encoding = isImplicit ? IMPLICIT_LITTLE : named;
  const opened = encoding.deflated ? inflated(bytes.subarray(head.dataStart), MOST_INFLATED) : bytes;
  const problems: string[] = isImplicit ? ['The data set is not written as the file says.'] : [];
  if (opened === null) problems.push('The deflated data set cannot be opened.');
  const data = opened ?? new Uint8Array(0);
  const end = walkHeader(
    data,
    encoding.deflated ? 0 : head.dataStart,
    { ...encoding, deflated: false },
    (tag, start, length, depth) => {
      if (tag === REFERENCED_FILE && references.length < MOST_REFERENCES) {
        references.push(
          text(data, start, length)
            .split('\\')
            .map((part) => part.trim()),
        );
      }
      if (depth > 0) return;
      if (tag === CHARACTER_SET)
        terms = text(data, start, length)
          .split('\\')
          .map((term) => term.trim());
      else if (tag === IMAGE_TYPE) imageType = text(data, start, length);
      else {
        const field = TAGS.get(tag);
        if (field !== undefined) found.set(field, data.subarray(start, start + length));
        else if (tag >>> 16 === 0x0018) {
          const figure = doseFigureOf(tag);
          const said = figure && doseValue(figure, data.subarray(start, start + length), encoding.littleEndian);
          if (figure && typeof said === 'number') dose[figure] = said;
        }
      }
    },
  );
  if (end.problem !== null) problems.push(end.problem);
  else if (!end.complete && isWhole) problems.push('The file ends in the middle of its header.');
  const value = (field: Field) => {
    const raw = found.get(field);
    if (!raw || raw.length === 0) return '';
    const decoded = decodeText(raw, terms, '\\')
      .replace(/[\s\0]+$/, '')
      .trim();
    return (field === 'software' ? decoded : (decoded.split('\\')[0] ?? '')).slice(0, 200);
  };
  const preamble = preambleOf(bytes, head.hasPreamble);
  return {
    equipment: {
      vendor: value('vendor'),
      model: value('model'),
      serial: value('serial'),
      station: value('station'),
      software: value('software'),
      modality: value('modality'),
      department: value('department'),
      derived: /DERIVED|SECONDARY/.test(imageType),
    },
    day: dayOf(value('date')),
    study: value('study'),
    instance: value('instance'),
    protocol: value('protocol'),
    dose,
    sourceTitle: value('title'),
    preamble,
    executable: isExecutable(preamble),
    references,
    needsMore: !end.complete && end.problem === null && !isWhole && encoding !== DEFLATED,
    problems,
  };
}

function namesVr(bytes: Uint8Array, at: number): boolean {
  const isLetter = (byte: number | undefined) => byte !== undefined && byte >= 65 && byte <= 90;
  return bytes.length < at + 6 || (isLetter(bytes[at + 4]) && isLetter(bytes[at + 5]));
}

function latin(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    .toString('latin1')
    .replace(/[\s\0]+$/, '');
}
