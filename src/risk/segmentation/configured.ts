// What AE tables say: who may open an association to whom. A line gives the partner's title, address and port; an archive also answers the
// partners in its table, and sends what is asked for by C-MOVE over an association of its own (PS3.4 C.4.2), at the port where the asker
// listens.
import { inertText } from '#kit/index.ts';
import type { ConfiguredRelation, RecordedFlow, SegmentationInput, SegmentDevice } from './input.ts';
import { compareText } from './order.ts';
import type { Places } from './places.ts';

/** A direction that a table says, or that follows from what was seen. */
export interface Direction {
  readonly client: string;
  readonly server: string;
  readonly port: number;
  readonly note: string;
  /** The fact of the table; null: worked out. */
  readonly fact: string | null;
}

/** Devices that are called by those in their table. */
const ANSWERING = new Set(['archive', 'worklist', 'gateway', 'server', 'printer']);
const MOVE = /^(?:c-)?move$/i;
const DICOM = /^(?:dicom|acr-nema)/;
const MOST_TOLD = 50;

/** DICOM ports by address: as scanned, and as called. */
export function dicomPorts({
  services,
  flows,
}: Pick<SegmentationInput, 'services' | 'flows'>): Map<string, Set<number>> {
  const ports = new Map<string, Set<number>>();
  const add = (address: string, port: number) => {
    const known = ports.get(address);
    if (known) known.add(port);
    else ports.set(address, new Set([port]));
  };
  for (const { address, port, protocol } of services) if (protocol !== null && DICOM.test(protocol)) add(address, port);
  for (const { server, port, protocols, turnedAway } of flows)
    if (!turnedAway && protocols.some((name) => DICOM.test(name))) add(server, port);
  return ports;
}

/** Every direction that tables say; lines that name no place are told in `problems`. */
export function configuredDirections(
  relations: readonly ConfiguredRelation[],
  { places, ports }: { readonly places: Places; readonly ports: ReadonlyMap<string, ReadonlySet<number>> },
  problems: string[],
): Direction[] {
  const untold: string[] = [];
  const out: Direction[] = [];
  const sorted = relations.toSorted((a, b) => compareText(a.device, b.device) || compareText(a.fact, b.fact));
  for (const line of sorted) {
    const owner = places.device(line.device);
    if (!owner) continue;
    const partner = partnerOf(line, places);
    if (typeof partner === 'string') {
      untold.push(`The table of ${inertText(owner.name, 80)} names ${inertText(line.title, 16)}: ${partner}`);
      continue;
    }
    const found = [...onwards(line, owner, partner, ports), ...back(line, owner, partner, ports)];
    if (found.length === 0)
      untold.push(
        `The table of ${inertText(owner.name, 80)} names ${inertText(line.title, 16)} without a port, and none is known: no rule is made of it. Add the port.`,
      );
    out.push(...found.filter(({ client, server }) => family(client) === family(server)));
  }
  problems.push(...untold.slice(0, MOST_TOLD));
  if (untold.length > MOST_TOLD) problems.push(`${untold.length - MOST_TOLD} more lines of AE tables name no place.`);
  return out;
}

interface Partner {
  readonly name: string;
  readonly addresses: readonly string[];
}

function partnerOf({ address, title }: ConfiguredRelation, places: Places): Partner | string {
  if (address !== null) return { name: places.nameAt(address), addresses: [address] };
  const holders = places.titled(title);
  const [only] = holders;
  if (!only) return 'no address stands there, and no device with this title is known. Add the address.';
  if (holders.length > 1)
    return `no address stands there, and ${holders.length} devices have this title. Add the address.`;
  if (only.addresses.length === 0) return 'no address of it is known. Add the address.';
  return { name: only.name, addresses: only.addresses };
}

/** The owner of the table opens the partner's port. */
function onwards(
  { port, fact, title }: ConfiguredRelation,
  owner: SegmentDevice,
  partner: Partner,
  ports: ReadonlyMap<string, ReadonlySet<number>>,
): Direction[] {
  const note = `${owner.name} is configured to open associations with ${partner.name} (${title})`;
  return partner.addresses.flatMap((server) =>
    [...(port === null ? (ports.get(server) ?? []) : [port])].flatMap((each) =>
      owner.addresses.map((client) => ({ client, server, port: each, note, fact })),
    ),
  );
}

/** The partner opens a port of the owner, whose table says whom it answers. */
function back(
  { fact, title }: ConfiguredRelation,
  owner: SegmentDevice,
  partner: Partner,
  ports: ReadonlyMap<string, ReadonlySet<number>>,
): Direction[] {
  if (!ANSWERING.has(owner.kind ?? '')) return [];
  const note = `${owner.name} is configured to answer ${partner.name} (${title})`;
  return owner.addresses.flatMap((server) =>
    [...(ports.get(server) ?? [])].flatMap((port) =>
      partner.addresses.map((client) => ({ client, server, port, note, fact })),
    ),
  );
}

/** The associations back that C-MOVE needs; one whose port nobody knows is told in `problems`. */
export function movedDirections(
  flows: readonly RecordedFlow[],
  known: readonly Direction[],
  { places, ports }: { readonly places: Places; readonly ports: ReadonlyMap<string, ReadonlySet<number>> },
  problems: string[],
): Direction[] {
  const moves = flows.filter(({ operations }) => operations.some((name) => MOVE.test(name)));
  if (moves.length === 0) return [];
  const pairs = new Set(known.map(({ client, server }) => `${client} ${server}`));
  for (const { client, server, protocols } of flows)
    if (protocols.some((name) => DICOM.test(name))) pairs.add(`${client} ${server}`);
  const out = new Map<string, Direction>();
  const untold = new Set<string>();
  for (const { client: asker, server: archive } of moves) {
    const listens = [...(ports.get(asker) ?? [])];
    const [name, from] = [places.nameAt(asker), places.nameAt(archive)];
    for (const port of listens) {
      const note = `${from} sends ${name} what it asks for by C-MOVE, at the port where it listens`;
      out.set(`${archive} ${asker} ${port}`, { client: archive, server: asker, port, note, fact: null });
    }
    if (listens.length === 0 && !pairs.has(`${archive} ${asker}`))
      untold.add(
        `${inertText(name, 80)} has images sent by ${inertText(from, 80)} (C-MOVE), and nobody recorded at which port it takes them: the association back is not allowed. Add the line to the AE table of ${inertText(from, 80)}.`,
      );
  }
  problems.push(...[...untold].sort(compareText).slice(0, MOST_TOLD));
  return [...out.values()];
}

function family(address: string): 4 | 6 {
  return address.includes(':') ? 6 : 4;
}
