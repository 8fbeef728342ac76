// The little markup of lessons and policies: paragraphs, lists of lines that begin with "- ", and **bold** words. Whatever else Markdown
// knows is refused where the text is read, so that a page, an e-mail and a PDF show the same.

/** Words that stand together, bold or not. */
export interface MarkupSpan {
  readonly text: string;
  readonly bold: boolean;
}

/** A paragraph (one item), or a list (one item for each point). */
export interface MarkupBlock {
  readonly kind: 'paragraph' | 'list';
  readonly items: readonly (readonly MarkupSpan[])[];
}

const POINT = /^- (?=\S)/;

/** The blocks of a text. A line that begins with a space goes on with the point before it. */
export function markupBlocks(text: string): MarkupBlock[] {
  return text
    .trim()
    .split(/\n[ \t]*\n+/)
    .flatMap(blocksOfPart);
}

/** Lines that stand together: a paragraph, a list, or a paragraph with a list right below it. */
function blocksOfPart(part: string): MarkupBlock[] {
  const found: { kind: MarkupBlock['kind']; items: string[] }[] = [];
  for (const line of part.split('\n')) {
    const last = found.at(-1);
    if (POINT.test(line)) {
      const item = line.replace(POINT, '');
      if (last?.kind === 'list') last.items.push(item);
      else found.push({ kind: 'list', items: [item] });
    } else if (last && (last.kind === 'paragraph' || /^\s/.test(line))) {
      last.items.push(`${last.items.pop() ?? ''} ${line.trim()}`);
    } else {
      found.push({ kind: 'paragraph', items: [line.trim()] });
    }
  }
  return found.map(({ kind, items }) => ({ kind, items: items.map(spansOf) }));
}

function spansOf(item: string): MarkupSpan[] {
  return item
    .split('**')
    .map((words, place) => ({ text: words, bold: place % 2 === 1 }))
    .filter((span) => span.text !== '');
}

/** What a text holds that is no markup of ours, in words; null when there is nothing. */
export function markupFault(text: string): string | null {
  const [, what] = FAULTS.find(([pattern]) => pattern.test(text)) ?? [];
  if (what) return `Only paragraphs, lists and bold words can be shown. Take out ${what}.`;
  const open = text.split(/\n[ \t]*\n|\n(?=- )/).some((item) => item.split('**').length % 2 === 0);
  return open ? 'Bold words begin and end with two stars, within one paragraph or point.' : null;
}

const FAULTS: readonly (readonly [RegExp, string])[] = [
  [/^[ \t]*#{1,6}\s/m, 'the headings (#)'],
  [/^[ \t]*(?:[*+]|\d+[.)])\s/m, 'the lists that do not begin with "- "'],
  [/^[ \t]*>/m, 'the quotes (>)'],
  [/^[ \t]+- /m, 'the lists inside of lists'],
  [/`/, 'the code marks (`)'],
  [/!?\[[^\]]*\]\(/, 'the links and pictures'],
  [/<[a-z/!]/i, 'the HTML'],
  [/(?<!\*)\*(?!\*)|\*{3,}/, 'the single stars'],
];

/** The text without marks: a line for each paragraph and point. */
export function markupLines(text: string): string[] {
  return markupBlocks(text).flatMap(({ items }) => items.map((spans) => spans.map((span) => span.text).join('')));
}
