// Shows what would be taken from a file before anything is: its kind, and of a device list the columns with their guessed meaning
// and a few cells.
import path from 'node:path';
import type { ImportPreview } from '#contracts/index.ts';
import { looksLikePatientData, namesPatientData } from '#evidence/model.ts';
import { Invalid, inertText } from '#kit/index.ts';
import { agreedMapping, type Remembered, rememberedFor } from './agreed-mapping.ts';
import { FIELDS } from './columns.ts';
import { INVENTORY_CSV, isBinary } from './import-csv.ts';
import { UNVERIFIED } from './importer.ts';
import { importerFor } from './importers.ts';
import { HEAD_BYTES, shapeOf } from './list-shape.ts';
import { refuseOthers } from './open-import.ts';
import { peek } from './peek.ts';
import { sbomKindOf, sbomLabel } from './sbom/read-sbom.ts';

const SAMPLES = 5;
const ENCODINGS = { 'utf-8': 'UTF-8', 'utf-16le': 'UTF-16 LE', 'utf-16be': 'UTF-16 BE' } as const;

/** A preview of a list; nothing is kept. Columns with patient data are named but not shown. */
export async function previewCsv(
  source: AsyncIterable<Uint8Array> | Uint8Array,
  fileName: string,
  remembered?: Remembered,
): Promise<ImportPreview> {
  const { head, isWhole } = await peek(source, HEAD_BYTES);
  const importer = importerFor(head);
  if (importer)
    return { ...recognized(fileName, importer.kind, importer.label), problems: importer.verified ? [] : [UNVERIFIED] };
  const bill = sbomKindOf(head);
  if (bill) return recognized(fileName, bill, sbomLabel(bill));
  refuseOthers(head);
  if (isBinary(head)) throw new Invalid('This file is of no kind that is known here. Save a list as CSV.');
  const shape = await shapeOf(head, isWhole);
  const agreed = await rememberedFor(shape, remembered);
  const mapping = agreed === null ? shape.guess : agreedMapping(shape, agreed);
  const isPatient = (name: string, values: readonly string[]) =>
    namesPatientData(name) || values.some(looksLikePatientData);
  const patient = shape.columns.filter(({ name, values }) => isPatient(name, values));
  const isForeign = shape.problems.some((problem) => problem.includes('Windows-1252'));
  return {
    file: inertText(path.basename(fileName), 200),
    kind: INVENTORY_CSV,
    label: 'Device list (CSV)',
    delimiter: shape.delimiter,
    encoding: isForeign ? 'Windows-1252' : ENCODINGS[shape.encoding.name],
    columns: shape.columns.map(({ name, values }) => ({
      name,
      guess: mapping[name] ?? null,
      samples: isPatient(name, values)
        ? []
        : [...new Set(values)].slice(0, SAMPLES).map((value) => inertText(value, 80)),
    })),
    fields: Object.entries(FIELDS).map(([field, { label }]) => ({ field, label })),
    problems: [
      ...shape.problems,
      ...(agreed === null ? [] : ['The columns are filled in as they were agreed on the last time.']),
      ...patient.map(({ name }) => `The column '${name}' looks like patient data; it is neither shown nor taken in.`),
    ],
  };
}

/** A file whose columns need no agreement: what it is stands fast. */
export function recognized(fileName: string, kind: string, label: string): ImportPreview {
  const file = inertText(path.basename(fileName), 200);
  return { file, kind, label, delimiter: '', encoding: '', columns: [], fields: [], problems: [] };
}
