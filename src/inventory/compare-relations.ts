// Who is configured to speak with whom, held against who really does. A table of one end is enough to tell that a conversation is
// not foreseen; where neither end's table is known, nothing can be told.
import type { RelationState } from '#contracts/index.ts';

/** A line of a device's address table. */
export interface Peer {
  readonly device: { readonly id: string; readonly name: string };
  readonly title: string;
  readonly address: string | null;
  readonly port: number | null;
  readonly fact: string;
}

/** Titles used in a flow. */
export interface Talk {
  readonly client: string;
  readonly server: string;
  readonly port: number;
  readonly calling: string | null;
  readonly called: string | null;
  readonly outcome: 'accepted' | 'rejected' | 'unseen';
  readonly clientDevice: { readonly id: string; readonly name: string } | null;
  readonly serverDevice: { readonly id: string; readonly name: string } | null;
  readonly lastSeenAt: string;
  readonly fact: string;
}

interface End {
  readonly device: { readonly id: string; readonly name: string } | null;
  readonly title: string | null;
  readonly address: string | null;
}

/** One relation with its state. */
export interface ComparedRelation {
  readonly state: RelationState;
  readonly from: End;
  readonly to: End;
  readonly port: number | null;
  readonly outcome: Talk['outcome'] | null;
  readonly lastSeenAt: string | null;
  readonly facts: readonly string[];
  /** Orders relations, each once. */
  readonly key: string;
}

/** Every relation, configured or seen, in a stable order. */
export function compareRelations(peers: readonly Peer[], talks: readonly Talk[]): ComparedRelation[] {
  const index = new TalkIndex(talks);
  const foreseen = new Set<Talk>();
  const configured = peers.map((peer) => {
    const used = index
      .about(peer)
      .filter((talk) => isOf(peer, talk))
      .sort(newestFirst);
    for (const talk of used) foreseen.add(talk);
    return fromPeer(peer, used);
  });
  const told = new Set(peers.map(({ device }) => device.id));
  const seen = talks
    .filter((talk) => !foreseen.has(talk))
    .map((talk) =>
      fromTalk(
        talk,
        [talk.clientDevice, talk.serverDevice].some((end) => end && told.has(end.id)),
      ),
    );
  return [...configured, ...seen].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
}

/** Conversations by an end and the other end's address or title, so that a large address table costs a look-up a line. */
class TalkIndex {
  readonly #by = new Map<string, Talk[]>();

  constructor(talks: readonly Talk[]) {
    for (const talk of talks) {
      const keys = new Set([
        ...keysOf(talk.clientDevice?.id, talk.server, talk.called),
        ...keysOf(talk.serverDevice?.id, talk.client, talk.calling),
      ]);
      for (const key of keys) {
        const known = this.#by.get(key);
        if (known) known.push(talk);
        else this.#by.set(key, [talk]);
      }
    }
  }

  /** Those that a line may foresee. */
  about({ device, title, address }: Peer): readonly Talk[] {
    const [key = ''] = keysOf(device.id, address, address === null ? title : null);
    return this.#by.get(key) ?? [];
  }
}

function keysOf(device: string | undefined, address: string | null, title: string | null): string[] {
  if (device === undefined) return [];
  return [
    ...(address === null ? [] : [`${device}\naddress ${address}`]),
    ...(title === null ? [] : [`${device}\ntitle ${title}`]),
  ];
}

/** Whether a conversation is the one that a line foresees: by title, and by address where the line gives one. */
function isOf({ device, title, address, port }: Peer, talk: Talk): boolean {
  const matches = (other: string | null, at: string) =>
    (other === null ? address !== null : other === title) && (address === null || address === at);
  const calls = talk.clientDevice?.id === device.id && (port === null || port === talk.port);
  if (calls && matches(talk.called, talk.server)) return true;
  return talk.serverDevice?.id === device.id && matches(talk.calling, talk.client);
}

function newestFirst(a: Talk, b: Talk): number {
  return a.lastSeenAt > b.lastSeenAt ? -1 : a.lastSeenAt < b.lastSeenAt ? 1 : a.fact < b.fact ? -1 : 1;
}

function fromPeer({ device, title, address, port, fact }: Peer, used: readonly Talk[]): ComparedRelation {
  const talk = used.find(({ outcome }) => outcome !== 'rejected') ?? used[0];
  // Who was only ever turned away does not speak with it.
  const state = talk && talk.outcome !== 'rejected' ? 'used' : 'unused';
  return {
    state,
    from: { device, title: null, address: null },
    to: { device: otherEnd(device.id, talk), title, address },
    port,
    outcome: talk?.outcome ?? null,
    lastSeenAt: talk?.lastSeenAt ?? null,
    facts: [fact, ...used.slice(0, 5).map((each) => each.fact)],
    key: [device.name, device.id, title, address ?? '', port ?? '', fact].join('\n'),
  };
}

function otherEnd(own: string, talk: Talk | undefined): End['device'] {
  if (!talk) return null;
  return talk.clientDevice?.id === own ? talk.serverDevice : talk.clientDevice;
}

function fromTalk(talk: Talk, isTold: boolean): ComparedRelation {
  const { client, server, port, calling, called, outcome, clientDevice, serverDevice, lastSeenAt, fact } = talk;
  return {
    state: isTold ? 'unlisted' : 'untold',
    from: { device: clientDevice, title: calling, address: client },
    to: { device: serverDevice, title: called, address: server },
    port,
    outcome,
    lastSeenAt,
    facts: [fact],
    key: [clientDevice?.name ?? client, clientDevice?.id ?? '', called ?? '', server, port, fact, calling].join('\n'),
  };
}
