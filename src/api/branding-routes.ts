// What a site puts on its reports.
import { branding } from '#contracts/index.ts';
import { brandingState, keepBranding } from '#program/index.ts';
import { type ApiContext, type App, inTenant, may, memberOf } from './context.ts';

/** /branding. */
export function brandingRoutes(app: App, context: ApiContext): void {
  app.get(
    '/branding',
    { onRequest: may(context, 'read'), schema: { response: { 200: branding.brandingState } } },
    (request) => inTenant(context, request, brandingState),
  );

  app.put(
    '/branding',
    {
      onRequest: may(context, 'manage people'),
      schema: { body: branding.brandingInput, response: { 200: branding.brandingState } },
    },
    (request) => {
      const actor = { by: memberOf(request).who, now: context.clock.now() };
      return inTenant(context, request, (tx) => keepBranding(tx, request.body, actor));
    },
  );
}
