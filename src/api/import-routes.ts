// Uploads: look at a list first, then take it in. A file is read as it arrives; what waits to be read lies encrypted.
import os from 'node:os';
import path from 'node:path';
import type { MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { api } from '#contracts/index.ts';
import { previewOf, takeIn } from '#jobs/index.ts';
import { Invalid, inertText } from '#kit/index.ts';
import { audit } from '#people/index.ts';
import { archivePlace } from '#sensors/images/index.ts';
import { rememberedMapping } from '#sensors/intake/index.ts';
import { enqueueJob, type Store } from '#store/index.ts';
import { type ApiContext, type App, accepted, inTenant, may, memberOf } from './context.ts';
import { clearSpools, UploadSpool } from './upload-spool.ts';

const MOST_BYTES = 20 * 2 ** 30;
const mappingText = z.record(z.string().max(500), z.string().max(60).nullable());

/** /imports. */
export function importRoutes(app: App, context: ApiContext): void {
  const upload = { onRequest: may(context, 'import') };

  app.post(
    '/imports/preview',
    { ...upload, schema: { consumes: ['multipart/form-data'], response: { 200: api.importPreview } } },
    async (request) => {
      const part = await fileOf(request);
      const preview = await previewOf(part.file, part.filename, (source) =>
        inTenant(context, request, (tx) => rememberedMapping(tx, source)),
      );
      part.file.resume();
      return preview;
    },
  );

  app.post(
    '/imports',
    { ...upload, schema: { consumes: ['multipart/form-data'], response: { 202: api.jobAccepted } } },
    async (request, reply) => {
      const { who } = memberOf(request);
      const part = await fileOf(request);
      const mapping = mappingOf(part);
      const spool = await UploadSpool.open(uploadFolder(context));
      const { tenantId } = memberOf(request);
      const bytes = Number(request.headers['content-length']) || null;
      const job = await context.jobs.begin(tenantId, { kind: 'import', by: who }, async (run) => {
        const deps = { store: context.store, clock: context.clock };
        const input = { source: spool.read(), fileName: part.filename, bytes, ...(mapping ? { mapping } : {}) };
        const report = await takeIn(deps, run, input);
        // The name of the file stands in the answer to whoever sent it, not in what is kept.
        return { schema: 'dosimeter.import/1', files: [{ ...report, file: 'uploaded file' }] };
      });
      void job.done.then(() => spool[Symbol.asyncDispose]());
      await spool.fill(part.file);
      if (part.file.truncated) {
        const error = new Invalid('This file is larger than 20 GB. Split it into parts.');
        spool.fail(error);
        throw error;
      }
      await inTenant(context, request, (tx) =>
        audit(tx, { who, action: 'file imported', subject: 'uploaded file' }, context.clock.now()),
      );
      return accepted(context, reply, job.id);
    },
  );
}

/** /imports/pacs: an archive is asked what it holds, which needs the data owner's authority; the job says when there is none. */
export function archiveRoutes(app: App, context: ApiContext): void {
  app.post(
    '/imports/pacs',
    {
      onRequest: may(context, 'ask archives'),
      schema: { body: api.archiveInput, response: { 202: api.jobAccepted } },
    },
    async (request, reply) => {
      const { who } = memberOf(request);
      const input = request.body;
      archivePlace(input.archive);
      const at = context.clock.now();
      const job = await inTenant(context, request, async (tx) => {
        const detail = `called ${input.called ?? 'as known'}, by ${input.calling}${input.countPatients ? ', patients counted' : ''}`;
        await audit(tx, { who, action: 'archive asked', subject: inertText(input.archive, 300), detail }, at);
        return enqueueJob(tx, { kind: 'pacs', payload: input, by: who, at });
      });
      return accepted(context, reply, job);
    },
  );
}

/** Where files wait that were sent or are to be sent. */
export function uploadFolder({ store }: { readonly store: Store }): string {
  return store.dataDir === null ? path.join(os.tmpdir(), 'dosimeter-uploads') : path.join(store.dataDir, 'uploads');
}

async function fileOf(request: FastifyRequest): Promise<MultipartFile> {
  const part = await request.file({ limits: { fileSize: MOST_BYTES } });
  if (!part) throw new Invalid("Send the list as a form with a part named 'file'.");
  return part;
}

/** The mapping stands before the file in the form, so that it is known when the file begins. */
function mappingOf(part: MultipartFile): Record<string, string | null> | undefined {
  const field = [part.fields['mapping']].flat()[0];
  if (field?.type !== 'field' || typeof field.value !== 'string') return undefined;
  try {
    return mappingText.parse(JSON.parse(field.value));
  } catch (cause) {
    throw new Invalid("The part 'mapping' is no JSON object from column to field.", undefined, cause);
  }
}

/** Deletes what uploads of a process that is gone left behind; a folder that several servers share is left to the system. */
export async function clearUploads(store: Store): Promise<void> {
  if (store.dataDir !== null) await clearSpools(uploadFolder({ store }));
}
