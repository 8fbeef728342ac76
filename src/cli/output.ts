// What a command says: one JSON document on stdout with --json, words and progress on stderr, hostile text inert.
import { styleText } from 'node:util';
import { inertText, round9 } from '#kit/index.ts';

export interface Output {
  /** The result: printed as JSON with --json, as words otherwise. */
  result(document: unknown, words: () => string): Promise<void>;
  /** What goes to stdout as it is: a report, a page. */
  bytes(body: Uint8Array | string): Promise<void>;
  /** A line for the person who watches. */
  say(line: string): void;
  /** How far it is: a bar on a terminal, now and then a line elsewhere. */
  progress(fraction: number, message: string): void;
}

const BAR = 24;
const LINE_EVERY_MS = 5_000;

/** Writes to the process's own streams. */
export function processOutput(json: boolean): Output {
  // The stream says an error twice: to whoever wrote, and as an event that would end the process.
  process.stdout.on('error', () => undefined);
  const terminal = process.stderr.isTTY === true;
  let barShown = false;
  let lastLine = 0;
  const clear = () => {
    if (barShown) process.stderr.write('\r\u001b[K');
    barShown = false;
  };
  const bytes = async (body: Uint8Array | string) => {
    clear();
    // A pipe takes a large document in pieces: wait for it, or the end of the process cuts it off.
    await new Promise<void>((resolve, reject) =>
      process.stdout.write(body, (error) => (error ? reject(error) : resolve())),
    );
  };
  return {
    bytes,
    result: (document, words) => bytes(resultText(document, words, json)),
    say(line) {
      clear();
      process.stderr.write(`${inertLine(line)}\n`);
    },
    progress(fraction, message) {
      if (terminal) {
        const full = Math.round(fraction * BAR);
        const bar = `${'█'.repeat(full)}${'░'.repeat(BAR - full)}`;
        process.stderr.write(
          `\r\u001b[K${styleText('cyan', bar)} ${Math.floor(fraction * 100)}% ${inertText(message, 80)}`,
        );
        barShown = true;
      } else if (Date.now() - lastLine > LINE_EVERY_MS) {
        lastLine = Date.now();
        process.stderr.write(`${Math.floor(fraction * 100)}% ${inertText(message, 200)}\n`);
      }
    },
  };
}

/** A result as JSON or as words, with the line end that a terminal wants. */
export function resultText(document: unknown, words: () => string, json: boolean): string {
  return json ? `${JSON.stringify(document, rounded, 1)}\n` : `${words()}\n`;
}

/** One line, whatever is in it; long paths and links stay whole. */
export function inertLine(line: string): string {
  return inertText(line, 4000);
}

/** Rows as aligned columns; a cell is cut where it is longer than `most`. */
export function table(rows: readonly (readonly string[])[], most = 80): string {
  const inert = rows.map((row) => row.map((cell) => inertText(cell, most)));
  const widths = inert.reduce<number[]>((wide, row) => row.map((cell, n) => Math.max(wide[n] ?? 0, cell.length)), []);
  return inert
    .map((row) =>
      row
        .map((cell, n) => cell.padEnd(widths[n] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Figures are printed with 9 significant digits: a rounding error of the last bits is no difference. */
function rounded(_key: string, value: unknown): unknown {
  return typeof value === 'number' ? round9(value) : value;
}
