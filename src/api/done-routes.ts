// Steps of the plan that people say are done, and that they take back.
import { riskDone } from '#contracts/index.ts';
import { doneList, sayDone, takeBack } from '#jobs/index.ts';
import { type ApiContext, type App, inTenant, may, memberOf } from './context.ts';

/** /risk/done. */
export function doneRoutes(app: App, context: ApiContext): void {
  const work = { onRequest: may(context, 'edit devices') };
  const { store, clock } = context;

  app.get(
    '/risk/done',
    { onRequest: may(context, 'read'), schema: { response: { 200: riskDone.doneList } } },
    (request) => inTenant(context, request, doneList),
  );

  app.post(
    '/risk/done',
    { ...work, schema: { body: riskDone.doneInput, response: { 200: riskDone.doneList } } },
    (request) => {
      const { tenantId, who } = memberOf(request);
      return sayDone({ store, clock }, tenantId, { ...request.body, by: who });
    },
  );

  app.delete(
    '/risk/done',
    { ...work, schema: { querystring: riskDone.doneQuery, response: { 200: riskDone.doneList } } },
    (request) => {
      const actor = { by: memberOf(request).who, now: clock.now() };
      return inTenant(context, request, (tx) => takeBack(tx, request.query.action, actor));
    },
  );
}
