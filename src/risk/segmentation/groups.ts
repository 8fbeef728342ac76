// Conversations brought together: those with one service become one group of clients, with what proves them. A group never holds an
// address that no record names.
import type { Carried, SegmentationDecisionKind, SegmentationRule } from '#contracts/index.ts';
import { flowSubject } from '#evidence/model.ts';
import { sha256 } from '#kit/index.ts';
import type { RecordedFlow } from './input.ts';
import { compareText } from './order.ts';

/** Keys cited as proof of a group; the others are counted. */
const MOST_CITED = 20;
/** Conversations held before the least are picked. */
const MOST_HELD = 200;

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

const NONE: ReadonlySet<string> = new Set<string>();

/** The set with a member more; the empty one is shared, since most groups have few members of anything. */
function including(set: ReadonlySet<string>, member: string): ReadonlySet<string> {
  if (set.has(member)) return set;
  return set === NONE ? new Set([member]) : (set as Set<string>).add(member); // made here, by the line before
}

/** The conversations of the least keys, whatever the order in which they came. */
function leastOf(flows: readonly RecordedFlow[]): RecordedFlow[] {
  return flows
    .map((flow) => ({ flow, key: flowSubject(flow).key }))
    .sort((a, b) => compareText(a.key, b.key))
    .slice(0, MOST_CITED)
    .map(({ flow }) => flow);
}

/** Conversations of one key. */
export class Group {
  readonly key: GroupKey;
  clients: ReadonlySet<string> = NONE;
  servers: ReadonlySet<string> = NONE;
  protocols: ReadonlySet<string> = NONE;
  operations: ReadonlySet<string> = NONE;
  relations: ReadonlySet<string> = NONE;
  /** What a table or a worked-out direction says, where nothing was seen. */
  notes: ReadonlySet<string> = NONE;
  /** Conversations to cite, with those of the least keys in it. */
  #cited: RecordedFlow[] = [];
  #flows = 0;
  #first: string | null = null;
  #last: string | null = null;
  #carries: Carried | null = null;
  #id: string | null = null;

  constructor(key: GroupKey) {
    this.key = key;
  }

  /** Adds a recorded conversation. */
  see(flow: RecordedFlow, carries: Carried): void {
    this.#flows++;
    this.#meet(flow.client, flow.server, carries);
    for (const name of flow.protocols) this.protocols = including(this.protocols, name);
    for (const name of flow.operations) this.operations = including(this.operations, name);
    if (this.#first === null || flow.firstSeenAt < this.#first) this.#first = flow.firstSeenAt;
    if (this.#last === null || flow.lastSeenAt > this.#last) this.#last = flow.lastSeenAt;
    this.#cited.push(flow);
    if (this.#cited.length >= MOST_HELD) this.#cited = leastOf(this.#cited);
  }

  /** Adds what an AE table says. */
  configure(client: string, server: string, { fact, note }: { readonly fact: string; readonly note: string }): void {
    this.#meet(client, server, 'clinical');
    this.protocols = including(this.protocols, 'dicom');
    this.relations = including(this.relations, fact);
    this.notes = including(this.notes, note);
  }

  /** Adds a direction that follows from what was seen. */
  infer(client: string, server: string, note: string): void {
    this.#meet(client, server, 'clinical');
    this.protocols = including(this.protocols, 'dicom');
    this.notes = including(this.notes, note);
  }

  #meet(client: string, server: string, carries: Carried): void {
    if (this.#carries === null || WEIGHT.indexOf(carries) < WEIGHT.indexOf(this.#carries)) this.#carries = carries;
    this.clients = including(this.clients, client);
    this.servers = including(this.servers, server);
  }

  /** The same as long as the group is about the same service. */
  get id(): string {
    const { disposition, scope, transport, port, pivot, address } = this.key;
    const kind = disposition === 'allow' ? 'A' : 'D';
    this.#id ??= `${kind}-${sha256([disposition, scope, transport, port, pivot, address].join('|')).slice(0, 10)}`;
    return this.#id;
  }

  /** Recorded conversations in it. */
  get flows(): number {
    return this.#flows;
  }

  /** What it rests on. */
  get proof(): SegmentationRule['proof'] {
    const seen = this.#flows > 0;
    const configured = this.relations.size > 0;
    const basis = seen ? (configured ? 'both' : 'seen') : configured ? 'configured' : 'inferred';
    return {
      basis,
      flows: this.#flows,
      keys: leastOf(this.#cited).map((flow) => flowSubject(flow).key),
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

const DISPOSITIONS: readonly Disposition[] = [
  'allow',
  'internet',
  'remote service',
  'guest',
  'unsure',
  'other',
  'turned away',
];

/** Groups by their key. */
export class Groups {
  /** By address, then by the rest of the key as a number: a million conversations make no text. */
  readonly #groups = new Map<string, Map<number, Group>>();

  /** The group of a key, made when it is the first. */
  of(key: GroupKey): Group {
    const { disposition, scope, transport, port, pivot, address } = key;
    const flags = (scope === 'within' ? 4 : 0) + (transport === 'udp' ? 2 : 0) + (pivot === 'client' ? 1 : 0);
    const code = (DISPOSITIONS.indexOf(disposition) * 8 + flags) * 65_536 + port;
    const own = this.#groups.get(address) ?? new Map<number, Group>();
    if (own.size === 0) this.#groups.set(address, own);
    const known = own.get(code);
    if (known) return known;
    const made = new Group(key);
    own.set(code, made);
    return made;
  }

  /** All groups. */
  all(): Group[] {
    return [...this.#groups.values()].flatMap((own) => [...own.values()]);
  }
}
