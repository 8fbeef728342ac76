// The walk-round: the checklist of a device, how far the round is, and the scripts that look instead of a person.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { api } from '#contracts/index.ts';
import { answerChecklist, checklistOf, listRound } from '#inventory/index.ts';
import { lookup, NotFound } from '#kit/index.ts';
import { changeInventory } from './change-inventory.ts';
import { type ApiContext, type App, inTenant, may, memberOf } from './context.ts';

const FOLDER = path.resolve(import.meta.dirname, '../../collectors');

/** The scripts by the name of their file; nothing else of the folder is served. */
const COLLECTORS: Readonly<Record<string, string>> = lookup({
  'dosimeter-collect.ps1': 'Windows 7 and later (PowerShell)',
  'dosimeter-collect.bat': 'Windows XP, and 7 where PowerShell is missing (batch file)',
  'dosimeter-collect.sh': 'Linux (sh)',
});

const byId = z.object({ id: z.string().max(80) });

/** /devices/{id}/checklist, /checklists, /collectors. */
export function checklistRoutes(app: App, context: ApiContext): void {
  const read = { onRequest: may(context, 'read') };
  const edit = { onRequest: may(context, 'edit devices') };

  app.get(
    '/devices/:id/checklist',
    { ...read, schema: { params: byId, response: { 200: api.checklist } } },
    (request) => inTenant(context, request, (tx) => checklistOf(tx, request.params.id)),
  );

  app.post(
    '/devices/:id/checklist',
    { ...edit, schema: { params: byId, body: api.checklistInput, response: { 200: api.checklist } } },
    async (request) => {
      const { id } = request.params;
      const topics = [...Object.keys(request.body.answers), ...(request.body.makerPorts ? ['makerPorts'] : [])];
      const detail = [...topics, ...(request.body.done === undefined ? [] : ['done'])].join(', ');
      await changeInventory(context, request, { action: 'checklist answered', subject: id, detail }, (tx) =>
        answerChecklist(tx, id, request.body, { by: memberOf(request).who, clock: context.clock }),
      );
      return inTenant(context, request, (tx) => checklistOf(tx, id));
    },
  );

  app.get(
    '/checklists',
    { ...read, schema: { querystring: api.roundQuery, response: { 200: api.roundList } } },
    (request) => inTenant(context, request, (tx) => listRound(tx, request.query, context.clock.now())),
  );

  app.get('/collectors', { ...read, schema: { response: { 200: api.collectorList } } }, async () => ({
    items: await Promise.all(
      Object.entries(COLLECTORS).map(async ([name, label]) => {
        const bytes = await readFile(path.join(FOLDER, name));
        return { name, label, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
      }),
    ),
  }));

  app.get(
    '/collectors/:name',
    { ...read, schema: { params: z.object({ name: z.string().max(60) }) } },
    async (request, reply) => {
      const { name } = request.params;
      if (!Object.hasOwn(COLLECTORS, name)) throw new NotFound('There is no such collector.');
      return reply
        .type('application/octet-stream')
        .header('content-disposition', `attachment; filename="${name}"`)
        .send(await readFile(path.join(FOLDER, name)));
    },
  );
}
