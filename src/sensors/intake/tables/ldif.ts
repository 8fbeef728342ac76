// Entries of a directory as text (LDIF, RFC 2849): attribute and value by line, folded lines, base64 after two colons. Passwords and
// everything else stay where they are; who reads asks for attributes by name.
import { readLines } from '../lines.ts';

/** One entry. */
export interface LdifEntry {
  /** The line that it begins in. */
  readonly row: number;
  readonly dn: string;
  /** What was wrong with a line of it. */
  readonly problem: string | null;
  /** The values of an attribute; its name in lower case. */
  all(attribute: string): readonly string[];
}

const MOST_LINES = 20_000;

/** The entries of a file, in batches. */
export async function* ldifEntries(source: AsyncIterable<Uint8Array>): AsyncGenerator<readonly LdifEntry[]> {
  let open: { row: number; lines: string[] } | null = null;
  for await (const lines of readLines(source, { name: 'utf-8', mark: 0 }, { foreign: 0, firstForeign: null })) {
    const entries: LdifEntry[] = [];
    for (const { text, number } of lines) {
      if (text.startsWith('#')) continue;
      if (text.trim() === '') {
        if (open) entries.push(entryOf(open));
        open = null;
      } else if (text.startsWith(' ') && open) {
        open.lines.push(`${open.lines.pop() ?? ''}${text.slice(1)}`);
      } else {
        open ??= { row: number, lines: [] };
        if (open.lines.length < MOST_LINES) open.lines.push(text);
      }
    }
    yield entries;
  }
  if (open) yield [entryOf(open)];
}

function entryOf({ row, lines }: { readonly row: number; readonly lines: readonly string[] }): LdifEntry {
  const values = new Map<string, string[]>();
  let problem: string | null = null;
  for (const line of lines) {
    const [, name, colons, rest = ''] = /^([A-Za-z][\w.;-]*)(::|:<|:)\s*(.*)$/.exec(line) ?? [];
    if (name === undefined) {
      // A single hyphen ends a change within an entry.
      if (line.trim() !== '-') problem ??= 'A line of the entry is neither an attribute nor its continuation.';
      continue;
    }
    const key = name.toLowerCase();
    const value = colons === '::' ? Buffer.from(rest, 'base64').toString('utf8') : rest;
    values.set(key, [...(values.get(key) ?? []), value]);
  }
  return { row, dn: values.get('dn')?.[0] ?? '', problem, all: (attribute) => values.get(attribute) ?? [] };
}
