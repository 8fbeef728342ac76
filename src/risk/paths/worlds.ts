// Many worlds at once: in each, every weakness works or does not, and what falls spreads along the arcs until nothing more falls. A number of 32 bits
// holds one vertex in 32 worlds. The spread follows what is new; where very much is new at once, each vertex looks back instead and stops as soon
// as it has fallen in every world in which it can (Beamer, Asanovic and Patterson, Direction-optimizing breadth-first search, 2012).
import { type ArcGraph, SOURCE } from './arc-graph.ts';
import { type DrawKey, drawKey, drawnWorlds } from './draws.ts';
import { type WorldArcs, worldArcs } from './world-arcs.ts';

/** Worlds of one word. */
export const WORD = 32;

/** A part of a way in one world: a reach edge by its place in the list, or a gate as `edgeCount` + its number. */
export type Part = number;

/** Looking back at all vertices is taken for as much work as following this share of the arcs. */
const LOOK_BACK_SHARE = 1 / 6;

/** Spreads word after word; what it says of vertices is of the word that was spread last. */
export class Worlds {
  readonly wordCount: number;
  readonly edgeCount: number;
  readonly arcs: WorldArcs;
  readonly twins: ArcGraph['twins'];
  readonly #probability: Float64Array;
  readonly #keys: readonly DrawKey[];
  /** Whether each gate works, word by word; drawn when it is first asked for. */
  readonly #gateWords: Int32Array;
  readonly #isDrawn: Uint8Array;
  readonly #mended = new Set<number>();
  /** Ends of the reach edges that were taken out. */
  readonly #taken = new Map<number, { tail: number; head: number }>();
  /** Worlds in which a vertex fell, and in which it could and has not. */
  readonly #held: Int32Array;
  readonly #open: Int32Array;
  /** What of `held` was not followed yet. */
  readonly #fresh: Int32Array;
  readonly #queue: Int32Array;
  /** When a vertex fell, and in which worlds then, up to 32 times; what made it fall has a lower number. */
  readonly #turns: Int32Array;
  readonly #fallen: Int32Array;
  readonly #times: Uint8Array;
  readonly #walked: Int32Array;
  /** Supports of vertices, as `needs` found them in this word. */
  #supports: Supports | null = null;

  /** `arcs`: those of the graph that count. */
  constructor(graph: ArcGraph, arcs: Int32Array, options: { seed: number; wordCount: number }) {
    this.wordCount = options.wordCount;
    this.edgeCount = graph.reach.length;
    this.arcs = worldArcs(graph, arcs);
    this.twins = graph.twins;
    this.#probability = Float64Array.from(graph.weaknesses, ({ weakness }) => weakness.probability);
    this.#keys = graph.weaknesses.map(({ weakness }) => drawKey(options.seed, weakness.id));
    const { vertexCount, gates } = this.arcs;
    this.#gateWords = new Int32Array(gates.length * options.wordCount);
    this.#isDrawn = new Uint8Array(options.wordCount);
    this.#held = new Int32Array(vertexCount);
    this.#open = new Int32Array(vertexCount);
    this.#fresh = new Int32Array(vertexCount);
    this.#queue = new Int32Array(vertexCount);
    this.#turns = new Int32Array(vertexCount * WORD);
    this.#fallen = new Int32Array(vertexCount * WORD);
    this.#times = new Uint8Array(vertexCount);
    this.#walked = new Int32Array(vertexCount);
  }

  /** In which worlds of a word a weakness works, whether or not it was mended. */
  drawn(weakness: number, word: number): number {
    const key = this.#keys[weakness];
    return key ? drawnWorlds(key, word, this.#probability[weakness] ?? 0) : 0;
  }

  /** In which worlds of a word a gate works by this weakness alone. */
  alone(weakness: number, word: number): number {
    let works = this.drawn(weakness, word);
    for (const other of this.arcs.gates[this.arcs.gateOf[weakness] ?? -1] ?? []) {
      if (other !== weakness && !this.#mended.has(other)) works &= ~this.drawn(other, word);
    }
    return works;
  }

  /** In which worlds of a word something could come of a reach edge: a weakness behind it works. */
  edgeMatters(edge: number, word: number): number {
    const { placeOut, out, firstGate, gates } = this.arcs;
    const place = placeOut[edge] ?? -1;
    if (place < 0) return 0;
    this.#drawWord(word);
    const head = out.far[place] ?? 0;
    let works = 0;
    for (let k = out.start[head] ?? 0; k < (out.start[head + 1] ?? 0); k++) {
      const gate = (out.far[k] ?? 0) - firstGate;
      if (gate < 0) return -1;
      works |= this.#gateWords[word * gates.length + gate] ?? 0;
    }
    return works;
  }

  /** Takes a reach edge out, or puts it back. */
  setEdge(edge: number, isThere: boolean): void {
    const { placeOut, placeInto, out, into, nowhere } = this.arcs;
    const [byTail = -1, byHead = -1] = [placeOut[edge], placeInto[edge]];
    const taken = this.#taken.get(edge);
    if (byTail < 0 || isThere === (taken === undefined)) return;
    if (taken) this.#taken.delete(edge);
    else this.#taken.set(edge, { tail: into.far[byHead] ?? 0, head: out.far[byTail] ?? 0 });
    out.far[byTail] = taken?.head ?? nowhere;
    into.far[byHead] = taken?.tail ?? nowhere;
  }

  /** Mends a weakness, or has it back. */
  setWeakness(weakness: number, isThere: boolean): void {
    if (isThere) this.#mended.delete(weakness);
    else this.#mended.add(weakness);
    this.#drawAgain(weakness);
  }

  /** Gives a weakness another probability. */
  setProbability(weakness: number, probability: number): void {
    this.#probability[weakness] = probability;
    this.#drawAgain(weakness);
  }

  #drawAgain(weakness: number): void {
    const gate = this.arcs.gateOf[weakness] ?? -1;
    for (let word = 0; word < this.wordCount && gate >= 0; word++) {
      if (this.#isDrawn[word] === 1) this.#drawGate(gate, word);
    }
  }

  #drawWord(word: number): void {
    if (this.#isDrawn[word] === 1) return;
    this.#isDrawn[word] = 1;
    for (let gate = 0; gate < this.arcs.gates.length; gate++) this.#drawGate(gate, word);
  }

  #drawGate(gate: number, word: number): void {
    let works = 0;
    for (const weakness of this.arcs.gates[gate] ?? []) {
      if (!this.#mended.has(weakness)) works |= this.drawn(weakness, word);
    }
    this.#gateWords[word * this.arcs.gates.length + gate] = works;
  }

  /** Lets everything fall that falls in the 32 worlds of a word. */
  spread(word: number): void {
    this.#drawWord(word);
    const { gates, firstGate } = this.arcs;
    this.#open.fill(-1);
    this.#open.set(this.#gateWords.subarray(word * gates.length, (word + 1) * gates.length), firstGate);
    this.#begin(-1);
    this.#follow(1);
  }

  /** The same in up to 32 worlds from any words: world `n` of all is bit `n % 32` of word `n / 32`, and bit `i` of what is said afterwards is `worlds[i]`. */
  spreadPicked(worlds: Int32Array): void {
    const { gates, firstGate } = this.arcs;
    const open = this.#open;
    const mask = worlds.length === WORD ? -1 : 2 ** worlds.length - 1;
    open.fill(mask);
    open.fill(0, firstGate, firstGate + gates.length);
    for (let i = 0; i < worlds.length; i++) {
      const world = worlds[i] ?? 0;
      const word = world >>> 5;
      const bit = world & 31;
      this.#drawWord(word);
      const row = word * gates.length;
      for (let gate = 0; gate < gates.length; gate++) {
        const works = ((this.#gateWords[row + gate] ?? 0) >>> bit) & 1;
        open[firstGate + gate] = (open[firstGate + gate] ?? 0) | (works << i);
      }
    }
    this.#begin(mask);
    this.#follow(1);
  }

  /**
   * Follows what comes of a change that was taken back, in all worlds of a word. `fallen` has for each vertex the worlds in which it fell, perhaps too many
   * of them, but then with all that comes of it; it is brought up to date in the same sense.
   */
  extend(word: number, fallen: Int32Array, begin: readonly number[]): void {
    this.#drawWord(word);
    const { gates, firstGate, into } = this.arcs;
    const open = this.#open.fill(-1);
    open.set(this.#gateWords.subarray(word * gates.length, (word + 1) * gates.length), firstGate);
    this.#begin(-1);
    for (let v = 0; v < open.length; v++) open[v] = (open[v] ?? 0) & ~(fallen[v] ?? 0);
    this.#held.set(fallen);
    this.#fresh[SOURCE] = 0;
    let waiting = 0;
    for (const v of begin) {
      let reached = 0;
      for (let k = into.start[v] ?? 0; k < (into.start[v + 1] ?? 0); k++) reached |= this.#held[into.far[k] ?? 0] ?? 0;
      const falls = reached & (open[v] ?? 0);
      if (falls === 0) continue;
      open[v] = (open[v] ?? 0) & ~falls;
      this.#held[v] = (this.#held[v] ?? 0) | falls;
      this.#fresh[v] = falls;
      this.#queue[waiting++] = v;
    }
    this.#follow(waiting);
    fallen.set(this.#held);
  }

  /** What each vertex fell in, as it is after a spread. */
  get fallen(): Int32Array {
    return this.#held;
  }

  /** Vertices at which something may begin when a weakness is had back. */
  beginningsOfWeakness(weakness: number): number[] {
    const { gateOf, firstGate, into } = this.arcs;
    const gate = gateOf[weakness] ?? -1;
    if (gate < 0) return [];
    return [into.far[into.start[firstGate + gate] ?? 0] ?? SOURCE, firstGate + gate].filter((v) => v !== SOURCE);
  }

  /** The vertex that a reach edge leads to, while it is there. */
  beginningsOfEdge(edge: number): number[] {
    const place = this.arcs.placeOut[edge] ?? -1;
    return place < 0 ? [] : [this.arcs.out.far[place] ?? 0];
  }

  /** Follows what is fresh, from the first `waiting` vertices of the queue. */
  #follow(begun: number): void {
    const { start, far } = this.arcs.out;
    const held = this.#held;
    const open = this.#open;
    const fresh = this.#fresh;
    const queue = this.#queue;
    const turns = this.#turns;
    const fallen = this.#fallen;
    const times = this.#times;
    const most = far.length * LOOK_BACK_SHARE;
    let turn = 0;
    let first = 0;
    let waiting = begun;
    /** Arcs out of what waits. */
    let work = 0;
    // A vertex stands in the queue once at most, so the ring never overruns.
    while (waiting > 0) {
      if (work > most) {
        ({ turn, waiting, work } = this.#lookBack(turn));
        first = 0;
        continue;
      }
      const v = queue[first] ?? 0;
      first = first + 1 === queue.length ? 0 : first + 1;
      waiting--;
      turn++;
      const bits = fresh[v] ?? 0;
      fresh[v] = 0;
      const end = start[v + 1] ?? 0;
      const begin = start[v] ?? 0;
      work -= end - begin;
      for (let k = begin; k < end; k++) {
        const h = far[k] ?? 0;
        const falls = bits & (open[h] ?? 0);
        if (falls === 0) continue;
        open[h] = (open[h] ?? 0) ^ falls;
        held[h] = (held[h] ?? 0) | falls;
        const before = fresh[h] ?? 0;
        fresh[h] = before | falls;
        if (before === 0) {
          const last = first + waiting;
          queue[last >= queue.length ? last - queue.length : last] = h;
          waiting++;
          work += (start[h + 1] ?? 0) - (start[h] ?? 0);
        }
        const slot = h * WORD + (times[h] ?? 0);
        times[h] = (times[h] ?? 0) + 1;
        turns[slot] = turn;
        fallen[slot] = falls;
      }
    }
  }

  /** Each vertex that could fall in more worlds looks whether it does; what fell thereby is put in the queue, in place of all that was in it. */
  #lookBack(begun: number): { turn: number; waiting: number; work: number } {
    const { into, out, order } = this.arcs;
    const { start, far } = into;
    const held = this.#held;
    const open = this.#open;
    const fresh = this.#fresh.fill(0);
    const queue = this.#queue;
    const turns = this.#turns;
    const fallen = this.#fallen;
    const times = this.#times;
    let [turn, waiting, work] = [begun, 0, 0];
    for (let n = 0; n < order.length; n++) {
      const v = order[n] ?? 0;
      const missing = open[v] ?? 0;
      if (missing === 0) continue;
      let left = missing;
      const end = start[v + 1] ?? 0;
      for (let k = start[v] ?? 0; k < end && left !== 0; k++) left &= ~(held[far[k] ?? 0] ?? 0);
      const falls = missing ^ left;
      if (falls === 0) continue;
      turn++;
      open[v] = left;
      held[v] = (held[v] ?? 0) | falls;
      fresh[v] = falls;
      queue[waiting++] = v;
      work += (out.start[v + 1] ?? 0) - (out.start[v] ?? 0);
      const slot = v * WORD + (times[v] ?? 0);
      times[v] = (times[v] ?? 0) + 1;
      turns[slot] = turn;
      fallen[slot] = falls;
    }
    return { turn, waiting, work };
  }

  /** Puts the source at the start of the queue; `open` has what could fall, but for the vertices before gates. */
  #begin(mask: number): void {
    const { nowhere, beforeGates, out } = this.arcs;
    const open = this.#open;
    open[nowhere] = 0;
    for (const v of beforeGates) {
      let works = 0;
      for (let k = out.start[v] ?? 0; k < (out.start[v + 1] ?? 0); k++) works |= open[out.far[k] ?? 0] ?? 0;
      open[v] = works;
    }
    open[SOURCE] = 0;
    this.#held.fill(0);
    this.#held[SOURCE] = mask;
    this.#fresh[SOURCE] = mask;
    this.#queue[0] = SOURCE;
    this.#times.fill(0);
    this.#walked.fill(0);
    this.#supports?.known.fill(0);
  }

  /** When a vertex fell in a world (a bit of the word); 0 for the source. */
  #turnOf(vertex: number, bit: number): number {
    const begin = vertex * WORD;
    const end = begin + (this.#times[vertex] ?? 0);
    for (let slot = begin; slot < end; slot++) {
      if (((this.#fallen[slot] ?? 0) & bit) !== 0) return this.#turns[slot] ?? 0;
    }
    return 0;
  }

  /** In which worlds a vertex fell. */
  fell(vertex: number): number {
    return this.#held[vertex] ?? 0;
  }

  /**
   * One way to a vertex for each of the worlds `bits`, told part by part. A way that runs into one that was told since the last spread is not told
   * again from there.
   */
  trace(vertex: number, bits: number, tell: (part: Part, bit: number) => void): void {
    const { firstGate, into, edgeInto } = this.arcs;
    const { start, far } = into;
    const walked = this.#walked;
    const held = this.#held;
    for (let rest = bits; rest !== 0; rest &= rest - 1) {
      const bit = rest & -rest;
      let v = vertex;
      while (v !== SOURCE && ((walked[v] ?? 0) & bit) === 0) {
        walked[v] = (walked[v] ?? 0) | bit;
        if (v >= firstGate) tell(this.edgeCount + v - firstGate, bit);
        const turn = this.#turnOf(v, bit);
        let k = start[v] ?? 0;
        let u = far[k] ?? 0;
        while (((held[u] ?? 0) & bit) === 0 || this.#turnOf(u, bit) >= turn) u = far[++k] ?? 0;
        const edge = edgeInto[k] ?? -1;
        if (edge >= 0) tell(edge, bit);
        v = u;
      }
    }
  }

  /**
   * The parts of one way to a vertex without which it may not fall, for each of the worlds `bits`. A part is left out when a vertex behind it
   * has another support that fell before the part did, and so without it. Gives how many vertices were passed.
   */
  needs(vertex: number, bits: number, tell: (part: Part, bit: number) => void): number {
    let passed = 0;
    const { firstGate, into, edgeInto, vertexCount } = this.arcs;
    const { far } = into;
    this.#supports ??= {
      known: new Int32Array(vertexCount),
      place: new Int32Array(vertexCount * WORD),
      second: new Int32Array(vertexCount * WORD),
    };
    const supports = this.#supports;
    for (let rest = bits; rest !== 0; rest &= rest - 1) {
      const bit = rest & -rest;
      let other = Number.POSITIVE_INFINITY;
      for (let v = vertex; v !== SOURCE; ) {
        passed++;
        const turn = this.#turnOf(v, bit);
        if (v >= firstGate && other >= turn) tell(this.edgeCount + v - firstGate, bit);
        const slot = v * WORD + 31 - Math.clz32(bit);
        if (((supports.known[v] ?? 0) & bit) === 0) this.#findSupports(v, bit, supports);
        const place = supports.place[slot] ?? 0;
        const second = supports.second[slot] ?? 0;
        if (second < turn && second < other) other = second;
        const edge = edgeInto[place] ?? -1;
        if (edge >= 0 && other >= turn) tell(edge, bit);
        v = far[place] ?? SOURCE;
      }
    }
    return passed;
  }

  /** Of what made a vertex fall in a world, the first by its place among the arcs, and when the second fell; the turn of the vertex when none did. */
  #findSupports(v: number, bit: number, supports: Supports): void {
    const { start, far } = this.arcs.into;
    const turn = this.#turnOf(v, bit);
    let place = -1;
    let earliest = turn;
    let second = turn;
    const end = start[v + 1] ?? 0;
    for (let k = start[v] ?? 0; k < end; k++) {
      const u = far[k] ?? 0;
      if (((this.#held[u] ?? 0) & bit) === 0) continue;
      const fell = this.#turnOf(u, bit);
      if (fell < earliest) {
        second = earliest;
        earliest = fell;
        place = k;
      } else if (fell < second) second = fell;
    }
    const slot = v * WORD + 31 - Math.clz32(bit);
    supports.place[slot] = place;
    supports.second[slot] = second;
    supports.known[v] = (supports.known[v] ?? 0) | bit;
  }
}

interface Supports {
  /** Worlds in which the others hold. */
  readonly known: Int32Array;
  readonly place: Int32Array;
  readonly second: Int32Array;
}
