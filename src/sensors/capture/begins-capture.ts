// Whether a file begins like a capture, packed or not.
import { gunzippedHead, isGzip } from '#sensors/intake/index.ts';
import { isCapture } from '#wire/pcap/index.ts';

/** Whether the first bytes are those of a capture, or of a gzipped one. */
export async function beginsCapture(head: Uint8Array): Promise<boolean> {
  return isCapture(isGzip(head) ? await gunzippedHead(head) : head);
}
