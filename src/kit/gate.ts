// Bounded concurrency: at most so many pieces of work at a time, in order of arrival.

export class Gate {
  readonly #limit: number;
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** How many pieces of work wait for room. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** Runs `work` when there is room; the place is given back however it ends. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running >= this.#limit) await new Promise<void>((resolve) => this.#waiting.push(resolve));
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
