// The texts of the risk-management file in the fake API.
import { type RiskFileQuestion, riskFile } from '#contracts/index.ts';
import { HOSTILE_NAMES } from './fake-devices.ts';
import { documentOf } from './fake-risk.ts';
import type { Route } from './fake-routes.ts';
import type { FakeTenant } from './fake-tenant.ts';

const ASKED = [
  ['scope.purpose', 'top management', 'What the network is for'],
  ['intendedUse.CT', 'biomedical engineering', 'Intended use of CT, as its maker states it'],
  ['acceptability.approval', 'top management', 'Who approved the bounds of acceptable risk, and when'],
  ['agreement.Signatures and dates', 'top management', 'Signatures and dates'],
  ['process.Event management', 'risk manager', 'Event management'],
] as const;

const SAID = new WeakMap<FakeTenant, Map<string, { text: string; by: string; at: string }>>();

function questionsOf(tenant: FakeTenant): RiskFileQuestion[] {
  const said = SAID.get(tenant);
  const many = tenant.id === 'group' ? HOSTILE_NAMES.concat(Array.from({ length: 300 }, (_, n) => `step ${n}`)) : [];
  const asked = [
    ...ASKED,
    ...many.map((name, n) => [`owner.${n}`, 'risk manager', `Who owns the step: ${name}`] as const),
  ];
  return asked.map(([key, toBeFilledBy, what]) => ({
    key,
    what,
    toBeFilledBy,
    isAsked: true,
    ...(said?.get(key) ?? { text: null, by: null, at: null }),
  }));
}

/** /risk/file/texts. */
export const RISK_FILE_ROUTES: readonly Route[] = [
  [
    'GET',
    /^risk\/file\/texts$/,
    ({ tenant }) => (documentOf(tenant) === null ? undefined : { json: { questions: questionsOf(tenant) } }),
  ],
  [
    'PUT',
    /^risk\/file\/texts$/,
    ({ tenant, body }) => {
      const said = SAID.get(tenant) ?? new Map();
      for (const [key, text] of Object.entries(riskFile.riskFileSaid.parse(body).texts)) {
        if (text === null) said.delete(key);
        else said.set(key, { text, by: 'owner@example.org', at: new Date().toISOString() });
      }
      SAID.set(tenant, said);
      return { json: { questions: questionsOf(tenant) } };
    },
  ],
];
