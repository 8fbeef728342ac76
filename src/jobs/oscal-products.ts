// Titles of components in OSCAL documents, held against the products that are in use here. Pure.

/**
 * Whether a title names one of the products: the words of its maker and of its model, each in one piece, whatever else it says. A title is looked
 * at once, and costs by its words and not by the number of products.
 */
export function namesProductOf(
  products: readonly (readonly [maker: string, model: string])[],
): (title: string) => boolean {
  const makersOf = new Map<string, Set<string>>();
  let longest = 0;
  for (const [maker, model] of products) {
    const [named, kind] = [wordsIn(maker), wordsIn(model)];
    if (named.length === 0 || kind.length === 0) continue;
    const makers = makersOf.get(kind.join(' ')) ?? new Set();
    makersOf.set(kind.join(' '), makers.add(named.join(' ')));
    longest = Math.max(longest, named.length, kind.length);
  }
  const known = new Map<string, boolean>();
  return (title) => {
    const before = known.get(title);
    if (before !== undefined) return before;
    const phrases = phrasesOf(wordsIn(title), longest);
    const isNamed = [...phrases].some((phrase) => meet(makersOf.get(phrase) ?? NOBODY, phrases));
    known.set(title, isNamed);
    return isNamed;
  };
}

const NOBODY: ReadonlySet<string> = new Set();

function wordsIn(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** Every run of at most `longest` words. */
function phrasesOf(words: readonly string[], longest: number): ReadonlySet<string> {
  const found = new Set<string>();
  for (let from = 0; from < words.length; from++)
    for (let many = 1; many <= longest && from + many <= words.length; many++)
      found.add(words.slice(from, from + many).join(' '));
  return found;
}

function meet(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  const [fewer, more] = one.size < other.size ? [one, other] : [other, one];
  return [...fewer].some((each) => more.has(each));
}
