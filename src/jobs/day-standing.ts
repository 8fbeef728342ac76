// How the program stands: worked out now, or kept for each day of the site soon after it ended, so that a report of that day tells it later as well.
import type { ControlStatus, DayStanding } from '#contracts/index.ts';
import type { Clock } from '#kit/index.ts';
import {
  dayIn,
  daysToKeep,
  endOfDayIn,
  keepStanding,
  lessonLibrary,
  listPolicies,
  policyLibrary,
  responsibilitiesOf,
  siteDay,
  trainedPeople,
  trainingCounts,
} from '#program/index.ts';
import type { Store, TenantId } from '#store/index.ts';
import { checkSums, checksAt, checksOfSite, type SiteChecks } from './site-checks.ts';
import { controlsFrom } from './site-controls.ts';

interface StandingDeps {
  readonly store: Store;
  readonly clock: Clock;
}

interface Site {
  readonly tenantId: TenantId;
  readonly name: string;
}

const BACKGROUND = { priority: 'background' } as const;

/** How the program stands now. */
export async function standingNow(deps: StandingDeps, site: Site): Promise<DayStanding> {
  return standingFrom(deps, site, { checks: await checksOfSite(deps, site.tenantId), now: deps.clock.now() });
}

/**
 * Keeps each day that ended since the last one that is kept; gives them. Answers, approvals, readings and exceptions after the end of a day do not
 * count to it; facts, findings, lessons and duties count as they are when it is kept, and the kept day tells when that was.
 */
export async function keepStandings(deps: StandingDeps, site: Site & { readonly since: Date }): Promise<string[]> {
  const { store, clock } = deps;
  const { tenantId } = site;
  const now = clock.now();
  const { today, timeZone } = await store.tenant(tenantId, (tx) => siteDay(tx, now), BACKGROUND);
  const since = dayIn(site.since, timeZone);
  const days = await store.tenant(tenantId, (tx) => daysToKeep(tx, { today, since, now }), BACKGROUND);
  for (const day of days) {
    const until = endOfDayIn(day, timeZone);
    const standing = await standingFrom(deps, site, {
      checks: await checksAt(deps, tenantId, until),
      now: until,
      until,
    });
    await store.tenant(
      tenantId,
      (tx) => keepStanding(tx, { day, standing, lookedAt: now, now: clock.now() }),
      BACKGROUND,
    );
  }
  return days;
}

async function standingFrom(
  deps: Pick<StandingDeps, 'store'>,
  { tenantId, name }: Site,
  { checks, now, until }: { readonly checks: SiteChecks; readonly now: Date; readonly until?: Date },
): Promise<DayStanding> {
  const controls = await controlsFrom(deps, tenantId, { checks, ...(until ? { until } : {}) });
  const { checks: library } = await policyLibrary();
  const { items: lessons } = await lessonLibrary();
  return deps.store.tenant(
    tenantId,
    async (tx) => {
      const sums = await checkSums(tx, checks);
      const policies = await listPolicies(tx, { siteName: name, now, sums, until });
      const training = await trainingCounts(tx, lessons, now);
      const { duties } = await responsibilitiesOf(tx);
      return {
        checks: library.map(({ id, title, of }) => ({
          id,
          title,
          of,
          ...(sums.get(id) ?? { holds: 0, broken: 0, excepted: 0, unknown: 0 }),
        })),
        controls: controls.map(({ id, name: title, status }) => ({ id, name: title, ...answersOf(status) })),
        policies: policies.map(({ id, title, state, status, approved }) => ({
          id,
          title,
          state,
          status: status && answersOf(status),
          due: approved?.due ?? null,
          isOverdue: approved?.isOverdue ?? false,
        })),
        training: {
          active: training.staff.active,
          withoutLesson: training.staff.withoutLesson,
          ...(await trainedPeople(tx, now)),
          lessons: training.lessons
            .filter(({ assigned }) => assigned > 0)
            .map(({ id, title, assigned, passed, overdue }) => ({ id, title, assigned, passed, overdue })),
        },
        duties: {
          all: duties.length,
          open: duties.flatMap(({ name: duty, open }) => (open === null ? [] : [{ name: duty, missing: open }])),
        },
      };
    },
    { priority: until ? 'background' : 'interactive' },
  );
}

function answersOf({ written, known, enforced }: ControlStatus) {
  return { written: written.answer, known: known.answer, enforced: enforced.answer };
}
