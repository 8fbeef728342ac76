// A document that somebody wrote by hand, as JSON or as YAML.
import { parse } from 'yaml';
import { Invalid, inertText } from '#kit/index.ts';

/** Uses of one anchor: a short file must not become a large one. */
const MOST_ALIASES = 100;
/** YAML takes a thousand times as long to read as JSON. */
const MOST_YAML = 8 * 2 ** 20;
/** Up to here a key that stands twice is refused; looking for it takes the square of the size. */
const MOST_LOOKED_AT = 200_000;

/** The value that is written in the text of a file; `shown` is its name. Throws Invalid with the first complaint of the reader. */
export function typedDocument(text: string, shown: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // What begins like JSON is meant as JSON: its own complaint helps more.
    if (/^\s*[[{]/.test(text) || text.length > MOST_YAML) throw unreadable(shown, 'no JSON', error);
  }
  try {
    return parse(text, {
      maxAliasCount: MOST_ALIASES,
      uniqueKeys: text.length <= MOST_LOOKED_AT,
      logLevel: 'error',
    });
  } catch (error) {
    throw unreadable(shown, 'neither JSON nor YAML', error);
  }
}

function unreadable(shown: string, what: string, error: unknown): Invalid {
  const [first = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  return new Invalid(`${shown} is ${what}: ${inertText(first, 300)}`);
}
