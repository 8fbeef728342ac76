// Everything of a site as one archive. It is written at the speed of the database into an encrypted file, and sent from there as it grows, so
// that a slow line holds up nobody.
import { PassThrough, Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { handOvers } from '#contracts/index.ts';
import { writeHandOver } from '#jobs/index.ts';
import { Conflict } from '#kit/index.ts';
import type { TenantId } from '#store/index.ts';
import { type ApiContext, type App, may, memberOf } from './context.ts';
import { uploadFolder } from './import-routes.ts';
import { UploadSpool } from './upload-spool.ts';

interface Running {
  readonly since: string;
  readonly by: string;
  done: number;
  of: number;
  rows: number;
}

/** /hand-over. */
export function handOverRoutes(app: App, context: ApiContext): void {
  const { store, clock, version } = context;
  const handOver = { onRequest: may(context, 'hand over') };
  const running = new Map<TenantId, Running>();

  app.get(
    '/hand-over',
    { ...handOver, config: { rateLimit: { max: 20, timeWindow: 60_000 } }, schema: {} },
    async (request, reply) => {
      const { tenantId, tenant, who } = memberOf(request);
      if (running.has(tenantId)) {
        throw new Conflict('An archive of this site is on its way already. Wait until it is there, then ask again.');
      }
      const now = clock.now().toISOString();
      const state: Running = { since: now, by: who, done: 0, of: 0, rows: 0 };
      running.set(tenantId, state);
      const gone = new AbortController();
      const over = overOf(reply).then(() => gone.abort());
      let spool: UploadSpool;
      try {
        spool = await UploadSpool.open(uploadFolder(context));
      } catch (error) {
        running.delete(tenantId);
        throw error;
      }
      if (gone.signal.aborted) {
        await spool[Symbol.asyncDispose]().finally(() => running.delete(tenantId));
        return reply.hijack();
      }
      const archive = new PassThrough();
      const written = writeHandOver(
        { store, clock },
        {
          site: { id: tenantId, name: tenant.name },
          by: who,
          version,
          signal: gone.signal,
          write: (chunk) =>
            new Promise((resolve, reject) => {
              archive.write(chunk, (error) => (error ? reject(error) : resolve()));
            }),
          progress: (done, of, rows) => Object.assign(state, { done, of, rows }),
        },
      ).then(
        () => archive.end(),
        (error: unknown) => archive.destroy(error instanceof Error ? error : new Error(String(error))),
      );
      const filled = spool.fill(archive).catch(() => undefined);
      // Whatever becomes of it: sent to its end, broken off, or failed.
      void Promise.all([over, written, filled])
        .then(() => spool[Symbol.asyncDispose]())
        .finally(() => running.delete(tenantId));
      return reply
        .type('application/zip')
        .header('content-disposition', `attachment; filename="hand-over-${now.slice(0, 10)}.zip"`)
        .send(Readable.from(spool.read()));
    },
  );

  app.get(
    '/hand-over/progress',
    { ...handOver, schema: { response: { 200: handOvers.handOverProgress } } },
    async (request) => ({ running: running.get(memberOf(request).tenantId) ?? null }),
  );
}

/** Resolves when the answer is over, however it ends; at once where whoever asked has left already. */
function overOf(reply: FastifyReply): Promise<void> {
  return new Promise((resolve) => {
    if (reply.raw.destroyed) resolve();
    else reply.raw.once('close', resolve);
  });
}
