// A template leaves the site where it was made: nothing in it may name the client. Pure.
import type { EngagementTerms, TemplateDocument } from '#contracts/index.ts';
import { Invalid, parseAddress } from '#kit/index.ts';

/** Shorter names stand in too many words. */
const LEAST_LETTERS = 3;

/** Every name of the client that an engagement holds. */
export function namesOfClient(site: string, { contact, emergency, scope }: EngagementTerms): string[] {
  return [
    site,
    contact.name,
    contact.reach,
    emergency.name,
    emergency.reach,
    ...scope.places,
    ...scope.networks.map(({ place }) => place),
  ];
}

/** Throws Invalid with the field where a text of a template has one of the names, an address of a network or an address of e-mail. */
export function mustNameNobody({ name, terms }: Omit<TemplateDocument, 'schema'>, names: readonly string[]): void {
  const known = names.map((each) => each.trim().toLowerCase()).filter((each) => each.length >= LEAST_LETTERS);
  for (const [field, text] of [
    ['name', name],
    ['title', terms.title],
    ['keeping', terms.keeping],
  ] as const) {
    const found = known.find((each) => text.toLowerCase().includes(each));
    if (found !== undefined) throw new Invalid(`${field}: '${found}' is of this client. A template names no client.`);
    const address = text.split(/[\s,;()[\]]+/).find(isAddress);
    if (address !== undefined)
      throw new Invalid(`${field}: '${address.slice(0, 80)}' is an address. A template has none.`);
  }
}

function isAddress(word: string): boolean {
  const bare = word.replace(/[.:!?]+$/, '').replace(/\/\d{1,3}$/, '');
  return parseAddress(bare) !== undefined || /^[^@]+@[^@]+\.[^@]+$/.test(bare);
}
