// A template leaves the site where it was made: nothing in it may name the client. Pure.
import type { EngagementTerms, TemplateDocument } from '#contracts/index.ts';
import { Invalid, parseAddress } from '#kit/index.ts';

/** Shorter names stand in too many words. */
const LEAST_LETTERS = 3;
/** An address of e-mail, whatever it is written into. */
const E_MAIL = /[^\s@]+@[^\s@]+\.[^\s@]+/u;

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
  const known = names.map(folded).filter((each) => each.length >= LEAST_LETTERS);
  for (const [field, text] of [
    ['name', name],
    ['title', terms.title],
    ['keeping', terms.keeping],
  ] as const) {
    const plain = folded(text);
    const found = known.find((each) => plain.includes(each));
    if (found !== undefined) throw new Invalid(`${field}: '${found}' is of this client. A template names no client.`);
    const address = E_MAIL.exec(plain)?.[0] ?? text.split(/[\s,;()[\]]+/).find(isAddress);
    if (address !== undefined)
      throw new Invalid(`${field}: '${address.slice(0, 80)}' is an address. A template has none.`);
  }
}

function isAddress(word: string): boolean {
  const bare = word.replace(/[.:!?]+$/, '').replace(/\/\d{1,3}$/, '');
  return parseAddress(bare) !== undefined;
}

/** A text as it is compared: on one line, in one case and width, without what nobody sees. `inertTexts` shows some of that as \u{hex}. */
function folded(text: string): string {
  return text
    .replace(/\\u\{[\da-f]+\}|\p{Cf}/gu, '')
    .normalize('NFKC')
    .replace(/\s+/gu, ' ')
    .trim()
    .toLowerCase();
}
