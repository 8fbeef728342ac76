// The calendar of duties and the figures over time in the fake API.
import {
  type CalendarItem,
  type CalendarSettings,
  calendar,
  DUE_STATES,
  type DutyDone,
  type Metric,
  type RecurringDuty,
} from '#contracts/index.ts';
import { HOSTILE_NAMES, NOW } from './fake-devices.ts';
import type { Route } from './fake-routes.ts';
import type { FakeTenant } from './fake-tenant.ts';

const TODAY = new Date(NOW).toISOString().slice(0, 10);
const LIBRARY: RecurringDuty[] = [
  {
    id: 'restore-test',
    name: 'Bring back images and the schedule from the backup',
    why: 'A backup that was never tried is a hope.',
    months: 3,
    side: 'it',
    source: '45 CFR 164.308(a)(7)(ii)(D)',
    raci: 'duty-1',
  },
  {
    id: 'downtime-exercise',
    name: 'Work an hour on paper',
    why: 'Patients come whether or not the archive runs.',
    months: 6,
    side: 'provider',
    source: '45 CFR 164.308(a)(7)(ii)(C)',
    raci: 'duty-0',
  },
];

interface Kept {
  settings: CalendarSettings & { version: number };
  readonly done: Map<string, DutyDone[]>;
}

const kept = new WeakMap<FakeTenant, Kept>();

function keptOf(tenant: FakeTenant): Kept {
  const known = kept.get(tenant) ?? {
    settings: {
      version: 0,
      timeZone: 'UTC',
      remindTo: tenant.id === 'demo' ? ['owner@example.org'] : [],
      remindDays: 14,
      changes: [],
      own: (tenant.id === 'group' ? HOSTILE_NAMES : []).map((name, place) => ({
        id: `own-${place}`,
        name: name.slice(0, 160),
        why: name.slice(0, 300),
        months: 12,
        side: 'provider' as const,
        nextOn: dayAfter(200 + place),
      })),
    },
    done: new Map(tenant.id === 'demo' ? [['restore-test', [doneOn(dayAfter(-95), 'Kim', 'CT of March')]]] : []),
  };
  kept.set(tenant, known);
  return known;
}

function doneIn(tenant: FakeTenant, duty: string): DutyDone[] {
  return keptOf(tenant).done.get(duty) ?? [];
}

function dayAfter(days: number): string {
  return new Date(NOW + days * 86_400_000).toISOString().slice(0, 10);
}

function doneOn(on: string, by: string, note: string): DutyDone {
  return { id: `done-${on}`, on, by, note, writtenBy: by, at: `${on}T12:00:00.000Z` };
}

function stateOf(due: string | null): CalendarItem['state'] {
  if (due === null) return 'unplanned';
  if (due < TODAY) return 'overdue';
  return due <= dayAfter(30) ? 'soon' : 'later';
}

/** Somebody named, and two of the agreement: one of them has no address. */
function toldOf(holder: string | null): CalendarItem['told'] {
  if (holder !== null) return [{ name: holder, email: holder, as: 'named', because: null }];
  const because = 'Lake IT has no address: no reminder leaves.';
  return [
    { name: 'Lake IT', email: null, as: 'responsible', because },
    { name: 'Practice manager', email: 'manager@example.org', as: 'accountable', because: null },
  ];
}

/** What is due, the next first. */
function itemsOf(tenant: FakeTenant): CalendarItem[] {
  const { settings, done } = keptOf(tenant);
  const shipped = LIBRARY.map((duty) => {
    const {
      months = duty.months,
      nextOn = null,
      holder = null,
      off = false,
    } = settings.changes.find(({ id }) => id === duty.id) ?? {};
    return { ...duty, months, nextOn, holder, off };
  });
  const own = settings.own.map((duty) => ({ ...duty, source: null }));
  const standing = [...shipped, ...own].filter(({ off }) => off !== true);
  const duties = standing.map((duty): CalendarItem => {
    const last = done.get(duty.id)?.[0] ?? null;
    const planned = duty.nextOn ?? null;
    const due = last
      ? new Date(Date.parse(last.on) + duty.months * 30 * 86_400_000).toISOString().slice(0, 10)
      : planned;
    const { name: title, why, source, side, months } = duty;
    return {
      key: `duty ${duty.id}`,
      kind: 'duty',
      title,
      why,
      source,
      due,
      state: stateOf(due),
      side,
      months,
      last,
      told: toldOf(duty.holder ?? null),
      href: null,
    };
  });
  const names =
    tenant.id === 'group' ? HOSTILE_NAMES : tenant.id === 'empty' ? [] : ['Makers who connect from outside'];
  const reviews = names.map((name, place): CalendarItem => {
    const due = dayAfter(10 + place);
    return {
      key: `policy ${place}`,
      kind: 'policy',
      title: `Review the policy: ${name}`,
      why: 'A policy that nobody reads again is soon about another place.',
      source: null,
      due,
      state: stateOf(due),
      side: null,
      months: null,
      last: null,
      told: [],
      href: '/program/policies/remote-service',
    };
  });
  return [...duties, ...reviews].sort((a, b) => ((a.due ?? '9999') < (b.due ?? '9999') ? -1 : 1));
}

function settingsOf(tenant: FakeTenant) {
  return {
    schema: 'dosimeter.calendar-settings/1',
    settings: keptOf(tenant).settings,
    by: null,
    at: null,
    library: LIBRARY,
    mailIsSet: false,
    refused: [],
  };
}

/** Sixty days, with a gap; the group has 800. */
function historyOf(tenant: FakeTenant, value: (place: number) => number, of: number): Metric['history'] {
  const days = tenant.id === 'empty' ? 0 : tenant.id === 'group' ? 800 : 60;
  return Array.from({ length: days }, (_, place) => ({
    day: dayAfter(place - days),
    value: place > 20 && place < 30 ? null : value(place),
    of,
  }));
}

function metricsIn(tenant: FakeTenant): Metric[] {
  const of = tenant.devices.length;
  const isEmpty = tenant.id === 'empty';
  const known = (place: number) => Math.round((of * (40 + (place % 40))) / 100);
  return [
    {
      name: 'devices-known',
      value: isEmpty ? null : known(39),
      of,
      history: historyOf(tenant, known, of),
    },
    { name: 'policies-enforced', value: isEmpty ? null : 3, of: 14, history: historyOf(tenant, () => 3, 14) },
    { name: 'staff-trained', value: null, of: 0, history: [] },
    { name: 'support-ended', value: isEmpty ? null : 2, of: 5, history: historyOf(tenant, () => 2, 5) },
    { name: 'open-findings', value: isEmpty ? null : 3 * of, of, history: historyOf(tenant, () => 3 * of, of) },
    { name: 'loss-per-device', value: null, of: 0, history: [] },
    ...(isEmpty
      ? []
      : [{ name: 'fix-days-network', value: 12.5, of: 8, history: historyOf(tenant, (place) => 30 - place / 40, 8) }]),
  ];
}

/** /program/calendar, /program/metrics. */
export const CALENDAR_ROUTES: readonly Route[] = [
  [
    'GET',
    /^program\/calendar$/,
    ({ tenant, query }) => {
      const all = itemsOf(tenant);
      const asked = query.get('state');
      const items = all.filter(({ state }) => asked === null || state === asked);
      const count = (of: string) => all.filter(({ state }) => state === of).length;
      return {
        json: {
          items,
          next: null,
          total: { value: items.length, relation: 'eq' },
          today: TODAY,
          timeZone: keptOf(tenant).settings.timeZone,
          counts: Object.fromEntries(DUE_STATES.map((state) => [state, count(state)])),
        },
      };
    },
  ],
  ['GET', /^program\/calendar\/settings$/, ({ tenant }) => ({ json: settingsOf(tenant) })],
  [
    'PUT',
    /^program\/calendar\/settings$/,
    ({ tenant, body }) => {
      const input = calendar.calendarInput.parse(body);
      const { settings } = keptOf(tenant);
      if (input.version !== settings.version) {
        const detail = 'dana@example.org changed the calendar in the meantime. Look at what they wrote.';
        const problem = { type: 'about:blank', title: 'In conflict with what is there', status: 409, code: 'conflict' };
        return { status: 409, json: { ...problem, detail } };
      }
      keptOf(tenant).settings = { ...input, version: input.version + 1 };
      return { json: settingsOf(tenant) };
    },
  ],
  [
    'POST',
    /^program\/calendar\/duties\/([^/]+)\/done$/,
    ({ tenant, body }, id) => {
      const { on, by, note } = calendar.doneInput.parse(body);
      const done = doneOn(on, by ?? 'owner@example.org', note);
      keptOf(tenant).done.set(id, [done, ...doneIn(tenant, id)]);
      return { json: done };
    },
  ],
  [
    'GET',
    /^program\/calendar\/duties\/([^/]+)\/done$/,
    ({ tenant }, id) => ({ json: { items: doneIn(tenant, id), more: false } }),
  ],
  [
    'DELETE',
    /^program\/calendar\/duties\/([^/]+)\/done\/([^/]+)$/,
    ({ tenant }, id, which) => {
      keptOf(tenant).done.set(
        id,
        doneIn(tenant, id).filter((done) => done.id !== which),
      );
      return { json: { done: true } };
    },
  ],
  [
    'GET',
    /^program\/metrics$/,
    ({ tenant }) => ({
      json: { schema: 'dosimeter.metrics/1', today: TODAY, timeZone: 'UTC', items: metricsIn(tenant) },
    }),
  ],
  [
    'GET',
    /^program\/metrics\/([^/]+)$/,
    ({ tenant }, name) => ({
      json: {
        name,
        counted: tenant.devices.slice(0, 200).map((device) => ({
          key: device.id,
          label: device.name,
          detail: 'not known: operating system',
          counts: false,
          href: `/devices/${device.id}`,
        })),
        more: tenant.devices.length > 200,
      },
    }),
  ],
];
