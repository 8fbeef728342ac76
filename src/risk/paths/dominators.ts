// Dominators of a directed graph: the vertices that every path from the root to a vertex passes (Cooper, Harvey and Kennedy, A simple, fast dominance
// algorithm, 2001).

export interface Dominators {
  /** Whether every path from the root to `vertex` passes `gate`; of vertices that are not reached, never. */
  dominates(gate: number, vertex: number): boolean;
  /** The vertices that every path to `vertex` passes, from the root to itself. */
  chain(vertex: number): number[];
}

/** Dominators of what `next` reaches from `root`. */
export function dominators(root: number, next: (vertex: number) => Iterable<number>): Dominators {
  const order = depthFirst(root, next);
  const place = new Map(order.map((vertex, n) => [vertex, n]));
  const before: number[][] = order.map(() => []);
  order.forEach((vertex, n) => {
    for (const other of next(vertex)) before[place.get(other) ?? -1]?.push(n);
  });
  // Places in reverse postorder: a dominator stands before what it dominates.
  const above = order.map((_, n): number => (n === 0 ? 0 : -1));
  for (let changed = true; changed; ) {
    changed = false;
    for (let n = 1; n < order.length; n++) {
      let found = -1;
      for (const other of before[n] ?? []) {
        if ((above[other] ?? -1) >= 0) found = found < 0 ? other : meet(above, found, other);
      }
      if (found !== above[n]) {
        above[n] = found;
        changed = true;
      }
    }
  }
  return {
    dominates(gate, vertex) {
      const top = place.get(gate);
      let n = place.get(vertex);
      if (top === undefined || n === undefined) return false;
      while (n > top) n = above[n] ?? 0;
      return n === top;
    },
    chain(vertex) {
      const found = [vertex];
      for (let n = place.get(vertex) ?? 0; n > 0; ) {
        n = above[n] ?? 0;
        found.push(order[n] ?? root);
      }
      return found.reverse();
    },
  };
}

function meet(above: readonly number[], one: number, two: number): number {
  let [a, b] = [one, two];
  while (a !== b) {
    if (a > b) a = above[a] ?? 0;
    else b = above[b] ?? 0;
  }
  return a;
}

/** Reverse postorder, without recursion. */
function depthFirst(root: number, next: (vertex: number) => Iterable<number>): number[] {
  const seen = new Set([root]);
  const done: number[] = [];
  const stack = [{ vertex: root, rest: [...next(root)] }];
  for (let top = stack.at(-1); top; top = stack.at(-1)) {
    const vertex = top.rest.pop();
    if (vertex === undefined) {
      done.push(top.vertex);
      stack.pop();
    } else if (!seen.has(vertex)) {
      seen.add(vertex);
      stack.push({ vertex, rest: [...next(vertex)] });
    }
  }
  return done.reverse();
}
