// How people of the site rate the threat scenarios (anybody severity, those who keep the systems likelihood), and the matrix that harm is
// judged by.
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { harm, ratings, type ThreatScenario } from '#contracts/index.ts';
import { threatFolders, threatLibrary } from '#jobs/index.ts';
import { allows } from '#people/index.ts';
import { harmMatrix, keepRating, type RatingActor, ratingsFor, setHarmMatrix } from '#program/index.ts';
import { type ApiContext, type App, inTenant, may, memberOf } from './context.ts';

/** /ratings, /harm-matrix. */
export function ratingRoutes(app: App, context: ApiContext): void {
  app.get(
    '/ratings',
    { onRequest: may(context, 'read'), schema: { response: { 200: ratings.ratingsAnswer } } },
    async (request) => {
      const scenarios = await library();
      return inTenant(context, request, (tx) => ratingsFor(tx, scenarios, actorOf(request)));
    },
  );

  app.put(
    '/ratings/:scenario',
    {
      onRequest: may(context, 'rate severity'),
      schema: {
        params: z.object({ scenario: z.string().max(80) }),
        body: ratings.ratingInput,
        response: { 200: ratings.ratingKept },
      },
    },
    async (request) => {
      const scenarios = await library();
      const actor = { ...actorOf(request), now: context.clock.now() };
      const { scenario } = request.params;
      return inTenant(context, request, (tx) => keepRating(tx, scenarios, scenario, request.body, actor));
    },
  );

  app.get(
    '/harm-matrix',
    { onRequest: may(context, 'read'), schema: { response: { 200: harm.harmMatrixAnswer } } },
    (request) => inTenant(context, request, harmMatrix),
  );

  app.put(
    '/harm-matrix',
    {
      onRequest: may(context, 'approve decisions'),
      schema: { body: harm.harmMatrixInput, response: { 200: harm.harmMatrixAnswer } },
    },
    (request) => {
      const actor = { by: memberOf(request).who, now: context.clock.now() };
      return inTenant(context, request, (tx) => setHarmMatrix(tx, request.body.matrix, actor));
    },
  );

  async function library(): Promise<readonly ThreatScenario[]> {
    return (await threatLibrary(threatFolders(context.store.dataDir))).scenarios;
  }

  function actorOf(request: FastifyRequest): RatingActor {
    const { who, role } = memberOf(request);
    return {
      by: who,
      name: request.caller?.person?.name ?? who,
      mayJudgeLikelihood: allows(role, 'rate likelihood'),
    };
  }
}
