// All conversations under way, found by their four numbers in a table of chains and kept in order of use, so that memory
// depends on what is open and not on how long the capture is. What is over is kept for a moment, for packets that come late; what
// is idle or too much is ended, and counted.
import type { PacketDecoder } from '#wire/packet/index.ts';
import type { Conversation } from './conversation.ts';
import { UseOrder } from './use-order.ts';

/** Bounds of what is kept. */
export interface ConversationLimits {
  readonly most: number;
  /** Idle for so long (in the time of the capture), a conversation is ended. */
  readonly idleMs: number;
}

export const DEFAULT_LIMITS: ConversationLimits = { most: 100_000, idleMs: 600_000 };

/** How long after its end a conversation still takes what comes late. */
const LINGER_MS = 15_000;
const FIRST_BUCKETS = 1 << 14;

/** The table of conversations. */
export class Conversations {
  readonly #limits: ConversationLimits;
  readonly #onEnd: (conversation: Conversation) => void;
  #buckets: (Conversation | null)[] = emptyBuckets(FIRST_BUCKETS);
  readonly #open = new UseOrder();
  readonly #over = new UseOrder();
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
    if (this.size >= this.#limits.most) this.#makeRoom();
    if (this.size >= this.#buckets.length) this.#grow();
    const at = conversation.hash & (this.#buckets.length - 1);
    conversation.chain = this.#buckets[at] ?? null;
    this.#buckets[at] = conversation;
    this.size++;
    this.#latest = conversation;
    this.#open.push(conversation);
  }

  /** What is over goes first; what is still open is counted. */
  #makeRoom(): void {
    if (this.#over.oldest !== null) this.end(this.#over.oldest);
    else if (this.#open.oldest !== null) this.evict(this.#open.oldest);
  }

  /** Notes that something was said; ends what was silent for too long. */
  touch(conversation: Conversation, atMs: number): void {
    const order = conversation.isOver ? this.#over : this.#open;
    // Once a second is enough for the order.
    if (atMs - conversation.lastMs > 1000 && order.newest !== conversation) {
      order.remove(conversation);
      order.push(conversation);
    }
    if (atMs > conversation.lastMs) conversation.lastMs = atMs;
    this.#endSilent(this.#open.oldest, conversation, atMs - this.#limits.idleMs);
    this.#endSilent(this.#over.oldest, conversation, atMs - LINGER_MS);
  }

  #endSilent(oldest: Conversation | null, speaking: Conversation, sinceMs: number): void {
    if (oldest !== null && oldest !== speaking && oldest.lastMs < sinceMs) this.end(oldest);
  }

  /** Nothing more is expected of a conversation. */
  retire(conversation: Conversation): void {
    if (conversation.isOver) return;
    this.#open.remove(conversation);
    conversation.isOver = true;
    this.#over.push(conversation);
  }

  /** Ends a conversation for want of room. */
  evict(conversation: Conversation): void {
    this.evicted++;
    this.end(conversation);
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
    (conversation.isOver ? this.#over : this.#open).remove(conversation);
    this.#onEnd(conversation);
  }

  /** Ends everything, what is over and what was silent longest first. */
  endAll(): void {
    for (const order of [this.#over, this.#open]) {
      for (let oldest = order.oldest; oldest !== null; oldest = order.oldest) this.end(oldest);
    }
  }

  /** Every conversation, what is over and what was silent longest first; the one at hand may be ended. */
  *all(): Generator<Conversation> {
    for (const order of [this.#over, this.#open]) {
      for (let each = order.oldest; each !== null; ) {
        const next: Conversation | null = each.newer;
        yield each;
        each = next;
      }
    }
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
