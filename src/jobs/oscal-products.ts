// Titles of components in OSCAL documents, held against the products that are in use here. Pure.

/** So much of a title is looked at, in characters: titles are written by strangers. */
const MOST_TITLE = 500;

/**
 * Whether a title names one of the products in its first 500 characters: the words of its maker and of its model, each in one piece, whatever else
 * it says. A title is looked at once, and costs by its words and not by the number of products.
 */
export function namesProductOf(
  products: readonly (readonly [maker: string, model: string])[],
): (title: string) => boolean {
  const makersOf = new Map<string, Set<string>>();
  const beginnings = new Set<string>();
  for (const [maker, model] of products) {
    const [named, kind] = [wordsIn(maker), wordsIn(model)];
    if (named.length === 0 || kind.length === 0) continue;
    const makers = makersOf.get(kind.join(' ')) ?? new Set();
    makersOf.set(kind.join(' '), makers.add(named.join(' ')));
    for (const words of [named, kind])
      for (let many = 1; many <= words.length; many++) beginnings.add(words.slice(0, many).join(' '));
  }
  const known = new Map<string, boolean>();
  return (whole) => {
    const title = whole.slice(0, MOST_TITLE);
    const before = known.get(title);
    if (before !== undefined) return before;
    const phrases = phrasesOf(wordsIn(title), beginnings);
    const isNamed = [...phrases].some((phrase) => meet(makersOf.get(phrase) ?? NOBODY, phrases));
    known.set(title, isNamed);
    return isNamed;
  };
}

const NOBODY: ReadonlySet<string> = new Set();

function wordsIn(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** Every run of words with which the name of a maker or of a model begins. */
function phrasesOf(words: readonly string[], beginnings: ReadonlySet<string>): ReadonlySet<string> {
  const found = new Set<string>();
  for (let from = 0; from < words.length; from++)
    for (let many = 1; from + many <= words.length; many++) {
      const phrase = words.slice(from, from + many).join(' ');
      if (!beginnings.has(phrase)) break;
      found.add(phrase);
    }
  return found;
}

function meet(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  const [fewer, more] = one.size < other.size ? [one, other] : [other, one];
  return [...fewer].some((each) => more.has(each));
}
