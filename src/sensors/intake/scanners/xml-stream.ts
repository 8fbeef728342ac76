// XML as a stream of elements, bounded in depth and text (XML 1.0). Entities of a document's own are refused: they are how a small file
// becomes a large one.
import { SaxesParser } from 'saxes';
import { Invalid, inertText } from '#kit/index.ts';

/** An element that has ended, with what stood in it; children that were asked for stay, others are dropped. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

const MAX_DEPTH = 100;
const MAX_TEXT = 65_536;
/** Characters between one mark of the document and the next: one text, comment or attribute. */
const MOST_BETWEEN = 16 << 20;
/** Elements that one gathered element may hold. */
const MOST_ELEMENTS = 200_000;

interface Open {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlElement[];
  text: string;
}

/**
 * The elements of these names, each with everything in it, as they end. Throws Invalid where the document breaks; what came before was
 * given out.
 */
export async function* xmlElements(
  source: AsyncIterable<Uint8Array>,
  wanted: ReadonlySet<string>,
  /** What the caller does with what came before. */
  outcome = 'What came before was taken.',
): AsyncGenerator<XmlElement> {
  const parser = new SaxesParser();
  const ready: XmlElement[] = [];
  const open: Open[] = [];
  let depth = 0;
  let held = 0;
  let problem: Invalid | null = null;
  let since = 0;
  const fail = (words: string) => {
    problem ??= new Invalid(`This XML cannot be read on: ${words}. ${outcome}`);
  };
  const mark = () => {
    since = 0;
  };
  for (const event of ['comment', 'processinginstruction'] as const) parser.on(event, mark);
  parser.on('doctype', (text) => {
    mark();
    if (/<!ENTITY/i.test(text)) fail('it declares entities of its own, which are not followed');
  });
  parser.on('opentag', ({ name, attributes }) => {
    mark();
    if (++depth > MAX_DEPTH) fail('it is nested too deeply');
    if (open.length === 0 && !wanted.has(name)) return;
    if (++held > MOST_ELEMENTS) fail('one of its entries is too large');
    open.push({ name, attributes, children: [], text: '' });
  });
  const addText = (text: string) => {
    mark();
    const top = open.at(-1);
    if (top && top.text.length < MAX_TEXT) top.text += text.slice(0, MAX_TEXT - top.text.length);
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    mark();
    depth--;
    const done = open.pop();
    if (!done) return;
    const above = open.at(-1);
    if (above) above.children.push(done);
    else {
      held = 0;
      ready.push(done);
    }
  });
  parser.on('error', (error) => fail(inertText(error.message, 120)));
  const decoder = new TextDecoder('utf-8');
  for await (const chunk of source) {
    const text = decoder.decode(chunk, { stream: true });
    // In slices, so that a document of one line does not fill the list of what is ready.
    for (let at = 0; at < text.length && problem === null; at += MAX_TEXT) {
      parser.write(text.slice(at, at + MAX_TEXT));
      since += MAX_TEXT;
      if (since > MOST_BETWEEN) fail('one of its entries is too large');
      yield* ready.splice(0);
    }
    if (problem !== null) throw problem;
  }
  parser.write(decoder.decode());
  parser.close();
  yield* ready.splice(0);
  if (problem !== null) throw problem;
}

/** Children of an element by name. */
export function childrenOf(element: XmlElement, name: string): XmlElement[] {
  return element.children.filter((child) => child.name === name);
}

/** The first element on a path of names, or undefined. */
export function find(element: XmlElement, ...names: readonly string[]): XmlElement | undefined {
  let here: XmlElement | undefined = element;
  for (const name of names) here = here?.children.find((child) => child.name === name);
  return here;
}

/** The text of the first element on a path, trimmed; '' when there is none. */
export function textAt(element: XmlElement, ...names: readonly string[]): string {
  return find(element, ...names)?.text.trim() ?? '';
}
