// Who has read a policy, and whether that still counts. Pure; days are those of the site.
import type { PolicyReader, StaffMember, StaffRole } from '#contracts/index.ts';
import { dayIn } from '../governance/calendar-days.ts';
import { addMonths } from './review-day.ts';

/** After so many months somebody reads it again. */
const MONTHS_READ = 12;

/** What somebody said: which version, when, and how it came. */
export interface KeptRead {
  readonly person: string;
  readonly name: string;
  readonly version: number;
  readonly at: string;
  readonly how: NonNullable<PolicyReader['how']>;
  readonly by: string;
}

export interface ReadersOf {
  readonly roster: readonly StaffMember[];
  /** The newest word of each person. */
  readonly reads: readonly KeptRead[];
  readonly attestedBy: readonly StaffRole[];
  /** The newest approved version that means something else than the one before; older words are stale. */
  readonly meaningSince: number;
  readonly today: string;
  /** The site's zone. */
  readonly timeZone: string;
  /** By id on the roster, when a mail with a link that still opens went to them. */
  readonly mailed?: ReadonlyMap<string, string>;
}

/** Everybody who is asked to read it, and everybody else who has; those who have not read it stand first. */
export function readersOf({
  roster,
  reads,
  attestedBy,
  meaningSince,
  today,
  timeZone,
  mailed,
}: ReadersOf): PolicyReader[] {
  const said = new Map(reads.map((read) => [read.person, read]));
  const active = roster.filter((member) => member.active);
  const asked = active.map((member): PolicyReader => {
    const isAsked = member.roles.some((role) => attestedBy.includes(role));
    const { id, name, email, bounced } = member;
    const mail = { mailedAt: mailed?.get(id) ?? null, bounced: bounced?.because ?? null };
    return { ...of(said.get(email)), staff: id, name, email, isAsked, ...mail };
  });
  const known = new Set(roster.map(({ email }) => email));
  const others = reads
    .filter(({ person }) => !known.has(person))
    .map((read): PolicyReader => {
      const { name, person: email } = read;
      return { ...of(read), staff: null, name, email, isAsked: false, mailedAt: null, bounced: null };
    });
  return [...asked.filter(({ isAsked, state }) => isAsked || state !== 'not yet'), ...others].sort(byWork);

  function of(read: KeptRead | undefined): Pick<PolicyReader, 'state' | 'version' | 'at' | 'how' | 'recordedBy'> {
    if (!read) return { state: 'not yet', version: null, at: null, how: null, recordedBy: null };
    const readOn = dayIn(new Date(read.at), timeZone);
    const isStale = read.version < meaningSince || addMonths(readOn, MONTHS_READ) < today;
    const recordedBy = read.how === 'paper' ? read.by : null;
    return { state: isStale ? 'stale' : 'read', version: read.version, at: read.at, how: read.how, recordedBy };
  }
}

/** How many are asked, how many of them have read it at any time, and for how many that is too long ago. */
export function countReaders(readers: readonly PolicyReader[]): { asked: number; given: number; stale: number } {
  const asked = readers.filter(({ isAsked }) => isAsked);
  return {
    asked: asked.length,
    given: asked.filter(({ state }) => state !== 'not yet').length,
    stale: asked.filter(({ state }) => state === 'stale').length,
  };
}

/** Who is asked, has not read it, and may get a mail with a link: nobody whom the last one reached, or none reaches. */
export function readersToMail(readers: readonly PolicyReader[]): PolicyReader[] {
  return readers.filter(
    ({ isAsked, state, mailedAt, bounced }) => isAsked && state !== 'read' && mailedAt === null && bounced === null,
  );
}

const ORDER: readonly PolicyReader['state'][] = ['not yet', 'stale', 'read'];

function byWork(a: PolicyReader, b: PolicyReader): number {
  const [one, other] = [keyOf(a), keyOf(b)];
  return one < other ? -1 : one > other ? 1 : 0;
}

/** Where somebody stands in the list; pages go on behind it. */
export function keyOf({ isAsked, state, name, email }: PolicyReader): string {
  return `${isAsked ? 0 : 1}${ORDER.indexOf(state)} ${name.toLowerCase()} ${email}`;
}
