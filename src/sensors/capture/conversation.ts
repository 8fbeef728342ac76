// Two ends that speak with each other: who opened it, when it was seen, and what takes care of what they say.
import { addressText, type PacketDecoder } from '#wire/packet/index.ts';
import { type TcpReceiver, TcpSide } from '#wire/tcp/index.ts';
import type { Dissector, Ending, Side } from './dissector.ts';

/** TCP or UDP, as the numbers of IANA. */
export const TCP = 6;
export const UDP = 17;

/** One conversation. The client is who opened it, or who seems to have when the beginning was not captured. */
export class Conversation {
  readonly protocol: number;
  readonly v6: boolean;
  readonly c0: number;
  readonly c1: number;
  readonly c2: number;
  readonly c3: number;
  readonly s0: number;
  readonly s1: number;
  readonly s2: number;
  readonly s3: number;
  readonly clientPort: number;
  readonly serverPort: number;
  readonly hash: number;
  /** The next in its bucket of the table. */
  chain: Conversation | null = null;
  newer: Conversation | null = null;
  older: Conversation | null = null;
  firstMs: number;
  lastMs: number;
  /** The opening was captured. */
  begun = false;
  /** Packets that carried something, by side. */
  clientSpoke = 0;
  serverSpoke = 0;
  /** The server took the connection, or answered the datagram. */
  answered = false;
  ended: Ending = 'open';
  /** Nothing more is expected: it waits a moment for what comes late. */
  isOver = false;
  /** What it held when that was last counted. */
  counted = 0;
  isn: [number, number] | null = null;
  sides: [CapturedSide, CapturedSide] | null = null;
  dissector: Dissector | null = null;
  /** What is spoken, once it was recognized; '' when nobody recognized it. */
  spoken: string | null = null;
  /** First bytes of each side that were too few to recognize anything. */
  head: [Uint8Array, Uint8Array] | null = null;
  tries = 0;

  constructor(packet: PacketDecoder, protocol: number, hash: number, fromClient: boolean, atMs: number) {
    this.protocol = protocol;
    this.v6 = packet.v6;
    this.hash = hash;
    if (fromClient) {
      this.c0 = packet.s0;
      this.c1 = packet.s1;
      this.c2 = packet.s2;
      this.c3 = packet.s3;
      this.s0 = packet.d0;
      this.s1 = packet.d1;
      this.s2 = packet.d2;
      this.s3 = packet.d3;
      this.clientPort = packet.sourcePort;
      this.serverPort = packet.targetPort;
    } else {
      this.c0 = packet.d0;
      this.c1 = packet.d1;
      this.c2 = packet.d2;
      this.c3 = packet.d3;
      this.s0 = packet.s0;
      this.s1 = packet.s1;
      this.s2 = packet.s2;
      this.s3 = packet.s3;
      this.clientPort = packet.targetPort;
      this.serverPort = packet.sourcePort;
    }
    this.firstMs = atMs;
    this.lastMs = atMs;
  }

  /** Which side sent a packet; -1 when it belongs to another conversation. */
  sideOf(packet: PacketDecoder, protocol: number): Side | -1 {
    if (this.protocol !== protocol || this.v6 !== packet.v6) return -1;
    const { sourcePort, targetPort, s0, d0 } = packet;
    const isClient =
      sourcePort === this.clientPort && targetPort === this.serverPort && s0 === this.c0 && d0 === this.s0;
    if (isClient && (!this.v6 || (this.#sameClient(packet, true) && this.#sameServer(packet, false)))) return 0;
    const isServer =
      sourcePort === this.serverPort && targetPort === this.clientPort && s0 === this.s0 && d0 === this.c0;
    if (isServer && (!this.v6 || (this.#sameClient(packet, false) && this.#sameServer(packet, true)))) return 1;
    return -1;
  }

  #sameClient(packet: PacketDecoder, source: boolean): boolean {
    return source
      ? packet.s1 === this.c1 && packet.s2 === this.c2 && packet.s3 === this.c3
      : packet.d1 === this.c1 && packet.d2 === this.c2 && packet.d3 === this.c3;
  }

  #sameServer(packet: PacketDecoder, source: boolean): boolean {
    return source
      ? packet.s1 === this.s1 && packet.s2 === this.s2 && packet.s3 === this.s3
      : packet.d1 === this.s1 && packet.d2 === this.s2 && packet.d3 === this.s3;
  }

  get client(): string {
    return addressText(this.v6, this.c0, this.c1, this.c2, this.c3);
  }

  get server(): string {
    return addressText(this.v6, this.s0, this.s1, this.s2, this.s3);
  }

  /** `address:port`, IPv6 in brackets. */
  get clientEnd(): string {
    return this.v6 ? `[${this.client}]:${this.clientPort}` : `${this.client}:${this.clientPort}`;
  }

  get serverEnd(): string {
    return this.v6 ? `[${this.server}]:${this.serverPort}` : `${this.server}:${this.serverPort}`;
  }

  /** Bytes that it takes: held back until holes are filled, and kept until a message is whole. */
  get held(): number {
    const { sides, dissector } = this;
    return (sides === null ? 0 : sides[0].tcp.held + sides[1].tcp.held) + (dissector?.held ?? 0);
  }
}

/** One side of a TCP conversation: the order of its bytes, and where they go. */
export class CapturedSide implements TcpReceiver {
  readonly tcp = new TcpSide();
  readonly #side: Side;
  readonly #conversation: Conversation;
  readonly #recognize: Recognize;

  constructor(conversation: Conversation, side: Side, recognize: Recognize) {
    this.#conversation = conversation;
    this.#side = side;
    this.#recognize = recognize;
  }

  data(bytes: Uint8Array, start: number, end: number): void {
    const { dissector, spoken } = this.#conversation;
    if (dissector !== null) dissector.data(this.#side, bytes, start, end);
    else if (spoken === null) this.#recognize(this.#conversation, this.#side, bytes, start, end);
  }

  gap(length: number): void {
    this.#conversation.dissector?.gap(this.#side, length);
  }
}

/** Finds out what is spoken, from the first bytes. */
export type Recognize = (conversation: Conversation, side: Side, bytes: Uint8Array, start: number, end: number) => void;
