// Text in the character sets of Specific Character Set (0008,0005): PS3.5 6.1.2.5 and PS3.3 C.12.1.1.2.
// Single sets are a codec of iconv-lite each; code extensions (ISO 2022) are cut at their escapes first.
import iconv from 'iconv-lite';

interface Part {
  readonly encoding: string;
  /** Bytes of one character. */
  readonly width: 1 | 2;
  /** Set on every byte before decoding: sets of the lower half are known to iconv-lite in the upper one. */
  readonly raise: boolean;
  /** Put before each character (EUC-JP's code set 3 for JIS X 0212). */
  readonly prefix?: number;
}

interface Term {
  readonly escape: string;
  /** The half that the escape fills: G0 is bytes below 0x80, G1 those from 0x80. */
  readonly half: 0 | 1;
  readonly part: Part;
}

const single = (encoding: string): Part => ({ encoding, width: 1, raise: false });
const ASCII = single('iso88591');
const KATAKANA = single('shift_jis');

/** PS3.3 tables C.12-2 to C.12-4: single-byte sets, with the final byte of their escapes ESC - F. */
const SINGLE_BYTE: readonly (readonly [term: string, encoding: string, final: string])[] = [
  ['100', 'iso88591', 'A'],
  ['101', 'iso88592', 'B'],
  ['109', 'iso88593', 'C'],
  ['110', 'iso88594', 'D'],
  ['144', 'iso88595', 'L'],
  ['127', 'iso88596', 'G'],
  ['126', 'iso88597', 'F'],
  ['138', 'iso88598', 'H'],
  ['148', 'iso88599', 'M'],
  ['166', 'tis620', 'T'],
  ['203', 'iso885915', 'b'],
];

/** Sets that need no escapes: one term stands for all text. */
const WHOLE = new Map<string, string>([
  ['', 'iso88591'],
  ['ISO_IR 6', 'iso88591'],
  ['ISO_IR 13', 'shift_jis'],
  ['ISO_IR 192', 'utf8'],
  ['GB18030', 'gb18030'],
  ['GBK', 'gbk'],
  ...SINGLE_BYTE.map(([term, encoding]) => [`ISO_IR ${term}`, encoding] as const),
]);

const EXTENSIONS = new Map<string, readonly Term[]>([
  ['ISO 2022 IR 6', [{ escape: '(B', half: 0, part: ASCII }]],
  [
    'ISO 2022 IR 13',
    [
      { escape: '(J', half: 0, part: ASCII },
      { escape: ')I', half: 1, part: KATAKANA },
    ],
  ],
  ['ISO 2022 IR 87', [{ escape: '$B', half: 0, part: { encoding: 'eucjp', width: 2, raise: true } }]],
  ['ISO 2022 IR 159', [{ escape: '$(D', half: 0, part: { encoding: 'eucjp', width: 2, raise: true, prefix: 0x8f } }]],
  ['ISO 2022 IR 149', [{ escape: '$)C', half: 1, part: { encoding: 'euckr', width: 2, raise: false } }]],
  ['ISO 2022 IR 58', [{ escape: '$)A', half: 1, part: { encoding: 'gb2312', width: 2, raise: false } }]],
  ...SINGLE_BYTE.map(
    ([term, encoding, final]) =>
      [
        `ISO 2022 IR ${term}`,
        [
          { escape: '(B', half: 0, part: ASCII },
          { escape: `-${final}`, half: 1, part: single(encoding) },
        ],
      ] as const satisfies readonly [string, readonly Term[]],
  ),
]);

/** Every escape of the standard, also those that the data set forgot to declare. */
const BY_ESCAPE: readonly Term[] = [
  ...new Map([...EXTENSIONS.values()].flat().map((term) => [term.escape, term])).values(),
];
const ESC = 0x1b;
const LINE_ENDS = '\n\f\r\t';

/** Whether the terms of Specific Character Set are all of the standard. */
export function knowsCharacterSet(terms: readonly string[]): boolean {
  return terms.every((term) => WHOLE.has(term) || EXTENSIONS.has(term));
}

/**
 * Text of a value. `terms` are the values of Specific Character Set, none for the default repertoire; unknown terms are
 * read as Latin-1. After `delimiters` (PS3.5 6.1.2.5.3: backslash, and ^ and = in names) and line ends the first set
 * holds again.
 */
export function decodeText(bytes: Uint8Array, terms: readonly string[] = [], delimiters = '\\'): string {
  const first = terms[0] ?? '';
  if (terms.length <= 1 && !EXTENSIONS.has(first) && !bytes.includes(ESC)) {
    return iconv.decode(Buffer.from(bytes), WHOLE.get(first) ?? 'iso88591');
  }
  const ends = new Set(Buffer.from(`${delimiters}${LINE_ENDS}`));
  const start = initialHalves(first);
  let halves = start;
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const byte = bytes[at] ?? 0;
    if (byte === ESC) {
      const found = BY_ESCAPE.find((term) => startsWith(bytes, at + 1, term.escape));
      if (found) {
        halves = found.half === 0 ? [found.part, halves[1]] : [halves[0], found.part];
        at += 1 + found.escape.length;
        continue;
      }
    }
    const part = byte < 0x20 ? ASCII : halves[byte < 0x80 ? 0 : 1];
    if (part.width === 1 && ends.has(byte)) halves = start;
    const end = runEnd(bytes, { at, part, ends });
    text += decodePart(bytes.subarray(at, end), part);
    at = end;
  }
  return text;
}

/** What the two halves mean before any escape. */
function initialHalves(first: string): readonly [Part, Part] {
  const terms = EXTENSIONS.get(first) ?? [];
  const whole = single(WHOLE.get(first) ?? 'iso88591');
  const upper = terms.find(({ half }) => half === 1)?.part ?? whole;
  return [ASCII, upper];
}

/** The end of the run of characters that `part` decodes, one character at least. */
function runEnd(bytes: Uint8Array, run: { at: number; part: Part; ends: ReadonlySet<number> }): number {
  const { at, part, ends } = run;
  const upper = (bytes[at] ?? 0) >= 0x80;
  let end = Math.min(at + part.width, bytes.length);
  while (end < bytes.length) {
    const byte = bytes[end] ?? 0;
    if (byte < 0x20 || byte >= 0x80 !== upper || (part.width === 1 && ends.has(byte))) break;
    end = Math.min(end + part.width, bytes.length);
  }
  return end;
}

function decodePart(bytes: Uint8Array, part: Part): string {
  const raw = Buffer.from(bytes);
  if (part.raise) for (let at = 0; at < raw.length; at++) raw[at] = (raw[at] ?? 0) | 0x80;
  const { prefix } = part;
  if (prefix === undefined) return iconv.decode(raw, part.encoding);
  const prefixed: number[] = [];
  for (let at = 0; at < raw.length; at += part.width) prefixed.push(prefix, ...raw.subarray(at, at + part.width));
  return iconv.decode(Buffer.from(prefixed), part.encoding);
}

function startsWith(bytes: Uint8Array, at: number, text: string): boolean {
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text.charCodeAt(i)) return false;
  return true;
}

/**
 * Bytes of a text in the given sets. A character that the first set lacks is written after the escape of the first
 * extension that has it; one that none has becomes a question mark.
 */
export function encodeText(text: string, terms: readonly string[] = [], delimiters = '\\'): Uint8Array {
  const first = terms[0] ?? '';
  if (terms.length <= 1 && !EXTENSIONS.has(first))
    return new Uint8Array(iconv.encode(text, WHOLE.get(first) ?? 'iso88591'));
  const ends = new Set(`${delimiters}${LINE_ENDS}`);
  const start = initialHalves(first);
  const known = terms.flatMap((term) => EXTENSIONS.get(term) ?? []);
  const out: Buffer[] = [];
  let halves = start;
  const designate = (term: Term) => {
    halves = term.half === 0 ? [term.part, halves[1]] : [halves[0], term.part];
    out.push(Buffer.from(`\x1b${term.escape}`, 'latin1'));
  };
  const ascii: Term = { escape: '(B', half: 0, part: ASCII };
  for (const character of text) {
    if (ends.has(character) && halves[0] !== ASCII) designate(ascii);
    if (ends.has(character)) halves = start;
    const here = halves.map((part, half) => encodePart(character, part, half)).find((bytes) => bytes !== undefined);
    if (here) {
      out.push(here);
      continue;
    }
    const term = [...known, ascii].find(({ part, half }) => encodePart(character, part, half) !== undefined);
    if (term) designate(term);
    else if (halves[0] !== ASCII) designate(ascii);
    out.push((term && encodePart(character, term.part, term.half)) ?? Buffer.from('?'));
  }
  if (halves[0] !== ASCII) designate(ascii);
  return new Uint8Array(Buffer.concat(out));
}

/** The bytes of a character in one half, or undefined when the set lacks it. */
function encodePart(character: string, part: Part, half: number): Buffer | undefined {
  const encoded = iconv.encode(character, part.encoding);
  if (iconv.decode(encoded, part.encoding) !== character) return undefined;
  const bytes = part.prefix === undefined ? encoded : encoded.subarray(1);
  if (part.prefix !== undefined && encoded[0] !== part.prefix) return undefined;
  if (bytes.length !== part.width) return undefined;
  const upper = [...bytes].every((byte) => byte >= 0x80);
  if (part.raise) return upper ? Buffer.from(bytes.map((byte) => byte & 0x7f)) : undefined;
  return upper === (half === 1) ? bytes : undefined;
}
