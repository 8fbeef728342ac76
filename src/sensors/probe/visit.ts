// One host during a scan: its ports in turn, never two connections at once, a rest between them, and the bill of what
// we cost it.
import type net from 'node:net';
import type { ClearanceLevel, ScanEndpoint } from '#contracts/index.ts';
import { Conversation, type Meter } from './conversation.ts';
import { quickConnect } from './quick-connect.ts';
import type { ScanPlan } from './scan-plan.ts';

/** How an attempt to connect ended without a connection. */
export type ConnectFailure = 'refused' | 'broken off' | 'no answer' | 'unreachable' | 'local limit' | 'stopped';

/** What a failed connect means, by the error of the operating system. */
export function connectFailure(code: string | undefined): ConnectFailure {
  if (code === 'ECONNREFUSED') return 'refused';
  // The handshake of TCP was done before this can happen: something took the connection.
  if (code === 'ECONNRESET') return 'broken off';
  if (code === 'EMFILE' || code === 'ENFILE' || code === 'EADDRNOTAVAIL' || code === 'ENOBUFS') return 'local limit';
  return code === 'ETIMEDOUT' ? 'no answer' : 'unreachable';
}

/** After a busy answer the host is left alone for at least this long. */
const BACK_OFF_MS = 2000;

/** After so long permission is asked again before anything more is sent to the host. */
const PERMITTED_MS = 1000;

export interface VisitOptions {
  readonly plan: ScanPlan;
  readonly stop: AbortSignal;
  /** Whether the host may still be asked what was permitted when the visit began. */
  readonly mayGoOn: () => boolean;
}

export class Visit implements Meter {
  readonly address: string;
  /** The address without its last part: hosts of one network answer alike. */
  readonly network: string;
  readonly level: ClearanceLevel;
  /** Who cleared the address. */
  readonly by: string;
  /** When a port first took a connection. */
  startedAt: string | undefined;
  readonly ports: readonly number[];
  readonly endpoints: ScanEndpoint[] = [];
  readonly openPorts: number[] = [];
  readonly unanswered: number[] = [];
  /** The place where counts of the whole part of the range are kept. */
  readonly part: Part;
  bytesSent = 0;
  connections = 0;
  /** Ports that were asked, each counted once. */
  asked = 0;
  answered = false;
  retried = false;
  /** The host is ours until the visit ends. */
  entered = false;
  localLimits = 0;
  readonly #plan: ScanPlan;
  readonly #stop: AbortSignal;
  readonly #mayGoOn: () => boolean;
  #permittedAt = performance.now();
  #over = false;
  #queue: readonly number[];
  #next = 0;
  #restUntil = 0;
  #slowness = 1;

  constructor(address: string, part: Part, options: VisitOptions) {
    this.address = address;
    this.network = address.slice(0, Math.max(address.lastIndexOf('.'), address.lastIndexOf(':')));
    this.part = part;
    this.level = part.level;
    this.by = part.by;
    this.ports = part.ports;
    this.#plan = options.plan;
    this.#stop = options.stop;
    this.#mayGoOn = options.mayGoOn;
    this.#queue = part.ports;
  }

  /** False from the moment on at which permission ended; nothing more is sent then. */
  get #permitted(): boolean {
    if (!this.#over && performance.now() - this.#permittedAt >= PERMITTED_MS) {
      this.#permittedAt = performance.now();
      this.#over = !this.#mayGoOn();
    }
    return !this.#over;
  }

  /** The next port to connect to; what did not answer comes once more, on hosts that answered something. None once permission ended. */
  nextPort(): number | undefined {
    if (this.#next < this.#queue.length) {
      if (!this.#permitted) return undefined;
      if (!this.retried) this.asked++;
      return this.#queue[this.#next++];
    }
    if (this.retried || !this.answered || this.unanswered.length === 0 || !this.#permitted) return undefined;
    this.retried = true;
    this.#queue = this.unanswered.splice(0);
    this.#next = 1;
    return this.#queue[0];
  }

  /** The port taken last is to be taken again. */
  putBack(): void {
    this.#next--;
    if (!this.retried) this.asked--;
  }

  /** Marks the end of a connection, from which the rest before the next one counts. */
  rest(accepted: boolean): void {
    const pause = (accepted ? this.#plan.perHostIntervalMs : this.#plan.refusedIntervalMs) * this.#slowness;
    if (pause > 0) this.#restUntil = Math.max(this.#restUntil, performance.now() + pause);
  }

  /** The host said that it is busy: leave it alone for a while, and go slower for the rest of the visit. */
  backOff(): void {
    this.#slowness = 4;
    this.#restUntil = performance.now() + Math.max(BACK_OFF_MS, 4 * this.#plan.perHostIntervalMs);
  }

  /** Milliseconds until the next connection may be made. */
  get restMs(): number {
    return this.#restUntil === 0 ? 0 : Math.max(0, this.#restUntil - performance.now());
  }

  /** A further connection to one of this host's ports, after the rest that it is due. */
  async call(port: number): Promise<net.Socket | ConnectFailure> {
    await pause(this.restMs, this.#stop);
    if (this.#stop.aborted || !this.#permitted) return 'stopped';
    this.connections++;
    return connect(this.address, port, this.#plan.patience.connectMs, this.#stop);
  }

  /** A conversation over a connected socket, billed to this host. */
  converse(socket: net.Socket): Conversation {
    return new Conversation(socket, this, this.#stop);
  }
}

/** A part of a target range under one permission, and the bill of the hosts in it that answered nothing. */
export interface Part {
  readonly cidr: string;
  readonly level: ClearanceLevel;
  readonly by: string;
  readonly ports: readonly number[];
  readonly startedAt: string;
  /** Hosts of the part that are not finished. */
  left: number;
  connections: number;
  /** All addresses of the part have been handed out. */
  walked: boolean;
}

/** Waits, or returns early when the work is stopped. */
export function pause(ms: number, stop: AbortSignal): Promise<void> {
  if (ms <= 0 || stop.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      stop.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    stop.addEventListener('abort', done);
  });
}

/** Connects to a port, or says why there is no connection. */
export function connect(
  host: string,
  port: number,
  withinMs: number,
  stop: AbortSignal,
): Promise<net.Socket | ConnectFailure> {
  return new Promise((resolve) => {
    const settle = (result: net.Socket | ConnectFailure) => {
      clearTimeout(timer);
      stop.removeEventListener('abort', stopped);
      resolve(result);
    };
    const callOff = quickConnect(host, port, (outcome) =>
      settle(typeof outcome === 'string' ? connectFailure(outcome) : outcome),
    );
    const stopped = () => {
      callOff();
      settle('stopped');
    };
    const timer = setTimeout(() => {
      callOff();
      settle('no answer');
    }, withinMs);
    stop.addEventListener('abort', stopped);
  });
}
