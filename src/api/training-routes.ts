// Staff of a site and their training: the roster, lessons and who reads them, links and mail, drills, records of elsewhere.
import { z } from 'zod';
import { roster, training, trainingRecord } from '#contracts/index.ts';
import { lessonCalled, linksToLessons, mailLessons, takeReturnedMail, trainingState } from '#jobs/index.ts';
import { dropMail, mailState, setMail } from '#people/index.ts';
import {
  addDrill,
  addStaff,
  assignLessons,
  changeStaff,
  dropAssignment,
  dropDrill,
  dropScimToken,
  importCompletions,
  importRoster,
  lessonLibrary,
  listStaff,
  listTrainees,
  makeScimToken,
} from '#program/index.ts';
import { type ApiContext, type App, inTenant, may, memberOf } from './context.ts';

const byId = z.object({ id: z.string().max(80) });
const ofPerson = z.object({ id: z.string().max(80), lesson: z.string().max(80) });
const done = z.object({ done: z.literal(true) });
/** A list as text in JSON, with what escaping adds. */
const LIST_LIMIT = 10 << 20;

/** /staff, /training. */
export function trainingRoutes(app: App, context: ApiContext): void {
  const { store, clock, people } = context;
  const see = { onRequest: may(context, 'read') };
  const edit = { onRequest: may(context, 'edit devices') };
  const manage = { onRequest: may(context, 'manage people') };
  const actorOf = (request: Parameters<typeof memberOf>[0]) => ({ by: memberOf(request).who, now: clock.now() });
  const lessons = async () => (await lessonLibrary()).items;

  app.get(
    '/staff',
    { ...see, schema: { querystring: roster.staffQuery, response: { 200: roster.staffList } } },
    (request) => inTenant(context, request, (tx) => listStaff(tx, request.query)),
  );

  app.post(
    '/staff',
    { ...edit, schema: { body: roster.staffInput, response: { 200: roster.staffMember } } },
    (request) => inTenant(context, request, (tx) => addStaff(tx, request.body, actorOf(request))),
  );

  app.patch(
    '/staff/:id',
    { ...edit, schema: { params: byId, body: roster.staffChange, response: { 200: roster.staffMember } } },
    (request) => inTenant(context, request, (tx) => changeStaff(tx, request.params.id, request.body, actorOf(request))),
  );

  app.post(
    '/staff/import',
    { ...edit, bodyLimit: LIST_LIMIT, schema: { body: roster.rosterImport, response: { 200: roster.rosterReport } } },
    (request) => inTenant(context, request, (tx) => importRoster(tx, request.body.csv, actorOf(request))),
  );

  app.get('/training', { ...see, schema: { response: { 200: trainingRecord.trainingState } } }, (request) =>
    inTenant(context, request, (tx) => trainingState(tx, clock.now())),
  );

  app.get(
    '/training/people',
    { ...see, schema: { querystring: trainingRecord.traineesQuery, response: { 200: trainingRecord.traineeList } } },
    async (request) => {
      const items = await lessons();
      return inTenant(context, request, (tx) => listTrainees(tx, items, request.query, clock.now()));
    },
  );

  app.get(
    '/training/lessons/:id',
    { ...see, schema: { params: byId, response: { 200: training.lesson } } },
    (request) => lessonCalled(request.params.id),
  );

  app.post(
    '/training/assign',
    { ...edit, schema: { body: trainingRecord.assignInput, response: { 200: trainingRecord.assigned } } },
    async (request) => {
      const items = await lessons();
      return inTenant(context, request, (tx) => assignLessons(tx, items, request.body, actorOf(request)));
    },
  );

  app.delete(
    '/training/people/:id/lessons/:lesson',
    { ...edit, schema: { params: ofPerson, response: { 200: done } } },
    (request) =>
      inTenant(context, request, async (tx) => {
        await dropAssignment(tx, request.params.id, request.params.lesson, actorOf(request));
        return { done: true as const };
      }),
  );

  app.post(
    '/training/links',
    {
      ...edit,
      config: { secret: true },
      schema: { body: trainingRecord.linksInput, response: { 200: trainingRecord.madeLinks } },
    },
    (request) => inTenant(context, request, (tx) => linksToLessons(tx, request.body.staff, actorOf(request))),
  );

  app.post(
    '/training/mail',
    { ...edit, schema: { body: trainingRecord.linksInput, response: { 200: trainingRecord.mailSent } } },
    (request) => {
      const { tenantId, tenant, who } = memberOf(request);
      const asked = { staff: request.body.staff, by: who, site: tenant.name };
      return mailLessons({ store, clock, box: people.box }, tenantId, asked);
    },
  );

  app.get('/training/mail-server', { ...see, schema: { response: { 200: trainingRecord.mailState } } }, (request) =>
    inTenant(context, request, mailState),
  );

  app.put(
    '/training/mail-server',
    {
      ...manage,
      config: { secret: true },
      schema: { body: trainingRecord.mailInput, response: { 200: trainingRecord.mailState } },
    },
    (request) =>
      inTenant(context, request, async (tx) => {
        await setMail(tx, request.body, { ...actorOf(request), box: people.box });
        return mailState(tx);
      }),
  );

  app.delete(
    '/training/mail-server',
    { ...manage, schema: { response: { 200: trainingRecord.mailState } } },
    (request) =>
      inTenant(context, request, async (tx) => {
        await dropMail(tx, actorOf(request));
        return mailState(tx);
      }),
  );

  app.post(
    '/training/completions',
    {
      ...edit,
      bodyLimit: LIST_LIMIT,
      schema: { body: trainingRecord.completionsInput, response: { 200: trainingRecord.completionsReport } },
    },
    async (request) => {
      const items = await lessons();
      return inTenant(context, request, (tx) => importCompletions(tx, items, request.body.text, actorOf(request)));
    },
  );

  app.post(
    '/training/returned-mail',
    {
      ...edit,
      bodyLimit: LIST_LIMIT,
      schema: { body: trainingRecord.returnedInput, response: { 200: trainingRecord.returnedReport } },
    },
    (request) => {
      const { tenantId, who } = memberOf(request);
      return takeReturnedMail({ store, clock }, tenantId, { mails: request.body.mails, by: who });
    },
  );

  app.post(
    '/training/drills',
    { ...edit, schema: { body: trainingRecord.drillInput, response: { 200: done } } },
    (request) =>
      inTenant(context, request, async (tx) => {
        await addDrill(tx, request.body, actorOf(request));
        return { done: true as const };
      }),
  );

  app.delete('/training/drills/:id', { ...edit, schema: { params: byId, response: { 200: done } } }, (request) =>
    inTenant(context, request, async (tx) => {
      await dropDrill(tx, request.params.id, actorOf(request));
      return { done: true as const };
    }),
  );

  app.post(
    '/training/scim-token',
    { ...manage, config: { secret: true }, schema: { response: { 200: trainingRecord.scimToken } } },
    (request) => inTenant(context, request, async (tx) => ({ token: await makeScimToken(tx, actorOf(request)) })),
  );

  app.delete('/training/scim-token', { ...manage, schema: { response: { 200: done } } }, (request) =>
    inTenant(context, request, async (tx) => {
      await dropScimToken(tx, actorOf(request));
      return { done: true as const };
    }),
  );
}
