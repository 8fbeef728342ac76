// What was worked out and may be asked again, as long as there is room: what was used longest ago goes first.

/** Values by key, at most so much in weight. */
export class BoundedCache<Value> {
  readonly #most: number;
  readonly #entries = new Map<string, { readonly value: Value; readonly weight: number }>();
  #weight = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** The value of this key, worked out if it is not here. One that is too heavy to keep is given and forgotten. */
  get(key: string, make: () => Value, weigh: (value: Value) => number): Value {
    const known = this.#entries.get(key);
    if (known) {
      // The order of a Map is that of insertion.
      this.#entries.delete(key);
      this.#entries.set(key, known);
      return known.value;
    }
    const value = make();
    const weight = 1 + weigh(value);
    if (weight > this.#most / 4) return value;
    this.#entries.set(key, { value, weight });
    this.#weight += weight;
    for (const [oldest, entry] of this.#entries) {
      if (this.#weight <= this.#most) break;
      this.#entries.delete(oldest);
      this.#weight -= entry.weight;
    }
    return value;
  }
}
