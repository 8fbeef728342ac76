// Risk in the fake: the sample, figures that can be stated, and an answer to "what if" that adds up what actions save.
import { risk } from '#contracts/index.ts';
import type { Route } from './fake-routes.ts';
import type { FakeTenant } from './fake-tenant.ts';
import { placed, sampleRisk } from './sample-paths.ts';

const ASSESS_MS = 2500;
type Stated = (typeof risk.riskSettingsInput)['_output'];
const stated = new WeakMap<FakeTenant, Stated>();

function documentOf(tenant: FakeTenant) {
  const document = sampleRisk(tenant);
  const { budget, horizonDays } = stated.get(tenant) ?? {};
  if (document && budget !== undefined) document.plan.budget = budget;
  if (document && horizonDays !== undefined) document.plan.horizonDays = horizonDays;
  return document;
}

function settingsOf(tenant: FakeTenant) {
  const document = documentOf(tenant);
  return { stated: stated.get(tenant) ?? { patients: 42_000 }, figures: document?.figures ?? [], by: null, at: null };
}

/** /risk... */
export const RISK_ROUTES: readonly Route[] = [
  ['GET', /^risk$/, ({ tenant }) => ({ json: { document: documentOf(tenant) } })],
  ['GET', /^risk\/settings$/, ({ tenant }) => ({ json: settingsOf(tenant) })],
  [
    'PUT',
    /^risk\/settings$/,
    ({ tenant, body }) => {
      stated.set(tenant, risk.riskSettingsInput.parse(body));
      return { json: settingsOf(tenant) };
    },
  ],
  [
    'POST',
    /^risk\/assess$/,
    ({ jobs }) => {
      const job = jobs.start('assess risk', ASSESS_MS, null);
      return { status: 202, json: { job, href: `/api/v1/jobs/${job}` } };
    },
  ],
  [
    'POST',
    /^risk\/what-if$/,
    ({ tenant, body }) => {
      const document = documentOf(tenant);
      if (!document) return undefined;
      const { actions, settings } = risk.whatIfInput.parse(body);
      const done = document.actions.filter(({ id }) => actions.includes(id));
      const today = document.loss.today.mean;
      const exams = settings?.modalities?.['CT']?.examsPerDay?.mode ?? 20;
      const mean = Math.max(20_000, today - done.reduce((sum, { saves }) => sum + saves.mean, 0)) * (0.5 + exams / 40);
      const share = mean / today;
      return {
        json: {
          currency: document.currency,
          today,
          mean,
          interval: [mean * 0.4, mean * 2.1],
          cost: done.reduce((sum, { cost }) => sum + cost.mode, 0),
          worstHarm:
            done.length > 2
              ? placed({ severity: 'critical', band: 'remote', acceptability: 'investigate' }, 0.0004)
              : placed({ severity: 'critical', band: 'probable', acceptability: 'not acceptable' }, 0.03),
          targets: document.targets.map(({ device, name, probability }) => ({
            device,
            name,
            before: probability.mode,
            after: probability.mode * Math.min(1, share),
          })),
        },
      };
    },
  ],
];
