// A file of answers (docs/guided-start.md): the guided start without its pages. What cannot be used is told of, and costs nothing else.
import { type StartDeviceRow, type StartSaved, startWalk, whatIsWrong } from '#contracts/index.ts';
import { Fault, Invalid, inertText } from '#kit/index.ts';
import { startFields } from '#program/index.ts';
import type { TenantId } from '#store/index.ts';
import { centerOf, type StartDeps, saveStart, stateStart, takeStartDevices } from './start.ts';

export interface AnswersTaken {
  /** What the center is called; null where nobody said so. */
  readonly center: string | null;
  /** What could not be used, each with its field. */
  readonly problems: readonly string[];
  /** What is otherwise than before, or was kept as it stands elsewhere, as sentences. */
  readonly notes: readonly string[];
}

const SCHEMA = 'dosimeter.answers/1';
const MOST_ROWS = 10_000;

interface Said {
  readonly field: string;
  readonly value: StartSaved['value'];
}

/**
 * Takes in a file of answers and states them. Throws Invalid where nothing of it can be used. Answers take the place of those that were
 * given before; the notes tell of each.
 */
export async function takeAnswers(
  deps: StartDeps,
  tenantId: TenantId,
  { document, by }: { readonly document: unknown; readonly by: string },
): Promise<AnswersTaken> {
  const { store, clock } = deps;
  const problems: string[] = [];
  const { fields, rows } = partsOf(document, problems);
  const before = await store.tenant(tenantId, (tx) => startFields(tx));
  let used = 0;
  const notes: string[] = [];
  for (const said of fields) {
    try {
      const actor = { by, now: clock.now(), dataDir: store.dataDir };
      await store.tenant(tenantId, (tx) => saveStart(tx, { ...said, version: null }, actor));
      used++;
      const known = before.find(({ field }) => field === said.field);
      if (known && JSON.stringify(known.value) !== JSON.stringify(said.value)) {
        notes.push(`${said.field}: takes the place of what ${inertText(known.by, 80)} said.`);
      }
    } catch (error) {
      if (!(error instanceof Fault && error.status === 400)) throw error;
      problems.push(error.message);
    }
  }
  if (rows.length > 0) {
    const devices = rows.map(({ row }) => row);
    const taken = await takeStartDevices(deps, tenantId, { rows: devices, by });
    used += taken.added;
    for (const { row, reason } of taken.rejected) problems.push(`devices[${rows[row - 1]?.place ?? row}]: ${reason}`);
  }
  if (used === 0) throw new Invalid(problems[0] ?? 'The file of answers says nothing. Write at least one answer.');
  for (const { what, here, said } of await stateStart(deps, tenantId, { by, replace: [] })) {
    notes.push(`${what}: the site states ${here}, the answers ${said}. What the site states was kept.`);
  }
  const saved = await store.tenant(tenantId, (tx) => startFields(tx));
  return { center: centerOf(saved, '') || null, problems, notes };
}

function partsOf(document: unknown, problems: string[]) {
  if (!isObject(document))
    throw new Invalid("A file of answers is a list of 'question: answer'. See docs/guided-start.md.");
  const { schema, center, fears, devices, answers, ...others } = document;
  if (schema !== undefined && schema !== SCHEMA) throw new Invalid(`schema: write ${SCHEMA}, or leave it out.`);
  const fields: Said[] = [];
  const add = (field: string, value: unknown) => {
    const read = startWalk.startSave.shape.value.safeParse(value);
    if (read.success && read.data !== null) fields.push({ field, value: read.data });
    else problems.push(`${inertText(field, 80)}: there is no answer. Write one, or unknown.`);
  };
  if (center !== undefined) add('center', center);
  if (fears !== undefined) add('fears', fearsOf(fears, problems));
  if (answers !== undefined && !isObject(answers)) problems.push("answers: write 'question: answer' below it.");
  for (const [field, value] of Object.entries({ ...others, ...(isObject(answers) ? answers : {}) })) {
    if (field in startWalk.START_FIELDS) problems.push(`answers.${field}: write it beside 'answers', not below.`);
    else if (typeof value === 'boolean')
      problems.push(`${inertText(field, 80)}: write 'yes' or 'no' in place of ${String(value)}.`);
    else add(field, value);
  }
  return { fields, rows: devices === undefined ? [] : rowsOf(devices, problems) };
}

function fearsOf(fears: unknown, problems: string[]): string[] {
  if (!Array.isArray(fears)) {
    problems.push(`fears: write a list, such as [${startWalk.fear.options.slice(0, 2).join(', ')}].`);
    return [];
  }
  return fears.flatMap((each: unknown, place) => {
    const read = startWalk.fear.safeParse(each);
    if (read.success) return [read.data];
    problems.push(`fears[${place}]: there is no such fear. Choose of ${startWalk.fear.options.join(', ')}.`);
    return [];
  });
}

interface Row {
  readonly place: number;
  readonly row: StartDeviceRow;
}

function rowsOf(devices: unknown, problems: string[]): Row[] {
  if (!Array.isArray(devices) || devices.length > MOST_ROWS) {
    problems.push(`devices: write a list of at most ${MOST_ROWS} devices, each with its name.`);
    return [];
  }
  return devices.flatMap((each: unknown, place) => {
    const read = startWalk.startDevice.safeParse(each);
    if (read.success) return [{ place, row: read.data }];
    const { field, message } = whatIsWrong(read.error);
    problems.push(`devices[${place}]${field === '' ? '' : `.${inertText(field, 60)}`}: ${inertText(message, 200)}`);
    return [];
  });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
