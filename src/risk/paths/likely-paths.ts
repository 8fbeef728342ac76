// The most likely ways to a target: each chain of weaknesses with the product of its probabilities, best first. Ways to the target are walked backwards,
// led by the best chance with which each vertex is reached at all, so that they come in order (Hart, Nilsson and Raphael 1968, on products).
import type { AttackPath, ReachUsed } from '#contracts/index.ts';
import { type ArcGraph, SOURCE } from './arc-graph.ts';
import { BestFirst } from './best-first.ts';
import type { LiveGraph, Target } from './live-graph.ts';

/** Partial ways looked at for one target. */
const MOST_LOOKS = 100_000;

/** Best chance of one way from the source to each vertex. */
export function bestChances({ graph, out }: LiveGraph): Float64Array {
  const best = new Float64Array(graph.vertexCount);
  const done = new Uint8Array(graph.vertexCount);
  const queue = new BestFirst<number>();
  best[SOURCE] = 1;
  queue.push(1, 0, SOURCE);
  for (let begin = queue.pop(); begin !== undefined; begin = queue.pop()) {
    // What follows for certain is as likely: no queue for it.
    const chance = best[begin] ?? 0;
    const stack = done[begin] === 1 ? [] : [begin];
    done[begin] = 1;
    for (let v = stack.pop(); v !== undefined; v = stack.pop()) {
      const end = out.start[v + 1] ?? 0;
      for (let k = out.start[v] ?? 0; k < end; k++) {
        const other = out.far[k] ?? 0;
        if (done[other] === 1) continue;
        const probability = graph.probability[out.arcs[k] ?? 0] ?? 0;
        const found = chance * probability;
        if (probability === 1) {
          best[other] = chance;
          done[other] = 1;
          stack.push(other);
        } else if (found > (best[other] ?? 0)) {
          best[other] = found;
          queue.push(found, 0, other);
        }
      }
    }
  }
  return best;
}

/** The rest of a way, from a vertex to the target. */
interface Rest {
  readonly vertex: number;
  /** Of the weaknesses from here to the target. */
  readonly chance: number;
  readonly steps: number;
  /** The arc to `next`; -1 at the target. */
  readonly arc: number;
  readonly next: Rest | null;
  /** Weaknesses in order, as one key. */
  readonly key: string;
}

/** Up to `most` ways to a target. A way that needs all that another one needs, and more, is left out. */
export function likelyPaths(target: Target, best: Float64Array, live: LiveGraph, most: number): AttackPath[] {
  const { graph, into } = live;
  const queue = new BestFirst<Rest>();
  const found: { weaknesses: Set<number>; path: AttackPath }[] = [];
  const seen = new Set<string>();
  if ((best[target.vertex] ?? 0) > 0)
    queue.push(best[target.vertex] ?? 0, 0, {
      vertex: target.vertex,
      chance: 1,
      steps: 0,
      arc: -1,
      next: null,
      key: '',
    });
  let looks = 0;
  for (let rest = queue.pop(); rest && found.length < most && looks < MOST_LOOKS; rest = queue.pop()) {
    const node = graph.vertices.nodeOf(rest.vertex);
    if (rest.vertex === SOURCE || node >= 0) {
      // The same steps by another edge are the same way.
      const key = `${rest.vertex}:${rest.key}`;
      if (seen.has(key)) continue;
      seen.add(key);
    }
    // Found since it was put in the queue: a way that this one can only add to.
    const weaknesses = weaknessesOf(rest, graph);
    if (found.some((other) => [...other.weaknesses].every((change) => weaknesses.has(change)))) continue;
    if (rest.vertex === SOURCE) {
      found.push({ weaknesses, path: pathOf(rest, graph) });
      continue;
    }
    // Backwards, so that of equals the first arc is taken first.
    for (let k = (into.start[rest.vertex + 1] ?? 0) - 1; k >= (into.start[rest.vertex] ?? 0); k--) {
      looks++;
      const arc = into.arcs[k] ?? 0;
      const vertex = into.far[k] ?? 0;
      if (passes(rest, vertex, graph)) continue;
      const probability = graph.probability[arc] ?? 0;
      const chance = rest.chance * probability;
      const change = graph.change[arc] ?? -1;
      const isStep = change >= 0 && change < graph.weaknesses.length;
      const steps = rest.steps + (isStep ? 1 : 0);
      const key = isStep ? `${change},${rest.key}` : rest.key;
      queue.push(chance * (best[vertex] ?? 0), steps, { vertex, chance, steps, arc, next: rest, key });
    }
  }
  return found.map(({ path }) => path);
}

/** Whether the way has been at a vertex or its node already. */
function passes(rest: Rest, vertex: number, { vertices }: ArcGraph): boolean {
  const node = vertices.nodeOf(vertex);
  const isDirect = node >= 0 && vertices.nodeOf(rest.vertex) === node;
  for (let at: Rest | null = rest; at; at = at.next) {
    if (at.vertex === vertex) return true;
    if (node >= 0 && !isDirect && vertices.nodeOf(at.vertex) === node) return true;
  }
  return false;
}

function arcsOf(rest: Rest): number[] {
  const arcs: number[] = [];
  for (let at: Rest | null = rest; at?.next; at = at.next) arcs.push(at.arc);
  return arcs;
}

function weaknessesOf(rest: Rest, graph: ArcGraph): Set<number> {
  return new Set(
    arcsOf(rest)
      .map((arc) => graph.change[arc] ?? -1)
      .filter((change) => change >= 0 && change < graph.weaknesses.length),
  );
}

function pathOf(rest: Rest, graph: ArcGraph): AttackPath {
  const { nodes } = graph.network;
  const arcs = arcsOf(rest);
  const [first = 0] = arcs;
  const begin = (graph.change[first] ?? -1) < 0 ? nodes[graph.vertices.nodeOf(graph.to[first] ?? 0)] : undefined;
  const steps: AttackPath['steps'] = [];
  let reach: ReachUsed | null = null;
  let time: [number, number] | null = [0, 0];
  for (const arc of arcs) {
    const change = graph.change[arc] ?? -1;
    const placed = graph.weaknesses[change];
    if (change >= graph.weaknesses.length) reach = reachUsed(graph, change - graph.weaknesses.length);
    if (change < 0 || !placed) continue;
    const { id, from, gains, name, finding, facts, time: days } = placed.weakness;
    steps.push({
      node: nodes[placed.node]?.id ?? '',
      by: id,
      from,
      gains,
      reach: from === 'network' ? reach : null,
      ...(name === undefined ? {} : { name }),
      ...(finding === undefined ? {} : { finding }),
      ...(facts === undefined ? {} : { facts }),
    });
    time = time && days ? [time[0] + days[0], time[1] + days[1]] : null;
    reach = null;
  }
  return { probability: rest.chance, entry: begin?.id ?? null, steps, time };
}

/** A reach edge as the document has it, with its place. */
export function reachUsed({ reach }: Pick<ArcGraph, 'reach'>, index: number): ReachUsed {
  const edge = reach[index];
  if (!edge) throw new RangeError(`no reach edge ${index}`);
  const { cost: _, ...kept } = edge;
  return { ...kept, index };
}
