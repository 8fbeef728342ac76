// A document that somebody wrote by hand, as JSON or as YAML.
import { Invalid, inertText, parseYaml } from '#kit/index.ts';

/** YAML takes a thousand times as long to read as JSON. */
const MOST_YAML = 8 * 2 ** 20;

/** The value that is written in the text of a file; `shown` is its name. Throws Invalid with the first complaint of the reader. */
export function typedDocument(text: string, shown: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // What begins like JSON is meant as JSON: its own complaint helps more.
    if (/^\s*[[{]/.test(text) || text.length > MOST_YAML) throw unreadable(shown, 'no JSON', error);
  }
  try {
    return parseYaml(text);
  } catch (error) {
    throw unreadable(shown, 'neither JSON nor YAML', error);
  }
}

function unreadable(shown: string, what: string, error: unknown): Invalid {
  const [first = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  return new Invalid(`${shown} is ${what}: ${inertText(first, 300)}`);
}
