// The calendar of duties that come back, and the figures of the program over time.
import { z } from 'zod';
import { calendar } from '#contracts/index.ts';
import { sumsForPolicies } from '#jobs/index.ts';
import {
  calendarItems,
  calendarPage,
  calendarState,
  dropDutyDone,
  dutyHistory,
  keepCalendar,
  keepDutyDone,
  metricDetail,
  metricsOf,
} from '#program/index.ts';
import { calendarIcs } from '#report/index.ts';
import { type ApiContext, type App, inTenant, may, memberOf } from './context.ts';

const ofDuty = z.object({ id: z.string().max(80) });
const ofDone = z.object({ id: z.string().max(80), done: z.string().max(80) });
const ofMetric = z.object({ name: z.string().max(80) });
const gone = z.object({ done: z.literal(true) });

/** /program/calendar, /program/metrics. */
export function calendarRoutes(app: App, context: ApiContext): void {
  const { clock } = context;
  const read = { onRequest: may(context, 'read') };
  const edit = { onRequest: may(context, 'edit devices') };
  const decide = { onRequest: may(context, 'approve decisions') };
  const actorOf = (request: Parameters<typeof memberOf>[0]) => ({ by: memberOf(request).who, now: clock.now() });

  app.get(
    '/program/calendar',
    { ...read, schema: { querystring: calendar.calendarQuery, response: { 200: calendar.calendarPage } } },
    (request) => inTenant(context, request, (tx) => calendarPage(tx, request.query, clock.now())),
  );

  app.get('/program/calendar.ics', { ...read, schema: {} }, async (request, reply) => {
    const now = clock.now();
    const { id, name } = memberOf(request).tenant;
    const { items } = await inTenant(context, request, (tx) => calendarItems(tx, now));
    const events = items.flatMap(({ key, title, why, due }) => (due === null ? [] : [{ key, title, why, due }]));
    return reply
      .header('content-type', 'text/calendar; charset=utf-8')
      .header('content-disposition', 'attachment; filename="duties.ics"')
      .send(calendarIcs(events, { place: name, id, now }));
  });

  app.get('/program/calendar/settings', { ...read, schema: { response: { 200: calendar.calendarState } } }, (request) =>
    inTenant(context, request, calendarState),
  );

  app.put(
    '/program/calendar/settings',
    { ...decide, schema: { body: calendar.calendarInput, response: { 200: calendar.calendarState } } },
    (request) => inTenant(context, request, (tx) => keepCalendar(tx, request.body, actorOf(request))),
  );

  app.get(
    '/program/calendar/duties/:id/done',
    { ...read, schema: { params: ofDuty, response: { 200: calendar.doneHistory } } },
    (request) => inTenant(context, request, (tx) => dutyHistory(tx, request.params.id)),
  );

  app.post(
    '/program/calendar/duties/:id/done',
    {
      ...edit,
      schema: { params: ofDuty, body: calendar.doneInput, response: { 200: calendar.doneHistory.shape.items.element } },
    },
    (request) =>
      inTenant(context, request, (tx) => keepDutyDone(tx, request.params.id, request.body, actorOf(request))),
  );

  app.delete(
    '/program/calendar/duties/:id/done/:done',
    { ...edit, schema: { params: ofDone, response: { 200: gone } } },
    async (request) => {
      const { id, done } = request.params;
      await inTenant(context, request, (tx) => dropDutyDone(tx, id, done, actorOf(request)));
      return { done: true as const };
    },
  );

  const askedOf = async (request: Parameters<typeof memberOf>[0]) => {
    const { tenant, tenantId } = memberOf(request);
    return { siteName: tenant.name, now: clock.now(), sums: await sumsForPolicies(context, tenantId) };
  };

  app.get('/program/metrics', { ...read, schema: { response: { 200: calendar.metrics } } }, async (request) => {
    const asked = await askedOf(request);
    return inTenant(context, request, (tx) => metricsOf(tx, asked));
  });

  app.get(
    '/program/metrics/:name',
    { ...read, schema: { params: ofMetric, response: { 200: calendar.metricDetail } } },
    async (request) => {
      const asked = await askedOf(request);
      return inTenant(context, request, (tx) => metricDetail(tx, request.params.name, asked));
    },
  );
}
