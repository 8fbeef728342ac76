// YAML as people write it, read in a time that grows with its size.
import { isScalar, LineCounter, type ParsedNode, parseDocument, visit } from 'yaml';

/** Uses of one anchor: a short file must not become a large one. */
const MOST_ALIASES = 100;

/** The value of a YAML text. Throws an Error with the complaint of the reader, also where a key stands twice in one place. */
export function parseYaml(text: string): unknown {
  const lines = new LineCounter();
  // The reader's own look for keys that stand twice takes the square of their number.
  const document = parseDocument<ParsedNode>(text, { uniqueKeys: false, logLevel: 'error', lineCounter: lines });
  const [fault] = document.errors;
  if (fault) throw fault;
  visit(document, {
    Map(_, { items }) {
      const keys = new Set<unknown>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        if (keys.has(key.value)) {
          const { line, col } = lines.linePos(key.range?.[0] ?? 0);
          throw new Error(`Map keys must be unique at line ${line}, column ${col}`);
        }
        keys.add(key.value);
      }
    },
  });
  return document.toJS({ maxAliasCount: MOST_ALIASES });
}
