// Files of the libraries of lessons, policies, checks and questions, from text to values: a bad one is told of, and the others stay.
import { parse } from 'yaml';
import type { z } from 'zod';
import { whatIsWrong } from '#contracts/index.ts';
import { Invalid, inertText } from '#kit/index.ts';

/** A file: its name, as people are told of it, and what it holds. */
export interface LibraryFile {
  readonly name: string;
  readonly text: string;
}

/** What is wrong with a value whose shape is right: where, and in words. */
export interface Fault {
  readonly field: string;
  readonly message: string;
}

/** What could be used of a folder, by id, and what is wrong with the rest, as sentences. */
export interface Library<T> {
  readonly items: readonly T[];
  readonly problems: readonly string[];
}

/** Uses of one anchor: a short file must not become a large one. */
const MOST_ALIASES = 100;

/**
 * The value of a file (YAML or JSON) by its shape, and by rules that a shape cannot say. Throws Invalid with the file, the field and what
 * is wrong with it.
 */
export function readLibraryFile<S extends z.ZodType>(
  { name, text }: LibraryFile,
  shape: S,
  faultsOf: (value: z.output<S>) => readonly Fault[],
): z.output<S> {
  const read = shape.safeParse(parsed(name, text));
  const wrong = read.success ? faultsOf(read.data)[0] : whatIsWrong(read.error);
  if (wrong) {
    const field = wrong.field === '' ? '' : `${inertText(wrong.field, 100)}: `;
    throw new Invalid(`${inertText(name, 200)}: ${field}${inertText(wrong.message, 300)}`);
  }
  if (!read.success) throw read.error;
  return read.data;
}

/** Reads one item from each file; the first file by name has an id, and what cannot be used is told of. */
export function readLibrary<T extends { readonly id: string }>(
  files: readonly LibraryFile[],
  read: (file: LibraryFile) => T,
): Library<T> {
  const items = new Map<string, T>();
  const problems: string[] = [];
  for (const file of files.toSorted((a, b) => byCode(a.name, b.name))) {
    try {
      const item = read(file);
      if (items.has(item.id)) {
        throw new Invalid(`${inertText(file.name, 200)}: id: another file has the name ${item.id}. Write another one.`);
      }
      items.set(item.id, item);
    } catch (error) {
      if (!(error instanceof Invalid)) throw error;
      problems.push(error.message);
    }
  }
  return { items: [...items.values()].toSorted((a, b) => byCode(a.id, b.id)), problems };
}

/** Faults for names that a table does not have. */
export function unknownNames(
  names: readonly string[],
  field: string,
  known: ReadonlySet<string>,
  what: string,
): readonly Fault[] {
  return names.flatMap((name, place) =>
    known.has(name) ? [] : [{ field: `${field}[${place}]`, message: `There is no ${what} ${name}.` }],
  );
}

/** Faults for names that stand in a list twice. */
export function twice(names: readonly string[], field: string): readonly Fault[] {
  return names.flatMap((name, place) =>
    names.indexOf(name) < place ? [{ field: `${field}[${place}]`, message: `${name} stands here twice.` }] : [],
  );
}

function byCode(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function parsed(name: string, text: string): unknown {
  try {
    return parse(text, { maxAliasCount: MOST_ALIASES, logLevel: 'error' });
  } catch (error) {
    const [first = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    throw new Invalid(`${inertText(name, 200)}: it is neither YAML nor JSON: ${inertText(first, 300)}`);
  }
}
