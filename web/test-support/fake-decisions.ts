// Decisions of the fake: makers with open questions, and steps that are taken as done.
import type { DecisionPolicy } from '#contracts/index.ts';
import type { Route } from './fake-routes.ts';

const AT = '2026-10-20T08:00:00.000Z';

/** The days of the fake. */
const POLICY: DecisionPolicy = {
  ssvc: { immediate: 3, 'out-of-cycle': 14, scheduled: 60, defer: null },
  severity: { critical: 15, high: 30, medium: 90, low: 180, none: null },
  epssLine: 0.1,
  longestAcceptanceDays: 365,
};

function maker(name: string, waiting: number, longestDays: number) {
  return {
    maker: name,
    devices: 4,
    notAsked: 3,
    waiting,
    longestDays,
    promisesBroken: waiting > 1 ? 1 : 0,
    answered: 1,
    refused: 0,
  };
}

function decision(kind: 'acceptance' | 'maker') {
  return {
    id: 'decision-1',
    finding: 'finding-1',
    kind,
    state: kind === 'maker' ? 'waiting' : 'asked',
    reason: 'The scanner stands alone behind a firewall until it is replaced.',
    justification: null,
    until: kind === 'maker' ? null : '2027-02-01T23:59:59.000Z',
    maker: kind === 'maker' ? 'Siemens Healthineers' : null,
    how: kind === 'maker' ? 'e-mail' : null,
    promisedFor: null,
    answer: null,
    askedBy: 'pacs@example.org',
    askedAt: AT,
    endedAt: null,
    events: [{ at: AT, who: 'pacs@example.org', what: 'risk acceptance asked', why: 'Behind a <b>firewall</b>.' }],
  };
}

/** /findings/{id}/..., /makers. */
export const DECISION_ROUTES: readonly Route[] = [
  [
    'GET',
    /^makers$/,
    ({ tenant }) => ({
      json: {
        items:
          tenant.devices.length === 0
            ? []
            : [maker('Siemens Healthineers', 2, 41), maker('GE HealthCare', 1, 3), maker('<b>Acme</b>', 0, 0)],
      },
    }),
  ],
  [
    'GET',
    /^makers\/questions$/,
    () => ({
      json: {
        items: [
          {
            decision: 'decision-1',
            finding: 'finding-1',
            title: 'The scanner has a published flaw',
            cve: 'CVE-2024-1000',
            device: { id: 'demo-6', name: 'Main PACS' },
            state: 'waiting',
            how: 'e-mail',
            question: 'Which version repairs it?',
            askedBy: 'pacs@example.org',
            askedAt: AT,
            days: 41,
            promisedFor: '2026-11-01',
            answer: 'With the next release.',
          },
        ],
        next: null,
        total: { value: 1, relation: 'eq' },
      },
    }),
  ],
  ['GET', /^policy$/, ({ tenant }) => ({ json: tenant.policy ?? { policy: POLICY, isDefault: true, by: null } })],
  [
    'POST',
    /^policy$/,
    ({ tenant, body }) => {
      const policy = body['policy'] as DecisionPolicy | null; // the fake trusts the page under test
      tenant.policy = policy === null ? undefined : { policy, isDefault: false, by: 'owner@example.org' };
      return { json: tenant.policy ?? { policy: POLICY, isDefault: true, by: null } };
    },
  ],
  ['GET', /^findings\/([^/]+)\/decisions$/, () => ({ json: { items: [decision('acceptance')] } })],
  [
    'POST',
    /^findings\/([^/]+)\/(?:accept|approve|refuse|withdraw)$/,
    () => ({ json: { decision: decision('acceptance'), advice: null } }),
  ],
  [
    'POST',
    /^findings\/([^/]+)\/(?:ask-maker|maker-answer)$/,
    () => ({ json: { decision: decision('maker'), advice: null } }),
  ],
];
