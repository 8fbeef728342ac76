// The matrix of harm in the fake API: the default until somebody sets one.
import { DEFAULT_HARM_MATRIX, type HarmMatrixAnswer, harm } from '#contracts/index.ts';
import type { Route } from './fake-routes.ts';
import type { FakeTenant } from './fake-tenant.ts';

const SET = new WeakMap<FakeTenant, HarmMatrixAnswer>();

function answerOf(tenant: FakeTenant): HarmMatrixAnswer {
  return SET.get(tenant) ?? { matrix: DEFAULT_HARM_MATRIX, isDefault: true, by: null, at: null };
}

/** /harm-matrix. */
export const HARM_ROUTES: readonly Route[] = [
  ['GET', /^harm-matrix$/, ({ tenant }) => ({ json: answerOf(tenant) })],
  [
    'PUT',
    /^harm-matrix$/,
    ({ tenant, body }) => {
      const { matrix } = harm.harmMatrixInput.parse(body);
      if (matrix === null) SET.delete(tenant);
      else SET.set(tenant, { matrix, isDefault: false, by: 'owner@example.org', at: new Date().toISOString() });
      return { json: answerOf(tenant) };
    },
  ],
];
