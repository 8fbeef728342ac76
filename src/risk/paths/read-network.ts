// A network from a file or a request, checked: the shape, that every name is there once, and that every reference leads somewhere.
import type { z } from 'zod';
import { attackPaths, type NetworkDocument } from '#contracts/index.ts';
import { Invalid, inertText } from '#kit/index.ts';

/** A `dosimeter.network/1` document; throws Invalid with one sentence that names the field. */
export function readNetwork(value: unknown): NetworkDocument {
  const read = attackPaths.networkDocument.safeParse(value);
  if (!read.success) throw new Invalid(wordsOf(read.error.issues[0]));
  checkReferences(read.data);
  return read.data;
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
  reach.forEach((edge, n) => {
    for (const end of ['from', 'to'] as const) {
      const id = edge[end];
      const isNode = placeOfNode.has(id);
      const zone = zones.get(id);
      if (!isNode && !zone)
        throw new Invalid(`reach[${n}].${end}: ${quoted(id)} is neither a node nor a zone with a node in it.`);
      // A zone that holds nothing but the node of its name is the same thing.
      if (isNode && zone && !(zone.size === 1 && zone.first === id))
        throw new Invalid(`reach[${n}].${end}: ${quoted(id)} is the name of a node and of a zone. Rename one of them.`);
    }
  });
}

function quoted(id: string): string {
  return `"${inertText(id, 80)}"`;
}
