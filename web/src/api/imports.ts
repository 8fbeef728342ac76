// Lists that people bring: looked at first, taken in when the columns are agreed.
import { api, documents, type ImportPreview } from '#contracts/index.ts';
import { upload, write } from './http.ts';

/** Bytes of a file that are enough to recognize it and to show its columns. */
const HEAD_BYTES = 1 << 18;

/** The columns of a file and what each is taken for; nothing is stored. */
export function previewImport(file: File): Promise<ImportPreview> {
  const form = new FormData();
  // The beginning tells: a capture of gigabytes need not travel twice.
  // A workbook and a PDF can only be opened whole.
  const part = /\.(?:xlsx|xlsm|pdf)(?:\.gz)?$/i.test(file.name)
    ? file
    : new File([file.slice(0, HEAD_BYTES)], file.name);
  form.set('file', part);
  return write({ method: 'POST', path: 'imports/preview', form, shape: api.importPreview });
}

/** Takes a file in with the agreed columns; the answer names the job to watch. */
export function startImport(
  file: File,
  mapping: Readonly<Record<string, string | null>>,
  onSent: (sent: number, whole: number) => void,
) {
  const form = new FormData();
  form.set('mapping', JSON.stringify(mapping));
  form.set('file', file);
  return upload({ path: 'imports', form, shape: api.jobAccepted, onSent });
}

/** The result of an import job, or undefined when the job left none. */
export function importResult(result: unknown) {
  const parsed = documents.importDocument.safeParse(result);
  return parsed.success ? parsed.data.files[0] : undefined;
}
