// A folder of files that a library is read from, the shipped one or that of a site beside its data: which of them may be read, and what cannot and why.
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { inertText } from '#kit/index.ts';

/** What is read of a folder, and how it is said where something is not. */
export interface FolderRule {
  /** Names that are read. */
  readonly names: RegExp;
  readonly mostFiles: number;
  readonly mostBytes: number;
  readonly words: {
    /** Of so many files, some are left out. */
    readonly tooMany: (files: number) => string;
    readonly noFile: string;
    readonly tooLarge: string;
  };
}

/** The files of a folder that may be read. */
export interface LibraryFolder {
  /** By name, with what tells that one has changed. */
  readonly files: readonly { readonly file: string; readonly mark: string }[];
  readonly problems: readonly string[];
}

/** A folder that is not there. */
export const NO_FOLDER: LibraryFolder = { files: [], problems: [] };

/** Looks into a folder; one that is not there holds nothing. */
export async function lookInto(
  folder: string,
  { names, mostFiles, mostBytes, words }: FolderRule,
): Promise<LibraryFolder> {
  const problems: string[] = [];
  const fitting = await namesIn(folder, names, problems);
  if (fitting.length > mostFiles)
    problems.push(`${inertText(path.basename(folder), 200)}: ${words.tooMany(fitting.length)}`);
  const files: { file: string; mark: string }[] = [];
  for (const name of fitting.slice(0, mostFiles)) {
    const file = path.join(folder, name);
    const found = await stat(file, { bigint: true }).catch(() => undefined);
    const shown = inertText(name, 200);
    if (!found) problems.push(`${shown}: ${UNREADABLE}`);
    else if (!found.isFile()) problems.push(`${shown}: ${words.noFile}`);
    else if (found.size > mostBytes) problems.push(`${shown}: ${words.tooLarge}`);
    else files.push({ file, mark: [found.ino, found.size, found.mtimeNs, found.ctimeNs].join(' ') });
  }
  return { files, problems };
}

/** What a file holds, or a sentence on why it cannot be read. */
export async function bytesOf(file: string): Promise<Uint8Array | string> {
  try {
    return await readFile(file);
  } catch {
    return UNREADABLE;
  }
}

/** The text files of a folder by their names; what cannot be read is told of in `problems`. */
export async function textsOf({ files }: LibraryFolder, problems: string[]): Promise<{ name: string; text: string }[]> {
  const texts: { name: string; text: string }[] = [];
  for (const { file } of files) {
    const name = path.basename(file);
    const bytes = await bytesOf(file);
    const read = typeof bytes === 'string' ? bytes : decoded(bytes);
    if (typeof read === 'string') problems.push(`${inertText(name, 200)}: ${read}`);
    else texts.push({ name, text: read.text });
  }
  return texts;
}

const UNREADABLE = 'it cannot be read. Check its rights.';

async function namesIn(folder: string, names: RegExp, problems: string[]): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => names.test(name)).toSorted();
  } catch (error) {
    const isAbsent = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (!isAbsent) problems.push(`${inertText(folder, 300)}: the folder cannot be read. Check its rights.`);
    return [];
  }
}

function decoded(bytes: Uint8Array): { readonly text: string } | string {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return 'it is not written in UTF-8. Save it in that encoding.';
  }
}
