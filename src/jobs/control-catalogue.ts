// The catalogue of controls and the frameworks: what ships with the product, and what a site has put beside its data.
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { ControlsDocument, Framework } from '#contracts/index.ts';
import { RULES } from '#findings/index.ts';
import { Invalid, inertText } from '#kit/index.ts';
import {
  type Catalogue,
  type CatalogueFile,
  catalogueOf,
  coverageOf,
  effectsOf,
  FRAMEWORKS,
  frameworkOfCatalog,
  frameworkOfProfile,
  mappingsOf,
  type OscalFile,
  type ReadFramework,
  readOscal,
  threatControlIds,
  type UnknownReference,
} from '#knowledge/index.ts';
import type { ThreatLibrary } from '#risk/index.ts';
import { threatFolders, threatLibrary } from './threat-library.ts';

/** Where the controls are that ship with the product. */
const SHIPPED_CONTROLS = path.resolve(import.meta.dirname, '../knowledge/controls/library');

const YAML = /^[^.].*\.ya?ml$/i;
const OSCAL = /^[^.].*\.json(\.gz)?$/i;
const MOST_FILES = 200;
const MOST_BYTES = 1024 * 1024;
const MOST_OSCAL_BYTES = 64 * 1024 * 1024;
/** References that are told one by one; of the others the number is told. */
const REFERENCES_TOLD = 3;

/** Everything that is known of controls at a place. */
export interface ControlKnowledge extends Catalogue {
  readonly frameworks: readonly Framework[];
}

/** The catalogue as it was read last, and the state of the files that it was read from. */
let last: { readonly state: string; readonly threats: ThreatLibrary; readonly knowledge: ControlKnowledge } | undefined;

/**
 * Reads the catalogue: the shipped files, then *.yaml of `controls` beside the data of a site, and OSCAL catalogs and profiles
 * (*.json, *.json.gz) of `frameworks` there. A control of the site takes the place of a shipped one with its id. What cannot be used
 * is told of in `problems`. `dataDir` null: the shipped ones alone. Files are read again when one of them has changed.
 */
export async function controlKnowledge(dataDir: string | null): Promise<ControlKnowledge> {
  const threats = await threatLibrary(threatFolders(dataDir));
  const places = {
    shipped: await lookInto(SHIPPED_CONTROLS, YAML, MOST_BYTES),
    own: dataDir === null ? NOTHING : await lookInto(path.join(dataDir, 'controls'), YAML, MOST_BYTES),
    oscal: dataDir === null ? NOTHING : await lookInto(path.join(dataDir, 'frameworks'), OSCAL, MOST_OSCAL_BYTES),
  };
  const state = JSON.stringify(places);
  if (last?.state === state && last.threats === threats) return last.knowledge;
  const problems = Object.values(places).flatMap((folder) => folder.problems);
  const frameworks = [...FRAMEWORKS, ...(await siteFrameworks(places.oscal, problems))];
  const files = [await catalogueFiles(places.shipped, problems), await catalogueFiles(places.own, problems)];
  const catalogue = catalogueOf(files, {
    frameworks,
    threatControls: threatControlIds(threats.scenarios),
    rules: new Set(Object.keys(RULES)),
  });
  const knowledge = {
    controls: catalogue.controls,
    frameworks,
    problems: [...problems, ...catalogue.problems],
  };
  last = { state, threats, knowledge };
  return knowledge;
}

/** The catalogue as a document. `only`: the id of the one framework to show; Invalid where there is none. */
export async function controlsDocument(dataDir: string | null, only: string | null): Promise<ControlsDocument> {
  const { controls, frameworks, problems } = await controlKnowledge(dataDir);
  const { scenarios } = await threatLibrary(threatFolders(dataDir));
  const shown = only === null ? frameworks : frameworks.filter(({ id }) => id === only);
  if (shown.length === 0) {
    const ids = frameworks.map(({ id }) => inertText(id, 60)).join(', ');
    throw new Invalid(`--framework: there is no framework ${inertText(only ?? '', 60)}. Write one of ${ids}.`);
  }
  return {
    schema: 'dosimeter.controls/1',
    controls: controls.map((control) => ({
      ...control,
      maps: mappingsOf(control, shown),
      effects: effectsOf(control, scenarios),
    })),
    frameworks: shown.map((framework) => {
      const coverage = new Map(coverageOf(framework, controls).map((row) => [row.id, row.controls]));
      const { id, name, version, source, rows } = framework;
      return {
        id,
        name,
        version,
        source,
        rows: rows.map((row) => ({
          id: row.id,
          name: row.name,
          parent: row.parent,
          basis: row.basis,
          controls: [...(coverage.get(row.id) ?? [])],
        })),
      };
    }),
    problems: [...problems],
  };
}

async function catalogueFiles({ files }: Folder, problems: string[]): Promise<CatalogueFile[]> {
  const texts: CatalogueFile[] = [];
  for (const { file } of files) {
    const name = path.basename(file);
    const bytes = await bytesOf(file);
    const text = typeof bytes === 'string' ? bytes : textOf(bytes);
    if (typeof text === 'string') problems.push(`${inertText(name, 200)}: ${text}`);
    else texts.push({ name, text: text.text });
  }
  return texts;
}

/** Catalogs first, so that a profile finds what it picks from. The id of a framework is the name of its file. */
async function siteFrameworks({ files }: Folder, problems: string[]): Promise<Framework[]> {
  const read: { readonly name: string; readonly id: string; readonly file: OscalFile }[] = [];
  const taken = new Set(FRAMEWORKS.map(({ id }) => id));
  for (const { file } of files) {
    const name = path.basename(file);
    const shown = inertText(name, 200);
    const id = frameworkId(name);
    if (taken.has(id)) {
      problems.push(`${shown}: there is a framework ${id} already. Give the file another name.`);
      continue;
    }
    const bytes = await bytesOf(file);
    if (typeof bytes === 'string') {
      problems.push(`${shown}: ${bytes}`);
      continue;
    }
    try {
      read.push({ name: shown, id, file: readOscal(bytes) });
      taken.add(id);
    } catch (error) {
      if (!(error instanceof Invalid)) throw error;
      problems.push(`${shown}: ${error.message}`);
    }
  }
  const told = ({ framework, unknown, problems: own }: ReadFramework, name: string) => {
    problems.push(...own.map((problem) => `${name}: ${problem}`), ...referenceWords(name, unknown));
    return framework;
  };
  const catalogs = read.flatMap(({ name, id, file }) =>
    file.kind === 'catalog' ? [told(frameworkOfCatalog(file.catalog, id, name), name)] : [],
  );
  const profiles = read.flatMap(({ name, id, file }) =>
    file.kind === 'profile' ? [told(frameworkOfProfile(file.profile, catalogs, { id, reference: name }), name)] : [],
  );
  return [...catalogs, ...profiles];
}

function frameworkId(name: string): string {
  const plain = name
    .replace(/\.json(\.gz)?$/i, '')
    .toLowerCase()
    .replace(/[^a-z0-9.-]+/g, '-');
  return plain.replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, '').slice(0, 60) || 'framework';
}

function referenceWords(name: string, unknown: readonly UnknownReference[]): string[] {
  if (unknown.length === 0) return [];
  const some = unknown
    .slice(0, REFERENCES_TOLD)
    .map(({ from, to }) => `${inertText(from, 60)} to ${inertText(to, 60)}`);
  const more = unknown.length > REFERENCES_TOLD ? ` and ${unknown.length - REFERENCES_TOLD} more` : '';
  return [`${name}: references to what is not in the file are kept: ${some.join(', ')}${more}.`];
}

interface Folder {
  /** Files that may be read, with what tells that one has changed. */
  readonly files: readonly { readonly file: string; readonly mark: string }[];
  readonly problems: readonly string[];
}

const NOTHING: Folder = { files: [], problems: [] };

/** The files of a folder whose names fit, at most `most` bytes each; none where the folder is not there. */
async function lookInto(folder: string, pattern: RegExp, most: number): Promise<Folder> {
  const problems: string[] = [];
  const files: { file: string; mark: string }[] = [];
  for (const name of await namesIn(folder, pattern, problems)) {
    const file = path.join(folder, name);
    const found = await stat(file, { bigint: true }).catch(() => undefined);
    const shown = inertText(name, 200);
    if (!found) problems.push(`${shown}: it cannot be read. Check its rights.`);
    else if (!found.isFile()) problems.push(`${shown}: it is no file. Put what it holds into a file of its own.`);
    else if (found.size > most) problems.push(`${shown}: it is larger than ${most / 1024 / 1024} MB.`);
    else files.push({ file, mark: [found.ino, found.size, found.mtimeNs, found.ctimeNs].join(' ') });
  }
  return { files, problems };
}

async function namesIn(folder: string, pattern: RegExp, problems: string[]): Promise<string[]> {
  try {
    const names = (await readdir(folder)).filter((name) => pattern.test(name)).toSorted();
    if (names.length > MOST_FILES)
      problems.push(
        `${inertText(path.basename(folder), 200)}: files after the first ${MOST_FILES} by name are left out.`,
      );
    return names.slice(0, MOST_FILES);
  } catch (error) {
    const isAbsent = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (!isAbsent) problems.push(`${inertText(folder, 300)}: the folder cannot be read. Check its rights.`);
    return [];
  }
}

/** What a file holds, or a sentence on why it cannot be read. */
async function bytesOf(file: string): Promise<Uint8Array | string> {
  try {
    return await readFile(file);
  } catch {
    return 'it cannot be read. Check its rights.';
  }
}

function textOf(bytes: Uint8Array): { readonly text: string } | string {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return 'it is not written in UTF-8. Save it in that encoding.';
  }
}
