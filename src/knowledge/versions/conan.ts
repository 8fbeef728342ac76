// Versions of Conan packages: items between dots, a pre-release behind a hyphen, a build behind a plus, each a version itself.
import {
  firstOf,
  isDigits,
  longerIsNewer,
  type Order,
  orderOfDigits,
  orderOfLists,
  orderOfText,
  schemeOf,
} from './version-scheme.ts';

interface ConanVersion {
  readonly items: readonly string[];
  readonly before: readonly string[] | null;
  readonly build: readonly string[] | null;
}

/** The order of Conan 2. */
export const conan = schemeOf<ConanVersion>('conan', conanOf, (a, b) => {
  const items = orderOfItems(a.items, b.items);
  if (items !== 0) return items;
  if (a.before === null || b.before === null) {
    if (a.before !== b.before) return a.before === null ? 1 : -1;
  } else {
    const before = orderOfItems(a.before, b.before);
    if (before !== 0) return before;
  }
  return orderOfItems(a.build ?? [], b.build ?? []);
});

function conanOf(version: string): ConanVersion | null {
  if (version === '' || /\s/.test(version)) return null;
  const [rest, build] = splitAtLast(version, '+');
  const [main, before] = splitAtLast(rest, '-');
  return {
    items: itemsOf(main),
    before: before === null ? null : itemsOf(before),
    build: build === null ? null : itemsOf(build),
  };
}

function splitAtLast(text: string, mark: string): [string, string | null] {
  const at = text.lastIndexOf(mark);
  return at < 0 ? [text, null] : [text.slice(0, at), text.slice(at + 1)];
}

/** Zeros at the end do not count. */
function itemsOf(text: string): string[] {
  const items = text.split('.');
  while (items.length > 0 && /^0+$/.test(items.at(-1) ?? '')) items.pop();
  return items;
}

function orderOfItems(a: readonly string[], b: readonly string[]): Order {
  return orderOfLists(
    a,
    b,
    longerIsNewer((one, other) =>
      firstOf(isDigits(one) && isDigits(other) ? orderOfDigits(one, other) : orderOfText(one, other)),
    ),
  );
}
