// The ways between zones in the fake API: one that is stated as closed although something passed, one that was only seen, and the rest.
import { WAY_STANDINGS, type WayInput, type WayRow, ways } from '#contracts/index.ts';
import { daysAgo } from './fake-devices.ts';
import { pageOf } from './fake-lists.ts';
import type { Route } from './fake-routes.ts';
import { zonesOf } from './fake-site.ts';
import type { FakeTenant } from './fake-tenant.ts';

const SAID = new WeakMap<FakeTenant, Map<string, WayInput>>();

function saidIn(tenant: FakeTenant): Map<string, WayInput> {
  const known = SAID.get(tenant) ?? new Map<string, WayInput>();
  if (known.size === 0) {
    const [first, second] = zonesOf(tenant);
    if (first && second)
      known.set(`${second.id}>${first.id}`, {
        from: second.id,
        to: first.id,
        state: 'closed',
        because: 'rule 12 of the core firewall',
      });
    SAID.set(tenant, known);
  }
  return known;
}

function rowsOf(tenant: FakeTenant): WayRow[] {
  const zones = zonesOf(tenant);
  const said = saidIn(tenant);
  const [first, second] = zones;
  const sources = zones.length === 0 ? [] : [{ id: 'internet', name: null }, ...zones];
  const rows = sources.flatMap((from) =>
    zones.flatMap((to): WayRow[] => {
      if (from.id === to.id) return [];
      const own = said.get(`${from.id}>${to.id}`);
      const isSeen = (from === second && to === first) || (from === first && to === second);
      const state = own?.state ?? null;
      return [
        {
          from: from.id,
          fromName: from.name,
          to: to.id,
          toName: to.name,
          standing: state === 'closed' && isSeen ? 'contradicted' : (state ?? (isSeen ? 'seen' : 'unknown')),
          stated: state === null ? null : { state, because: own?.because ?? '', forAll: false, at: null },
          done: null,
          empty: [],
          seen: isSeen ? { conversations: 4, ports: [104, 11112], lastSeenAt: daysAgo(3) } : null,
        },
      ];
    }),
  );
  return rows.sort((a, b) => WAY_STANDINGS.indexOf(a.standing) - WAY_STANDINGS.indexOf(b.standing));
}

/** /risk/ways. */
export const WAY_ROUTES: readonly Route[] = [
  [
    'GET',
    /^risk\/ways$/,
    ({ tenant, query }) => {
      const [zone, show] = [query.get('zone'), query.get('show') ?? 'all'];
      const rows = rowsOf(tenant)
        .filter(({ from, to }) => zone === null || from === zone || to === zone)
        .filter(
          ({ standing, stated }) => show === 'all' || standing === show || (show === 'stated' && stated !== null),
        );
      return { json: pageOf(rows, query) };
    },
  ],
  [
    'PUT',
    /^risk\/ways$/,
    ({ tenant, body }) => {
      const way = ways.wayInput.parse(body);
      saidIn(tenant).set(`${way.from}>${way.to}`, way);
      return { status: 204 };
    },
  ],
];
