// What a person opens by a link, without an account: the token opens one lesson or policy for that person, and nothing else.
import { z } from 'zod';
import { trainingRecord } from '#contracts/index.ts';
import { answerLesson, learnPage } from '#jobs/index.ts';
import type { Clock } from '#kit/index.ts';
import { SignInLimits } from '#people/index.ts';
import { LinkEnded, type OpenLink, openLink } from '#program/index.ts';
import type { Store } from '#store/index.ts';
import type { ApiContext, App } from './context.ts';

const byToken = z.object({ token: z.string().max(200) });
/** A whole center may sit behind one address. */
const OFTEN = { rateLimit: { max: 240, timeWindow: 60_000 } };

/**
 * Opens links by their tokens, as sign-in does: an address that tried several tokens that open nothing has to wait, longer each time.
 * One for all routes, so that one door does not open where another is shut.
 */
export function linkOpener({ store, clock }: { readonly store: Store; readonly clock: Clock }) {
  const limits = new SignInLimits(clock, 'links');
  return async (token: string, remoteAddress: string): Promise<OpenLink> => {
    const keys = [`address ${remoteAddress}`];
    limits.check(keys);
    try {
      return await openLink(store, token, clock.now());
    } catch (error) {
      if (error instanceof LinkEnded && error.code === 'link-unknown') limits.failed(keys);
      throw error;
    }
  };
}

/** /learn. */
export function learnRoutes(app: App, context: ApiContext, open: ReturnType<typeof linkOpener>): void {
  const { store, clock, people } = context;
  const siteOf = async ({ tenantId }: OpenLink) =>
    (await people.tenants()).find(({ id }) => id === tenantId)?.name ?? '';

  app.get(
    '/learn/:token',
    { config: OFTEN, schema: { params: byToken, response: { 200: trainingRecord.learnPage } } },
    async (request) => {
      const link = await open(request.params.token, request.ip);
      const site = await siteOf(link);
      return store.tenant(link.tenantId, (tx) => learnPage(tx, link, site, clock.now()), { priority: 'interactive' });
    },
  );

  app.post(
    '/learn/:token/answers',
    {
      config: OFTEN,
      schema: { params: byToken, body: trainingRecord.learnAnswers, response: { 200: trainingRecord.learnResult } },
    },
    async (request) => {
      const link = await open(request.params.token, request.ip);
      const { answers } = request.body;
      return store.tenant(link.tenantId, (tx) => answerLesson(tx, link, answers, clock.now()));
    },
  );
}
