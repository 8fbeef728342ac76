// A bound CPE name read back into its attributes: the URI of CPE 2.2 (NIST IR 7695, 6.1.3) and the formatted string (6.2.3).
import { ANY, ATTRIBUTES, isPlain, LONGEST_NAME, NA, problemOf, type WellFormedName } from './well-formed-name.ts';

/** A name, or why the text is none, as the rest of a sentence. */
export type ParsedCpe =
  | { readonly kind: 'name'; readonly name: WellFormedName }
  | { readonly kind: 'refused'; readonly because: string };

/** Reads either binding; they differ in their first characters (6.2). Never throws. */
export function parseCpe(text: string): ParsedCpe {
  if (text.length > LONGEST_NAME) return refused(`it is longer than ${LONGEST_NAME} characters`);
  const start = text.slice(0, 8).toLowerCase();
  if (start === 'cpe:2.3:') return fromFormattedString(text);
  if (start.startsWith('cpe:/')) return fromUri(text);
  return refused('a CPE name starts with cpe:2.3: or cpe:/');
}

function refused(because: string): ParsedCpe {
  return { kind: 'refused', because };
}

/** The values in the order of ATTRIBUTES as a name, when all are well formed. */
function named(values: readonly string[]): ParsedCpe {
  const [part = ANY, vendor = ANY, product = ANY, version = ANY, update = ANY, edition = ANY, language = ANY] = values;
  const [, , , , , , , swEdition = ANY, targetSw = ANY, targetHw = ANY, other = ANY] = values;
  const name: WellFormedName = {
    part,
    vendor,
    product,
    version,
    update,
    edition,
    language,
    swEdition,
    targetSw,
    targetHw,
    other,
  };
  for (const attribute of ATTRIBUTES) {
    const problem = problemOf(attribute, name[attribute]);
    if (problem !== null) return refused(problem);
  }
  return { kind: 'name', name };
}

function fromFormattedString(text: string): ParsedCpe {
  const fields: string[] = [];
  let start = 'cpe:2.3:'.length;
  // A colon parts two fields, unless a backslash quotes it; `\\:` is a quoted backslash before such a colon.
  for (let at = start; at <= text.length; at++) {
    if (text[at] === '\\') at++;
    else if (at === text.length || text[at] === ':') {
      fields.push(text.slice(start, at));
      start = at + 1;
    }
  }
  // A backslash at the very end steps over the end of the last field.
  if (start <= text.length) fields.push(text.slice(start));
  if (fields.length !== ATTRIBUTES.length)
    return refused(`a formatted string has ${ATTRIBUTES.length} fields, this one has ${fields.length}`);
  return named(fields.map((field) => (field === ANY || field === NA ? field : quoted(field))));
}

/** add_quoting() of 6.2.3.2: what is quoted stays so; the rest is quoted, except the two special characters. */
function quoted(field: string): string {
  let first = 0;
  while (first < field.length && isPlain(field.charCodeAt(first))) first++;
  if (first === field.length) return field;
  let value = field.slice(0, first);
  for (let at = first; at < field.length; at++) {
    const character = field.charAt(at);
    if (character === '\\') value += character + field.charAt(++at);
    else if (character === '*' || character === '?' || isPlain(field.charCodeAt(at))) value += character;
    else value += `\\${character}`;
  }
  return value;
}

function fromUri(text: string): ParsedCpe {
  const components = text.slice('cpe:/'.length).split(':');
  if (components.length > 7) return refused(`a CPE URI has at most 7 components, this one has ${components.length}`);
  const [part = '', vendor = '', product = '', version = '', update = '', edition = '', language = ''] = components;
  const [legacy = '', ...extended] = edition.startsWith('~') ? unpacked(edition) : [edition];
  const values: string[] = [];
  for (const component of [part, vendor, product, version, update, legacy, language, ...extended]) {
    const value = decoded(component);
    if (value === null)
      return refused(`'${component}' has a character or a percent form that a CPE URI does not allow`);
    values.push(value);
  }
  return named(values);
}

/**
 * unpack() of 6.1.3.2: five values behind one tilde each. The looser syntax (figure 6-1) allows fewer, which then are not
 * restricted, and more, which then belong to the last value.
 */
function unpacked(edition: string): string[] {
  const values = edition.slice(1).split('~');
  return [...values.slice(0, 4), ...(values.length > 4 ? [values.slice(4).join('~')] : [])];
}

/** decode() of 6.1.3.2; null for what figure 6-2 does not allow. URIs are read in lower case. */
function decoded(component: string): string | null {
  if (component === '') return ANY;
  if (component === '-') return NA;
  const text = component.toLowerCase();
  let value = '';
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '%') {
      const form = FORMS.get(text.slice(at + 1, at + 3));
      if (form === undefined) return null;
      value += form;
      at += 2;
    } else if (character === '.' || character === '-' || character === '~') {
      value += `\\${character}`;
    } else if (isPlain(text.charCodeAt(at))) {
      value += character;
    } else {
      return null;
    }
  }
  // A lone asterisk would read as ANY, but it is a special character used by itself, which 5.3.2 (4) forbids.
  return value === '*' ? null : value;
}

/** Tables 6-1 and 6-2: the only percent forms that a name can have, and what they mean. */
const FORMS: ReadonlyMap<string, string> = new Map([
  ['01', '?'],
  ['02', '*'],
  ...Array.from('!"#$%&\'()*+,/:;<=>?@[\\]^`{|}~', (character): [string, string] => [
    character.charCodeAt(0).toString(16),
    `\\${character}`,
  ]),
]);
