// Who is to read which lesson and how it went, at rest: assigned by role and by what was found at the person's devices, kept each time that
// a lesson was gone through, and held against what became of those findings.
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { z } from 'zod';
import {
  type Lesson,
  type LessonAssignment,
  type LessonTry,
  type StaffMember,
  type Trainee,
  type TrainingState,
  training,
  trainingRecord,
} from '#contracts/index.ts';
import { Invalid, NotFound } from '#kit/index.ts';
import { audit } from '#people/index.ts';
import type { Tenant } from '#store/index.ts';
import { siteDay } from './governance/calendar.store.ts';
import { addDays } from './governance/calendar-days.ts';
import type { Actor } from './own-words.ts';
import { rosterOf, staffMember } from './roster.store.ts';
import { lessonsFor, scoreLesson } from './training/assign-lessons.ts';

const BATCH = 1000;
const DAY_MS = 86_400_000;
const MOST_COURSES = 20;

/** Open findings of a rule at a device. */
interface OpenFinding {
  readonly id: string;
  readonly rule: string;
  readonly deviceId: string;
}

const before = z.array(z.string());

/**
 * Assigns lessons to people who are active: those named, or those that role and open findings at the person's devices ask for, at most
 * `most` each. What waits, or was passed within a year, stays as it is. Throws Invalid for a lesson or a person that is not here.
 */
export async function assignLessons(
  tx: Tenant,
  lessons: readonly Lesson[],
  { staff, lessons: named, most, dueInDays }: z.output<typeof trainingRecord.assignInput>,
  { by, now }: Actor,
): Promise<z.infer<typeof trainingRecord.assigned>> {
  const chosen = named?.map((id) => {
    const lesson = lessons.find((each) => each.id === id);
    if (!lesson) throw new Invalid(`lessons: there is no lesson ${id}.`);
    return lesson;
  });
  const people = await activeStaff(tx, staff);
  const found = await openFindings(tx, people);
  const standing = await standingOf(tx, people);
  const passedAfter = now.getTime() - trainingRecord.PASSED_DAYS * DAY_MS;
  const dueOn = addDays((await siteDay(tx, now)).today, dueInDays);
  const rows: (AssignmentRow & { tenantId: string })[] = [];
  let unchanged = 0;
  for (const person of people) {
    const here = person.devices.flatMap((device) => found.get(device) ?? []);
    const rules = new Set(here.map(({ rule }) => rule));
    const own = standing.get(person.id);
    const wanted = chosen
      ? chosen.map((lesson) => ({ lesson, because: lesson.findings.filter((rule) => rules.has(rule)) }))
      : lessonsFor(lessons, person.roles, rules);
    const isPassed = ({ id }: Lesson) => (own?.passedAt.get(id) ?? 0) > passedAfter;
    const waits = (lesson: Lesson) => own?.assigned.has(lesson.id) === true && !isPassed(lesson);
    let room = chosen ? wanted.length : most;
    for (const { lesson, because } of wanted) {
      if (room === 0) break;
      room -= 1;
      if (isPassed(lesson) || waits(lesson)) {
        unchanged += 1;
        continue;
      }
      rows.push({
        tenantId: tx.id,
        staffId: person.id,
        lesson: lesson.id,
        assignedAt: now,
        assignedBy: by,
        dueOn,
        because: [...because],
        before: JSON.stringify(here.filter(({ rule }) => because.includes(rule)).map(({ id }) => id)),
        toldAt: null,
      });
    }
  }
  await writeAssignments(tx, rows);
  const told = new Set(rows.map(({ staffId }) => staffId)).size;
  if (rows.length > 0) {
    const detail = `${rows.length} lessons for ${told} people, due ${dueOn}`;
    await audit(
      tx,
      { who: by, action: 'lessons assigned', subject: named?.join(', ') ?? 'by role and findings', detail },
      now,
    );
  }
  return { assigned: rows.length, unchanged, people: told };
}

/** Assigns the first lessons, by role and findings, to people who are active and were never asked to read any. */
export async function assignFirstLessons(tx: Tenant, lessons: readonly Lesson[], actor: Actor): Promise<void> {
  const asked = await tx.db
    .selectFrom('lessonAssignments')
    .select('staffId')
    .distinct()
    .where('tenantId', '=', tx.id)
    .execute();
  const known = new Set(asked.map(({ staffId }) => staffId));
  const staff = (await activeStaff(tx, undefined)).map(({ id }) => id).filter((id) => !known.has(id));
  await assignLessons(tx, lessons, { ...trainingRecord.assignInput.parse({}), staff }, actor);
}

interface AssignmentRow {
  readonly staffId: string;
  readonly lesson: string;
  readonly assignedAt: Date;
  readonly assignedBy: string;
  readonly dueOn: string;
  readonly because: string[];
  readonly before: string;
  readonly toldAt: null;
}

async function writeAssignments(tx: Tenant, rows: readonly (AssignmentRow & { tenantId: string })[]): Promise<void> {
  for (let from = 0; from < rows.length; from += BATCH) {
    await tx.db
      .insertInto('lessonAssignments')
      .values(rows.slice(from, from + BATCH))
      .onConflict((conflict) =>
        conflict.columns(['tenantId', 'staffId', 'lesson']).doUpdateSet((row) => ({
          assignedAt: row.ref('excluded.assignedAt'),
          assignedBy: row.ref('excluded.assignedBy'),
          dueOn: row.ref('excluded.dueOn'),
          because: row.ref('excluded.because'),
          before: row.ref('excluded.before'),
          toldAt: null,
        })),
      )
      .execute();
  }
}

/** Takes a lesson back from a person. Throws NotFound. */
export async function dropAssignment(tx: Tenant, staffId: string, lesson: string, { by, now }: Actor): Promise<void> {
  const person = await staffMember(tx, staffId);
  const gone = await tx.db
    .deleteFrom('lessonAssignments')
    .where('tenantId', '=', tx.id)
    .where('staffId', '=', staffId)
    .where('lesson', '=', lesson)
    .returning('lesson')
    .executeTakeFirst();
  if (!gone) throw new NotFound('This person was not asked to read this lesson.');
  await audit(tx, { who: by, action: 'lesson taken back', subject: person.email, detail: lesson }, now);
}

/** People who are active, all or those named. Throws Invalid for an id that is none of them. */
async function activeStaff(tx: Tenant, ids: readonly string[] | undefined): Promise<StaffMember[]> {
  const active = (await rosterOf(tx)).filter((member) => member.active);
  if (ids === undefined) return active;
  const wanted = new Set(ids);
  const found = active.filter(({ id }) => wanted.has(id));
  if (found.length < wanted.size) throw new Invalid('staff: one of them is not on the roster, or not active.');
  return found;
}

/** Open findings by device, of all devices that these people work at. */
async function openFindings(
  tx: Tenant,
  people: readonly { readonly devices: readonly string[] }[],
): Promise<Map<string, OpenFinding[]>> {
  const devices = [...new Set(people.flatMap((person) => person.devices))];
  const found = new Map<string, OpenFinding[]>();
  if (devices.length === 0) return found;
  const rows = await tx.db
    .selectFrom('findings')
    .select(['id', 'rule', 'deviceId'])
    .where('tenantId', '=', tx.id)
    .where('closedAt', 'is', null)
    .where(sql<boolean>`device_id = any(${devices}::text[])`)
    .orderBy('id')
    .execute();
  for (const row of rows) {
    const known = found.get(row.deviceId);
    if (known) known.push(row);
    else found.set(row.deviceId, [row]);
  }
  return found;
}

/** By person: which lessons wait or waited, and when each was last passed. */
async function standingOf(tx: Tenant, people: readonly StaffMember[]) {
  const ids = people.map(({ id }) => id);
  const assigned = await tx.db
    .selectFrom('lessonAssignments')
    .select(['staffId', 'lesson'])
    .where('tenantId', '=', tx.id)
    .where(sql<boolean>`staff_id = any(${ids}::text[])`)
    .execute();
  const passed = await tx.db
    .selectFrom('lessonCompletions')
    .select((each) => ['staffId', 'lesson', each.fn.max('at').as('at')])
    .where('tenantId', '=', tx.id)
    .where('passed', '=', true)
    .where(sql<boolean>`staff_id = any(${ids}::text[])`)
    .groupBy(['staffId', 'lesson'])
    .execute();
  const byPerson = new Map(ids.map((id) => [id, { assigned: new Set<string>(), passedAt: new Map<string, number>() }]));
  for (const { staffId, lesson } of assigned) byPerson.get(staffId)?.assigned.add(lesson);
  for (const { staffId, lesson, at } of passed) byPerson.get(staffId)?.passedAt.set(lesson, at.getTime());
  return byPerson;
}

/** A page of the people who are active, by name, each with the lessons and how they went. */
export async function listTrainees(
  tx: Tenant,
  lessons: readonly Lesson[],
  query: { readonly search?: string | undefined; readonly cursor?: string | undefined; readonly limit: number },
  now: Date,
): Promise<{ items: Trainee[]; next: string | null }> {
  const { today } = await siteDay(tx, now);
  const search = query.search?.trim().toLowerCase() ?? '';
  const rows = await tx.db
    .selectFrom('staff')
    .select(['id', 'name', 'email', 'roles', 'devices', 'bouncedAt', 'bouncedBecause'])
    .where('tenantId', '=', tx.id)
    .where('active', '=', true)
    .$if(search !== '', (each) =>
      each.where(sql<boolean>`(position(${search} in lower(name)) > 0 or position(${search} in email) > 0)`),
    )
    .$if(query.cursor !== undefined, (each) =>
      each.where(
        sql<boolean>`(lower(name), id) > (select lower(other.name), other.id from staff other where other.tenant_id = ${tx.id} and other.id = ${query.cursor})`,
      ),
    )
    .orderBy(sql`lower(name)`)
    .orderBy('id')
    .limit(query.limit + 1)
    .execute();
  const people = rows.slice(0, query.limit);
  const ids = people.map(({ id }) => id);
  const assigned = await tx.db
    .selectFrom('lessonAssignments')
    .select(['staffId', 'lesson', 'assignedAt', 'dueOn', 'because', 'before', 'toldAt'])
    .where('tenantId', '=', tx.id)
    .where(sql<boolean>`staff_id = any(${ids}::text[])`)
    .orderBy('dueOn')
    .orderBy('lesson')
    .execute();
  const tries = await triesOf(tx, ids);
  const found = await openFindings(tx, people);
  const items = people.map(({ id, name, email, roles, devices, bouncedAt, bouncedBecause }) => {
    const here = devices.flatMap((device) => found.get(device) ?? []);
    const own = tries.filter(({ staffId }) => staffId === id);
    return {
      id,
      name,
      email,
      roles: training.staffRole.array().parse(roles),
      bounced: bouncedAt === null ? null : { at: bouncedAt.toISOString(), because: bouncedBecause ?? '' },
      assignments: assigned
        .filter(({ staffId }) => staffId === id)
        .map((row) => {
          const lesson = lessons.find((each) => each.id === row.lesson);
          const tries = own.filter((each) => each.lesson === row.lesson);
          return standing(row, { lesson, here, tries, now, today });
        }),
      courses: own
        .filter(({ lesson }) => lesson === '')
        .slice(-MOST_COURSES)
        .map(({ course, tried }) => ({ course, at: tried.at, passed: tried.passed })),
    };
  });
  return { items, next: rows.length > query.limit ? (ids.at(-1) ?? null) : null };
}

interface Tried {
  readonly staffId: string;
  readonly lesson: string;
  readonly course: string;
  readonly tried: LessonTry;
}

/** What these people went through, the oldest first. */
async function triesOf(tx: Tenant, staff: readonly string[]): Promise<Tried[]> {
  const rows = await tx.db
    .selectFrom('lessonCompletions')
    .select(['staffId', 'lesson', 'course', 'version', 'score', 'outOf', 'passed', 'at'])
    .where('tenantId', '=', tx.id)
    .where(sql<boolean>`staff_id = any(${[...staff]}::text[])`)
    .orderBy('at')
    .orderBy('id')
    .execute();
  return rows.map(({ staffId, lesson, course, version, score, outOf, passed, at }) => ({
    staffId,
    lesson,
    course,
    tried: { right: score ?? 0, of: outOf ?? 0, at: at.toISOString(), version, passed },
  }));
}

interface StoredAssignment {
  readonly lesson: string;
  readonly assignedAt: Date;
  readonly dueOn: string;
  readonly because: string[];
  readonly before: unknown;
  readonly toldAt: Date | null;
}

function standing(
  row: StoredAssignment,
  {
    lesson,
    here,
    tries,
    now,
    today,
  }: {
    readonly lesson: Lesson | undefined;
    readonly here: readonly OpenFinding[];
    readonly tries: readonly Tried[];
    readonly now: Date;
    readonly today: string;
  },
): LessonAssignment {
  const passedAfter = new Date(now.getTime() - trainingRecord.PASSED_DAYS * DAY_MS).toISOString();
  const isPassed = tries.some(({ tried }) => tried.passed && tried.at > passedAfter);
  const then = before.parse(row.before);
  const open = new Set(here.map(({ id }) => id));
  return {
    lesson: row.lesson,
    title: lesson?.title ?? row.lesson,
    assignedAt: row.assignedAt.toISOString(),
    dueOn: row.dueOn,
    because: row.because,
    state: isPassed ? 'passed' : row.dueOn < today ? 'overdue' : 'open',
    best: bestOf(tries),
    last: tries.at(-1)?.tried ?? null,
    tries: tries.length,
    findings: {
      before: then.length,
      stillOpen: then.filter((id) => open.has(id)).length,
      now: here.filter(({ rule }) => lesson?.findings.includes(rule) === true).length,
    },
    toldAt: row.toldAt?.toISOString() ?? null,
  };
}

/** The try with the largest share of right answers; of equal ones the newest. */
function bestOf(tries: readonly Tried[]): LessonTry | null {
  const share = ({ right, of }: LessonTry) => (of === 0 ? 0 : right / of);
  return tries.reduce<LessonTry | null>((best, { tried }) => {
    if (best === null || tried.passed !== best.passed) return best === null || tried.passed ? tried : best;
    return share(tried) >= share(best) ? tried : best;
  }, null);
}

/** How one person did in one lesson so far. */
export async function ownTries(
  tx: Tenant,
  staffId: string,
  lesson: string,
): Promise<{ best: LessonTry | null; last: LessonTry | null }> {
  const tries = (await triesOf(tx, [staffId])).filter((each) => each.lesson === lesson);
  return { best: bestOf(tries), last: tries.at(-1)?.tried ?? null };
}

/** Keeps how a person answered a lesson just now, with the version of its text. */
export async function keepAnswers(
  tx: Tenant,
  lesson: Lesson,
  { staffId, answers }: { readonly staffId: string; readonly answers: readonly (number | null)[] },
  now: Date,
): Promise<{ right: number; of: number; passed: boolean }> {
  const { right, of } = scoreLesson(lesson, answers);
  const passed = right >= trainingRecord.PASS_RIGHT;
  await tx.db
    .insertInto('lessonCompletions')
    .values({
      tenantId: tx.id,
      id: randomUUID(),
      staffId,
      lesson: lesson.id,
      course: lesson.title,
      version: lesson.version,
      score: right,
      outOf: of,
      passed,
      at: now,
      via: 'link',
    })
    .execute();
  return { right, of, passed };
}

/** One statement's worth of counts by lesson, of people who are active. */
async function countsOf(tx: Tenant, now: Date) {
  const passedAfter = new Date(now.getTime() - trainingRecord.PASSED_DAYS * DAY_MS);
  const { today } = await siteDay(tx, now);
  const { rows } = await sql<{ lesson: string; assigned: number; passed: number; overdue: number; notTold: number }>`
    select standing.lesson as lesson, count(*)::int as assigned, count(*) filter (where standing.passed)::int as passed,
      count(*) filter (where not standing.passed and standing.due_on < ${today})::int as overdue,
      count(*) filter (where not standing.passed and standing.told_at is null)::int as "notTold"
    from (
      select asked.lesson, asked.due_on, asked.told_at, exists (
        select 1 from lesson_completions done where done.tenant_id = asked.tenant_id and done.staff_id = asked.staff_id
          and done.lesson = asked.lesson and done.passed and done.at > ${passedAfter}) as passed
      from lesson_assignments asked
      join staff on staff.tenant_id = asked.tenant_id and staff.id = asked.staff_id and staff.active
      where asked.tenant_id = ${tx.id}) standing
    group by standing.lesson`.execute(tx.db);
  return new Map(rows.map((row) => [row.lesson, row]));
}

/** By lesson: how many people who are active are to read it, and how many of them passed it within a year. */
export async function trainingEvidence(
  tx: Tenant,
  now: Date,
): Promise<Map<string, { readonly assigned: number; readonly passed: number }>> {
  const counts = await countsOf(tx, now);
  return new Map([...counts].map(([lesson, { assigned, passed }]) => [lesson, { assigned, passed }]));
}

/** Everything on the page but the people. */
export async function trainingCounts(
  tx: Tenant,
  lessons: readonly Lesson[],
  now: Date,
): Promise<Pick<TrainingState, 'lessons' | 'staff' | 'totals'>> {
  const counts = await countsOf(tx, now);
  const { rows } = await sql<TrainingState['staff']>`
    select count(*) filter (where active)::int as active, count(*) filter (where not active)::int as "left",
      count(*) filter (where active and bounced_at is not null)::int as bounced,
      count(*) filter (where active and not exists (
        select 1 from lesson_assignments asked where asked.tenant_id = staff.tenant_id and asked.staff_id = staff.id))::int as "withoutLesson"
    from staff where tenant_id = ${tx.id}`.execute(tx.db);
  const all = [...counts.values()];
  const sum = (of: 'assigned' | 'passed' | 'overdue' | 'notTold') => all.reduce((total, each) => total + each[of], 0);
  return {
    lessons: lessons.map(({ id, title, version, roles }) => {
      const { assigned = 0, passed = 0, overdue = 0 } = counts.get(id) ?? {};
      return { id, title, version, roles, assigned, passed, overdue };
    }),
    staff: rows[0] ?? { active: 0, left: 0, withoutLesson: 0, bounced: 0 },
    totals: { assigned: sum('assigned'), passed: sum('passed'), overdue: sum('overdue'), notTold: sum('notTold') },
  };
}

/** A lesson that waits for a person. */
export interface Waiting {
  readonly staffId: string;
  readonly name: string;
  readonly email: string;
  readonly lesson: string;
  readonly dueOn: string;
}

/**
 * Lessons that wait for people who are active, by name: all, those of `staff`, or those nobody was told of by mail. At most `limit` and one more.
 */
export async function waitingLessons(
  tx: Tenant,
  {
    staff,
    isUntold,
    limit,
  }: { readonly staff?: readonly string[] | undefined; readonly isUntold?: boolean; readonly limit: number },
  now: Date,
): Promise<Waiting[]> {
  const passedAfter = new Date(now.getTime() - trainingRecord.PASSED_DAYS * DAY_MS);
  return tx.db
    .selectFrom('lessonAssignments as asked')
    .innerJoin('staff', (join) =>
      join.onRef('staff.tenantId', '=', 'asked.tenantId').onRef('staff.id', '=', 'asked.staffId'),
    )
    .select(['asked.staffId', 'staff.name', 'staff.email', 'asked.lesson', 'asked.dueOn'])
    .where('asked.tenantId', '=', tx.id)
    .where('staff.active', '=', true)
    .$if(staff !== undefined, (each) => each.where(sql<boolean>`staff.id = any(${[...(staff ?? [])]}::text[])`))
    .$if(isUntold === true, (each) => each.where('asked.toldAt', 'is', null).where('staff.bouncedAt', 'is', null))
    .where(
      sql<boolean>`not exists (select 1 from lesson_completions done where done.tenant_id = asked.tenant_id and done.staff_id = asked.staff_id
        and done.lesson = asked.lesson and done.passed and done.at > ${passedAfter})`,
    )
    .orderBy(sql`lower(staff.name)`)
    .orderBy('asked.staffId')
    .orderBy('asked.dueOn')
    .orderBy('asked.lesson')
    .limit(limit + 1)
    .execute();
}
