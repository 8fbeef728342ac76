// Which kind of file this is, from its contents; names of files prove nothing.
import { headText } from './as-utf8.ts';
import { tellsDevices } from './columns.ts';
import { guessEncoding } from './encoding.ts';
import { INVENTORY_CSV, isBinary } from './import-csv.ts';
import { IMPORTERS, importerFor, recognizable } from './importers.ts';
import { HEAD_BYTES, shapeOf } from './list-shape.ts';
import { SBOM_KINDS } from './sbom/read-sbom.ts';
import { isNoList, isUnread } from './unread-documents.ts';

/** The kinds of files that can be taken in. */
export const IMPORT_KINDS: readonly string[] = [...IMPORTERS.map(({ kind }) => kind), ...SBOM_KINDS, INVENTORY_CSV];

/** The kind of a file that begins with `head`, or null when it is none that can be taken in. */
export async function recognizeKind(head: Uint8Array): Promise<string | null> {
  const start = head.subarray(0, HEAD_BYTES);
  const importer = importerFor(start);
  if (importer) return importer.kind;
  if (start.length === 0 || isBinary(start)) return null;
  const text = recognizable(headText(start, guessEncoding(start)));
  if (isUnread(text) || isNoList(start, text)) return null;
  const shape = await shapeOf(start, head.length < HEAD_BYTES);
  const isTable = shape.columns.length > 1 || shape.recognized > 0;
  return isTable && tellsDevices(shape.guess) ? INVENTORY_CSV : null;
}
