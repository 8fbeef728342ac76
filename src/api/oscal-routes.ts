// OSCAL documents about a system, read and held against the site; and taken over as statements that came from them.
import type { MultipartFile } from '@fastify/multipart';
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
      const part = await request.file({ limits: { fileSize: MOST_BYTES, fieldSize: MOST_STANDING } });
      if (!part) throw new Invalid("Send the file as a form with a part named 'file'.");
      const { tenant, tenantId, who } = memberOf(request);
      return readOscalAtSite(context, tenantId, {
        name: part.filename,
        bytes: await part.toBuffer(),
        site: tenant.name,
        by: who,
        take: request.query.take === 'yes',
        ...seenOf(part),
      });
    },
  );
}

/** `standing` of the reading that the sender has seen. It stands before the file in the form, so that it is known when the file begins. */
function seenOf(part: MultipartFile): { readonly seen?: string } {
  const field = [part.fields['standing']].flat()[0];
  if (field === undefined) return {};
  const seen = standing.safeParse(field.type === 'field' ? field.value : null);
  if (!seen.success)
    throw new Invalid(
      "The part 'standing' is not as a reading gives it. Read the file again, and send 'standing' back.",
    );
  return { seen: seen.data };
}
