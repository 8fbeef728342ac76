// What was worked out and may be asked again, as long as there is room. Two generations: what was not asked for while the newer one filled up
// goes. So nothing is moved at each question, as the least recently used of many would be.

/** Values by key, at most so much in weight. */
export class BoundedCache<Value> {
  readonly #half: number;
  #newer = new Map<string, { readonly value: Value; readonly weight: number }>();
  #older = new Map<string, { readonly value: Value; readonly weight: number }>();
  #weight = 0;

  constructor(most: number) {
    this.#half = most / 2;
  }

  /** The value of this key, worked out if it is not here. One that is too heavy to keep is given and forgotten. */
  get(key: string, make: () => Value, weigh: (value: Value) => number): Value {
    const known = this.#newer.get(key);
    if (known) return known.value;
    const before = this.#older.get(key);
    if (before) {
      this.#keep(key, before);
      return before.value;
    }
    const value = make();
    const weight = 1 + weigh(value);
    if (weight <= this.#half / 2) this.#keep(key, { value, weight });
    return value;
  }

  #keep(key: string, entry: { readonly value: Value; readonly weight: number }): void {
    if (this.#weight + entry.weight > this.#half) {
      this.#older = this.#newer;
      this.#newer = new Map();
      this.#weight = 0;
    }
    this.#newer.set(key, entry);
    this.#weight += entry.weight;
  }
}
