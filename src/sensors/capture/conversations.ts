// All conversations under way, found by their four numbers in a table of chains and kept in order of use, so that memory
// depends on what is open and not on how long the capture is. What is idle or too much is ended, and counted.
import type { PacketDecoder } from '#wire/packet/index.ts';
import type { Conversation } from './conversation.ts';

/** Bounds of what is kept. */
export interface ConversationLimits {
  readonly most: number;
  /** Idle for so long (in the time of the capture), a conversation is ended. */
  readonly idleMs: number;
}

export const DEFAULT_LIMITS: ConversationLimits = { most: 100_000, idleMs: 600_000 };

const FIRST_BUCKETS = 1 << 14;

/** The table of conversations. */
export class Conversations {
  readonly #limits: ConversationLimits;
  readonly #onEnd: (conversation: Conversation) => void;
  #buckets: (Conversation | null)[] = emptyBuckets(FIRST_BUCKETS);
  #newest: Conversation | null = null;
  #oldest: Conversation | null = null;
  #latest: Conversation | null = null;
  size = 0;
  /** Conversations that were ended for want of room. */
  evicted = 0;

  constructor(onEnd: (conversation: Conversation) => void, limits: ConversationLimits = DEFAULT_LIMITS) {
    this.#onEnd = onEnd;
    this.#limits = limits;
  }

  /** The conversation of a packet, or null. */
  find(packet: PacketDecoder, protocol: number, hash: number): Conversation | null {
    const latest = this.#latest;
    if (latest !== null && latest.hash === hash && latest.sideOf(packet, protocol) !== -1) return latest;
    let found = this.#buckets[hash & (this.#buckets.length - 1)] ?? null;
    while (found !== null && (found.hash !== hash || found.sideOf(packet, protocol) === -1)) found = found.chain;
    if (found !== null) this.#latest = found;
    return found;
  }

  add(conversation: Conversation): void {
    if (this.size >= this.#limits.most && this.#oldest !== null) {
      this.evicted++;
      this.end(this.#oldest);
    }
    if (this.size >= this.#buckets.length) this.#grow();
    const at = conversation.hash & (this.#buckets.length - 1);
    conversation.chain = this.#buckets[at] ?? null;
    this.#buckets[at] = conversation;
    this.size++;
    this.#latest = conversation;
    this.#pushNewest(conversation);
  }

  /** Notes that something was said; ends what was silent for too long. */
  touch(conversation: Conversation, atMs: number): void {
    // Once a second is enough for the order.
    if (atMs - conversation.lastMs > 1000 && this.#newest !== conversation) {
      this.#unlink(conversation);
      this.#pushNewest(conversation);
    }
    if (atMs > conversation.lastMs) conversation.lastMs = atMs;
    const oldest = this.#oldest;
    if (oldest !== null && oldest !== conversation && atMs - oldest.lastMs > this.#limits.idleMs) this.end(oldest);
  }

  /** Takes a conversation out and says so. */
  end(conversation: Conversation): void {
    const at = conversation.hash & (this.#buckets.length - 1);
    let before: Conversation | null = null;
    let here = this.#buckets[at] ?? null;
    while (here !== null && here !== conversation) {
      before = here;
      here = here.chain;
    }
    if (here === null) return;
    if (before === null) this.#buckets[at] = here.chain;
    else before.chain = here.chain;
    this.size--;
    if (this.#latest === conversation) this.#latest = null;
    this.#unlink(conversation);
    this.#onEnd(conversation);
  }

  /** Ends everything, the oldest first. */
  endAll(): void {
    for (let oldest = this.#oldest; oldest !== null; oldest = this.#oldest) this.end(oldest);
  }

  /** Bytes that wait for holes to be filled, in all conversations. */
  held(): number {
    let held = 0;
    for (let each = this.#oldest; each !== null; each = each.newer) held += each.held;
    return held;
  }

  /** The conversation that holds most of them. */
  heaviest(): Conversation | null {
    let heaviest: Conversation | null = null;
    for (let each = this.#oldest; each !== null; each = each.newer) {
      if (each.held > (heaviest?.held ?? 0)) heaviest = each;
    }
    return heaviest;
  }

  #pushNewest(conversation: Conversation): void {
    conversation.older = this.#newest;
    conversation.newer = null;
    if (this.#newest !== null) this.#newest.newer = conversation;
    this.#newest = conversation;
    this.#oldest ??= conversation;
  }

  #unlink(conversation: Conversation): void {
    const { newer, older } = conversation;
    if (newer === null) this.#newest = older;
    else newer.older = older;
    if (older === null) this.#oldest = newer;
    else older.newer = newer;
    conversation.newer = null;
    conversation.older = null;
  }

  #grow(): void {
    const old = this.#buckets;
    this.#buckets = emptyBuckets(old.length * 2);
    for (const first of old) {
      for (let each = first; each !== null; ) {
        const next = each.chain;
        const at = each.hash & (this.#buckets.length - 1);
        each.chain = this.#buckets[at] ?? null;
        this.#buckets[at] = each;
        each = next;
      }
    }
  }
}

/** A hash of a packet's ends that is the same in both directions. */
export function endsHash(packet: PacketDecoder, protocol: number): number {
  const source = packet.v6 ? packet.s0 ^ packet.s1 ^ packet.s2 ^ Math.imul(packet.s3, 31) : packet.s0;
  const target = packet.v6 ? packet.d0 ^ packet.d1 ^ packet.d2 ^ Math.imul(packet.d3, 31) : packet.d0;
  const ends =
    Math.imul(source ^ (packet.sourcePort << 7), 0x9e3779b1) + Math.imul(target ^ (packet.targetPort << 7), 0x9e3779b1);
  const mixed = Math.imul(ends ^ (ends >>> 15), 0x85ebca6b) ^ protocol;
  return (mixed ^ (mixed >>> 13)) & 0x7fffffff;
}

function emptyBuckets(length: number): (Conversation | null)[] {
  return Array.from({ length }, () => null);
}
