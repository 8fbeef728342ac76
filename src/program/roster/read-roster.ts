// A roster of staff from a CSV text: columns by their headings, rows to people. A row that cannot be used is told of and the others stay;
// rows with one e-mail address are one person. Pure.
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { roster, STAFF_ROLES, type StaffRole } from '#contracts/index.ts';
import { Invalid, inertText } from '#kit/index.ts';

type Column = 'name' | 'first' | 'last' | 'email' | 'roles' | 'devices' | 'active';

/** A person of a list, and the line on which they stand first. Null: the list has no such column, so that nothing is said of it. */
export interface RosterPerson {
  readonly line: number;
  readonly name: string;
  readonly email: string;
  readonly roles: readonly StaffRole[];
  /** Names or ids of devices as they stand in the list. */
  readonly devices: readonly string[] | null;
  readonly active: boolean | null;
}

interface Told {
  readonly line: number;
  readonly message: string;
}

/** What a list says. */
export interface ReadRoster {
  readonly people: readonly RosterPerson[];
  readonly columns: readonly { readonly column: string; readonly as: string | null }[];
  readonly rejected: readonly Told[];
  readonly notes: readonly Told[];
}

/** Rows that are read; a longer list is refused, so that it is never taken in by half without a word. */
const MOST_ROWS = 50_000;

const COLUMNS: Readonly<Record<Column, readonly string[]>> = {
  name: ['name', 'full name', 'display name', 'person', 'employee', 'employee name', 'staff', 'staff name'],
  first: ['first name', 'first', 'given name', 'forename'],
  last: ['last name', 'last', 'surname', 'family name'],
  email: ['email', 'e mail', 'mail', 'email address', 'e mail address', 'work email', 'username', 'user name', 'login'],
  roles: ['role', 'roles', 'job', 'job title', 'title', 'position', 'function', 'profession'],
  devices: ['device', 'devices', 'works at', 'machine', 'machines', 'equipment', 'workplace', 'room'],
  active: ['active', 'status', 'enabled', 'employed', 'state'],
};

const CALLED: Readonly<Record<StaffRole, RegExp>> = {
  technologist: /technologist|radiographer|sonographer|mammographer|\btech\b|x-?ray|\bmtra?\b/,
  radiologist: /radiologist|physician|\bdoctor\b|\bmd\b|nuclear medicine/,
  'front desk': /front|recept|desk|schedul|regist|secretar|clerk/,
  pacs: /pacs|informatic|\bit\b|system admin|imaging admin/,
  biomed: /biomed|clinical engineer|htm\b|service engineer|medical physicist/,
  manager: /manager|owner|director|chief|supervisor|head of|administrator|lead\b/,
};

/** The roles that words name: `front desk; manager`, `CT technologist`. Words that name none are given back. */
export function rolesIn(words: string): { readonly roles: readonly StaffRole[]; readonly unknown: readonly string[] } {
  const parts = partsOf(words.toLowerCase());
  const found = parts.map((part) => STAFF_ROLES.find((role) => role === part) ?? roleCalled(part));
  return {
    roles: STAFF_ROLES.filter((role) => found.includes(role)),
    unknown: parts.filter((_, place) => found[place] === undefined),
  };
}

// "PACS administrator" is no manager: what names the trade comes before what names the rank.
function roleCalled(part: string): StaffRole | undefined {
  return STAFF_ROLES.find((role) => CALLED[role].test(part));
}

/** Reads a list. Throws Invalid where it is no table, has no rows, or no column of e-mail addresses. */
export function readRoster(csv: string): ReadRoster {
  const rows = rowsOf(csv);
  const [head, ...rest] = rows;
  if (!head || rest.length === 0) throw new Invalid('csv: The file has no rows below its line of headings.');
  if (rest.length > MOST_ROWS) throw new Invalid(`csv: The file has more than ${MOST_ROWS} rows. Split it into parts.`);
  const taken = new Map<Column, number>();
  const columns = head.cells.map((heading, place) => {
    const as = columnOf(heading);
    const isFirst = as !== null && !taken.has(as);
    if (isFirst) taken.set(as, place);
    return { column: inertText(heading, 80), as: isFirst ? as : null };
  });
  if (!taken.has('email')) {
    throw new Invalid('csv: No column holds e-mail addresses. Name one of the columns in the first line "email".');
  }
  if (!taken.has('roles'))
    throw new Invalid('csv: No column holds roles. Name one of the columns in the first line "role".');
  const people = new Map<string, RosterPerson>();
  const rejected: Told[] = [];
  const notes: Told[] = [];
  for (const row of rest) {
    const read = personOf(row, taken);
    if (typeof read === 'string') rejected.push({ line: row.line, message: read });
    else {
      const known = people.get(read.person.email);
      people.set(read.person.email, known ? joined(known, read.person) : read.person);
      if (known) {
        const message = `${read.person.email} stands on line ${known.line} too: both are one person, with the roles and devices of both.`;
        notes.push({ line: row.line, message });
      }
      if (read.note !== null) notes.push({ line: row.line, message: read.note });
    }
  }
  return { people: [...people.values()], columns, rejected, notes };
}

/** What the parser gives with `info`. */
const withPlaces = z.array(z.object({ record: z.array(z.string()), info: z.object({ lines: z.number() }) }));

interface Row {
  readonly line: number;
  readonly cells: readonly string[];
}

function rowsOf(csv: string): Row[] {
  const text = csv.replace(/^\ufeff/, '');
  const [first = ''] = text.split(/\r?\n/, 1);
  const delimiter = [';', '\t', ','].reduce(
    (best, each) => (count(first, each) > count(first, best) ? each : best),
    ',',
  );
  try {
    const read: unknown = parse(text, {
      delimiter,
      info: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      trim: true,
      max_record_size: 100_000,
    });
    return withPlaces
      .parse(read)
      .map(({ record, info }) => ({ line: info.lines, cells: record }))
      .filter(({ cells }) => cells.some((cell) => cell !== ''));
  } catch (error) {
    throw new Invalid('csv: This cannot be read as a CSV file. Look for a quote that is never closed.', {}, error);
  }
}

function count(text: string, letter: string): number {
  return text.split(letter).length;
}

function columnOf(heading: string): Column | null {
  const plain = heading
    .toLowerCase()
    .replace(/[^a-z]+/g, ' ')
    .trim();
  const found = Object.entries(COLUMNS).find(([, names]) => names.includes(plain));
  return found ? (found[0] as Column) : null; // a key of COLUMNS
}

function personOf(
  { line, cells }: Row,
  taken: ReadonlyMap<Column, number>,
): string | { readonly person: RosterPerson; readonly note: string | null } {
  const cell = (column: Column) => {
    const place = taken.get(column);
    return place === undefined ? null : (cells[place] ?? '').trim();
  };
  const email = roster.staffEmail.safeParse(cell('email') ?? '');
  if (!email.success) {
    const said = cell('email') ?? '';
    return said === '' ? 'The e-mail address is missing.' : `"${inertText(said, 80)}" is no e-mail address.`;
  }
  const whole = cell('name') || [cell('first'), cell('last')].filter((part) => part).join(' ');
  const name = roster.staffInput.shape.name.safeParse(inertText(whole, 200));
  if (!name.success) return whole === '' ? 'The name is missing.' : 'The name is longer than 120 characters.';
  const { roles, unknown } = rolesIn(cell('roles') ?? '');
  const known = `Known are ${STAFF_ROLES.join(', ')}.`;
  const odd = unknown.map((part) => `"${inertText(part, 60)}"`).join(', ');
  if (roles.length === 0) return odd === '' ? `The role is missing. ${known}` : `${odd} is no role we know. ${known}`;
  const active = activeIn(cell('active'));
  if (active === 'unclear')
    return `"${inertText(cell('active') ?? '', 60)}" says neither active nor inactive. Write yes or no.`;
  const said = cell('devices');
  return {
    person: { line, name: name.data, email: email.data, roles, devices: said === null ? null : partsOf(said), active },
    note: odd === '' ? null : `${odd} is no role we know; the other roles were taken.`,
  };
}

function activeIn(words: string | null): boolean | null | 'unclear' {
  if (words === null || words === '') return null;
  if (/^(yes|y|true|1|active|enabled|employed|x)$/i.test(words)) return true;
  return /^(no|n|false|0|inactive|disabled|left|terminated|suspended)$/i.test(words) ? false : 'unclear';
}

function partsOf(words: string): string[] {
  const parts = words.split(/[;|,/\n]/).map((part) => part.trim());
  return [...new Set(parts.filter((part) => part !== ''))];
}

function joined(a: RosterPerson, b: RosterPerson): RosterPerson {
  return {
    ...a,
    roles: STAFF_ROLES.filter((role) => a.roles.includes(role) || b.roles.includes(role)),
    devices:
      a.devices === null && b.devices === null ? null : [...new Set([...(a.devices ?? []), ...(b.devices ?? [])])],
    active: a.active === null && b.active === null ? null : a.active !== false || b.active !== false,
  };
}
