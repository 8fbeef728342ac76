// Governance: the log of decisions, and who answers for which duty.
import { z } from 'zod';
import { governance } from '#contracts/index.ts';
import {
  checkDecisionLog,
  decisionLogPage,
  exportDecisionLog,
  keepResponsibilities,
  responsibilitiesOf,
  writeDecision,
} from '#program/index.ts';
import { type ApiContext, type App, inTenant, may, memberOf } from './context.ts';

const headQuery = z.object({ head: z.string().max(64).optional() });

/** /program/decision-log, /program/responsibilities. */
export function governanceRoutes(app: App, context: ApiContext): void {
  const { clock } = context;
  const read = { onRequest: may(context, 'read') };
  const decide = { onRequest: may(context, 'approve decisions') };

  app.get(
    '/program/decision-log',
    { ...read, schema: { querystring: governance.decisionLogQuery, response: { 200: governance.decisionLogPage } } },
    (request) => inTenant(context, request, (tx) => decisionLogPage(tx, request.query)),
  );

  app.post(
    '/program/decision-log',
    { ...decide, schema: { body: governance.decisionInput, response: { 200: governance.decisionEntry } } },
    (request) => {
      const actor = { by: memberOf(request).who, now: clock.now() };
      return inTenant(context, request, (tx) => writeDecision(tx, request.body, actor));
    },
  );

  app.get(
    '/program/decision-log/export',
    { ...read, schema: { response: { 200: governance.decisionLog } } },
    (request) => inTenant(context, request, (tx) => exportDecisionLog(tx, memberOf(request).tenant.name, clock.now())),
  );

  app.get(
    '/program/decision-log/check',
    { ...read, schema: { querystring: headQuery, response: { 200: governance.decisionLogCheck } } },
    (request) => inTenant(context, request, (tx) => checkDecisionLog(tx, request.query.head || null, clock.now())),
  );

  app.get(
    '/program/responsibilities',
    { ...read, schema: { response: { 200: governance.responsibilities } } },
    (request) => inTenant(context, request, responsibilitiesOf),
  );

  app.put(
    '/program/responsibilities',
    { ...decide, schema: { body: governance.responsibilitiesInput, response: { 200: governance.responsibilities } } },
    (request) => {
      const actor = { by: memberOf(request).who, now: clock.now() };
      return inTenant(context, request, (tx) => keepResponsibilities(tx, request.body, actor));
    },
  );
}
