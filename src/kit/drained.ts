// Waiting for a stream to take more.
import type { Writable } from 'node:stream';

/** Resolves when the stream takes more, or is closed and takes nothing any more; leaves no listener behind. */
export function drained(stream: Writable): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      stream.off('drain', go).off('close', go);
      resolve();
    };
    stream.on('drain', go).on('close', go);
  });
}
