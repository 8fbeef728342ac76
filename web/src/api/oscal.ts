// OSCAL documents of others, read against the site and taken over.
import { oscalReadings } from '#contracts/index.ts';
import { write } from './http.ts';

/** Reads a document; with `take` what can be taken over is. */
export function sendOscal({ file, take }: { readonly file: File; readonly take: boolean }) {
  const form = new FormData();
  form.set('file', file);
  const path = take ? 'oscal/read?take=yes' : 'oscal/read';
  return write({ method: 'POST', path, form, shape: oscalReadings.oscalReading });
}
