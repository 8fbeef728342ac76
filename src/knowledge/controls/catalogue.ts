// The catalogue of controls from the texts of its files: a bad control is told of, and the others stay.

import { parse } from 'yaml';
import {
  type Control,
  controls,
  type Framework,
  type FrameworkRow,
  type Mapping,
  whatIsWrong,
} from '#contracts/index.ts';
import { inertText } from '#kit/index.ts';

/** What a mapping says where it is our own judgement that a control and a row belong together. */
export const OUR_MAPPING = 'ours';

/** A file of the catalogue: its name, as people are told of it, and what it holds. */
export interface CatalogueFile {
  readonly name: string;
  readonly text: string;
}

/** The controls that can be used, by function and id, and what is wrong with what cannot, as sentences. */
export interface Catalogue {
  readonly controls: readonly Control[];
  readonly problems: readonly string[];
}

/** What the words of a file are held against: names that exist elsewhere. */
export interface KnownNames {
  readonly frameworks: readonly Framework[];
  /** Controls of the threats library. */
  readonly threatControls: ReadonlySet<string>;
  /** Rules of findings. */
  readonly rules: ReadonlySet<string>;
}

/** Uses of one anchor: a short file must not become a large one. */
const MOST_ALIASES = 100;

/**
 * Joins folders of files into one catalogue. A control of a later folder takes the place of one with the same id in an earlier
 * folder; within one folder the first file, by name, has the id. A control that names what does not exist is left out and told of.
 */
export function catalogueOf(folders: readonly (readonly CatalogueFile[])[], known: KnownNames): Catalogue {
  const problems: string[] = [];
  const found = new Map<string, Control>();
  const rowsOf = new Map(known.frameworks.map(({ id, rows }) => [id, new Set(rows.map((row) => row.id))]));
  for (const files of folders) {
    const named = new Map<string, string>();
    for (const file of files.toSorted((a, b) => byCode(a.name, b.name))) {
      const shown = inertText(file.name, 200);
      for (const read of readControls(file)) {
        const wrong =
          typeof read === 'string'
            ? read
            : sayIn(read, faultOf(read, { ...known, rowsOf }) ?? takenBy(named.get(read.id), read.id));
        if (wrong !== undefined) problems.push(`${shown}: ${wrong}`);
        else if (typeof read !== 'string') {
          named.set(read.id, shown);
          found.set(read.id, read);
        }
      }
    }
  }
  return { controls: [...found.values()].toSorted(inOrder), problems };
}

/** Text order by code units, the same on every machine. */
function byCode(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** By function in the order of CSF 2.0, then by id. */
function inOrder(a: Control, b: Control): number {
  return controls.FUNCTIONS.indexOf(a.function) - controls.FUNCTIONS.indexOf(b.function) || byCode(a.id, b.id);
}

/** The controls of a file (YAML or JSON), each by itself, or what is wrong with it or with the file, as a sentence. */
function readControls({ text }: CatalogueFile): (Control | string)[] {
  const raw = parsed(text);
  if (typeof raw === 'string') return [raw];
  const file = controls.catalogueFile.safeParse(raw.value);
  if (!file.success) return [faultWords('', file.error)];
  return file.data.controls.map((each, place) => {
    const read = controls.control.safeParse(each);
    return read.success ? read.data : faultWords(`controls[${place}]`, read.error);
  });
}

/** What a shape has against a value, with the whole field. */
function faultWords(place: string, error: Parameters<typeof whatIsWrong>[0]): string {
  const { field, message } = whatIsWrong(error);
  const whole = [place, field].filter((part) => part !== '').join('.');
  return `${whole === '' ? '' : `${inertText(whole, 100)}: `}${inertText(message, 300)}`;
}

function sayIn({ id }: Control, wrong: string | undefined): string | undefined {
  return wrong === undefined ? undefined : `${id}: ${inertText(wrong, 400)}`;
}

function parsed(text: string): { readonly value: unknown } | string {
  try {
    return { value: parse(text, { maxAliasCount: MOST_ALIASES, logLevel: 'error' }) };
  } catch (error) {
    const [first = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    return `it is neither YAML nor JSON: ${inertText(first, 300)}`;
  }
}

function takenBy(file: string | undefined, id: string): string | undefined {
  return file === undefined ? undefined : `id: ${file} has the name ${id} already. Write another one.`;
}

interface Known extends KnownNames {
  readonly rowsOf: ReadonlyMap<string, ReadonlySet<string>>;
}

/** The first name in a control that does not exist, as a sentence with its field. */
function faultOf(control: Control, { rowsOf, threatControls, rules }: Known): string | undefined {
  for (const field of ['brings', 'partOf'] as const) {
    const unknown = control[field].find((id) => !threatControls.has(id));
    if (unknown !== undefined) return `${field}: the threats library has no control ${unknown}.`;
  }
  const rule = control.brokenBy.find((id) => !rules.has(id));
  if (rule !== undefined) return `brokenBy: there is no rule of findings ${rule}.`;
  for (const [framework, pointers] of Object.entries(control.maps)) {
    const rows = rowsOf.get(framework);
    if (!rows) return `maps: there is no framework ${framework}. It may be one of ${[...rowsOf.keys()].join(', ')}.`;
    const lost = pointers.map(idOf).find((id) => !rows.has(id));
    if (lost !== undefined) return `maps.${framework}: there is no row ${lost}.`;
  }
  return undefined;
}

type Pointer = Control['maps'][string][number];

function idOf(pointer: Pointer): string {
  return typeof pointer === 'string' ? pointer : pointer.id;
}

/**
 * Where a control points, in the order of the frameworks. The basis is what the file says; else `ours`, our judgement that the two
 * belong together, with the basis of the row behind it where that one was not checked ("ours, row unverified").
 */
export function mappingsOf(control: Control, frameworks: readonly Framework[]): Mapping[] {
  return frameworks.flatMap(({ id: framework, rows }) => {
    const byId = new Map<string, FrameworkRow>(rows.map((row) => [row.id, row]));
    return (control.maps[framework] ?? []).flatMap((pointer) => {
      const row = byId.get(idOf(pointer));
      if (!row) return [];
      const ours = row.basis === 'checked' ? OUR_MAPPING : `${OUR_MAPPING}, row ${row.basis}`;
      return [{ framework, id: row.id, name: row.name, basis: typeof pointer === 'string' ? ours : pointer.basis }];
    });
  });
}
