// What a document of OSCAL points at and does not hold: ids of components, observations, risks, parties, roles and resources.
import type { SystemDocument } from '#contracts/index.ts';

/** A reference to something that is not in the file, which may stand in a document that it imports. It is kept. */
export interface OpenReference {
  /** Where it stands, as in poam-items[3].related-risks[0].risk-uuid. */
  readonly path: string;
  readonly to: string;
}

/** Every reference to what is not in the file, in the order of the file. */
export function openReferences({ body }: SystemDocument): OpenReference[] {
  const held = new Set<string>();
  const roles = new Set<string>();
  const named: OpenReference[] = [];
  const asked: OpenReference[] = [];
  const look = (value: unknown, path: string): void => {
    if (Array.isArray(value)) {
      for (const [place, each] of value.entries()) look(each, `${path}[${place}]`);
      return;
    }
    if (typeof value !== 'object' || value === null) return;
    for (const [name, member] of Object.entries(value)) {
      const here = path === '' ? name : `${path}.${name}`;
      const texts = (Array.isArray(member) ? member : [member]).filter((each) => typeof each === 'string');
      if (name === 'uuid') for (const each of texts) held.add(each.toLowerCase());
      else if (/-uuids?$/.test(name)) for (const to of texts) named.push({ path: here, to });
      else if (name === 'href' || name === 'source')
        for (const to of texts.filter((each) => each.startsWith('#'))) named.push({ path: here, to: to.slice(1) });
      else if (name === 'role-id' || name === 'role-ids') for (const to of texts) asked.push({ path: here, to });
      if (path === 'metadata' && name === 'roles') for (const id of idsIn(member)) roles.add(id);
      look(member, here);
    }
  };
  look(body, '');
  return [
    ...named.filter(({ to }) => !held.has(to.toLowerCase())),
    // Who lists no roles at all takes them from the names that OSCAL gives.
    ...(roles.size === 0 ? [] : asked.filter(({ to }) => !roles.has(to))),
  ];
}

function idsIn(value: unknown): string[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((each: unknown) =>
    typeof each === 'object' && each !== null && 'id' in each && typeof each.id === 'string' ? [each.id] : [],
  );
}
