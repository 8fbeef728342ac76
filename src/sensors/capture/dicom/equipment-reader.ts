// The equipment behind an object (PS3.3 C.7.5.1 General Equipment, C.7.3.1 modality, C.8 dose), read from the first bytes of its
// data set as they pass. Only the tags below are looked at; the patient's group 0010 is stepped over, unread. The study is read to tell
// exams apart in memory.
import { constants, inflateRawSync } from 'node:zlib';
import type { DoseFigureName } from '#contracts/index.ts';
import { doseFigureOf, doseValue, type Equipment, type ObjectDose } from '#sensors/images/index.ts';
import {
  type DataSetEvent,
  DataSetReader,
  decodeText,
  type Encoding,
  EXPLICIT_BIG,
  EXPLICIT_LITTLE,
  IMPLICIT_LITTLE,
} from '#wire/dicom/index.ts';

/** What an object says of the machine that made it, with what it says of the exam's technique. */
export interface CarriedObject extends Equipment {
  readonly protocol: string;
  readonly dose: ObjectDose;
  /** YYYYMMDD of the study. */
  readonly date: string;
  /** Identifier of the study, for telling exams apart in memory; never kept. */
  readonly study: string;
}

type TextField = Exclude<keyof CarriedObject, 'dose' | 'derived'>;

const TEXTS: ReadonlyMap<number, TextField> = new Map([
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
const LAST_TAG = 0x0020000d;
const MAX_BYTES = 65_536;
/** What deflated data sets are collected up to before they are opened. */
const DEFLATED_BYTES = 16_384;

/** Reads one data set; hand it bytes while it wants more. */
export class EquipmentReader {
  #reader: DataSetReader | null;
  readonly #deflated: Uint8Array[] | null;
  #deflatedLength = 0;
  #bytes = 0;
  #depth = 0;
  #done = false;
  #terms: string[] = [];
  readonly #texts = new Map<TextField, string>();
  readonly #dose: Partial<Record<DoseFigureName, number>> = {};
  #derived = false;

  /** `encoding`: as agreed, null when the agreement was not captured; then the first element tells. */
  constructor(encoding: Encoding | null) {
    this.#reader = encoding === null ? null : readerFor(encoding);
    this.#deflated = encoding?.deflated ? [] : null;
  }

  /** Takes bytes; false once everything that matters was read. */
  push(bytes: Uint8Array, start: number, end: number): boolean {
    if (this.#done) return false;
    if (this.#deflated === null) this.#read(bytes.subarray(start, end));
    else {
      this.#deflated.push(bytes.slice(start, end));
      this.#deflatedLength += end - start;
      if (this.#deflatedLength >= DEFLATED_BYTES) this.#inflate();
    }
    return !this.#done;
  }

  /** What was found, null when nothing of the equipment was. */
  finish(): CarriedObject | null {
    if (!this.#done && this.#deflated !== null) this.#inflate();
    const text = (field: TextField) => this.#texts.get(field) ?? '';
    if (text('vendor') === '' && text('model') === '' && text('serial') === '' && text('station') === '') return null;
    return {
      vendor: text('vendor'),
      model: text('model'),
      serial: text('serial'),
      station: text('station'),
      software: text('software'),
      modality: text('modality'),
      department: text('department'),
      protocol: text('protocol'),
      date: text('date'),
      study: text('study'),
      dose: this.#dose,
      derived: this.#derived,
    };
  }

  #inflate(): void {
    const whole = Buffer.concat(this.#deflated ?? []);
    this.#done = true;
    try {
      const opened = inflateRawSync(whole, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 1 << 20 });
      this.#done = false;
      this.#read(opened.subarray(0, MAX_BYTES));
    } catch {
      // Broken or a bomb: this object tells nothing of its equipment.
    }
    this.#done = true;
  }

  #read(bytes: Uint8Array): void {
    this.#bytes += bytes.length;
    this.#reader ??= readerFor(guessedEncoding(bytes));
    for (const event of this.#reader.push(bytes)) {
      this.#take(event);
      if (this.#done) return;
    }
    if (this.#bytes > MAX_BYTES || this.#reader.dead) this.#done = true;
  }

  #take(event: DataSetEvent): void {
    if (event.kind === 'sequence') this.#depth++;
    else if (event.kind === 'sequence-end') this.#depth--;
    else if (event.kind === 'piece' && event.tag > LAST_TAG && this.#depth === 0) this.#done = true;
    if (event.kind !== 'element' || this.#depth > 0) return;
    if (event.tag > LAST_TAG) {
      this.#done = true;
      return;
    }
    const figure = doseFigureOf(event.tag);
    if (figure !== undefined) {
      // Numbers come in little endian, whatever the data set has.
      const value = doseValue(figure, event.value, true);
      if (value !== null) this.#dose[figure] = value;
      return;
    }
    if (event.tag === 0x00080008) this.#derived = /DERIVED|SECONDARY/.test(latin(event.value));
    if (event.tag === CHARACTER_SET)
      this.#terms = latin(event.value)
        .split('\\')
        .map((term) => term.trim());
    const field = TEXTS.get(event.tag);
    if (field === undefined) return;
    const text = decodeText(event.value, this.#terms, '\\')
      .replace(/[\s\0]+$/, '')
      .trim();
    if (event.tag === LAST_TAG) this.#done = true;
    this.#texts.set(field, (field === 'software' ? text : (text.split('\\')[0] ?? '')).slice(0, 200));
  }
}

function readerFor(encoding: Encoding): DataSetReader {
  return new DataSetReader({ ...encoding, deflated: false }, { maxValueLength: 1024, maxDepth: 16 });
}

/** Explicit data sets name the representation in bytes 4 and 5; big-endian ones begin with group 0008 as 00 08. */
function guessedEncoding(bytes: Uint8Array): Encoding {
  const isExplicit = /^[A-Z]{2}$/.test(String.fromCharCode(bytes[4] ?? 0, bytes[5] ?? 0));
  if (!isExplicit) return IMPLICIT_LITTLE;
  return bytes[0] === 0 && bytes[1] !== 0 ? EXPLICIT_BIG : EXPLICIT_LITTLE;
}

function latin(value: Uint8Array): string {
  return Buffer.from(value)
    .toString('latin1')
    .replace(/[\s\0]+$/, '');
}
