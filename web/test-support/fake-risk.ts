// The routes of risk in the stand-in: a stored assessment, the figures it rests on, and working it out again.
import type { Overview, RiskDocument, RiskFigure, RiskSettingsInput } from '#contracts/index.ts';
import { daysAgo } from './fake-devices.ts';
import type { FakeJobs } from './fake-jobs.ts';
import { pageOf } from './fake-lists.ts';
import type { Route } from './fake-routes.ts';
import type { FakeTenant } from './fake-tenant.ts';
import { sampleDone } from './sample-done.ts';
import { withWays } from './sample-paths.ts';
import { sampleFigures, sampleRisk } from './sample-risk.ts';

const ASSESS_MS = 6_000;

/** What an organization of the stand-in has of risk. */
export interface FakeRisk {
  /** When the first assessment will be there; undefined where there is one already. */
  readyAt?: number;
  /** The job that works it out. */
  job?: string;
  stated: RiskSettingsInput;
}

const documents = new WeakMap<FakeTenant, RiskDocument>();

function stateOf(tenant: FakeTenant): FakeRisk {
  tenant.risk ??= { stated: {} };
  return tenant.risk;
}

/** The newest assessment of an organization; null before the first. */
export function documentOf(tenant: FakeTenant): RiskDocument | null {
  const { readyAt } = stateOf(tenant);
  if (readyAt === undefined ? tenant.id === 'empty' : Date.now() < readyAt) return null;
  const known = documents.get(tenant);
  if (known) return { ...withWays(known, tenant), ...sampleDone(tenant) };
  const huge = tenant.id === 'group';
  const made = sampleRisk({
    id: 'risk-1',
    site: tenant.name,
    devices: tenant.devices,
    copies: huge ? 30 : 1,
    pairs: huge ? 15 : 3,
    seasoned: tenant.id === 'demo' || huge,
  });
  documents.set(tenant, made);
  return { ...withWays(made, tenant), ...sampleDone(tenant) };
}

function figuresNow({ stated }: FakeRisk): RiskFigure[] {
  const known = sampleFigures().map((figure): RiskFigure => {
    const value = figure.path.split('.').reduce<unknown>((at, key) => (isRecord(at) ? at[key] : undefined), stated);
    // The stand-in keeps what the page sent, which is of the contract's shape.
    return value === undefined
      ? figure
      : { ...figure, value: value as RiskFigure['value'], basis: 'stated', source: 'stated by the site' };
  });
  const rest = { basis: 'stated', source: 'stated by the site' } as const;
  const steps = Object.entries(stated.stepCosts ?? {}).flatMap(([id, { cost, days }]): RiskFigure[] => [
    ...(cost ? [{ path: `stepCosts.${id}.cost`, label: `${id}: cost`, unit: 'USD', value: cost, ...rest }] : []),
    ...(days === undefined
      ? []
      : [{ path: `stepCosts.${id}.days`, label: `${id}: work`, unit: 'days', value: days, ...rest }]),
  ]);
  const { currency = 'USD', perDollar = null } = stated;
  const rate: RiskFigure[] =
    currency === 'USD'
      ? []
      : [{ path: 'perDollar', label: 'What a US dollar is worth', unit: currency, value: perDollar, ...rest }];
  return [...known.slice(0, 1), ...rate, ...known.slice(1), ...steps];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function settingsNow(tenant: FakeTenant) {
  const state = stateOf(tenant);
  const isStated = Object.keys(state.stated).length > 0;
  return {
    stated: state.stated,
    figures: figuresNow(state),
    by: isStated ? 'owner@example.org' : null,
    at: isStated ? daysAgo(0) : null,
    version: JSON.stringify(state.stated),
  };
}

/** Whether the risk of the organization is being worked out now, as the overview tells it. */
export function runningRisk({ risk }: FakeTenant, jobs: FakeJobs): Overview['running'] {
  const job = risk?.job === undefined ? undefined : jobs.get(risk.job);
  if (job?.state !== 'running') return [];
  return [{ job: job.id, kind: job.kind, progress: job.progress, message: job.message }];
}

/** The routes of this part. */
export const RISK_ROUTES: readonly Route[] = [
  ['GET', /^risk$/, ({ tenant }) => ({ json: { document: documentOf(tenant) } })],
  [
    'GET',
    /^risk\/assessments$/,
    ({ tenant, query }) => {
      const now = documentOf(tenant);
      const row = (id: string, days: number, mean: number) => ({
        id,
        at: daysAgo(days),
        by: 'owner@example.org',
        mean,
        interval: [mean / 2, mean * 2],
        after: mean / 3,
        afterInterval: [mean / 6, mean * 0.7],
        worstHarm: 'critical, probable',
      });
      const items = now
        ? [row(now.id, 0.2, now.loss.today.mean), ...(now.since ? [row('risk-0', 30, now.since.mean)] : [])]
        : [];
      return { json: pageOf(items, query) };
    },
  ],
  [
    'GET',
    /^risk\/assessments\/([^/]+)$/,
    ({ tenant }, id) => {
      const json = documentOf(tenant);
      return json?.id === id ? { json } : undefined;
    },
  ],
  [
    'POST',
    /^risk\/assess$/,
    ({ tenant, jobs }) => {
      const job = jobs.start('risk', ASSESS_MS, null);
      stateOf(tenant).job = job;
      if (documentOf(tenant) === null) stateOf(tenant).readyAt = Date.now() + ASSESS_MS;
      return { status: 202, json: { job, href: `/api/v1/jobs/${job}` } };
    },
  ],
  ['GET', /^risk\/settings$/, ({ tenant }) => ({ json: settingsNow(tenant) })],
  [
    'PUT',
    /^risk\/settings$/,
    ({ tenant, body, query }) => {
      const version = query.get('version');
      if (version !== null && version !== settingsNow(tenant).version) {
        const detail = 'version: Somebody has stated other figures meanwhile.';
        return { status: 409, json: { type: 'about:blank', title: 'Conflict', status: 409, detail, code: 'conflict' } };
      }
      stateOf(tenant).stated = body as RiskSettingsInput; // the page under test sends the contract's shape; the e2e test reads it back
      return { json: settingsNow(tenant) };
    },
  ],
];
