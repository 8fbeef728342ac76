// The register of makers' remote access.
import { z } from 'zod';
import { remoteAccess } from '#contracts/index.ts';
import { judgeDue } from '#jobs/index.ts';
import { addRemoteAccess, changeRemoteAccess, endRemoteAccess, remoteAccessList } from '#program/index.ts';
import type { Tenant } from '#store/index.ts';
import { type ApiContext, type App, inTenant, may, memberOf } from './context.ts';

const byId = z.object({ id: z.string().max(80) });

/** /program/remote-access. */
export function remoteAccessRoutes(app: App, context: ApiContext): void {
  const { store, clock } = context;
  const work = { onRequest: may(context, 'edit devices') };
  const answer = { response: { 200: remoteAccess.remoteAccessList } };
  type Actor = { readonly by: string; readonly now: Date };

  /** Writes, judges the devices again, and answers with the register. */
  async function written(
    request: Parameters<typeof memberOf>[0],
    write: (tx: Tenant, actor: Actor) => Promise<unknown>,
  ) {
    const { who, tenantId } = memberOf(request);
    await inTenant(context, request, (tx) => write(tx, { by: who, now: clock.now() }));
    await judgeDue({ store, clock }, tenantId);
    return inTenant(context, request, (tx) => remoteAccessList(tx, clock.now()));
  }

  app.get('/program/remote-access', { onRequest: may(context, 'read'), schema: answer }, (request) =>
    inTenant(context, request, (tx) => remoteAccessList(tx, clock.now())),
  );

  app.post(
    '/program/remote-access',
    { ...work, schema: { body: remoteAccess.remoteAccessInput, ...answer } },
    (request) => written(request, (tx, actor) => addRemoteAccess(tx, request.body, actor)),
  );

  app.put(
    '/program/remote-access/:id',
    { ...work, schema: { params: byId, body: remoteAccess.remoteAccessInput, ...answer } },
    (request) => written(request, (tx, actor) => changeRemoteAccess(tx, request.params.id, request.body, actor)),
  );

  app.post('/program/remote-access/:id/end', { ...work, schema: { params: byId, ...answer } }, (request) =>
    written(request, (tx, actor) => endRemoteAccess(tx, request.params.id, actor)),
  );
}
