// OSCAL documents about a system, read and held against the site; and taken over as statements that came from them.
import { z } from 'zod';
import { oscalReadings } from '#contracts/index.ts';
import { readOscalAtSite } from '#jobs/index.ts';
import { Invalid } from '#kit/index.ts';
import { type ApiContext, type App, may, memberOf } from './context.ts';

/** `take`: what can be taken over is; without it nothing is changed. */
const query = z.object({ take: z.enum(['yes', 'no']).default('no'), tenant: z.string().max(80).optional() });
const MOST_BYTES = 8 * 2 ** 20;
const MOST_STANDING = 2 ** 20;
const { standing } = oscalReadings.oscalReading.shape;

/** /oscal/read. */
export function oscalRoutes(app: App, context: ApiContext): void {
  app.post(
    '/oscal/read',
    {
      onRequest: may(context, 'import'),
      schema: { querystring: query, response: { 200: oscalReadings.oscalReading } },
    },
    async (request) => {
      const { tenant, tenantId, who } = memberOf(request);
      let sent: { readonly name: string; readonly bytes: Buffer } | null = null;
      let seen: { readonly seen?: string } = {};
      for await (const part of request.parts({
        limits: { fileSize: MOST_BYTES, fieldSize: MOST_STANDING, files: 1 },
      })) {
        if (part.type === 'file') sent = { name: part.filename, bytes: await part.toBuffer() };
        else if (part.fieldname === 'standing') seen = { seen: seenOf(part.value) };
      }
      if (!sent) throw new Invalid("Send the file as a form with a part named 'file'.");
      const take = request.query.take === 'yes';
      return readOscalAtSite(context, tenantId, { ...sent, site: tenant.name, by: who, take, ...seen });
    },
  );
}

/** `standing` of the reading that the sender has seen. */
function seenOf(value: unknown): string {
  const seen = standing.safeParse(value);
  if (!seen.success)
    throw new Invalid(
      "The part 'standing' is not as a reading gives it. Read the file again, and send 'standing' back.",
    );
  return seen.data;
}
