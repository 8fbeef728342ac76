// Whether a file begins like a capture, packed or not.
import { gunzipped, isGzip } from '#sensors/intake/index.ts';
import { isCapture } from '#wire/pcap/index.ts';

/** Whether the first bytes are those of a capture, or of a gzipped one. */
export async function beginsCapture(head: Uint8Array): Promise<boolean> {
  if (!isGzip(head)) return isCapture(head);
  async function* once() {
    yield head;
  }
  // The head of an archive is cut in the middle: what it gives before that is enough.
  try {
    for await (const chunk of gunzipped(once())) return isCapture(chunk);
  } catch {
    return false;
  }
  return false;
}
