// Images that a browser sends: their headers are read as they arrive. No image, no name of a file and no identifier is stored.
import { api } from '#contracts/index.ts';
import { keepImages } from '#jobs/index.ts';
import { Invalid } from '#kit/index.ts';
import { audit } from '#people/index.ts';
import { ArrivingImages, ImageInventory } from '#sensors/images/index.ts';
import { type ApiContext, type App, accepted, inTenant, may, memberOf } from './context.ts';

/** Files of one upload; the page and the docs say so. */
const MOST_FILES = 20_000;
const MOST_BYTES = 20 * 2 ** 30;

/** /imports/images: any number of DICOM files in one form. An upload that breaks off changes nothing. */
export function imageRoutes(app: App, context: ApiContext): void {
  app.post(
    '/imports/images',
    {
      onRequest: may(context, 'import'),
      schema: { consumes: ['multipart/form-data'], response: { 202: api.jobAccepted } },
    },
    async (request, reply) => {
      const { who, tenantId } = memberOf(request);
      const inventory = new ImageInventory();
      const images = new ArrivingImages(inventory);
      const limits = { files: MOST_FILES, parts: MOST_FILES + 10, fileSize: MOST_BYTES };
      for await (const part of request.files({ limits })) await images.take(part.file);
      if (inventory.files === 0) throw new Invalid("Send DICOM files as a form with parts named 'file'.");
      if (images.isEmpty) throw new Invalid('None of these files is DICOM.');
      const job = await context.jobs.begin(tenantId, { kind: 'images', by: who }, (run) => {
        const problems = images.problems().map((problem) => ({ path: 'uploaded files', problem }));
        return keepImages({ store: context.store, clock: context.clock }, run, { inventory, objects: [], problems });
      });
      await inTenant(context, request, (tx) =>
        audit(
          tx,
          { who, action: 'images imported', subject: 'uploaded files', detail: `${inventory.files} files` },
          context.clock.now(),
        ),
      );
      return accepted(context, reply, job.id);
    },
  );
}
