// OSCAL documents of others, read against the site and taken over.
import { oscalReadings } from '#contracts/index.ts';
import { write } from './http.ts';

/** Reads a document; `seen` is `standing` of the reading that was looked at: with it, what can be taken over is. */
export function sendOscal({ file, seen }: { readonly file: File; readonly seen?: string }) {
  const form = new FormData();
  // Before the file, so that it is known when the file begins.
  if (seen !== undefined) form.set('standing', seen);
  form.set('file', file);
  const path = seen !== undefined ? 'oscal/read?take=yes' : 'oscal/read';
  return write({ method: 'POST', path, form, shape: oscalReadings.oscalReading });
}
