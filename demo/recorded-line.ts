// A TCP connection between two demo devices on which every byte is noted as it passes, with its time: what a mirror port would see.
import { once } from 'node:events';
import net from 'node:net';
import { Unavailable } from '#kit/index.ts';

/** What one side sent: bytes, or null once it has no more to say. Side 0 opened the connection. */
export interface Passed {
  readonly atMs: number;
  readonly side: 0 | 1;
  readonly bytes: Uint8Array | null;
}

/** A connection that is over. */
export interface Recorded {
  readonly client: { readonly address: string; readonly port: number };
  readonly server: { readonly address: string; readonly port: number };
  readonly askedMs: number;
  readonly openedMs: number;
  readonly passed: readonly Passed[];
}

/** What a caller does with the connection. */
export interface Line {
  say(bytes: Uint8Array): void;
  /** What came next; null when the other side has hung up. */
  hear(): Promise<Uint8Array | null>;
}

export interface LineEnds {
  /** Address that the call comes from. */
  readonly from: string;
  readonly to: string;
  readonly port: number;
  readonly signal: AbortSignal;
}

/** Connects, talks, hangs up and gives what passed. Throws Unavailable when the connection fails. */
export async function recordLine(ends: LineEnds, talk: (line: Line) => Promise<void>): Promise<Recorded> {
  const { from, to, port, signal } = ends;
  const askedMs = Date.now();
  const passed: Passed[] = [];
  const note = (side: 0 | 1, bytes: Uint8Array | null) => passed.push({ atMs: Date.now(), side, bytes });
  const socket = net.connect({ host: to, port, localAddress: from, noDelay: true, signal });
  // Who waits is told; an error while nobody does must not end the process.
  socket.on('error', () => undefined);
  try {
    await once(socket, 'connect');
    const openedMs = Date.now();
    const client = { address: socket.localAddress ?? from, port: socket.localPort ?? 0 };
    const chunks = socket.iterator({ destroyOnReturn: false });
    let isOver = false;
    const hear = async () => {
      if (isOver) return null;
      const next: IteratorResult<Buffer> = await chunks.next();
      isOver = next.done === true;
      note(1, next.done ? null : next.value);
      return next.done ? null : next.value;
    };
    await talk({
      say(bytes) {
        note(0, bytes);
        socket.write(bytes);
      },
      hear,
    });
    note(0, null);
    socket.end();
    while ((await hear()) !== null);
    return { client, server: { address: to, port }, askedMs, openedMs, passed };
  } catch (error) {
    if (error instanceof Unavailable) throw error;
    throw new Unavailable(`A call from ${from} to ${to}:${port} failed.`, {}, error);
  } finally {
    socket.destroy();
  }
}
