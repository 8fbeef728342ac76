// Asking an image archive what made its exams; the server refuses without the data owner's stored authority.
import { api, documents } from '#contracts/index.ts';
import { write } from './http.ts';

/** What the form asks with. */
export interface ArchiveQuestion {
  /** HOST:PORT, or a web address. */
  readonly archive: string;
  readonly called: string | null;
  readonly calling: string;
  readonly days: number;
  /** Ask for the Patient ID of each exam, too, to count different ones. */
  readonly countPatients: boolean;
}

/** Starts asking; the answer names the job to watch. */
export function askArchive(question: ArchiveQuestion) {
  return write({ method: 'POST', path: 'imports/pacs', body: question, shape: api.jobAccepted });
}

/** What the archive told, or undefined when the job left nothing. */
export function archiveResult(result: unknown) {
  const parsed = documents.imagesDocument.safeParse(result);
  return parsed.success && parsed.data.archive !== null ? { ...parsed.data, archive: parsed.data.archive } : undefined;
}
