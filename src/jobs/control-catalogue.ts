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
  readOscal,
  threatControlIds,
  type UnknownReference,
} from '#knowledge/index.ts';
import { threatFolders, threatLibrary } from './threat-library.ts';

/** Where the controls are that ship with the product. */
const SHIPPED_CONTROLS = path.resolve(import.meta.dirname, '../knowledge/controls/library');

const MOST_FILES = 200;
const MOST_BYTES = 1024 * 1024;
const MOST_OSCAL_BYTES = 64 * 1024 * 1024;
/** References that are told one by one; of the others the number is told. */
const REFERENCES_TOLD = 3;

/** Everything that is known of controls at a place. */
export interface ControlKnowledge extends Catalogue {
  readonly frameworks: readonly Framework[];
}

/**
 * Reads the catalogue: the shipped files, then *.yaml of `controls` beside the data of a site, and OSCAL catalogs and profiles
 * (*.json, *.json.gz) of `frameworks` there. A control of the site takes the place of a shipped one with its id. What cannot be used
 * is told of in `problems`. `dataDir` null: the shipped ones alone.
 */
export async function controlKnowledge(dataDir: string | null): Promise<ControlKnowledge> {
  const problems: string[] = [];
  const own = dataDir === null ? [] : await siteFrameworks(path.join(dataDir, 'frameworks'), problems);
  const frameworks = [...FRAMEWORKS, ...own];
  const { scenarios } = await threatLibrary(threatFolders(dataDir));
  const folders = [SHIPPED_CONTROLS, ...(dataDir === null ? [] : [path.join(dataDir, 'controls')])];
  const files: CatalogueFile[][] = [];
  for (const folder of folders) files.push(await catalogueFiles(folder, problems));
  const catalogue = catalogueOf(files, {
    frameworks,
    threatControls: threatControlIds(scenarios),
    rules: new Set(Object.keys(RULES)),
  });
  return { controls: catalogue.controls, frameworks, problems: [...problems, ...catalogue.problems] };
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

async function catalogueFiles(folder: string, problems: string[]): Promise<CatalogueFile[]> {
  const files: CatalogueFile[] = [];
  for (const name of await namesIn(folder, /^[^.].*\.ya?ml$/i, problems)) {
    const bytes = await bytesOf(path.join(folder, name), MOST_BYTES);
    const text = typeof bytes === 'string' ? bytes : textOf(bytes);
    if (typeof text === 'string') problems.push(`${inertText(name, 200)}: ${text}`);
    else files.push({ name, text: text.text });
  }
  return files;
}

/** Catalogs first, so that a profile finds what it picks from. The id of a framework is the name of its file. */
async function siteFrameworks(folder: string, problems: string[]): Promise<Framework[]> {
  const read: { readonly name: string; readonly id: string; readonly file: OscalFile }[] = [];
  const taken = new Set(FRAMEWORKS.map(({ id }) => id));
  for (const name of await namesIn(folder, /^[^.].*\.json(\.gz)?$/i, problems)) {
    const shown = inertText(name, 200);
    const id = frameworkId(name);
    if (taken.has(id)) {
      problems.push(`${shown}: there is a framework ${id} already. Give the file another name.`);
      continue;
    }
    const bytes = await bytesOf(path.join(folder, name), MOST_OSCAL_BYTES);
    if (typeof bytes === 'string') {
      problems.push(`${shown}: ${bytes}`);
      continue;
    }
    try {
      read.push({ name, id, file: readOscal(bytes) });
      taken.add(id);
    } catch (error) {
      if (!(error instanceof Invalid)) throw error;
      problems.push(`${shown}: ${error.message}`);
    }
  }
  const told = ({ framework, unknown, problems: own }: ReturnType<typeof frameworkOfCatalog>, name: string) => {
    problems.push(...own.map((problem) => `${inertText(name, 200)}: ${problem}`), ...referenceWords(name, unknown));
    return framework;
  };
  const catalogs = read.flatMap(({ name, id, file }) =>
    file.kind === 'catalog' ? [told(frameworkOfCatalog(file.catalog, id, inertText(name, 200)), name)] : [],
  );
  const profiles = read.flatMap(({ name, id, file }) =>
    file.kind === 'profile'
      ? [told(frameworkOfProfile(file.profile, catalogs, { id, reference: inertText(name, 200) }), name)]
      : [],
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
  return [`${inertText(name, 200)}: references to what is not in the file are kept: ${some.join(', ')}${more}.`];
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
async function bytesOf(file: string, most: number): Promise<Uint8Array | string> {
  try {
    const found = await stat(file);
    if (!found.isFile()) return 'it is no file.';
    if (found.size > most) return `it is larger than ${most / 1024 / 1024} MB.`;
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
