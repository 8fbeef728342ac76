// Bounded concurrency: at most so many pieces of work at a time, in order of arrival.

export class Gate {
  readonly #limit: number;
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Whether more work would have to wait. */
  get isFull(): boolean {
    return this.#running >= this.#limit;
  }

  /** Runs `work` when there is room; the place is given back however it ends. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.isFull) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#running++;
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running--;
    }
  }
}
