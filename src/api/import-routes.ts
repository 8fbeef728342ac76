// Uploads of lists: look first, then import. A file is written to a folder of its own as it arrives and deleted when it was read.
import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { api } from '#contracts/index.ts';
import { Invalid } from '#kit/index.ts';
import { audit } from '#people/index.ts';
import { previewCsv } from '#sensors/intake/index.ts';
import { enqueueJob } from '#store/index.ts';
import { type ApiContext, type App, accepted, inTenant, may, memberOf } from './context.ts';

const MOST_BYTES = 2 ** 30;
const mappingText = z.record(z.string().max(500), z.string().max(60).nullable());

/** /imports. */
export function importRoutes(app: App, context: ApiContext): void {
  const upload = { onRequest: may(context, 'import') };

  app.post(
    '/imports/preview',
    { ...upload, schema: { consumes: ['multipart/form-data'], response: { 200: api.importPreview } } },
    async (request) => {
      const part = await fileOf(request);
      const preview = await previewCsv(part.file, part.filename);
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
      const folder = uploadFolder(context);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const file = path.join(folder, randomUUID());
      const job = await (async () => {
        await pipeline(part.file, createWriteStream(file, { mode: 0o600, flags: 'wx' }));
        if (part.file.truncated) throw new Invalid('This file is larger than 1 GB. Split it into parts.');
        const payload = { file, fileName: part.filename, bytes: part.file.bytesRead, mapping: mappingOf(part) };
        return inTenant(context, request, async (tx) => {
          await audit(tx, { who, action: 'list imported', subject: 'device list' }, context.clock.now());
          return enqueueJob(tx, { kind: 'import', payload, by: who, at: context.clock.now() });
        });
      })().catch(async (error: unknown) => {
        await rm(file, { force: true });
        throw error;
      });
      return accepted(context, reply, job);
    },
  );
}

function uploadFolder({ store }: ApiContext): string {
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
