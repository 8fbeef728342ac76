// An OSCAL profile as a framework: the controls that it picks out of catalogs, with the groups above them.
// What it names and no catalog holds is told of, and stays as a row without text.
import type { Framework, FrameworkRow, OscalProfile, OscalSelection } from '#contracts/index.ts';
import { inertText } from '#kit/index.ts';
import type { ReadFramework, UnknownReference } from './catalog-framework.ts';

/** The framework of a profile. `catalogs` are frameworks that were read from catalogs; all of them are searched for its ids. */
export function frameworkOfProfile(
  profile: OscalProfile,
  catalogs: readonly Framework[],
  about: { readonly id: string; readonly reference: string },
): ReadFramework {
  const pool = new Pool(catalogs);
  const chosen = new Set<string>();
  const unknown: UnknownReference[] = [];
  for (const one of profile.imports) {
    const included =
      one['include-controls'] === undefined
        ? pool.controlIds()
        : one['include-controls'].flatMap((each) => pool.picked(each));
    const excluded = new Set((one['exclude-controls'] ?? []).flatMap((each) => pool.picked(each)));
    for (const id of included) if (!excluded.has(id)) chosen.add(id);
  }
  const values = new Map((profile.modify?.['set-parameters'] ?? []).map((one) => [one['param-id'], one.values ?? []]));
  const rows = pool.rowsWith(chosen).map((row) => withValues(row, values));
  const held = new Set(rows.map(({ id }) => id));
  const lost = [...chosen].filter((id) => !held.has(id));
  for (const id of lost) unknown.push({ from: profile.metadata.title, to: id, kind: 'control' });
  const { uuid, metadata, 'back-matter': backMatter } = profile;
  return {
    framework: {
      id: about.id,
      name: metadata.title,
      version: metadata.version,
      source: {
        what: 'Read from an OSCAL profile',
        reference: about.reference,
        asOf: metadata['last-modified'].slice(0, 10),
      },
      rows: [...rows, ...lost.map(unresolved)],
      document: { uuid, metadata, ...(backMatter === undefined ? {} : { 'back-matter': backMatter }) },
    },
    unknown,
    problems: problemsOf(profile, held),
  };
}

/** A control that the profile names and no catalog holds. */
function unresolved(id: string): FrameworkRow {
  return { id, name: id, parent: null, kind: 'control', basis: 'unverified', body: { id, title: id } };
}

function problemsOf({ modify }: OscalProfile, held: ReadonlySet<string>): string[] {
  const alters = (modify?.alters ?? []).map((alter) => alter['control-id']);
  if (alters.length === 0) return [];
  const shown = alters.slice(0, 5).map((id) => inertText(id, 80));
  const away = alters.filter((id) => !held.has(id)).length;
  return [
    `The profile changes the text of ${alters.length} controls (${shown.join(', ')}${alters.length > 5 ? ' and others' : ''}); they are shown as the catalog has them${away > 0 ? `, and ${away} of them are not in the catalog` : ''}.`,
  ];
}

/** The row with the values that are set for its blanks. */
function withValues(row: FrameworkRow, set: ReadonlyMap<string, string[]>): FrameworkRow {
  if (set.size === 0 || !row.params?.some(({ id }) => set.has(id))) return row;
  return {
    ...row,
    params: row.params.map((param) => ({ ...param, values: set.get(param.id) ?? param.values })),
    body: {
      ...row.body,
      params: rawParams(row.body).map((param) => {
        const values = set.get(String(param['id']));
        return values === undefined ? param : { ...param, values };
      }),
    },
  };
}

function rawParams(body: FrameworkRow['body']): readonly { readonly [member: string]: unknown }[] {
  const params = body?.['params'];
  return Array.isArray(params) ? params : [];
}

/** The rows of the catalogs, found by id and by what stands below them. */
class Pool {
  readonly #rows: readonly FrameworkRow[];
  readonly #byId: ReadonlyMap<string, FrameworkRow>;
  readonly #below = new Map<string, string[]>();

  constructor(catalogs: readonly Framework[]) {
    const taken = new Map<string, FrameworkRow>();
    for (const row of catalogs.flatMap(({ rows }) => rows)) if (!taken.has(row.id)) taken.set(row.id, row);
    this.#byId = taken;
    this.#rows = [...taken.values()];
    for (const { id, parent } of this.#rows) {
      if (parent === null) continue;
      const below = this.#below.get(parent);
      if (below) below.push(id);
      else this.#below.set(parent, [id]);
    }
  }

  controlIds(): string[] {
    return this.#rows.filter(({ kind }) => kind === 'control').map(({ id }) => id);
  }

  /** The ids that a selection names, those that no catalog holds included. */
  picked(selection: OscalSelection): string[] {
    const patterns = (selection.matching ?? []).flatMap(({ pattern }) =>
      pattern === undefined ? [] : [globOf(pattern)],
    );
    const named = [
      ...(selection['with-ids'] ?? []),
      ...(patterns.length > 0 ? this.controlIds().filter((id) => patterns.some((glob) => glob(id))) : []),
    ];
    return selection['with-child-controls'] === 'yes' ? named.flatMap((id) => this.#withBelow(id)) : named;
  }

  #withBelow(id: string): string[] {
    return [id, ...(this.#below.get(id) ?? []).flatMap((below) => this.#withBelow(below))];
  }

  /** The rows with these ids in the order of the catalogs, and the rows above them. */
  rowsWith(ids: ReadonlySet<string>): FrameworkRow[] {
    const kept = new Set<string>();
    for (const start of ids) {
      for (let row = this.#byId.get(start); row && !kept.has(row.id); row = this.#byId.get(row.parent ?? ''))
        kept.add(row.id);
    }
    // A control above a chosen one that was not chosen itself gives way to its group.
    const isKept = ({ id, kind }: FrameworkRow) => kept.has(id) && (kind === 'group' || ids.has(id));
    return this.#rows.filter(isKept).map((row) => ({ ...row, parent: this.#keptAbove(row, isKept) }));
  }

  #keptAbove({ parent }: FrameworkRow, isKept: (row: FrameworkRow) => boolean): string | null {
    let above = this.#byId.get(parent ?? '');
    while (above && !isKept(above)) above = this.#byId.get(above.parent ?? '');
    return above?.id ?? null;
  }
}

/** A pattern of OSCAL: `*` for any text, `?` for one character. Steps back to the last star only, so that no pattern is slow. */
function globOf(pattern: string): (id: string) => boolean {
  return (id) => {
    let at = 0;
    let star = -1;
    let mark = 0;
    let place = 0;
    while (place < id.length) {
      if (at < pattern.length && (pattern[at] === '?' || pattern[at] === id[place]) && pattern[at] !== '*') {
        at += 1;
        place += 1;
      } else if (pattern[at] === '*') {
        star = at;
        mark = place;
        at += 1;
      } else if (star >= 0) {
        at = star + 1;
        mark += 1;
        place = mark;
      } else return false;
    }
    while (pattern[at] === '*') at += 1;
    return at === pattern.length;
  };
}
