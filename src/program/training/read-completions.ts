// What people learned elsewhere, from the exports of learning systems: CSV lists, the cmi data of SCORM 1.2 and 2004 (IEEE 1484.11.1) as CSV or
// JSON, and xAPI statements (IEEE 9274.1.1). Pure; a record that cannot be used is told of and the others stay.
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { roster } from '#contracts/index.ts';
import { Invalid, inertText } from '#kit/index.ts';

/** Somebody went through a course. */
export interface Completion {
  readonly place: string;
  readonly email: string;
  /** What names the course: its id, and its name when it has one. */
  readonly courses: readonly string[];
  readonly passed: boolean;
  /** Percent, 0 to 100; null where nothing is said. */
  readonly percent: number | null;
  readonly at: Date;
}

/** What an export says. */
export interface ReadCompletions {
  readonly format: 'CSV' | 'SCORM' | 'xAPI';
  readonly completions: readonly Completion[];
  readonly rejected: readonly { readonly place: string; readonly message: string }[];
}

const MOST_RECORDS = 100_000;
type Record = ReadonlyMap<string, string>;

/** Headings and keys as `plain` gives them. Those of SCORM keep their places: `cmi core lesson status`. */
const NAMES = {
  email:
    'email|e mail|mail|email address|learner email|user email|username|user name|login|student|cmi core student id|cmi learner id|learner id|student id|mbox',
  course:
    'course|course name|course title|title|activity|activity name|module|lesson|training|sco|sco title|object|package',
  id: 'course id|course code|activity id|module id|lesson id|sco id|identifier',
  status:
    'status|completion status|completion|result|state|outcome|passed|completed|cmi core lesson status|lesson status|cmi completion status',
  success: 'success|success status|cmi success status',
  score:
    'score|grade|percent|percentage|score percent|final score|cmi core score raw|cmi score raw|score raw|raw score',
  max: 'max|max score|score max|points possible|cmi core score max|cmi score max',
  scaled: 'scaled|score scaled|cmi score scaled',
  at: 'completed on|completed at|completion date|date completed|date|completed date|finished|finish date|end date|timestamp|time|last accessed|stored',
} as const;
type Field = keyof typeof NAMES;

/** Reads an export, whichever of the three it is. Throws Invalid where it is none. */
export function readCompletions(text: string): ReadCompletions {
  const clean = text.replace(/^\ufeff/, '').trim();
  if (clean === '') throw new Invalid('text: The file is empty.');
  if (!/^[[{]/.test(clean)) return ofRecords(csvRecords(clean), 'CSV');
  const items = jsonItems(clean);
  if (items.length > MOST_RECORDS) throw new Invalid(`text: The file has more than ${MOST_RECORDS} records. Split it.`);
  const isXapi = items.some((item) => typeof item === 'object' && item !== null && 'actor' in item && 'verb' in item);
  return isXapi
    ? ofStatements(items)
    : ofRecords(
        items.map((item) => flat(item)),
        'SCORM',
      );
}

function jsonItems(text: string): readonly unknown[] {
  const lines = () => text.split(/\r?\n/).filter((line) => line.trim() !== '');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    try {
      // One statement on each line, as some stores export them.
      return lines().map((line): unknown => JSON.parse(line));
    } catch (error) {
      throw new Invalid('text: This is neither CSV nor JSON. Export the completions again as one of them.', {}, error);
    }
  }
  if (Array.isArray(value)) return value;
  const inside = holder.safeParse(value).data;
  return inside?.statements ?? inside?.records ?? inside?.data ?? [value];
}

const list = z.array(z.unknown()).optional();
const holder = z.object({ statements: list, records: list, data: list });

/** A record of JSON with dotted keys, whether `cmi` is nested or written out. */
function flat(value: unknown, before = '', into = new Map<string, string>(), depth = 0): Map<string, string> {
  if (typeof value !== 'object' || value === null) {
    const isPlain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
    if (isPlain && before !== '') into.set(plain(before), String(value));
    return into;
  }
  if (depth > 6) return into;
  for (const [key, inside] of Object.entries(value))
    flat(inside, before === '' ? key : `${before} ${key}`, into, depth + 1);
  return into;
}

function plain(heading: string): string {
  return heading
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}

function csvRecords(text: string): Record[] {
  const [first = ''] = text.split(/\r?\n/, 1);
  const delimiter = [';', '\t'].find((each) => first.split(each).length > first.split(',').length) ?? ',';
  let rows: string[][];
  try {
    rows = z.array(z.array(z.string())).parse(
      parse(text, {
        delimiter,
        relax_column_count: true,
        relax_quotes: true,
        skip_empty_lines: true,
        trim: true,
        to: MOST_RECORDS + 2,
        max_record_size: 100_000,
      }),
    );
  } catch (error) {
    throw new Invalid('text: This cannot be read as a CSV file. Look for a quote that is never closed.', {}, error);
  }
  const [head = [], ...rest] = rows;
  if (rest.length === 0) throw new Invalid('text: The file has no rows below its line of headings.');
  if (rest.length > MOST_RECORDS) throw new Invalid(`text: The file has more than ${MOST_RECORDS} rows. Split it.`);
  const names = head.map(plain);
  return rest.map((cells) => new Map(names.flatMap((name, place) => (cells[place] ? [[name, cells[place]]] : []))));
}

const FIELDS = new Map<Field, readonly string[]>([
  ['email', NAMES.email.split('|')],
  ['course', NAMES.course.split('|')],
  ['id', NAMES.id.split('|')],
  ['status', NAMES.status.split('|')],
  ['success', NAMES.success.split('|')],
  ['score', NAMES.score.split('|')],
  ['max', NAMES.max.split('|')],
  ['scaled', NAMES.scaled.split('|')],
  ['at', NAMES.at.split('|')],
]);

function ofRecords(records: readonly Record[], given: 'CSV' | 'SCORM'): ReadCompletions {
  const keys = new Set(records.flatMap((record) => [...record.keys()]));
  const format = given === 'SCORM' || [...keys].some((key) => key.startsWith('cmi ')) ? 'SCORM' : 'CSV';
  const has = (field: Field) => FIELDS.get(field)?.some((name) => keys.has(name)) === true;
  if (!has('email')) throw new Invalid('text: Nothing holds the e-mail addresses of people. Add a column "email".');
  if (!has('course') && !has('id')) throw new Invalid('text: Nothing names the course. Add a column "course".');
  return collected(format, records, (record, place) => ofRecord(record, place, given === 'CSV' ? 'line' : 'record'));
}

function collected<T>(
  format: ReadCompletions['format'],
  items: readonly T[],
  read: (item: T, place: number) => Completion | string | null,
): ReadCompletions {
  const completions: Completion[] = [];
  const rejected: { place: string; message: string }[] = [];
  for (const [place, item] of items.entries()) {
    const found = read(item, place);
    if (typeof found === 'string') rejected.push({ place: placeOf(format, place), message: found });
    else if (found !== null) completions.push(found);
  }
  return { format, completions, rejected };
}

function placeOf(format: ReadCompletions['format'], place: number): string {
  return format === 'CSV' ? `line ${place + 2}` : `record ${place + 1}`;
}

function ofRecord(record: Record, place: number, what: string): Completion | string {
  const field = (name: Field) =>
    FIELDS.get(name)
      ?.flatMap((key) => record.get(key) ?? [])[0]
      ?.trim() ?? '';
  // Of the columns that may name a person the first with an address counts: a student id is often a number.
  const people = FIELDS.get('email')?.flatMap((key) => record.get(key) ?? []) ?? [];
  const email = people
    .map((said) => roster.staffEmail.safeParse(said.replace(/^mailto:/i, '')))
    .find(({ success }) => success)?.data;
  if (email === undefined) return `"${inertText(people[0] ?? '', 80)}" is no e-mail address.`;
  const courses = [field('id'), field('course')].filter((name) => name !== '');
  if (courses.length === 0) return 'The course is missing.';
  const status = passedIn(field('status'));
  const success = passedIn(field('success'));
  const passed = success ?? status;
  const percent = percentOf(field);
  if (passed === null && field('status') !== '')
    return `"${inertText(field('status'), 60)}" does not say that the course was completed.`;
  if (passed === null) return 'Whether the course was completed is missing.';
  const at = timeOf(field('at'));
  if (at === null) {
    return field('at') === ''
      ? `The day of completion is missing on ${what} ${place + 1}.`
      : `"${inertText(field('at'), 40)}" is no date. Write 2026-11-27.`;
  }
  return { place: `${what} ${place + 1}`, email, courses, passed, percent, at };
}

/** True, false, or null where the words say neither. */
function passedIn(words: string): boolean | null {
  const said = words.toLowerCase().trim();
  if (/^(passed|pass|completed|complete|yes|true|1|finished|done|satisfied)$/.test(said)) return true;
  return /^(failed|fail|no|false|0)$/.test(said) ? false : null;
}

function percentOf(field: (name: Field) => string): number | null {
  const scaled = numberIn(field('scaled'));
  if (scaled !== null && scaled >= -1 && scaled <= 1) return Math.max(0, scaled) * 100;
  const raw = numberIn(field('score').replace('%', ''));
  const max = numberIn(field('max'));
  if (raw === null) return null;
  const percent = max !== null && max > 0 ? (raw / max) * 100 : raw;
  return percent >= 0 && percent <= 100 ? percent : null;
}

function numberIn(words: string): number | null {
  const value = Number(words.trim());
  return words.trim() !== '' && Number.isFinite(value) ? value : null;
}

/** ISO 8601, or month/day/year as systems of the United States write it; a day counts from its first minute in Greenwich. */
function timeOf(words: string): Date | null {
  const us = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?:[ ,].*)?$/.exec(words.trim());
  const iso = /^\d{4}-\d{2}-\d{2}(?:[T ].*)?$/.test(words.trim()) ? words.trim() : null;
  const two = (part = '') => part.padStart(2, '0');
  const date = us ? `${us[3]}-${two(us[1])}-${two(us[2])}` : iso;
  if (date === null) return null;
  const hasZone = /(?:Z|[+-]\d\d:?\d\d)$/.test(date) || date.length === 10;
  const time = new Date(hasZone ? date : `${date.replace(' ', 'T')}Z`);
  return Number.isNaN(time.getTime()) || (us && time.toISOString().slice(0, 10) !== date) ? null : time;
}

const words = z.record(z.string(), z.string());
const statement = z.object({
  actor: z.object({ mbox: z.string().optional(), account: z.object({ name: z.string() }).optional() }),
  verb: z.object({ id: z.string() }),
  object: z.object({ id: z.string(), definition: z.object({ name: words.optional() }).optional() }),
  result: z
    .object({
      success: z.boolean().optional(),
      score: z
        .object({ scaled: z.number().optional(), raw: z.number().optional(), max: z.number().optional() })
        .optional(),
    })
    .optional(),
  timestamp: z.string().optional(),
  stored: z.string().optional(),
});

/** Verbs that end a course; whatever else people did is no completion and is passed over. */
const VERB = /\/(completed|passed|failed)$/;

function ofStatements(items: readonly unknown[]): ReadCompletions {
  return collected('xAPI', items, (item, place) => {
    const read = statement.safeParse(item);
    if (!read.success) return 'This is no xAPI statement with an actor, a verb and an object.';
    const { actor, verb, object, result, timestamp, stored } = read.data;
    const ended = VERB.exec(verb.id)?.[1];
    if (ended === undefined) return null;
    const email = roster.staffEmail.safeParse((actor.mbox ?? actor.account?.name ?? '').replace(/^mailto:/i, ''));
    if (!email.success) return 'The actor has no mbox with an e-mail address.';
    const at = timeOf(timestamp ?? stored ?? '');
    if (at === null) return 'The statement has no timestamp.';
    const { scaled, raw, max } = result?.score ?? {};
    const said: Partial<{ [name in Field]: string }> = {
      ...(scaled === undefined ? {} : { scaled: String(scaled) }),
      ...(raw === undefined ? {} : { score: String(raw) }),
      ...(max === undefined ? {} : { max: String(max) }),
    };
    const names = Object.values(object.definition?.name ?? {});
    return {
      place: placeOf('xAPI', place),
      email: email.data,
      courses: [object.id, ...names],
      passed: ended === 'failed' ? false : (result?.success ?? true),
      percent: percentOf((name) => said[name] ?? ''),
      at,
    };
  });
}
