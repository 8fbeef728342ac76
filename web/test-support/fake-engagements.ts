// Engagements in the fake API: one with its letter and hours; hostile names and many of them in the group; none where nothing is.
import {
  ENGAGEMENT_MOVES,
  type Engagement,
  type EngagementTerms,
  engagements,
  type HourEntry,
  type LetterHead,
} from '#contracts/index.ts';
import { HOSTILE_NAMES } from './fake-devices.ts';
import type { Route } from './fake-routes.ts';
import type { FakeTenant } from './fake-tenant.ts';

const AT = '2026-11-20T10:00:00.000Z';
const kept = new WeakMap<FakeTenant, Engagement>();

function termsOf(name: string): EngagementTerms {
  return {
    title: name,
    provider: { name: 'North Shore Biomed', reach: 'desk@northshore.example' },
    contact: { name: 'Practice manager', reach: '555-0100' },
    emergency: { name: 'Reading room', reach: '555-0199' },
    from: '2026-11-20',
    until: '2026-12-20',
    timeZone: 'America/New_York',
    activities: ['scan', 'interview'],
    scope: {
      networks: [
        { range: '10.20.30.0/24', place: 'CT floor' },
        { range: '10.20.31.0/24', place: '' },
      ],
      places: ['Main building'],
      excluded: [
        { address: '10.20.30.9/32', device: null, reason: 'In use through the night' },
        { address: '', device: 'demo-1', reason: 'Old console' },
      ],
      level: 'query',
      hours: [{ from: '19:00', to: '07:00' }],
    },
    keeping: 'Kept for 90 days.',
    plannedMinutes: 600,
    rate: { amount: 120.5, currency: 'USD' },
  };
}

const LETTER: LetterHead = {
  id: 'letter-2',
  number: 2,
  reference: 'CL-2026-11-20-engage-1-2',
  state: 'signed',
  current: true,
  level: 'query',
  from: '2026-11-20',
  until: '2026-12-20',
  sha256: 'a1'.repeat(32),
  issuedAt: AT,
  issuedBy: 'pacs@example.org',
  signatures: [
    {
      side: 'client',
      name: 'Practice manager',
      day: '2026-11-21',
      way: 'paper',
      how: 'Paper in the safe',
      at: AT,
      by: 'owner@example.org',
    },
  ],
  overAt: null,
  overBecause: null,
  clearances: 0,
};

function engagementOf(tenant: FakeTenant): Engagement {
  const name = tenant.id === 'group' ? (HOSTILE_NAMES[0] ?? '') : 'Yearly look';
  const known: Engagement = kept.get(tenant) ?? {
    schema: 'dosimeter.engagement/1',
    id: 'engage-1',
    version: 3,
    state: 'running',
    moves: [...ENGAGEMENT_MOVES.running],
    terms: termsOf(name),
    names: { 'demo-1': 'CT 1' },
    createdAt: AT,
    createdBy: 'pacs@example.org',
    changedAt: AT,
    changedBy: 'pacs@example.org',
    minutes: 150,
    letters: [
      LETTER,
      {
        ...LETTER,
        id: 'letter-1',
        number: 1,
        reference: 'CL-2026-11-20-engage-1-1',
        state: 'replaced',
        current: false,
        overAt: AT,
        overBecause: `Replaced by ${LETTER.reference}.`,
      },
    ],
  };
  kept.set(tenant, known);
  return known;
}

function changed(tenant: FakeTenant, part: Partial<Engagement>) {
  const next = { ...engagementOf(tenant), ...part };
  kept.set(tenant, next);
  return { json: next };
}

function rowsOf(tenant: FakeTenant) {
  if (tenant.id === 'empty') return [];
  const { id, version, state, terms, minutes } = engagementOf(tenant);
  const names = tenant.id === 'group' ? HOSTILE_NAMES : [terms.title];
  return names.map((title, place) => ({
    id: place === 0 ? id : `engage-${place + 1}`,
    version,
    state,
    title,
    provider: place === 0 ? terms.provider.name : title,
    from: terms.from,
    until: terms.until,
    minutes,
    plannedMinutes: terms.plannedMinutes,
    letter: 'signed' as const,
  }));
}

function hoursOf(tenant: FakeTenant): HourEntry[] {
  const entry = (seq: number, minutes: number, over: Partial<HourEntry> = {}): HourEntry => ({
    id: `hours-${seq}`,
    seq,
    day: '2026-11-20',
    person: tenant.id === 'group' ? (HOSTILE_NAMES[1] ?? '') : 'Kim',
    minutes,
    activity: 'scan',
    note: 'First floor',
    corrects: null,
    correctedBy: null,
    at: AT,
    by: 'pacs@example.org',
    ...over,
  });
  return [entry(3, 60, { corrects: 'hours-1' }), entry(2, 90), entry(1, 600, { correctedBy: 'hours-3' })];
}

function listed<T>(items: readonly T[]) {
  return { json: { items, next: null, total: { value: items.length, relation: 'eq' } } };
}

function templates(tenant: FakeTenant) {
  const { activities, scope, keeping, plannedMinutes, rate } = termsOf('');
  const { level, hours } = scope;
  const terms = { title: 'Yearly look', activities, level, hours, days: 31, keeping, plannedMinutes, rate };
  return {
    json: {
      items: (tenant.id === 'empty' ? [] : tenant.id === 'group' ? HOSTILE_NAMES : ['Small center']).map(
        (name, place) => ({ id: `template-${place}`, name, terms, at: AT, by: 'pacs@example.org' }),
      ),
    },
  };
}

/** /program/engagements, /program/engagement-templates. */
export const ENGAGEMENT_ROUTES: readonly Route[] = [
  ['GET', /^program\/engagements$/, ({ tenant }) => listed(rowsOf(tenant))],
  [
    'POST',
    /^program\/engagements$/,
    ({ tenant, body }) =>
      changed(tenant, {
        terms: engagements.engagementTerms.parse(body),
        version: 1,
        state: 'draft',
        moves: [...ENGAGEMENT_MOVES.draft],
        letters: [],
      }),
  ],
  ['GET', /^program\/engagements\/([^/]+)$/, ({ tenant }) => ({ json: engagementOf(tenant) })],
  [
    'PUT',
    /^program\/engagements\/([^/]+)$/,
    ({ tenant, body }) => {
      const { version, terms } = engagements.engagementEdit.parse(body);
      const now = engagementOf(tenant);
      if (version !== now.version) {
        const detail = `${now.changedBy} saved version ${now.version} after you had opened version ${version}. Nothing was overwritten.`;
        return { status: 409, json: { type: 'about:blank', title: 'Conflict', status: 409, code: 'conflict', detail } };
      }
      return changed(tenant, { terms, version: version + 1 });
    },
  ],
  [
    'POST',
    /^program\/engagements\/([^/]+)\/state$/,
    ({ tenant, body }) => {
      const { state, version } = engagements.engagementMove.parse(body);
      return changed(tenant, { state, moves: [...ENGAGEMENT_MOVES[state]], version: version + 1 });
    },
  ],
  ['POST', /^program\/engagements\/([^/]+)\/letters$/, ({ tenant }) => changed(tenant, { letters: [LETTER] })],
  ['POST', /^program\/engagements\/([^/]+)\/letters\/[^/]+\/(?:sign|withdraw)$/, ({ tenant }) => changed(tenant, {})],
  [
    'POST',
    /^program\/engagements\/([^/]+)\/letters\/[^/]+\/clearance$/,
    ({ tenant }) => {
      changed(tenant, { letters: [{ ...LETTER, clearances: 2 }] });
      return { json: { made: ['10.20.30.0/24', '10.20.31.0/24'], denied: ['10.20.30.9/32'] } };
    },
  ],
  ['GET', /^program\/engagements\/([^/]+)\/hours$/, ({ tenant }) => listed(hoursOf(tenant))],
  [
    'POST',
    /^program\/engagements\/([^/]+)\/hours$/,
    ({ tenant, body }) =>
      changed(tenant, { minutes: engagementOf(tenant).minutes + engagements.hourInput.parse(body).minutes }),
  ],
  ['GET', /^program\/engagement-templates$/, ({ tenant }) => templates(tenant)],
  ['POST', /^program\/engagement-templates(?:\/import)?$/, ({ tenant }) => templates(tenant)],
  ['DELETE', /^program\/engagement-templates\/([^/]+)$/, ({ tenant }) => templates(tenant)],
];
