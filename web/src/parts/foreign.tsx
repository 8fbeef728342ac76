// Text that came from a device, a file or a person: shown as text only, in its own direction, nothing invisible in it.

// Controls, bidirectional marks, zero-width and tag characters (Unicode 15, 23.2 and 23.3). The server makes them
// visible already; this holds for whatever slips through.
const INVISIBLE = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;

/** Writes invisible characters as \u{hex}. */
export function visible(text: string): string {
  return text.replace(INVISIBLE, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

interface ForeignProps {
  readonly children: string;
  readonly mono?: boolean;
}

/** Foreign text, isolated from the text around it. */
export function Foreign({ children, mono }: ForeignProps) {
  return (
    <bdi className={mono ? 'foreign mono' : 'foreign'} dir="auto">
      {visible(children)}
    </bdi>
  );
}
