// What every dissector is: it recognizes its protocol from the first bytes, then takes the bytes of both sides in order, gaps
// included, and says what it learned. One folder each; the list stands in protocols.ts.
import type { Conversation } from './conversation.ts';
import type { Seen } from './seen.ts';

/** Who speaks: 0 the client, 1 the server. */
export type Side = 0 | 1;

/** How a conversation ended, as far as it was seen. */
export type Ending = 'closed' | 'reset' | 'open';

/** Takes what two sides say. Bytes are valid only during the call. */
export interface Dissector {
  /** Bytes of memory that it takes, roughly: together with all others it must stay within a bound. */
  readonly held: number;
  data(side: Side, bytes: Uint8Array, start: number, end: number): void;
  /** Bytes that were sent and not captured. */
  gap(side: Side, length: number): void;
  end(how: Ending): void;
}

/** The first bytes of a side. */
export interface FirstBytes {
  readonly side: Side;
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
  readonly serverPort: number;
  /** The opening of the connection was captured, so these are the very first bytes. */
  readonly begun: boolean;
}

/** A protocol over TCP. */
export interface StreamProtocol {
  readonly name: string;
  /** Whether the bytes are its; `more` when they are too few to tell. */
  recognizes(first: FirstBytes): 'yes' | 'no' | 'more';
  dissect(conversation: Conversation, seen: Seen): Dissector;
}

/** A datagram with the conversation that it belongs to. */
export interface Datagram {
  readonly conversation: Conversation;
  readonly side: Side;
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
  readonly atMs: number;
}

/** A protocol over UDP, found by its port. */
export interface DatagramProtocol {
  readonly name: string;
  readonly ports: readonly number[];
  /** Reads a datagram; false when it is something else. */
  read(datagram: Datagram, seen: Seen): boolean;
}
