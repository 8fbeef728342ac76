// The library of threat scenarios: the files that ship with the product, and those of the site beside its data.
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { inertText } from '#kit/index.ts';
import { libraryOf, type ScenarioFile, type ThreatLibrary } from '#risk/index.ts';

/** Where the scenarios are that ship with the product. */
export const SHIPPED_THREATS = path.resolve(import.meta.dirname, '../risk/threats/library');

const MOST_FILES = 500;
const MOST_BYTES = 256 * 1024;

/** The folders of the library, later ones first heard: the shipped one, then `threats` beside the data of a site. */
export function threatFolders(dataDir: string | null): string[] {
  return dataDir === null ? [SHIPPED_THREATS] : [SHIPPED_THREATS, path.join(dataDir, 'threats')];
}

/**
 * Reads the scenarios (*.yaml, *.yml) of the folders; one that is not there holds none. A scenario of a later folder
 * takes the place of one with the same id. A file that cannot be used is told of in `problems`, and the others stay.
 */
export async function threatLibrary(folders: readonly string[]): Promise<ThreatLibrary> {
  const problems: string[] = [];
  const read: ScenarioFile[][] = [];
  for (const folder of folders) read.push(await filesIn(folder, problems));
  const library = libraryOf(read);
  return { ...library, problems: [...problems, ...library.problems] };
}

async function filesIn(folder: string, problems: string[]): Promise<ScenarioFile[]> {
  const names = await namesIn(folder, problems);
  if (names.length > MOST_FILES) {
    const shown = inertText(path.basename(folder), 200);
    problems.push(
      `${shown}: there are ${names.length} files; those after the first ${MOST_FILES} by name are left out.`,
    );
  }
  const files: ScenarioFile[] = [];
  for (const name of names.slice(0, MOST_FILES)) {
    const text = await textOf(path.join(folder, name));
    if (typeof text === 'string') files.push({ name, text });
    else problems.push(`${inertText(name, 200)}: ${text.problem}`);
  }
  return files;
}

async function namesIn(folder: string, problems: string[]): Promise<string[]> {
  try {
    const names = await readdir(folder);
    return names.filter((name) => /^[^.].*\.ya?ml$/i.test(name)).toSorted();
  } catch (error) {
    if (codeOf(error) !== 'ENOENT')
      problems.push(`${inertText(folder, 300)}: the folder cannot be read. Check its rights.`);
    return [];
  }
}

async function textOf(file: string): Promise<string | { readonly problem: string }> {
  try {
    const found = await stat(file);
    if (!found.isFile()) return { problem: 'it is no file. Put the scenario into a file of its own.' };
    if (found.size > MOST_BYTES) return { problem: 'it is larger than 256 kB. A scenario needs a page or two.' };
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(file));
  } catch (error) {
    if (error instanceof TypeError) return { problem: 'it is not written in UTF-8. Save it in that encoding.' };
    return { problem: 'it cannot be read. Check its rights.' };
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
