// A row of a device list as statements about one device, with an identity that stays the same when the list comes again with
// other columns, another order, or more rows.
import type { AttributeInput, AttributeName } from '#evidence/model.ts';
import { admitValue } from '#evidence/model.ts';
import { isUnitMac, modalityIn, serialKey } from '#inventory/model.ts';
import { Fault, formatAddress, inertText, parseAddress, sha256 } from '#kit/index.ts';
import { vendorKey } from '#knowledge/index.ts';
import type { Field } from './columns.ts';

/** One statement of a row. */
export type Statement = {
  [A in AttributeName]: { readonly attribute: A; readonly value: AttributeInput<A> };
}[AttributeName];

/** What a row says, or why it cannot be taken. */
export type RowReading =
  | {
      readonly kind: 'read';
      /** A hash that names the device within the list. */
      readonly identity: string;
      /** What the identity rests on, for messages. */
      readonly identityBy: string;
      readonly statements: readonly Statement[];
      /** Cells left out, with the reason; never with the cell itself when it may be about a patient. */
      readonly notes: readonly string[];
    }
  | { readonly kind: 'rejected'; readonly reason: string };

/** The cells of a row by field; a field may have several. */
export type FieldCells = Partial<Record<Field, readonly string[]>>;

/** Cells that mean that nothing is known. */
const BLANK =
  /^(?:[-–—?.]+|n ?\/ ?a|na|n\.a\.|none|null|nil|unknown|unbekannt|inconnu|desconocido|tbd|not known|keine?|k\.a\.|#n\/a|#n\/v|nan)$/i;

/** "1.8", "v7.2.0", "VB19A_HF05": a version and no name. */
const VERSION = /^(?:version |ver\.? |[vr]\.? ?)?\d+(?:[._-]\w+)*[a-z]?\d*$|^v[a-z]\d{2}[a-z]?(?:_\w+)*$/i;

/** A cell longer than this is cut before anything looks at it. */
const MAX_CELL = 4000;

/** Reads a row. */
export function readRow(cells: FieldCells): RowReading {
  const notes: string[] = [];
  const statements: Statement[] = [];
  const state = <A extends AttributeName>(attribute: A, value: AttributeInput<A>): boolean => {
    try {
      admitValue(attribute, value);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      notes.push(error.message);
      return false;
    }
    // The pair belongs together by the parameters' types.
    statements.push({ attribute, value } as Statement);
    return true;
  };
  const one = (field: Field): string | null => valuesOf(cells, field)[0] ?? null;
  const text = (field: Field, attribute: TextAttribute): string | null => {
    const value = one(field);
    return value !== null && state(attribute, value) ? value : null;
  };
  const name = text('name', 'device.name');
  const vendor = text('vendor', 'device.vendor');
  const model = text('model', 'device.model');
  const serial = text('serial', 'device.serial');
  const tag = text('assetTag', 'device.assetTag');
  const udi = text('udi', 'device.udi');
  statePlace(text);
  stateKind(one, state);
  text('os', 'os.name');
  text('osVersion', 'os.version');
  text('osBuild', 'os.build');
  // A version alone is that of the product itself.
  for (const software of splitCells(cells, 'software'))
    state(
      'software',
      model !== null && VERSION.test(software) ? { name: model, version: software } : { name: software },
    );
  stateCriticality(one('criticality'), state, notes);
  const hosts = readHosts(cells, notes);
  for (const address of hosts.addresses) state('device.address', address);
  for (const mac of hosts.macs) state('device.mac', mac);
  const hostNames = hosts.names.filter((each) => state('device.hostName', each));
  const titles = splitCells(cells, 'aeTitle').filter((title) => stateTitle(title, state, notes));
  const site = one('site');
  const key = identityOf({ vendor, serial, tag, udi, name, site, titles, hostNames, ...hosts });
  if (!key) {
    return {
      kind: 'rejected',
      reason: `Nothing in this row tells which device it is; give a serial number, an address, an inventory number or a name.${
        notes.length > 0 ? ` (${notes.join(' ')})` : ''
      }`,
    };
  }
  return {
    kind: 'read',
    identity: sha256(`${key.by}\n${key.value}`).slice(0, 20),
    identityBy: key.by,
    statements,
    notes,
  };
}

type TextAttribute = {
  [A in AttributeName]: AttributeInput<A> extends string ? (string extends AttributeInput<A> ? A : never) : never;
}[AttributeName];
type State = <A extends AttributeName>(attribute: A, value: AttributeInput<A>) => boolean;

function valuesOf(cells: FieldCells, field: Field): string[] {
  return (cells[field] ?? [])
    .map((cell) => cell.slice(0, MAX_CELL).replace(/\s+/g, ' ').trim())
    .filter((cell) => cell !== '' && !BLANK.test(cell));
}

function splitCells(cells: FieldCells, field: Field): string[] {
  const parts = valuesOf(cells, field).flatMap((cell) => cell.split(/[;,|\n]+/));
  return [...new Set(parts.map((part) => part.trim()).filter((part) => part !== '' && !BLANK.test(part)))]
    .sort()
    .slice(0, 50);
}

function statePlace(text: (field: Field, attribute: TextAttribute) => string | null): void {
  text('site', 'device.site');
  text('location', 'device.location');
  text('department', 'device.department');
  text('owner', 'device.owner');
}

function stateKind(one: (field: Field) => string | null, state: State): void {
  const modality = one('modality');
  const kind = one('kind');
  const code = modality === null ? null : modalityIn(modality);
  if (code !== null) state('device.modality', code);
  const words = kind ?? (code === null ? modality : null);
  if (words !== null) state('device.kind', words.slice(0, 60));
}

// Words of lists for how much depends on a device; a figure of 1 to 5 counts as it stands, 5 the highest.
const LEVELS: readonly (readonly [level: number, pattern: RegExp])[] = [
  [1, /very low|sehr gering|sehr niedrig|tres faible|muy baj|none|not critical|non[- ]critical|unkritisch/],
  [5, /very high|sehr hoch|tres elev|muy alt|mission|life|critical|kritisch|critique|critic[oa]|lebens|vital/],
  [4, /high|hoch|elev|haut|alt[oa]|important|wichtig/],
  [3, /medium|moderate|mittel|moyen|medi[oa]|normal/],
  [2, /low|gering|niedrig|faible|baj[oa]|minor/],
];

function stateCriticality(cell: string | null, state: State, notes: string[]): void {
  if (cell === null) return;
  const words = cell.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const figure = /^([1-5])(?:\s*(?:\/\s*5)?)$/.exec(words)?.[1];
  const level = figure ? Number(figure) : LEVELS.find(([, pattern]) => pattern.test(words))?.[0];
  if (level === undefined) notes.push(`The criticality '${inertText(cell, 30)}' is neither 1 to 5 nor a known word.`);
  else if (state('criticality.level', level)) state('criticality.reason', `'${cell.slice(0, 60)}' in the list`);
}

function stateTitle(title: string, state: State, notes: string[]): boolean {
  // PS3.5 6.2: at most 16 characters, no backslash, no controls.
  if (title.length <= 16 && !/[\\\u0000-\u001f]/.test(title)) return state('device.aeTitle', title);
  notes.push(`'${inertText(title, 30)}' is no AE title: at most 16 characters, no backslash.`);
  return false;
}

interface Hosts {
  readonly addresses: readonly string[];
  readonly macs: readonly string[];
  readonly names: readonly string[];
}

/** Addresses, hardware addresses and host names; people put them into each other's columns. */
function readHosts(cells: FieldCells, notes: string[]): Hosts {
  const addresses = new Set<string>();
  const macs = new Set<string>();
  const names = new Set<string>();
  const take = (part: string, isName: boolean): boolean => {
    const address = addressIn(part);
    const mac = macIn(part);
    if (address !== null) addresses.add(address);
    else if (mac !== null) macs.add(mac);
    else if (/^[a-z0-9][a-z0-9_.-]{0,252}$/i.test(part) && (isName || /[a-z]/i.test(part)))
      names.add(part.toLowerCase());
    else return false;
    return true;
  };
  for (const field of ['address', 'mac', 'hostName'] as const) {
    for (const cell of valuesOf(cells, field)) {
      for (const part of cell
        .split(/[\s,;|]+/)
        .filter(Boolean)
        .slice(0, 50)) {
        if (BLANK.test(part) || /^dhcp$/i.test(part)) continue;
        if (!take(part, field === 'hostName')) notes.push(`'${inertText(part, 30)}' is no ${WORDS[field]}.`);
      }
    }
  }
  return { addresses: [...addresses].sort(), macs: [...macs].sort(), names: [...names].sort() };
}

const WORDS = { address: 'network address', mac: 'hardware address', hostName: 'host name' } as const;

/** An address, also with a prefix length, a port, or zeros before its numbers. */
function addressIn(text: string): string | null {
  const bare = text.replace(/\/\d{1,3}$/, '').replace(/^(\d{1,3}(?:\.\d{1,3}){3}):\d{1,5}$/, '$1');
  const tidy = /^\d{1,3}(\.\d{1,3}){3}$/.test(bare) ? bare.replace(/\b0+(?=\d)/g, '') : bare;
  const parsed = parseAddress(tidy);
  return parsed ? formatAddress(parsed.family, parsed.value) : null;
}

function macIn(text: string): string | null {
  const digits = text.replace(/[:.-]/g, '').toLowerCase();
  const isMac = /^[0-9a-f]{12}$/.test(digits) && (/[:.-]/.test(text) || /[a-f]/i.test(text));
  return isMac ? (digits.match(/../g) ?? []).join(':') : null;
}

interface IdentityClues extends Hosts {
  readonly vendor: string | null;
  readonly serial: string | null;
  readonly tag: string | null;
  readonly udi: string | null;
  readonly name: string | null;
  readonly site: string | null;
  readonly titles: readonly string[];
  readonly hostNames: readonly string[];
}

/** The surest of what names the device: what is engraved before what is configured before what people call it. */
function identityOf(clues: IdentityClues): { by: string; value: string } | null {
  const serial = clues.serial === null ? null : serialKey(clues.serial);
  if (serial !== null) {
    return {
      by: clues.vendor === null ? 'serial number' : 'maker and serial number',
      value: `${vendorKey(clues.vendor ?? '')}|${serial}`,
    };
  }
  const mac = clues.macs.find(isUnitMac);
  if (mac !== undefined) return { by: 'hardware address', value: mac };
  if (clues.tag !== null) return { by: 'inventory number', value: clues.tag.toUpperCase() };
  const place = clues.site?.toLowerCase() ?? '';
  const rest: readonly (readonly [string, string | undefined | null])[] = [
    ['network address', clues.addresses[0]],
    ['host name', clues.hostNames[0]],
    ['AE title', clues.titles[0]],
    ['name', clues.name?.toLowerCase()],
  ];
  const found = rest.find(([, value]) => value !== undefined && value !== null && value !== '');
  return found ? { by: found[0], value: `${found[1] ?? ''}|${place}` } : null;
}
