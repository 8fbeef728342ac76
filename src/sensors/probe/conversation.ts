// One open connection to a stranger: say something, hear what comes within a deadline. What arrives is held back by
// the socket when nobody listens, so that an endless sender costs no memory.
import type { Socket } from 'node:net';

/** What came, or why nothing will. */
export type Heard =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'closed' }
  | { readonly kind: 'reset'; readonly code: string }
  | { readonly kind: 'silence' }
  | { readonly kind: 'stopped' };

/** Counts what we cost a host. */
export interface Meter {
  bytesSent: number;
}

/** Longest wait for the other side to hang up as well. */
const HANG_UP_MS = 200;

export class Conversation {
  readonly #socket: Socket;
  readonly #meter: Meter;
  readonly #stop: AbortSignal;
  #chunk: Buffer | undefined;
  #ended: Heard | undefined;
  #listener: (() => void) | undefined;

  /** Takes over a connected socket, plain or TLS. */
  constructor(socket: Socket, meter: Meter, stop: AbortSignal) {
    this.#socket = socket;
    this.#meter = meter;
    this.#stop = stop;
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => {
      this.#chunk = this.#chunk ? Buffer.concat([this.#chunk, chunk]) : chunk;
      socket.pause();
      this.#listener?.();
    });
    socket.on('end', () => this.#end({ kind: 'closed' }));
    socket.on('close', () => this.#end({ kind: 'closed' }));
    socket.on('error', (error: NodeJS.ErrnoException) => this.#end({ kind: 'reset', code: error.code ?? 'unknown' }));
  }

  /** False once the other side has hung up. */
  get open(): boolean {
    return this.#ended === undefined;
  }

  /** The error code that ended the connection, null when it did not end by an error. */
  get failure(): string | null {
    return this.#ended?.kind === 'reset' ? this.#ended.code : null;
  }

  #end(how: Heard): void {
    this.#ended ??= how;
    this.#listener?.();
  }

  /** Sends bytes; what the other side has hung up on is lost. */
  say(bytes: Uint8Array): void {
    if (this.#socket.destroyed || !this.#socket.writable) return;
    this.#meter.bytesSent += bytes.length;
    this.#socket.write(bytes);
  }

  /** The next bytes, or why there are none, after at most `withinMs`. */
  hear(withinMs: number): Promise<Heard> {
    return new Promise((resolve) => {
      const settle = (heard: Heard) => {
        clearTimeout(timer);
        this.#stop.removeEventListener('abort', stopped);
        this.#listener = undefined;
        resolve(heard);
      };
      const stopped = () => settle({ kind: 'stopped' });
      const timer = setTimeout(() => settle({ kind: 'silence' }), Math.max(0, withinMs));
      this.#listener = () => {
        const chunk = this.#chunk;
        if (chunk) {
          this.#chunk = undefined;
          settle({ kind: 'bytes', bytes: chunk });
        } else if (this.#ended) {
          settle(this.#ended);
        } else {
          this.#socket.resume();
        }
      };
      if (this.#stop.aborted) stopped();
      else {
        this.#stop.addEventListener('abort', stopped);
        this.#listener();
      }
    });
  }

  /** Ends the connection in order: FIN, a short wait for theirs, gone. */
  hangUp(): Promise<void> {
    const socket = this.#socket;
    if (socket.destroyed) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(() => socket.destroy(), HANG_UP_MS);
      socket.once('close', () => {
        clearTimeout(timer);
        resolve();
      });
      // What still comes is thrown away.
      socket.removeAllListeners('data');
      socket.on('data', () => {
        socket.destroy();
      });
      socket.resume();
      socket.end(() => {
        if (this.#ended) socket.destroy();
      });
    });
  }

  /** Ends the connection at once. */
  drop(): void {
    this.#socket.destroy();
  }
}
