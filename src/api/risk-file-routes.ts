// The risk-management file: what the program knows with what the organization says in it, and saying it.
import { riskFile } from '#contracts/index.ts';
import { riskFileQuestions, sayInRiskFile } from '#jobs/index.ts';
import { allows } from '#people/index.ts';
import { type ApiContext, type App, inTenant, may, memberOf } from './context.ts';

/** /risk/file/texts. */
export function riskFileRoutes(app: App, context: ApiContext): void {
  const answer = { response: { 200: riskFile.riskFileQuestions } };

  app.get('/risk/file/texts', { onRequest: may(context, 'read'), schema: answer }, (request) =>
    inTenant(context, request, riskFileQuestions),
  );

  app.put(
    '/risk/file/texts',
    { onRequest: may(context, 'edit devices'), schema: { body: riskFile.riskFileSaid, ...answer } },
    (request) => {
      const { who, role } = memberOf(request);
      const speaker = { by: who, now: context.clock.now(), maySpeakForAll: allows(role, 'approve decisions') };
      return inTenant(context, request, (tx) => sayInRiskFile(tx, request.body.texts, speaker));
    },
  );
}
