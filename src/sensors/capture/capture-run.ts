// One pass over captured packets: each finds its conversation, TCP comes back in order, dissectors learn from it. Memory depends on
// what is open, not on how much has passed.

import type { MacRegistry } from '#knowledge/index.ts';
import { sentByClient } from '#sensors/intake/index.ts';
import { CARRIES, macText, PacketDecoder } from '#wire/packet/index.ts';
import type { CapturedPacket } from '#wire/pcap/index.ts';
import { CapturedSide, Conversation, type Recognize, TCP, UDP } from './conversation.ts';
import { Conversations, DEFAULT_LIMITS, endsHash } from './conversations.ts';
import type { Datagram, DatagramProtocol, Ending, Side } from './dissector.ts';
import { readNeighbor } from './neighbors/read-neighbor.ts';
import { DATAGRAM_PROTOCOLS, STREAM_PROTOCOLS } from './protocols.ts';
import { Seen } from './seen.ts';

const FIN = 1;
const SYN = 2;
const RST = 4;
const ACK = 16;
/** Bytes that all conversations together may hold; when it is more, the silent ones give up theirs until it is a quarter less. */
const MAX_HELD = 64 << 20;
const ENOUGH_HELD = 48 << 20;
/** Chunks in which a protocol must show itself. */
const MOST_TRIES = 6;
const MAX_HEAD = 64;

/** What was counted besides the facts. */
export interface CaptureCounts {
  packets: number;
  bytes: number;
  /** Packets that carry nothing that is read. */
  unread: number;
  conversations: number;
  evicted: number;
  gaps: number;
  firstMs: number | null;
  lastMs: number | null;
}

/** Reads packets one by one; `finish` ends what is open. */
export class CaptureRun {
  readonly seen: Seen;
  readonly counts: CaptureCounts = {
    packets: 0,
    bytes: 0,
    unread: 0,
    conversations: 0,
    evicted: 0,
    gaps: 0,
    firstMs: null,
    lastMs: null,
  };
  /** Conversations by protocol. */
  readonly protocols: Record<string, number> = {};
  readonly #decoder = new PacketDecoder();
  readonly #conversations: Conversations;
  #held = 0;
  readonly #byPort = new Map<number, DatagramProtocol[]>();
  readonly #recognize: Recognize = (...first) => this.#recognizeFirst(...first);

  constructor(limits = DEFAULT_LIMITS, registry?: MacRegistry) {
    this.seen = new Seen(registry);
    this.#conversations = new Conversations((conversation) => this.#ended(conversation), limits);
    for (const protocol of DATAGRAM_PROTOCOLS) {
      for (const port of protocol.ports) this.#byPort.set(port, [...(this.#byPort.get(port) ?? []), protocol]);
    }
  }

  /** Distinct statements so far. */
  get size(): number {
    return this.seen.observations.size;
  }

  /** Bytes that conversations hold back or keep. */
  get held(): number {
    return this.#held;
  }

  /** Reads a packet; it is not kept. */
  packet(packet: CapturedPacket): void {
    const { counts, seen } = this;
    const decoder = this.#decoder;
    const { atMs, bytes, start, end } = packet;
    counts.packets++;
    counts.bytes += end - start;
    if (counts.firstMs === null || atMs < counts.firstMs) counts.firstMs = atMs;
    if (counts.lastMs === null || atMs > counts.lastMs) counts.lastMs = atMs;
    seen.nowMs = atMs;
    const carries = decoder.decode(packet.linkType, bytes, start, end, atMs);
    if (carries === CARRIES.tcp) this.#tcp(atMs);
    else if (carries === CARRIES.udp) this.#udp(atMs);
    else if (carries === CARRIES.arp || carries === CARRIES.lldp || carries === CARRIES.cdp) {
      if (!readNeighbor(carries, decoder, seen, atMs)) counts.unread++;
    } else counts.unread++;
  }

  /** Ends every conversation and draws the conclusions that only the whole allows. */
  finish(): void {
    this.#conversations.endAll();
    this.counts.evicted = this.#conversations.evicted;
    if (this.counts.lastMs !== null) this.seen.nowMs = this.counts.lastMs;
    this.seen.conclude();
  }

  #tcp(atMs: number): void {
    const decoder = this.#decoder;
    const { flags } = decoder;
    const hash = endsHash(decoder, TCP);
    let conversation = this.#conversations.find(decoder, TCP, hash);
    if (conversation !== null && (flags & (SYN | ACK)) === SYN && this.#isNew(conversation)) {
      this.#conversations.end(conversation);
      conversation = null;
    }
    if (conversation === null) {
      if ((flags & RST) !== 0 || (decoder.end === decoder.start && decoder.missing === 0 && (flags & SYN) === 0))
        return;
      conversation = this.#open(TCP, hash, this.#isFromClient(flags), atMs);
    }
    this.#conversations.touch(conversation, atMs);
    const side = conversation.sideOf(decoder, TCP);
    if (side === -1) return;
    this.#segment(conversation, side);
  }

  /** A connection attempt on ports that were used before: over, or begun with another number. */
  #isNew(conversation: Conversation): boolean {
    if (conversation.ended !== 'open') return true;
    const isn = conversation.isn;
    // An opening that comes late, in a capture out of order, is its own and no other.
    return isn !== null && isn[0] !== 0 && isn[0] !== this.#decoder.seq && conversation.clientSpoke > 0;
  }

  #open(protocol: number, hash: number, fromClient: boolean, atMs: number): Conversation {
    const conversation = new Conversation(this.#decoder, protocol, hash, fromClient, atMs);
    this.#conversations.add(conversation);
    this.counts.conversations++;
    return conversation;
  }

  #isFromClient(flags: number): boolean {
    if ((flags & SYN) !== 0) return (flags & ACK) === 0;
    const { sourcePort, targetPort } = this.#decoder;
    return sentByClient(sourcePort, targetPort);
  }

  #segment(conversation: Conversation, side: Side): void {
    const decoder = this.#decoder;
    const { flags, bytes, start, end, missing, seq } = decoder;
    if ((flags & SYN) !== 0) {
      conversation.begun = true;
      conversation.isn ??= [0, 0];
      conversation.isn[side] = seq;
      if (side === 1) {
        conversation.answered = true;
        this.#mac(conversation, side);
      }
      conversation.sides?.[side].tcp.begin(seq);
      return;
    }
    if ((flags & RST) !== 0) {
      if (conversation.ended === 'open') conversation.ended = 'reset';
      this.#conversations.retire(conversation);
      // What was said before may still come, in a capture out of order; nothing is answered any more.
      return;
    }
    if (end > start || missing > 0) {
      const sides = conversation.sides ?? this.#order(conversation);
      if (side === 0) {
        if (conversation.clientSpoke++ === 0) this.#mac(conversation, 0);
      } else if (conversation.serverSpoke++ === 0) {
        conversation.answered = true;
        this.#mac(conversation, 1);
      }
      const captured = sides[side];
      captured.tcp.segment(seq, bytes, start, end, missing, captured);
    }
    if ((flags & ACK) !== 0 && conversation.sides !== null) {
      const other = conversation.sides[side === 0 ? 1 : 0];
      if (other.tcp.held > 0) other.tcp.acknowledged(decoder.ack, other);
    }
    if ((flags & FIN) !== 0) {
      const sides = conversation.sides ?? this.#order(conversation);
      sides[side].tcp.finished = true;
      if (sides[0].tcp.finished && sides[1].tcp.finished) {
        if (conversation.ended === 'open') conversation.ended = 'closed';
        this.#conversations.retire(conversation);
      }
    }
    if (conversation.sides !== null) this.#count(conversation);
  }

  #order(conversation: Conversation): [CapturedSide, CapturedSide] {
    const sides: [CapturedSide, CapturedSide] = [
      new CapturedSide(conversation, 0, this.#recognize),
      new CapturedSide(conversation, 1, this.#recognize),
    ];
    conversation.sides = sides;
    const { isn } = conversation;
    if (isn !== null) {
      // Of a side whose opening was not captured the number is 0 here, and its first segment tells.
      if (isn[0] !== 0) sides[0].tcp.begin(isn[0]);
      if (isn[1] !== 0) sides[1].tcp.begin(isn[1]);
    }
    return sides;
  }

  #recognizeFirst(conversation: Conversation, side: Side, bytes: Uint8Array, start: number, end: number): void {
    const waiting = conversation.head?.[side];
    const isJoined = waiting !== undefined && waiting.length > 0;
    const whole = isJoined ? Buffer.concat([waiting, bytes.subarray(start, end)]) : bytes;
    const from = isJoined ? 0 : start;
    const to = isJoined ? whole.length : end;
    const { serverPort, begun } = conversation;
    const first = { side, bytes: whole, start: from, end: to, serverPort, begun };
    let isOpen = false;
    for (const protocol of STREAM_PROTOCOLS) {
      const answer = protocol.recognizes(first);
      if (answer === 'more') isOpen = true;
      if (answer !== 'yes') continue;
      conversation.spoken = protocol.name;
      const dissector = protocol.dissect(conversation, this.seen);
      conversation.dissector = dissector;
      // What the other side said before goes first.
      const other = conversation.head?.[side === 0 ? 1 : 0];
      conversation.head = null;
      if (other && other.length > 0) dissector.data(side === 0 ? 1 : 0, other, 0, other.length);
      dissector.data(side, whole, from, to);
      return;
    }
    conversation.tries++;
    if (isOpen && to - from <= MAX_HEAD) {
      conversation.head ??= [new Uint8Array(0), new Uint8Array(0)];
      conversation.head[side] = whole.slice(from, to);
      return;
    }
    if (begun || conversation.tries >= MOST_TRIES) {
      if (conversation.clientSpoke > 0 && conversation.serverSpoke > 0 && conversation.tries >= 2) {
        conversation.spoken = '';
        conversation.head = null;
      }
    }
  }

  #udp(atMs: number): void {
    const decoder = this.#decoder;
    const hash = endsHash(decoder, UDP);
    let conversation = this.#conversations.find(decoder, UDP, hash);
    conversation ??= this.#open(UDP, hash, this.#isFromClient(0), atMs);
    this.#conversations.touch(conversation, atMs);
    const side = conversation.sideOf(decoder, UDP);
    if (side === -1) return;
    if (side === 0) {
      if (conversation.clientSpoke++ === 0) this.#mac(conversation, 0);
    } else if (conversation.serverSpoke++ === 0) {
      conversation.answered = true;
      this.#mac(conversation, 1);
      this.#conversations.retire(conversation);
    }
    const protocols = this.#byPort.get(conversation.serverPort) ?? this.#byPort.get(conversation.clientPort);
    if (!protocols) return;
    const { bytes, start, end } = decoder;
    const datagram: Datagram = { conversation, side, bytes, start, end, atMs };
    for (const protocol of protocols) {
      if (!protocol.read(datagram, this.seen)) continue;
      conversation.spoken ??= protocol.name;
      return;
    }
  }

  /** Notes from which hardware address a side speaks; once a conversation is enough. */
  #mac(conversation: Conversation, side: Side): void {
    const { macAt, frame, vlan } = this.#decoder;
    if (macAt < 0) return;
    const mac = macText(frame, macAt);
    if (mac === null) return;
    const address = side === 0 ? conversation.client : conversation.server;
    if (!this.seen.isLocal(address)) return;
    this.seen.mac(address, mac);
    if (vlan > 0) this.seen.address(address, 'device.vlan', vlan);
  }

  /** Counts what a conversation holds now; when all hold too much, the longest silent give up theirs. */
  #count(conversation: Conversation): void {
    const { held } = conversation;
    this.#held += held - conversation.counted;
    conversation.counted = held;
    if (this.#held <= MAX_HELD) return;
    for (const each of this.#conversations.all()) {
      if (this.#held <= ENOUGH_HELD) return;
      if (each.held === 0) continue;
      if (each.sides !== null) for (const side of each.sides) side.tcp.flush(side);
      // Holes that were given up may be all that it held.
      this.#held += each.held - each.counted;
      each.counted = each.held;
      if (each.held > 0) this.#conversations.evict(each);
    }
  }

  #ended(conversation: Conversation): void {
    const { sides, dissector, spoken } = conversation;
    this.seen.nowMs = conversation.lastMs;
    if (sides !== null) {
      for (const side of sides) {
        side.tcp.flush(side);
        this.counts.gaps += side.tcp.gaps;
      }
    }
    this.#held -= conversation.counted;
    conversation.counted = 0;
    const ending: Ending = conversation.ended;
    (conversation.dissector ?? dissector)?.end(ending);
    const name = conversation.spoken ?? spoken;
    if (name) this.protocols[name] = (this.protocols[name] ?? 0) + 1;
    if (
      !conversation.answered ||
      (conversation.protocol === TCP && conversation.clientSpoke + conversation.serverSpoke === 0)
    ) {
      return;
    }
    if (!name) this.seen.flow(conversation, 'flow.protocol', conversation.protocol === TCP ? 'tcp' : 'udp');
    else if (conversation.dissector === null) this.seen.flow(conversation, 'flow.protocol', name);
    if (conversation.protocol === TCP) this.seen.service(conversation, 'service.port', conversation.serverPort);
    this.seen.address(conversation.client, 'device.role', `Calls ${name || 'other services'}`);
  }
}
