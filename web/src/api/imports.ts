// Lists that people bring: looked at first, taken in when the columns are agreed.
import { api, documents, type ImportPreview } from '#contracts/index.ts';
import { write } from './http.ts';

/** The columns of a file and what each is taken for; nothing is stored. */
export function previewImport(file: File): Promise<ImportPreview> {
  const form = new FormData();
  form.set('file', file);
  return write({ method: 'POST', path: 'imports/preview', form, shape: api.importPreview });
}

/** Takes a file in with the agreed columns; the answer names the job to watch. */
export function startImport(file: File, mapping: Readonly<Record<string, string | null>>) {
  const form = new FormData();
  form.set('mapping', JSON.stringify(mapping));
  form.set('file', file);
  return write({ method: 'POST', path: 'imports', form, shape: api.jobAccepted });
}

/** The result of an import job, or undefined when the job left none. */
export function importResult(result: unknown) {
  const parsed = documents.importDocument.safeParse(result);
  return parsed.success ? parsed.data.files[0] : undefined;
}
