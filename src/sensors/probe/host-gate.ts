// One scan at a time talks to a host: two scans of the same address, of one site or of two, take turns and keep the rest
// that the host is due. It holds within this process, which is where all scans of a server run.

const LOOK_AGAIN_MS = 200;
const MOST_RESTS = 4096;
/** A very patient scan does not keep the next one waiting for minutes. */
const MOST_REST_MS = 5_000;

/** Who may talk to which host. */
export class HostGate {
  readonly #held = new Set<string>();
  /** Hosts that were left a moment ago, and until when they rest. */
  readonly #restUntil = new Map<string, number>();

  /** Takes the host and returns 0, or returns after how many milliseconds to ask again. */
  enter(address: string): number {
    if (this.#held.has(address)) return LOOK_AGAIN_MS;
    const rest = (this.#restUntil.get(address) ?? 0) - performance.now();
    if (rest > 0) return rest;
    this.#restUntil.delete(address);
    this.#held.add(address);
    return 0;
  }

  /** Gives the host back; it rests for so long before anybody else. */
  leave(address: string, restMs: number): void {
    this.#held.delete(address);
    if (restMs <= 0) return;
    if (this.#restUntil.size >= MOST_RESTS) {
      const now = performance.now();
      for (const [each, until] of this.#restUntil) if (until <= now) this.#restUntil.delete(each);
    }
    this.#restUntil.set(address, performance.now() + Math.min(restMs, MOST_REST_MS));
  }
}

/** The gate of this process. */
export const HOSTS = new HostGate();
