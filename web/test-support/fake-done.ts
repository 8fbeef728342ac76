// What is said to be done, in the stand-in: saying so of a step, and taking it back.
import type { DoneKept, RiskAction, RiskDone } from '#contracts/index.ts';
import { daysAgo } from './fake-devices.ts';
import { documentOf } from './fake-risk.ts';
import type { Route } from './fake-routes.ts';
import type { FakeTenant } from './fake-tenant.ts';

const saids = new WeakMap<FakeTenant, DoneKept[]>();

function saidIn(tenant: FakeTenant): DoneKept[] {
  const known = saids.get(tenant) ?? (documentOf(tenant)?.done ?? []).map(keptBefore);
  saids.set(tenant, known);
  return known;
}

/** What was said of a step that an assessment has counted. */
function keptBefore({ action, name, kind, at, by, note, assessment, expected, devices }: RiskDone): DoneKept {
  return {
    action,
    name,
    kind,
    at,
    by,
    note,
    assessment,
    devices,
    expected,
    assessedAt: daysAgo(30),
    mean: 150_000,
    findings: [],
    door: null,
    way: null,
    closes: [],
  };
}

function keptOf({ id, name, kind, saves, devices }: RiskAction, note: string): DoneKept {
  return {
    action: id,
    name,
    kind,
    at: new Date().toISOString(),
    by: 'owner@example.org',
    note,
    assessment: 'risk-1',
    assessedAt: daysAgo(0.2),
    mean: 150_000,
    expected: { ...saves, harm: null },
    findings: [],
    door: null,
    way: null,
    closes: [],
    devices,
  };
}

/** The routes of this part. */
export const DONE_ROUTES: readonly Route[] = [
  ['GET', /^risk\/done$/, ({ tenant }) => ({ json: { schema: 'dosimeter.done/1', items: saidIn(tenant) } })],
  [
    'POST',
    /^risk\/done$/,
    ({ tenant, body }) => {
      const action = documentOf(tenant)?.actions.find(({ id }) => id === body['action']);
      if (!action) return undefined;
      const items = [
        keptOf(action, typeof body['note'] === 'string' ? body['note'] : ''),
        ...saidIn(tenant).filter((step) => step.action !== action.id),
      ];
      saids.set(tenant, items);
      return { json: { schema: 'dosimeter.done/1', items } };
    },
  ],
  [
    'DELETE',
    /^risk\/done$/,
    ({ tenant, query }) => {
      const items = saidIn(tenant).filter((step) => step.action !== query.get('action'));
      saids.set(tenant, items);
      return { json: { schema: 'dosimeter.done/1', items } };
    },
  ],
];
