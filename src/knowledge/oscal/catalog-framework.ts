// An OSCAL catalog as a framework, and back. Each row keeps what the file says of it, so that nothing is lost on the way.
import type {
  Framework,
  FrameworkRow,
  OscalCatalog,
  OscalControl,
  OscalGroup,
  OscalParam,
  OscalPart,
} from '#contracts/index.ts';
import { inertText } from '#kit/index.ts';

/** A reference to something that is not in the file. It is kept. */
export interface UnknownReference {
  /** The row that names it. */
  readonly from: string;
  readonly to: string;
  readonly kind: 'link' | 'parameter' | 'control';
}

export interface ReadFramework {
  readonly framework: Framework;
  /** What the rows name and the file does not hold, in the order of the rows. */
  readonly unknown: readonly UnknownReference[];
  readonly problems: readonly string[];
}

/** The framework of a catalog. `id` is its name here. Ids that stand twice are told of, and both rows stay. */
export function frameworkOfCatalog(catalog: OscalCatalog, id: string, reference: string): ReadFramework {
  const { groups: _groups, controls: _controls, ...document } = catalog;
  const rows: FrameworkRow[] = [];
  const keys = new Keys();
  const labels = paramLabels(catalog);

  const add = (found: Item, parent: string | null): void => {
    const { kind, item, body } = found;
    const own = keys.next(item.id);
    rows.push({ id: own, name: item.title, parent, kind, basis: 'checked', ...shownOf(item, labels), body });
    for (const below of itemsIn(found)) add(below, own);
  };
  for (const item of itemsIn(catalog)) add(item, null);

  const { title, version } = catalog.metadata;
  const framework: Framework = {
    id,
    name: title,
    version,
    source: { what: 'Read from an OSCAL catalog', reference, asOf: catalog.metadata['last-modified'].slice(0, 10) },
    rows,
    document,
  };
  return { framework, unknown: unknownReferences(catalog, rows), problems: keys.problems() };
}

/** A group or a control, with what stands within it apart from what it says of itself. */
interface Item {
  readonly kind: FrameworkRow['kind'];
  readonly item: OscalControl | OscalGroup;
  readonly body: { readonly [member: string]: unknown };
  readonly groups: readonly OscalGroup[];
  readonly controls: readonly OscalControl[];
}

interface Within {
  readonly groups?: readonly OscalGroup[] | undefined;
  readonly controls?: readonly OscalControl[] | undefined;
}

/** What stands in a catalog, a group or a control, groups first. */
function itemsIn({ groups = [], controls = [] }: Within): Item[] {
  return [
    ...groups.map((item): Item => {
      const { groups: groupsBelow = [], controls: below = [], ...body } = item;
      return { kind: 'group', item, body, groups: groupsBelow, controls: below };
    }),
    ...controls.map((item): Item => {
      const { controls: below = [], ...body } = item;
      return { kind: 'control', item, body, groups: [], controls: below };
    }),
  ];
}

/** Every group and control of a catalog, depth first. */
function allItems(within: Within): Item[] {
  return itemsIn(within).flatMap((item) => [item, ...allItems(item)]);
}

/** Ids of rows: each its own, or one that nobody else has. */
class Keys {
  readonly #taken = new Set<string>();
  /** The last number that was given to an id that stands more than once. */
  readonly #copies = new Map<string, number>();
  readonly #twice: string[] = [];

  next(id: string | undefined): string {
    const name = id ?? 'group';
    if (id !== undefined && !this.#taken.has(id)) {
      this.#taken.add(id);
      return id;
    }
    let copy = this.#copies.get(name) ?? (id === undefined ? 0 : 1);
    do copy += 1;
    while (this.#taken.has(numbered(id, copy)));
    this.#copies.set(name, copy);
    if (id !== undefined) this.#twice.push(id);
    this.#taken.add(numbered(id, copy));
    return numbered(id, copy);
  }

  problems(): string[] {
    if (this.#twice.length === 0) return [];
    const some = this.#twice.slice(0, 3).map((id) => inertText(id, 80));
    const more = this.#twice.length > 3 ? ` and ${this.#twice.length - 3} more` : '';
    return [`Ids that stand more than once: ${some.join(', ')}${more}. All their rows are kept.`];
  }
}

function numbered(id: string | undefined, copy: number): string {
  return id === undefined ? `group ${copy}` : `${id} (${copy})`;
}

/** What is shown of a row: the label, the text of its parts, and its blanks. */
function shownOf(
  { props, parts, params }: OscalControl | OscalGroup,
  labels: ReadonlyMap<string, string>,
): Pick<FrameworkRow, 'label' | 'parts' | 'params'> {
  return {
    label: labelIn(props),
    parts: (parts ?? []).flatMap((part) => flattened(part, 0, labels)),
    params: (params ?? []).map(({ id, label, select, values }) => ({
      id,
      label: label ?? null,
      choices: select?.choice ?? [],
      values: values ?? [],
    })),
  };
}

function labelIn(props: OscalPart['props']): string | null {
  const labels = (props ?? []).filter(({ name }) => name === 'label');
  return (labels.find((prop) => prop.class === undefined) ?? labels[0])?.value ?? null;
}

type RowPart = NonNullable<FrameworkRow['parts']>[number];

function flattened(part: OscalPart, depth: number, labels: ReadonlyMap<string, string>): RowPart[] {
  const text = [part.title, part.prose].filter((piece) => piece !== undefined).join('. ');
  return [
    { depth, name: part.name, label: labelIn(part.props), text: filledIn(text, labels) },
    ...(part.parts ?? []).flatMap((below) => flattened(below, depth + 1, labels)),
  ];
}

// Bounded, so that no prose is slow to read.
const INSERT = /\{\{\s{0,9}insert:\s{0,9}param,\s{0,9}([^\s{}]{1,200})\s{0,9}\}\}/g;
/** What stands for a blank is cut here, so that a short file does not become a large one. */
const LONGEST_LABEL = 300;

/** Prose with each blank shown as what is to be written there, in brackets. */
function filledIn(prose: string, labels: ReadonlyMap<string, string>): string {
  return prose.replace(INSERT, (_, id: string) => `[${labels.get(id) ?? id}]`).trim();
}

function paramLabels(catalog: OscalCatalog): Map<string, string> {
  const raw = new Map<string, OscalParam>();
  for (const { params } of [catalog, ...allItems(catalog).map(({ item }) => item)])
    for (const param of params ?? []) raw.set(param.id, param);
  const labels = new Map<string, string>();
  for (const [id, { values, label, select }] of raw) {
    const words = values?.join(', ') ?? label ?? (select?.choice ?? []).join(' or ');
    labels.set(id, words.slice(0, LONGEST_LABEL));
  }
  // A choice may hold another blank; one step is enough for every file that NIST publishes.
  return new Map([...labels].map(([id, text]) => [id, filledIn(text, labels).slice(0, LONGEST_LABEL) || id]));
}

function unknownReferences(catalog: OscalCatalog, rows: readonly FrameworkRow[]): UnknownReference[] {
  const items = allItems(catalog).map(({ item }) => item);
  const params = new Set([catalog, ...items].flatMap((item) => (item.params ?? []).map(({ id }) => id)));
  const known = new Set<string>([
    ...params,
    ...items.flatMap(({ id, parts }) => [...(id === undefined ? [] : [id]), ...(parts ?? []).flatMap(partIds)]),
    ...(catalog['back-matter']?.resources ?? []).map(({ uuid }) => uuid),
  ]);
  return items.flatMap((item, place) => {
    const from = rows[place]?.id ?? item.title;
    const parts = (item.parts ?? []).flatMap(withPartsBelow);
    const links = [...(item.links ?? []), ...parts.flatMap((part) => part.links ?? [])].map(({ href }) => href);
    const prose = parts.flatMap((part) => [...(part.prose ?? '').matchAll(INSERT)].map(([, id = '']) => id));
    return [
      ...onceEach(links.filter((href) => href.startsWith('#') && !known.has(href.slice(1)))).map(
        (to): UnknownReference => ({ from, to, kind: 'link' }),
      ),
      ...onceEach(prose.filter((id) => !params.has(id))).map(
        (to): UnknownReference => ({ from, to, kind: 'parameter' }),
      ),
    ];
  });
}

function onceEach(values: readonly string[]): string[] {
  return [...new Set(values)];
}

function withPartsBelow(part: OscalPart): OscalPart[] {
  return [part, ...(part.parts ?? []).flatMap(withPartsBelow)];
}

function partIds(part: OscalPart): string[] {
  return withPartsBelow(part).flatMap(({ id }) => (id === undefined ? [] : [id]));
}

/** An OSCAL document: an object with one member that says what it is. */
export type OscalDocument = { readonly [kind: string]: { readonly [member: string]: unknown } };

/**
 * The catalog of a framework. One that was read from OSCAL comes out as it was; a built-in one gets ids that OSCAL allows and its
 * own ids as labels. `document` must hold `uuid` and `metadata`.
 */
export function catalogOfFramework({ rows, document }: Framework): OscalDocument {
  const children = new Map<string | null, FrameworkRow[]>();
  for (const row of rows) {
    const siblings = children.get(row.parent);
    if (siblings) siblings.push(row);
    else children.set(row.parent, [row]);
  }
  const below = (parent: string | null): { readonly [member: string]: unknown } => {
    const found = children.get(parent) ?? [];
    const groups = found.filter(({ kind }) => kind === 'group').map(written);
    const controls = found.filter(({ kind }) => kind === 'control').map(written);
    return { ...(groups.length > 0 ? { groups } : {}), ...(controls.length > 0 ? { controls } : {}) };
  };
  const written = (row: FrameworkRow) => ({ ...(row.body ?? plainBody(row)), ...below(row.id) });
  return { catalog: { ...document, ...below(null) } };
}

function plainBody({ id, name }: FrameworkRow) {
  return { id: tokenOf(id), title: name, props: [{ name: 'label', value: id }] };
}

/** An id as OSCAL allows it (TokenDatatype): letters, digits, dots, hyphens and underscores, beginning with a letter or underscore. */
export function tokenOf(id: string): string {
  const plain = id.replace(/[^\p{L}\p{N}.\-_]+/gu, '-').replace(/-+$/, '');
  return /^[\p{L}_]/u.test(plain) ? plain : `_${plain}`;
}
