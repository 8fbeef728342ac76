// The sites of an account side by side, and what stands on reports, in the fake API.
import { type BrandingState, branding, type ClientRow, clients } from '#contracts/index.ts';
import { HOSTILE_NAMES } from './fake-devices.ts';
import type { Route } from './fake-routes.ts';
import type { FakeTenant } from './fake-tenant.ts';

const NOTHING: BrandingState = {
  version: 0,
  by: null,
  at: null,
  name: '',
  accent: null,
  preparedBy: '',
  contact: '',
  footer: '',
  logo: null,
};
const KEPT = new WeakMap<FakeTenant, BrandingState>();

function row(id: string, name: string, place: number): ClientRow {
  const isNew = place % 3 === 2;
  return {
    id,
    name,
    demo: id === 'demo',
    role: place % 2 === 0 ? 'owner' : 'reader',
    devices: isNew ? 0 : 12 + place * 7,
    urgent: isNew ? 0 : 3 + (place % 11),
    loss: isNew
      ? null
      : { mean: 90_000 + place * 1_000, interval: [40_000, 310_000], currency: 'USD', at: '2026-11-20T10:00:00.000Z' },
    policies: { value: isNew ? 0 : 9, of: 16 },
    figures: isNew ? null : { day: '2026-11-26', enforced: { value: 4, of: 9 }, trained: { value: 5, of: 8 } },
    nextDuty: isNew
      ? null
      : { title: 'Bring back images and the schedule from a backup', due: '2026-11-20', state: 'overdue' },
  };
}

function rowsFor({ id, name, demo }: FakeTenant): ClientRow[] {
  const own = row(id, name, 0);
  if (id === 'empty') return [{ ...row(id, name, 2), role: 'owner' }];
  if (id === 'group')
    return [own, ...HOSTILE_NAMES, ...Array.from({ length: 170 }, (_, place) => `Center ${place}`)].map(
      (each, place) => (typeof each === 'string' ? row(`site-${place}`, each, place) : each),
    );
  return [{ ...own, demo }, row('group', 'Seven Hills Imaging Group', 1), row('empty', 'Rivera Radiology', 2)];
}

/** /clients, /branding, /hand-over. */
export const CLIENT_ROUTES: readonly Route[] = [
  [
    'GET',
    /^clients$/,
    ({ tenant, query }) => {
      const asked = clients.clientQuery.parse(Object.fromEntries(query));
      const found = rowsFor(tenant).filter(({ name }) => name.toLowerCase().includes((asked.q ?? '').toLowerCase()));
      const from = asked.cursor === undefined ? 0 : found.findIndex(({ id }) => id === asked.cursor) + 1;
      const items = found.slice(from, from + asked.limit);
      const next = found.length > from + items.length ? (items.at(-1)?.id ?? null) : null;
      return { json: { items, next, total: { value: found.length, relation: 'eq' } } };
    },
  ],
  ['GET', /^hand-over\/progress$/, () => ({ json: { running: null } })],
  ['GET', /^branding$/, ({ tenant }) => ({ json: KEPT.get(tenant) ?? NOTHING })],
  [
    'PUT',
    /^branding$/,
    ({ tenant, body }) => {
      const { logo: _logo, ...said } = branding.brandingInput.parse(body);
      const kept = {
        ...NOTHING,
        ...said,
        version: said.version + 1,
        by: 'owner@example.org',
        at: '2026-11-27T10:00:00.000Z',
      };
      KEPT.set(tenant, kept);
      return { json: kept };
    },
  ],
];
