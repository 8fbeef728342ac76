// Training of the stand-in: lessons of the library, people with long names and mail that came back, and what a link shows.
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { type LessonAssignment, type StaffRow, type Trainee, type TrainingState, training } from '#contracts/index.ts';
import { daysAgo } from './fake-devices.ts';
import type { Route } from './fake-routes.ts';
import type { FakeTenant } from './fake-tenant.ts';

const LONG = `Radiologische Praxis am ${'Krankenhaus'.repeat(8)}`;

const lessonOf = (id: string) =>
  training.lesson.parse(
    parse(readFileSync(new URL(`../../src/program/training/lessons/${id}.yaml`, import.meta.url), 'utf8')),
  );
const LESSONS = ['false-messages', 'own-passwords', 'sticks-and-discs'].map(lessonOf);
const [FIRST = lessonOf('false-messages')] = LESSONS;

function assignmentsOf(n: number): LessonAssignment[] {
  const tried = { right: 3 - (n % 2) * 2, of: 3, at: daysAgo(2), version: 1, passed: n % 2 === 0 };
  return LESSONS.slice(0, (n % 3) + 1).map(({ id, title }, at) => ({
    lesson: id,
    title,
    assignedAt: daysAgo(9),
    dueOn: '2026-12-04',
    because: at === 0 ? ['access.default-account'] : [],
    state: at === 0 && tried.passed ? 'passed' : n % 4 === 1 ? 'overdue' : 'open',
    best: at === 0 ? tried : null,
    last: at === 0 ? tried : null,
    tries: at === 0 ? 1 : 0,
    findings: { before: 3, stillOpen: at, now: at + 1 },
    toldAt: n % 3 === 0 ? daysAgo(8) : null,
  }));
}

function peopleOf({ devices }: FakeTenant): Trainee[] {
  if (devices.length === 0) return [];
  return Array.from({ length: devices.length > 300 ? 400 : 6 }, (_, n) => ({
    id: `staff-${n}`,
    name: n === 0 ? LONG : `Bo <b>Berg</b> ${n}`,
    email: `person-${n}@example.org`,
    roles: n % 2 === 0 ? ['technologist', 'manager'] : ['front desk'],
    bounced: n === 1 ? { at: daysAgo(1), because: '550 No such mailbox' } : null,
    assignments: assignmentsOf(n),
    courses: n === 2 ? [{ course: 'Radiation protection', at: daysAgo(90), passed: true }] : [],
  }));
}

function staffOf(tenant: FakeTenant): StaffRow[] {
  return peopleOf(tenant).map(({ id, name, email, roles, bounced }, n) => ({
    id,
    name,
    email,
    roles,
    bounced,
    devices: n === 0 ? ['demo-1'] : [],
    deviceNames: n === 0 ? [LONG] : [],
    active: true,
    via: (['hand', 'csv', 'scim'] as const)[n % 3] ?? 'hand',
    createdAt: daysAgo(30),
    updatedAt: daysAgo(3),
  }));
}

function stateOf(tenant: FakeTenant): TrainingState {
  const people = peopleOf(tenant);
  const all = people.flatMap(({ assignments }) => assignments);
  const counted = (list: readonly LessonAssignment[]) => ({
    assigned: list.length,
    passed: list.filter(({ state }) => state === 'passed').length,
    overdue: list.filter(({ state }) => state === 'overdue').length,
  });
  return {
    schema: 'dosimeter.training/1',
    lessons: LESSONS.map(({ id, title, version, roles }) => ({
      id,
      title,
      version,
      roles,
      ...counted(all.filter(({ lesson }) => lesson === id)),
    })),
    staff: {
      active: people.length,
      left: 0,
      withoutLesson: 0,
      bounced: people.filter(({ bounced }) => bounced !== null).length,
    },
    totals: { ...counted(all), notTold: all.filter(({ toldAt }) => toldAt === null).length },
    drills:
      people.length === 0
        ? []
        : [
            {
              id: 'drill-1',
              heldOn: '2026-10-05',
              sent: 40,
              reported: 11,
              clicked: 6,
              note: LONG,
              by: 'owner@example.org',
              at: daysAgo(20),
            },
          ],
    mailIsSet: people.length > 0,
    scim: people.length === 0 ? null : { since: daysAgo(30), by: 'owner@example.org', lastUsedAt: daysAgo(1) },
  };
}

/** One page of a list; its cursor is the place of the next row. */
function pageOf<T>(all: readonly T[], query: URLSearchParams): { items: readonly T[]; next: string | null } {
  const from = Number(query.get('cursor') ?? 0);
  const to = from + Number(query.get('limit') ?? 50);
  return { items: all.slice(from, to), next: to < all.length ? String(to) : null };
}

/** /program/training, and the lesson behind a link. */
export const TRAINING_ROUTES: readonly Route[] = [
  ['GET', /^training$/, ({ tenant }) => ({ json: stateOf(tenant) })],
  ['GET', /^training\/people$/, ({ tenant, query }) => ({ json: pageOf(peopleOf(tenant), query) })],
  [
    'GET',
    /^training\/lessons\/([^/]+)$/,
    (_request, id) => {
      const lesson = LESSONS.find((each) => each.id === id);
      return lesson && { json: lesson };
    },
  ],
  [
    'GET',
    /^training\/mail-server$/,
    ({ tenant }) => ({
      json:
        tenant.devices.length === 0
          ? { server: null, hasPassword: false, by: null, at: null }
          : {
              server: {
                host: 'mail.example.org',
                port: 465,
                security: 'tls',
                user: 'dosimeter',
                from: 'training@example.org',
                address: 'https://dosimeter.example.org',
              },
              hasPassword: true,
              by: 'owner@example.org',
              at: daysAgo(30),
            },
    }),
  ],
  [
    'POST',
    /^training\/returned-mail$/,
    () => ({
      json: {
        schema: 'dosimeter.returned-mail/1',
        marked: [{ email: 'bo@example.org', because: '550 5.1.1 <b>Nobody</b> of this name' }],
        others: 1,
        rejected: [{ place: 'holiday.eml', message: 'This is no report of mail that could not be delivered.' }],
      },
    }),
  ],
  [
    'GET',
    /^staff$/,
    ({ tenant, query }) => {
      const all = staffOf(tenant);
      return { json: { ...pageOf(all, query), total: { value: all.length, relation: 'eq' } } };
    },
  ],
  [
    'GET',
    /^learn\/([^/]+)$/,
    () => ({
      json: {
        kind: 'lesson',
        site: LONG,
        name: 'Bo <b>Berg</b>',
        expiresAt: daysAgo(-20),
        lesson: {
          ...FIRST,
          questions: FIRST.questions.map(({ ask, answers }) => ({ ask, answers: answers.map((each) => each.text) })),
        },
        best: { right: 1, of: 3, at: daysAgo(2), version: 1, passed: false },
        last: null,
      },
    }),
  ],
  [
    'GET',
    /^learn\/([^/]+)\/policy$/,
    () => ({
      json: {
        site: LONG,
        name: 'Bo <b>Berg</b>',
        id: 'remote-service',
        version: 2,
        title: 'Makers who connect from outside',
        purpose: 'Each way in is known, and shut when nobody needs it.',
        clauses: [
          { id: 'registered', text: `Each way in is in the register. ${LONG}`, who: ['biomed', 'it'] },
          { id: 'on-request', text: 'Nobody comes in unless Ann <b>Lee</b> has opened the way.', who: ['maker'] },
        ],
        readAt: null,
      },
    }),
  ],
];
