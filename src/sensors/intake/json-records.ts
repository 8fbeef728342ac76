// JSON as tools write it in bulk: one object a line, a list of objects, objects one after the other, pretty-printed or not. Each object is a
// record; a broken one costs itself, as far as the next line that begins an object.
import { readLines } from './lines.ts';

/** A record, or why it could not be read; `row` is the line that it begins in. */
export type JsonRecord =
  | { readonly row: number; readonly value: unknown }
  | { readonly row: number; readonly problem: string };

/** Characters that one record may have. */
const MAX_RECORD = 16 << 20;

/** The records of a file, in batches. */
export async function* jsonRecords(source: AsyncIterable<Uint8Array>): AsyncGenerator<readonly JsonRecord[]> {
  const splitter = new RecordSplitter();
  for await (const lines of readLines(source, { name: 'utf-8', mark: 0 }, { foreign: 0, firstForeign: null })) {
    const records = lines.flatMap(({ text, number, isCut }) =>
      isCut ? splitter.giveUp('The line is longer than a million characters.', number) : splitter.line(text, number),
    );
    if (records.length > 0) yield records;
  }
  const last = splitter.giveUp('The last record is cut.', 0);
  if (last.length > 0) yield last;
}

/** Cuts lines into objects, by their braces outside of texts. */
class RecordSplitter {
  #parts: string[] = [];
  #length = 0;
  #depth = 0;
  #row = 0;
  /** What stands before the record in the line that it begins in. */
  #before = '';

  /** The records that end in this line. */
  line(text: string, row: number): JsonRecord[] {
    const records: JsonRecord[] = [];
    // Inside a record lines are indented further; one that begins an object where this record began is the next one.
    if (this.#depth > 0 && /^\s*$/.test(this.#before) && text.startsWith(`${this.#before}{"`)) {
      records.push(...this.giveUp('The record is cut.', row));
    }
    let from = 0;
    const marks = /"(?:[^"\\]|\\.)*"?|[{}]/g;
    for (let mark = marks.exec(text); mark; mark = marks.exec(text)) {
      const [found] = mark;
      if (found === '{') {
        if (this.#depth === 0) [from, this.#row, this.#before] = [mark.index, row, text.slice(0, mark.index)];
        this.#depth++;
      } else if (found === '}' && this.#depth > 0) {
        this.#depth--;
        if (this.#depth > 0) continue;
        this.#keep(text.slice(from, marks.lastIndex));
        records.push(this.#take());
        from = marks.lastIndex;
      }
    }
    if (this.#depth > 0) this.#keep(`${text.slice(from)}\n`);
    else if (records.length === 0 && !/^[\s[\],]*$/.test(text))
      records.push({ row, problem: 'The line is no JSON object.' });
    if (this.#length > MAX_RECORD) records.push(...this.giveUp('The record is larger than 16 MB.', row));
    return records;
  }

  /** Drops what is begun; says so if something was, or if a line is named. */
  giveUp(problem: string, row: number): JsonRecord[] {
    const isOpen = this.#depth > 0;
    const begun = isOpen ? this.#row : row;
    this.#reset();
    return isOpen || row > 0 ? [{ row: begun, problem }] : [];
  }

  #keep(text: string): void {
    this.#parts.push(text);
    this.#length += text.length;
  }

  #take(): JsonRecord {
    const text = this.#parts.join('');
    const row = this.#row;
    this.#reset();
    try {
      return { row, value: JSON.parse(text) };
    } catch {
      return { row, problem: 'The record is no JSON object.' };
    }
  }

  #reset(): void {
    this.#parts = [];
    this.#length = 0;
    this.#depth = 0;
  }
}
