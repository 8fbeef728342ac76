// The catalogue of controls and the frameworks: what ships with the product, and what a site has put beside its data.
import path from 'node:path';
import type { ControlsDocument, Framework } from '#contracts/index.ts';
import { RULES } from '#findings/index.ts';
import { Invalid, inertText } from '#kit/index.ts';
import {
  type Catalogue,
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
import { bytesOf, type FolderRule, type LibraryFolder, lookInto, NO_FOLDER, textsOf } from './library-folder.ts';
import { threatFolders, threatLibrary } from './threat-library.ts';

/** Where the controls are that ship with the product. */
const SHIPPED_CONTROLS = path.resolve(import.meta.dirname, '../knowledge/controls/library');

const CONTROLS = ruleOf(/^[^.].*\.ya?ml$/i, 1);
const OSCAL = ruleOf(/^[^.].*\.json(\.gz)?$/i, 64);
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
    shipped: await lookInto(SHIPPED_CONTROLS, CONTROLS),
    own: dataDir === null ? NO_FOLDER : await lookInto(path.join(dataDir, 'controls'), CONTROLS),
    oscal: dataDir === null ? NO_FOLDER : await lookInto(path.join(dataDir, 'frameworks'), OSCAL),
  };
  const state = JSON.stringify(places);
  if (last?.state === state && last.threats === threats) return last.knowledge;
  const problems = Object.values(places).flatMap((folder) => folder.problems);
  const frameworks = [...FRAMEWORKS, ...(await siteFrameworks(places.oscal, problems))];
  const files = [await textsOf(places.shipped, problems), await textsOf(places.own, problems)];
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

/** Catalogs first, so that a profile finds what it picks from. The id of a framework is the name of its file. */
async function siteFrameworks({ files }: LibraryFolder, problems: string[]): Promise<Framework[]> {
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

function ruleOf(names: RegExp, mostMegabytes: number): FolderRule {
  const mostFiles = 200;
  return {
    names,
    mostFiles,
    mostBytes: mostMegabytes * 1024 * 1024,
    words: {
      tooMany: () => `files after the first ${mostFiles} by name are left out.`,
      noFile: 'it is no file. Put what it holds into a file of its own.',
      tooLarge: `it is larger than ${mostMegabytes} MB.`,
    },
  };
}
