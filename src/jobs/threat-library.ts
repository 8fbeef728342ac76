// The library of threat scenarios: the files that ship with the product, and those of the site beside its data.
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { inertText } from '#kit/index.ts';
import { libraryOf, type ScenarioFile, type ThreatLibrary } from '#risk/index.ts';

/** Where the scenarios are that ship with the product. */
export const SHIPPED_THREATS = path.resolve(import.meta.dirname, '../risk/threats/library');

const MOST_FILES = 500;
const MOST_BYTES = 256 * 1024;

/** The library as it was read last, and the state of the files that it was read from. */
let last: { readonly state: string; readonly library: ThreatLibrary } | undefined;

/** The folders of the library, later ones first heard: the shipped one, then `threats` beside the data of a site. */
export function threatFolders(dataDir: string | null): string[] {
  return dataDir === null ? [SHIPPED_THREATS] : [SHIPPED_THREATS, path.join(dataDir, 'threats')];
}

/**
 * Reads the scenarios (*.yaml, *.yml) of the folders; one that is not there holds none. A scenario of a later folder
 * takes the place of one with the same id. A file that cannot be used is told of in `problems`, and the others stay.
 * Files are read again when one of them has changed.
 */
export async function threatLibrary(folders: readonly string[]): Promise<ThreatLibrary> {
  const found = await Promise.all(folders.map(lookInto));
  const state = JSON.stringify(found);
  if (last?.state === state) return last.library;
  const problems = found.flatMap((folder) => folder.problems);
  const read: ScenarioFile[][] = [];
  for (const { files } of found) {
    const texts: ScenarioFile[] = [];
    for (const { file } of files) {
      const name = path.basename(file);
      const text = await textOf(file);
      if (typeof text === 'string') texts.push({ name, text });
      else problems.push(`${inertText(name, 200)}: ${text.problem}`);
    }
    read.push(texts);
  }
  const library = libraryOf(read);
  const whole = { ...library, problems: [...problems, ...library.problems] };
  last = { state, library: whole };
  return whole;
}

interface Folder {
  /** Files that may hold a scenario, with what tells that one has changed. */
  readonly files: readonly { readonly file: string; readonly mark: string }[];
  readonly problems: readonly string[];
}

async function lookInto(folder: string): Promise<Folder> {
  const problems: string[] = [];
  const names = await namesIn(folder, problems);
  if (names.length > MOST_FILES) {
    const shown = inertText(path.basename(folder), 200);
    problems.push(`${shown}: of ${names.length} files, those after the first ${MOST_FILES} by name are left out.`);
  }
  const files: { file: string; mark: string }[] = [];
  for (const name of names.slice(0, MOST_FILES)) {
    const file = path.join(folder, name);
    const found = await stat(file, { bigint: true }).catch(() => undefined);
    const shown = inertText(name, 200);
    if (!found) problems.push(`${shown}: it cannot be read. Check its rights.`);
    else if (!found.isFile()) problems.push(`${shown}: it is no file. Put the scenario into a file of its own.`);
    else if (found.size > MOST_BYTES)
      problems.push(`${shown}: it is larger than 256 kB. A scenario needs a page or two.`);
    else files.push({ file, mark: [found.ino, found.size, found.mtimeNs, found.ctimeNs].join(' ') });
  }
  return { files, problems };
}

async function namesIn(folder: string, problems: string[]): Promise<string[]> {
  try {
    const names = await readdir(folder);
    return names.filter((name) => /^[^.].*\.ya?ml$/i.test(name)).toSorted();
  } catch (error) {
    const isAbsent = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (!isAbsent) problems.push(`${inertText(folder, 300)}: the folder cannot be read. Check its rights.`);
    return [];
  }
}

async function textOf(file: string): Promise<string | { readonly problem: string }> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(file));
  } catch (error) {
    return error instanceof TypeError
      ? { problem: 'it is not written in UTF-8. Save it in that encoding.' }
      : { problem: 'it cannot be read. Check its rights.' };
  }
}
