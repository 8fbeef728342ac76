// The door of sensors/intake: files and lists of other tools, taken in as facts.
export type { Field, Mapping } from './columns.ts';
export { FIELDS } from './columns.ts';
export { gunzipped, isGzip } from './gunzip.ts';
export type { FileReport, ImportBatch, ImportContext, ImportFile, RejectedRow } from './import-csv.ts';
export { INVENTORY_CSV } from './import-csv.ts';
export { rememberedMapping, rememberMapping } from './import-mappings.store.ts';
export { readLines } from './lines.ts';
export { isPdf, MDS2_KIND, MDS2_LABEL, mayBeMds2, readMds2 } from './mds2/read-mds2.ts';
export type { OpenedImport } from './open-import.ts';
export { openImport } from './open-import.ts';
export type { Peeked } from './peek.ts';
export { peek } from './peek.ts';
export { previewCsv, recognized } from './preview-csv.ts';
export { IMPORT_KINDS, recognizeKind } from './recognize.ts';
export type { SbomKind } from './sbom/read-sbom.ts';
export { readSbom, SBOM_KINDS, sbomKindOf, sbomLabel } from './sbom/read-sbom.ts';
export { sentByClient } from './server-ports.ts';
export { isWorkbook, workbookText } from './workbook.ts';
