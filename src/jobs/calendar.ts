// What the calendar does by itself: it takes the figures of the day, and it reminds by mail of what is due.
import { type Clock, inertText, Unavailable } from '#kit/index.ts';
import { mailServer, mailState, openPost, type SecretBox } from '#people/index.ts';
import {
  addDays,
  calendarItems,
  calendarSettings,
  type DueItem,
  metricsDue,
  noteReminders,
  takeMetrics,
  takeReminders,
} from '#program/index.ts';
import { type Store, type TenantId, tenantIdOf } from '#store/index.ts';
import { keepStandings } from './day-standing.ts';
import { sumsForPolicies } from './site-checks.ts';

interface CalendarDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly box?: SecretBox;
  readonly onError: (error: unknown, what: string) => void;
}

/** Days begin somewhere every quarter of an hour. */
const LOOK_MS = 15 * 60_000;
const DAY_MS = 86_400_000;
const BACKGROUND = { priority: 'background' } as const;

/**
 * Looks at the calendar of every site, at most every quarter of an hour, and as soon as a day of UTC ended; `looked` is kept by the caller. One
 * site that fails holds up no other.
 */
export async function lookAtCalendars(deps: CalendarDeps, looked: { at: number }): Promise<void> {
  const now = deps.clock.now();
  const isOtherDay = Math.floor(now.getTime() / DAY_MS) !== Math.floor(looked.at / DAY_MS);
  if (now.getTime() - looked.at < LOOK_MS && !isOtherDay) return;
  looked.at = now.getTime();
  const sites = await deps.store.system(
    ({ db }) => db.selectFrom('tenants').select(['id', 'name', 'createdAt']).execute(),
    BACKGROUND,
  );
  for (const { id, name, createdAt } of sites) {
    const tenantId = tenantIdOf(id);
    const steps = [
      () => keepStandings(deps, { tenantId, name, since: createdAt }),
      () => figuresOfToday(deps, tenantId, name),
      () => sendReminders(deps, tenantId, name),
    ];
    for (const step of steps) {
      try {
        await step();
      } catch (error) {
        deps.onError(error, 'calendar');
      }
    }
  }
}

async function figuresOfToday(deps: CalendarDeps, tenantId: TenantId, siteName: string): Promise<void> {
  const now = deps.clock.now();
  if (!(await deps.store.tenant(tenantId, (tx) => metricsDue(tx, now), BACKGROUND))) return;
  const sums = await sumsForPolicies(deps, tenantId);
  await deps.store.tenant(tenantId, (tx) => takeMetrics(tx, { siteName, now, sums }), BACKGROUND);
}

/**
 * Tells everybody who is to be reminded of what is due within the days that the site chose, or is overdue: one mail with all of which they were not
 * told yet, so that each is told of each thing and due day once. Gives how many mails left. Nothing leaves where no mail server or nobody is set.
 * Where the server takes nothing, the same is tried again an hour later.
 */
export async function sendReminders(
  { store, clock, box }: CalendarDeps,
  tenantId: TenantId,
  site: string,
): Promise<number> {
  if (!box) return 0;
  const now = clock.now();
  const known = await store.tenant(
    tenantId,
    async (tx) => {
      const { remindTo, remindDays } = await calendarSettings(tx);
      if (remindTo.length === 0 || (await mailState(tx)).server === null) return null;
      const { items, today } = await calendarItems(tx, now);
      const until = addDays(today, remindDays);
      const due = items.flatMap(({ key, title, why, due: on }): DueItem[] =>
        on === null || on > until ? [] : [{ key, title, why, due: on }],
      );
      return { remindTo, due, today, server: await mailServer(tx, box) };
    },
    BACKGROUND,
  );
  if (!known || known.due.length === 0) return 0;
  const post = openPost(known.server);
  let sent = 0;
  try {
    for (const email of known.remindTo) {
      const lines = await store.tenant(tenantId, (tx) => takeReminders(tx, known.due, email, now), BACKGROUND);
      if (lines.length === 0) continue;
      const refused = await post.send({
        to: email,
        ...reminder(lines, { site, today: known.today, address: known.server.address }),
      });
      await store.tenant(tenantId, (tx) => noteReminders(tx, lines, { email, refused, now }), BACKGROUND);
      if (refused === null) sent += 1;
    }
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
  } finally {
    post.close();
  }
  return sent;
}

function reminder(
  lines: readonly DueItem[],
  { site, today, address }: { readonly site: string; readonly today: string; readonly address: string },
): { subject: string; text: string } {
  const place = inertText(site, 100);
  return {
    subject: `${lines.length === 1 ? 'A duty is' : `${lines.length} duties are`} due (${place})`,
    text: [
      `This is due at ${place}:`,
      '',
      ...lines.flatMap(({ title, why, due }) => [
        `${due}${due < today ? ' (overdue)' : ''}: ${inertText(title, 300)}`,
        `  ${inertText(why, 400)}`,
        '',
      ]),
      `The calendar: ${address}/program/calendar`,
      'Each of you is told of each of these days once. An owner chooses on that page who is reminded.',
    ].join('\r\n'),
  };
}
