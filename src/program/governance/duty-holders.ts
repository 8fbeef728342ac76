// Who is reminded of a duty that comes back: the person who was named for it; else whoever does its activity by the responsibility agreement (RACI),
// and whoever answers for that once it is overdue. Pure.
import type { CalendarItem, DutyTold, Responsibilities } from '#contracts/index.ts';
import { inertText } from '#kit/index.ts';
import type { StandingDuty } from './calendar.ts';

/** What is known of people: the agreement, and by address (in small letters) who stands on the roster. */
export interface KnownHolders {
  readonly agreement: Pick<Responsibilities, 'parties' | 'duties'>;
  readonly roster: ReadonlyMap<string, { readonly name: string; readonly active: boolean }>;
}

/** Everybody who holds a duty, each once, with why no mail reaches them where that is so. Nobody, where nobody was named. */
export function holdersOf(
  { holder, raci }: Pick<StandingDuty, 'holder' | 'raci'>,
  { agreement, roster }: KnownHolders,
): DutyTold[] {
  const named = holder === null ? [] : [told('named', { name: null, email: holder })];
  const duty = agreement.duties.find((each) => each.duty === raci);
  // Who was named and cannot be reached is not reminded; then those are who do it by the agreement.
  const doing = named.some(({ because }) => because === null) ? [] : (duty?.responsible ?? []);
  const answering = duty?.accountable ?? null;
  const all = [
    ...named,
    ...doing.map((id) => party('responsible', id)),
    ...(answering === null || doing.includes(answering) ? [] : [party('accountable', answering)]),
  ];
  const seen = new Set<string>();
  return all.filter(({ email }) => {
    if (email === null) return true;
    if (seen.has(email)) return false;
    seen.add(email);
    return true;
  });

  function party(as: DutyTold['as'], id: string): DutyTold {
    const found = agreement.parties.find((each) => each.id === id);
    return told(as, { name: found?.name ?? id, email: found?.email ?? null });
  }

  function told(as: DutyTold['as'], { name, email }: { readonly name: string | null; readonly email: string | null }) {
    const person = email === null ? undefined : roster.get(email);
    const said = inertText(name ?? person?.name ?? email ?? '', 120);
    const because =
      email === null
        ? `${said} has no address: no reminder leaves.`
        : person?.active === false
          ? `${inertText(person.name, 120)} no longer works here: no reminder leaves.`
          : null;
    return { name: said, email, as, because };
  }
}

/** Whether a line is told to somebody who holds it: who answers for it hears of it once it is overdue. */
export function isToldTo({ as, because }: DutyTold, { state }: Pick<CalendarItem, 'state'>): boolean {
  return because === null && (as !== 'accountable' || state === 'overdue');
}
