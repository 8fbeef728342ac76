// A queue that hands out the most likely first; of equals the one with the least steps, then the one that came last.

interface Entry<T> {
  readonly probability: number;
  readonly steps: number;
  readonly turn: number;
  readonly value: T;
}

export class BestFirst<T> {
  readonly #heap: Entry<T>[] = [];
  #turn = 0;

  push(probability: number, steps: number, value: T): void {
    const entry = { probability, steps, turn: this.#turn++, value };
    const heap = this.#heap;
    let place = heap.push(entry) - 1;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      const above = heap[parent];
      if (!above || !isBefore(entry, above)) break;
      heap[place] = above;
      place = parent;
    }
    heap[place] = entry;
  }

  pop(): T | undefined {
    const heap = this.#heap;
    const [first] = heap;
    const last = heap.pop();
    if (!first || !last || heap.length === 0) return first?.value;
    let place = 0;
    for (;;) {
      const left = heap[2 * place + 1];
      const right = heap[2 * place + 2];
      if (!left) break;
      const takesRight = right !== undefined && isBefore(right, left);
      const child = takesRight ? right : left;
      if (!isBefore(child, last)) break;
      heap[place] = child;
      place = 2 * place + (takesRight ? 2 : 1);
    }
    heap[place] = last;
    return first.value;
  }
}

function isBefore(one: Entry<unknown>, two: Entry<unknown>): boolean {
  if (one.probability !== two.probability) return one.probability > two.probability;
  if (one.steps !== two.steps) return one.steps < two.steps;
  return one.turn > two.turn;
}
