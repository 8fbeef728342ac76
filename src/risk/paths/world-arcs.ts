// The graph as worlds need it: weaknesses with the same effect become one vertex, a gate, so that every arc between vertices works and what fails are gates.
import { type Adjacency, type ArcGraph, adjacency } from './arc-graph.ts';

export interface WorldArcs {
  readonly vertexCount: number;
  /** Gates are vertices from here on; the vertex after the last one is `nowhere`, which never falls. */
  readonly firstGate: number;
  readonly nowhere: number;
  /** Weaknesses of each gate: it works when one of them does. */
  readonly gates: readonly (readonly number[])[];
  /** Gate of each weakness; -1 when none counts. */
  readonly gateOf: Int32Array;
  /** Places of each reach edge among the arcs by tail and by head; -1 when it does not count. */
  readonly placeOut: Int32Array;
  readonly placeInto: Int32Array;
  readonly out: Adjacency;
  readonly into: Adjacency;
  /** Reach edge of each arc of `into`, by its place in the list; -1: another arc. */
  readonly edgeInto: Int32Array;
  /** Vertices that lead to gates alone. */
  readonly beforeGates: Int32Array;
  /** Vertices with a way in, in the order in which a step of an attack passes them. */
  readonly order: Int32Array;
}

/** Makes gates of the weaknesses among `arcs`. */
export function worldArcs(graph: ArcGraph, arcs: Int32Array): WorldArcs {
  const { weaknesses, reach } = graph;
  const firstGate = graph.vertexCount;
  const gateOf = new Int32Array(weaknesses.length).fill(-1);
  const gates: number[][] = [];
  const known = new Map<number, number>();
  const ends: { from: number; to: number }[] = [];
  const plain = new Int32Array(arcs.length);
  let plainCount = 0;
  for (const arc of arcs.toSorted()) {
    const change = graph.change[arc] ?? -1;
    if (change < 0 || change >= weaknesses.length) {
      plain[plainCount++] = arc;
      continue;
    }
    const from = graph.from[arc] ?? 0;
    const to = graph.to[arc] ?? 0;
    const key = from * firstGate + to;
    const gate = known.get(key) ?? gates.length;
    if (gate === gates.length) {
      known.set(key, gate);
      gates.push([]);
      ends.push({ from, to });
    }
    gates[gate]?.push(change);
    gateOf[change] = gate;
  }
  const count = plainCount + 2 * gates.length;
  const tail = new Int32Array(count);
  const head = new Int32Array(count);
  const edge = new Int32Array(count).fill(-1);
  for (let n = 0; n < plainCount; n++) {
    const arc = plain[n] ?? 0;
    tail[n] = graph.from[arc] ?? 0;
    head[n] = graph.to[arc] ?? 0;
    edge[n] = Math.max(-1, (graph.change[arc] ?? -1) - weaknesses.length);
  }
  ends.forEach(({ from, to }, gate) => {
    const n = plainCount + 2 * gate;
    tail[n] = from;
    head[n] = firstGate + gate;
    tail[n + 1] = firstGate + gate;
    head[n + 1] = to;
  });
  const nowhere = firstGate + gates.length;
  const vertexCount = nowhere + 1;
  const out = adjacency(tail, head, { vertexCount });
  const into = adjacency(head, tail, { vertexCount });
  const leadsToGates = (v: number) => out.far.subarray(out.start[v], out.start[v + 1]).every((to) => to >= firstGate);
  return {
    vertexCount,
    firstGate,
    nowhere,
    gates,
    gateOf,
    placeOut: placesOf(out, edge, reach.length),
    placeInto: placesOf(into, edge, reach.length),
    out,
    into,
    edgeInto: into.arcs.map((arc) => edge[arc] ?? -1),
    beforeGates: Int32Array.from(new Set(ends.map(({ from }) => from))).filter(leadsToGates),
    order: orderOf(graph, into, firstGate),
  };
}

function placesOf({ arcs }: Adjacency, edge: Int32Array, edgeCount: number): Int32Array {
  const places = new Int32Array(edgeCount).fill(-1);
  for (let place = 0; place < arcs.length; place++) {
    const of = edge[arcs[place] ?? 0] ?? -1;
    if (of >= 0) places[of] = place;
  }
  return places;
}

function orderOf({ vertices, network, vertexCount }: ArcGraph, { start }: Adjacency, firstGate: number): Int32Array {
  const count = network.nodes.length;
  const all = Int32Array.from({ length: start.length - 1 }, (_, v) => v);
  const steps = [
    all.subarray(vertices.zoneHeld(0), vertexCount),
    all.subarray(vertices.reached(0), vertices.reached(count)),
    all.subarray(firstGate),
    all.subarray(vertices.control(0), vertices.control(count)),
    all.subarray(vertices.fallen(0), vertices.fallen(count)),
  ];
  return Int32Array.from(steps.flatMap((step) => [...step])).filter((v) => (start[v + 1] ?? 0) > (start[v] ?? 0));
}
