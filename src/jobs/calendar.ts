// What the calendar does by itself: it takes the figures of the day, and it reminds by mail of what is due.
import type { CalendarItem } from '#contracts/index.ts';
import { type Clock, inertText, Unavailable } from '#kit/index.ts';
import { mailServer, mailState, openPost, type SecretBox } from '#people/index.ts';
import {
  addDays,
  calendarItems,
  calendarSettings,
  type DueItem,
  isToldTo,
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

/** A line with who holds it. */
type HeldItem = DueItem & Pick<CalendarItem, 'state' | 'told'>;

/** Days begin somewhere every quarter of an hour. */
const LOOK_MS = 15 * 60_000;
const BACKGROUND = { priority: 'background' } as const;

/**
 * Looks at the calendar of every site, at most every quarter of an hour, and as soon as a day may have ended at one of them; `looked` is kept by the caller. One
 * site that fails holds up no other.
 */
export async function lookAtCalendars(deps: CalendarDeps, looked: { at: number }): Promise<void> {
  const now = deps.clock.now();
  if (Math.floor(now.getTime() / LOOK_MS) === Math.floor(looked.at / LOOK_MS)) return;
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
 * Tells of what is due within the days that the site chose, or is overdue: those whom an owner chose, of all of it; who holds a duty, of that duty,
 * and who answers for it, once it is overdue. One mail to each address with all of which it was not told yet, so that each is told of each thing and
 * due day once. Gives how many mails left. Nothing leaves where no mail server or nobody is set. Where the server takes nothing, the same is tried
 * again an hour later.
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
      if ((await mailState(tx)).server === null) return null;
      const { remindTo, remindDays } = await calendarSettings(tx);
      const { items, today } = await calendarItems(tx, now);
      const until = addDays(today, remindDays);
      const due = items.flatMap(({ key, title, why, due: on, state, told }): HeldItem[] =>
        on === null || on > until ? [] : [{ key, title, why, due: on, state, told }],
      );
      return { mails: mailsOf(due, remindTo), server: await mailServer(tx, box) };
    },
    BACKGROUND,
  );
  if (!known || known.mails.size === 0) return 0;
  const post = openPost(known.server);
  let sent = 0;
  try {
    for (const [email, due] of known.mails) {
      const lines = await store.tenant(tenantId, (tx) => takeReminders(tx, due, email, now), BACKGROUND);
      if (lines.length === 0) continue;
      const refused = await post.send({
        to: email,
        ...reminder(lines, { site, email, address: known.server.address }),
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

/** By address what it is told of: all, to those whom an owner chose; else what each holds. One person has one address, however it is written. */
function mailsOf(due: readonly HeldItem[], remindTo: readonly string[]): Map<string, readonly HeldItem[]> {
  const chosen = new Map(due.length === 0 ? [] : remindTo.map((email) => [email.toLowerCase(), email]));
  const held = new Map<string, HeldItem[]>();
  for (const line of due) {
    for (const holder of line.told) {
      const email = holder.email?.toLowerCase();
      if (email === undefined || chosen.has(email) || !isToldTo(holder, line)) continue;
      const lines = held.get(email) ?? [];
      if (!lines.includes(line)) held.set(email, [...lines, line]);
    }
  }
  return new Map<string, readonly HeldItem[]>([...[...chosen.values()].map((email) => [email, due] as const), ...held]);
}

function reminder(
  lines: readonly HeldItem[],
  { site, email, address }: { readonly site: string; readonly email: string; readonly address: string },
): { subject: string; text: string } {
  const place = inertText(site, 100);
  return {
    subject: `${lines.length === 1 ? 'A duty is' : `${lines.length} duties are`} due (${place})`,
    text: [
      `This is due at ${place}:`,
      '',
      ...lines.flatMap((line) => [
        `${line.due}${line.state === 'overdue' ? ' (overdue)' : ''}: ${inertText(line.title, 300)}`,
        ...[inertText(line.why, 400), partOf(line, email)].filter((each) => each !== '').map((each) => `  ${each}`),
        '',
      ]),
      `The calendar: ${address}/program/calendar`,
      'Each of you is told of each of these days once. An owner chooses there who is reminded, and in the agreement on duties who holds what.',
    ].join('\r\n'),
  };
}

/** What somebody has to do with a duty; nothing where it is not theirs. */
function partOf({ told }: HeldItem, email: string): string {
  const mine = told.find((holder) => holder.email?.toLowerCase() === email.toLowerCase());
  if (!mine) return '';
  if (mine.as !== 'accountable') return 'It is yours to do.';
  const doing = told.filter(({ as }) => as !== 'accountable').map(({ name }) => name);
  return `You answer for it; ${doing.length === 0 ? 'nobody was named who does it' : `it is to be done by ${doing.join(', ')}`}.`;
}
