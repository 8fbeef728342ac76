// What is agreed in an engagement, as it is kept: texts inert, networks in their usual form, and nothing that contradicts itself. Pure.
import type { EngagementState, EngagementTerms, ProbingLevel } from '#contracts/index.ts';
import { Conflict, canonicalJson, Fault, Invalid, inertText, parseRange, sha256 } from '#kit/index.ts';
import { isTimeZone } from '../governance/calendar-days.ts';
import { noPatientData } from '../own-words.ts';

const LONGEST = 2000;

/** The levels from nothing to the most. */
export const PROBING: readonly ProbingLevel[] = ['none', 'handshake', 'query', 'full'];

/** The terms as they are kept. Throws Invalid with the field. */
export function keptTerms(input: EngagementTerms): EngagementTerms {
  noPatientData(input);
  const terms = inertTexts(input);
  const { activities, scope, timeZone } = terms;
  if (!isTimeZone(timeZone))
    throw new Invalid(`timeZone: there is no time zone ${timeZone}. Write one as America/New_York.`);
  const sends = activities.includes('scan') || activities.includes('ask archives');
  if (sends && scope.level === 'none') {
    throw new Invalid('scope.level: Scanning sends something. Choose what may be sent at most.');
  }
  if (!sends && scope.level !== 'none') {
    throw new Invalid('scope.level: Nothing is scanned and no archive is asked, so nothing may be sent.');
  }
  if (activities.includes('ask archives') && scope.level !== 'full') {
    throw new Invalid('scope.level: Asking archives what they hold needs the level full.');
  }
  return {
    ...terms,
    activities: [...new Set(activities)],
    scope: {
      ...scope,
      networks: scope.networks.map((network, index) => ({
        ...network,
        range: cidrOf(network.range, `scope.networks[${index}].range`),
      })),
      excluded: scope.excluded.map((each, index) =>
        each.address === '' ? each : { ...each, address: cidrOf(each.address, `scope.excluded[${index}].address`) },
      ),
    },
  };
}

/** The hash of all that a letter of clearance says of the terms: while it stays, the letter says what is agreed. */
export function coveredBy(terms: EngagementTerms): string {
  // Hours and rate stand in no letter.
  return sha256(canonicalJson({ ...terms, plannedMinutes: null, rate: null }));
}

/** Throws Conflict where an engagement is over. */
export function mustBeOpen(state: EngagementState): void {
  if (state === 'ended') throw new Conflict('This engagement has ended. Begin a new one.');
  if (state === 'cancelled') throw new Conflict('This engagement was canceled. Begin a new one.');
}

function cidrOf(range: string, field: string): string {
  try {
    return parseRange(range).cidr;
  } catch (error) {
    throw new Invalid(`${field}: ${error instanceof Fault ? error.message : 'Write 10.1.2.0/24.'}`);
  }
}

/** Every text of a value made inert, on one line. */
export function inertTexts<T>(value: T): T;
export function inertTexts(value: unknown): unknown {
  if (typeof value === 'string') return inertText(value.replace(/\s+/g, ' ').trim(), LONGEST);
  if (Array.isArray(value)) return value.map((each) => inertTexts(each));
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, inertTexts(member)]));
  return value;
}
