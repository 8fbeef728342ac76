// A network from a file or a request, checked: the shape, that every name is there once, and that every reference leads somewhere.
import type { z } from 'zod';
import { attackPaths, type NetworkDocument, type ReachEdge } from '#contracts/index.ts';
import { Invalid, inertText } from '#kit/index.ts';

/** A `dosimeter.network/1` document; throws Invalid with one sentence that names the field. */
export function readNetwork(value: unknown): NetworkDocument {
  const network = readPlainly(value) ?? readSlowly(value);
  checkReferences(network);
  return network;
}

function readSlowly(value: unknown): NetworkDocument {
  const read = attackPaths.networkDocument.safeParse(value);
  if (!read.success) throw new Invalid(wordsOf(read.error.issues[0]));
  return read.data;
}

/** As `readSlowly`, where every reach edge is as it should be: a million of them are looked at in a tenth of the time. Else null. */
function readPlainly(value: unknown): NetworkDocument | null {
  if (typeof value !== 'object' || value === null || !('reach' in value) || !Array.isArray(value.reach)) return null;
  const reach: readonly unknown[] = value.reach;
  if (reach.length > attackPaths.MOST_REACH || !reach.every(isPlainEdge)) return null;
  const read = attackPaths.networkDocument.safeParse({ ...value, reach: [] });
  return read.success ? { ...read.data, reach: [...reach] } : null;
}

/** Whether `reachEdge` of the contract takes it with nothing to leave out. */
function isPlainEdge(edge: unknown): edge is ReachEdge {
  if (typeof edge !== 'object' || edge === null) return false;
  for (const key in edge) if (!PLAIN_FIELDS.has(key)) return false;
  const { from, to, port, protocol, cost } = edge as Record<string, unknown>; // an object, checked above
  return (
    isText(from, 200) &&
    from !== '' &&
    isText(to, 200) &&
    to !== '' &&
    (port == null || (typeof port === 'number' && Number.isInteger(port) && port >= 0 && port <= 65_535)) &&
    (protocol == null || isText(protocol, 60)) &&
    (cost === undefined || (typeof cost === 'number' && cost >= 0 && cost <= 1e12))
  );
}

const PLAIN_FIELDS: ReadonlySet<string> = new Set(['from', 'to', 'port', 'protocol', 'cost']);

function isText(value: unknown, most: number): boolean {
  return typeof value === 'string' && value.length <= most;
}

function wordsOf(issue: z.core.$ZodIssue | undefined): string {
  const field = (issue?.path ?? [])
    .map((step, place) => (typeof step === 'number' ? `[${step}]` : `${place > 0 ? '.' : ''}${String(step)}`))
    .join('');
  return `${field === '' ? '' : `${field}: `}${inertText(issue?.message ?? 'This is no network.', 300)}`;
}

function checkReferences({ nodes, reach = [] }: NetworkDocument): void {
  const placeOfNode = new Map<string, number>();
  const placeOfWeakness = new Map<string, string>();
  const zones = new Map<string, { size: number; first: string }>();
  let canStart = false;
  nodes.forEach(({ id, zone, entry, weaknesses = [] }, n) => {
    const other = placeOfNode.get(id);
    if (other !== undefined)
      throw new Invalid(`nodes[${n}].id: ${quoted(id)} is the id of nodes[${other}], too. Give each node its own.`);
    placeOfNode.set(id, n);
    const known = zone == null ? undefined : zones.get(zone);
    if (known) known.size++;
    else if (zone != null) zones.set(zone, { size: 1, first: id });
    canStart ||= entry === true;
    weaknesses.forEach((weakness, w) => {
      const place = `nodes[${n}].weaknesses[${w}]`;
      const twin = placeOfWeakness.get(weakness.id);
      if (twin !== undefined)
        throw new Invalid(`${place}.id: ${quoted(weakness.id)} is the id of ${twin}, too. Give each weakness its own.`);
      placeOfWeakness.set(weakness.id, place);
      canStart ||= weakness.from === 'user';
    });
  });
  if (!canStart)
    throw new Invalid(
      'nodes: none is an entry, and none has a weakness from user, so an attacker cannot begin. Set entry to true where the attacker is at the start.',
    );
  // Whether a name can be an end of an edge: false where it means two things. A zone that holds nothing but the node of its name is the same thing.
  const ends = new Map<string, boolean>();
  for (const id of placeOfNode.keys()) {
    const zone = zones.get(id);
    ends.set(id, !zone || (zone.size === 1 && zone.first === id));
  }
  for (const id of zones.keys()) if (!ends.has(id)) ends.set(id, true);
  reach.forEach(({ from, to }, n) => {
    if (ends.get(from) === true && ends.get(to) === true) return;
    const [end, id] = ends.get(from) === true ? ['to', to] : ['from', from];
    if (!ends.has(id))
      throw new Invalid(`reach[${n}].${end}: ${quoted(id)} is neither a node nor a zone with a node in it.`);
    throw new Invalid(`reach[${n}].${end}: ${quoted(id)} is the name of a node and of a zone. Rename one of them.`);
  });
}

function quoted(id: string): string {
  return `"${inertText(id, 80)}"`;
}
