// Conversations brought together: those with one service become one group of clients, with what proves them. A group never holds an
// address that no record names.
import type { Carried, SegmentationDecisionKind, SegmentationRule } from '#contracts/index.ts';
import { flowSubject } from '#evidence/model.ts';
import { sha256 } from '#kit/index.ts';
import type { RecordedFlow } from './input.ts';
import { compareText } from './order.ts';

/** Keys cited as proof of a group; the others are counted. */
const MOST_CITED = 20;

const WEIGHT: readonly Carried[] = ['clinical', 'support', 'unsure', 'other', 'turned away'];

/** What becomes of a group: a rule, or a question. */
export type Disposition = 'allow' | SegmentationDecisionKind;

/** What a group is about; everything of one key is one group. */
export interface GroupKey {
  readonly disposition: Disposition;
  readonly scope: 'between' | 'within';
  readonly transport: 'tcp' | 'udp';
  readonly port: number;
  /** The one server, or the one client, that the group is kept by. */
  readonly pivot: 'server' | 'client';
  readonly address: string;
}

/** Conversations of one key. */
export class Group {
  readonly key: GroupKey;
  readonly clients = new Set<string>();
  readonly servers = new Set<string>();
  readonly protocols = new Set<string>();
  readonly operations = new Set<string>();
  readonly relations = new Set<string>();
  /** What a table or a worked-out direction says, where nothing was seen. */
  readonly notes = new Set<string>();
  #keys: string[] = [];
  #flows = 0;
  #first: string | null = null;
  #last: string | null = null;
  #carries: Carried | null = null;

  constructor(key: GroupKey) {
    this.key = key;
  }

  /** Adds a recorded conversation. */
  see(flow: RecordedFlow, carries: Carried): void {
    this.#flows++;
    this.#meet(flow.client, flow.server, carries);
    for (const name of flow.protocols) this.protocols.add(name);
    for (const name of flow.operations) this.operations.add(name);
    if (this.#first === null || flow.firstSeenAt < this.#first) this.#first = flow.firstSeenAt;
    if (this.#last === null || flow.lastSeenAt > this.#last) this.#last = flow.lastSeenAt;
    // The least keys, whatever the order in which they come.
    const { key } = flowSubject(flow);
    if (this.#keys.length >= MOST_CITED && key >= (this.#keys.at(-1) ?? '')) return;
    this.#keys = [...this.#keys, key].sort(compareText).slice(0, MOST_CITED);
  }

  /** Adds what an AE table says. */
  configure(client: string, server: string, { fact, note }: { readonly fact: string; readonly note: string }): void {
    this.#meet(client, server, 'clinical');
    this.protocols.add('dicom');
    this.relations.add(fact);
    this.notes.add(note);
  }

  /** Adds a direction that follows from what was seen. */
  infer(client: string, server: string, note: string): void {
    this.#meet(client, server, 'clinical');
    this.protocols.add('dicom');
    this.notes.add(note);
  }

  #meet(client: string, server: string, carries: Carried): void {
    if (this.#carries === null || WEIGHT.indexOf(carries) < WEIGHT.indexOf(this.#carries)) this.#carries = carries;
    this.clients.add(client);
    this.servers.add(server);
  }

  /** The same as long as the group is about the same service. */
  get id(): string {
    const { disposition, scope, transport, port, pivot, address } = this.key;
    return `${disposition === 'allow' ? 'A' : 'D'}-${sha256([disposition, scope, transport, port, pivot, address].join('|')).slice(0, 10)}`;
  }

  /** What it rests on. */
  get proof(): SegmentationRule['proof'] {
    const seen = this.#flows > 0;
    const configured = this.relations.size > 0;
    const basis = seen ? (configured ? 'both' : 'seen') : configured ? 'configured' : 'inferred';
    return {
      basis,
      flows: this.#flows,
      keys: [...this.#keys],
      relations: [...this.relations].sort(compareText).slice(0, MOST_CITED),
      firstSeenAt: this.#first,
      lastSeenAt: this.#last,
    };
  }

  /** The weightiest of what its conversations carry. */
  get carries(): Carried | null {
    return this.#carries;
  }
}

/** Groups by their key. */
export class Groups {
  readonly #groups = new Map<string, Group>();

  /** The group of a key, made when it is the first. */
  of(key: GroupKey): Group {
    const { disposition, scope, transport, port, pivot, address } = key;
    const text = `${disposition}|${scope}|${transport}|${port}|${pivot}|${address}`;
    const known = this.#groups.get(text);
    if (known) return known;
    const made = new Group(key);
    this.#groups.set(text, made);
    return made;
  }

  /** All groups. */
  all(): Group[] {
    return [...this.#groups.values()];
  }
}
