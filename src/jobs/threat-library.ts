// The library of threat scenarios: the files that ship with the product, and those of the site beside its data.
import path from 'node:path';
import { libraryOf, type ScenarioFile, type ThreatLibrary } from '#risk/index.ts';
import { type FolderRule, lookInto, textsOf } from './library-folder.ts';

/** Where the scenarios are that ship with the product. */
export const SHIPPED_THREATS = path.resolve(import.meta.dirname, '../risk/threats/library');

const MOST_FILES = 500;
const SCENARIOS: FolderRule = {
  names: /^[^.].*\.ya?ml$/i,
  mostFiles: MOST_FILES,
  mostBytes: 256 * 1024,
  words: {
    tooMany: (files) => `of ${files} files, those after the first ${MOST_FILES} by name are left out.`,
    noFile: 'it is no file. Put the scenario into a file of its own.',
    tooLarge: 'it is larger than 256 kB. A scenario needs a page or two.',
  },
};

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
  const found = await Promise.all(folders.map((folder) => lookInto(folder, SCENARIOS)));
  const state = JSON.stringify(found);
  if (last?.state === state) return last.library;
  const problems = found.flatMap((folder) => folder.problems);
  const read: ScenarioFile[][] = [];
  for (const folder of found) read.push(await textsOf(folder, problems));
  const library = libraryOf(read);
  const whole = { ...library, problems: [...problems, ...library.problems] };
  last = { state, library: whole };
  return whole;
}
