// Images that a person chooses: of each the beginning is sent, under no name.
import { api, documents } from '#contracts/index.ts';
import { upload } from './http.ts';

/** Files that one upload takes. */
export const MOST_IMAGES = 20_000;

/** Bytes of a file that hold what stands before the pixels, and of a machine all that is read. */
const HEAD_BYTES = 1 << 20;

/** Sends the headers of images; the answer names the job to watch. */
export function sendImages(files: readonly File[], onSent: (sent: number, whole: number) => void) {
  const form = new FormData();
  // Names of files and folders are often names of patients.
  for (const file of files) form.append('file', file.slice(0, HEAD_BYTES), 'image');
  return upload({ path: 'imports/images', form, shape: api.jobAccepted, onSent });
}

/** What the images showed, or undefined when the job left nothing. */
export function imagesResult(result: unknown) {
  const parsed = documents.imagesDocument.safeParse(result);
  return parsed.success ? parsed.data : undefined;
}
