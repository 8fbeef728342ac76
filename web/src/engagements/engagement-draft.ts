// What is agreed, as a form holds it: lists as lines, numbers as text. Pure.
import type { EngagementActivity, EngagementTerms, HoursOfDay, ProbingLevel, TemplateTerms } from '#contracts/index.ts';

export interface EngagementDraft {
  readonly title: string;
  readonly provider: string;
  readonly providerReach: string;
  readonly contact: string;
  readonly contactReach: string;
  readonly emergency: string;
  readonly emergencyReach: string;
  readonly from: string;
  readonly until: string;
  readonly timeZone: string;
  readonly activities: readonly EngagementActivity[];
  readonly level: ProbingLevel;
  readonly networks: string;
  readonly places: string;
  readonly excluded: string;
  /** Reasons by device. */
  readonly devices: Readonly<Record<string, string>>;
  readonly hours: string;
  readonly keeping: string;
  /** In hours. */
  readonly planned: string;
  readonly rate: string;
  readonly currency: string;
}

const DAY_MS = 86_400_000;

/** An empty form, or one filled from a template. */
export function freshDraft(today: string, timeZone: string, template: TemplateTerms | null): EngagementDraft {
  const days = template?.days ?? 30;
  return {
    title: template?.title ?? '',
    provider: '',
    providerReach: '',
    contact: '',
    contactReach: '',
    emergency: '',
    emergencyReach: '',
    from: today,
    until: new Date(Date.parse(today) + (days - 1) * DAY_MS).toISOString().slice(0, 10),
    timeZone,
    activities: template?.activities ?? [],
    level: template?.level ?? 'none',
    networks: '',
    places: '',
    excluded: '',
    devices: {},
    hours: template ? hoursWords(template.hours) : '19:00-07:00',
    keeping: template?.keeping ?? '',
    planned: hoursOf(template?.plannedMinutes ?? null),
    rate: template?.rate ? String(template.rate.amount) : '',
    currency: template?.rate?.currency ?? 'USD',
  };
}

/** The form of what is agreed. */
export function draftOf(terms: EngagementTerms): EngagementDraft {
  const { scope, provider, contact, emergency, plannedMinutes, rate } = terms;
  return {
    title: terms.title,
    provider: provider.name,
    providerReach: provider.reach,
    contact: contact.name,
    contactReach: contact.reach,
    emergency: emergency.name,
    emergencyReach: emergency.reach,
    from: terms.from,
    until: terms.until,
    timeZone: terms.timeZone,
    activities: terms.activities,
    level: scope.level,
    networks: scope.networks.map(({ range, place }) => `${range} ${place}`.trim()).join('\n'),
    places: scope.places.join('\n'),
    excluded: scope.excluded
      .filter(({ device }) => device === null)
      .map(({ address, reason }) => `${address} ${reason}`)
      .join('\n'),
    devices: Object.fromEntries(
      scope.excluded.flatMap(({ device, reason }) => (device === null ? [] : [[device, reason]])),
    ),
    hours: hoursWords(scope.hours),
    keeping: terms.keeping,
    planned: hoursOf(plannedMinutes),
    rate: rate ? String(rate.amount) : '',
    currency: rate?.currency ?? 'USD',
  };
}

/** What is agreed, from the form; where nothing is sent, the level is none. */
export function termsOf(draft: EngagementDraft): EngagementTerms {
  const planned = Math.round(Number(draft.planned) * 60);
  return {
    title: draft.title,
    provider: { name: draft.provider, reach: draft.providerReach },
    contact: { name: draft.contact, reach: draft.contactReach },
    emergency: { name: draft.emergency, reach: draft.emergencyReach },
    from: draft.from,
    until: draft.until,
    timeZone: draft.timeZone,
    activities: [...draft.activities],
    scope: {
      networks: linesOf(draft.networks).map((line) => {
        const [range, place] = firstWord(line);
        return { range, place };
      }),
      places: linesOf(draft.places),
      excluded: [
        ...linesOf(draft.excluded).map((line) => {
          const [address, reason] = firstWord(line);
          return { address, device: null, reason };
        }),
        ...Object.entries(draft.devices).map(([device, reason]) => ({ address: '', device, reason })),
      ],
      level: sendsSomething(draft.activities) ? draft.level : 'none',
      hours: draft.hours.split(',').flatMap((part): HoursOfDay[] => {
        const [from = '', to = ''] = part.split(/[-–]/).map((time) => time.trim());
        return from === '' && to === '' ? [] : [{ from, to }];
      }),
    },
    keeping: draft.keeping,
    plannedMinutes: draft.planned.trim() === '' ? null : planned,
    rate: draft.rate.trim() === '' ? null : { amount: Number(draft.rate), currency: draft.currency },
  };
}

/** Whether something is sent to devices. */
export function sendsSomething(activities: readonly EngagementActivity[]): boolean {
  return activities.includes('scan') || activities.includes('ask archives');
}

/** `19:00-07:00, 12:00-13:00`. */
export function hoursWords(hours: readonly HoursOfDay[]): string {
  return hours.map(({ from, to }) => `${from}-${to}`).join(', ');
}

/** The fields in which two forms differ. */
export function differingFields(one: EngagementDraft, other: EngagementDraft): (keyof EngagementDraft)[] {
  return Object.keys(one).filter((field): field is keyof EngagementDraft => {
    const key = field as keyof EngagementDraft; // the keys of a form are its fields
    return JSON.stringify(one[key]) !== JSON.stringify(other[key]);
  });
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function firstWord(line: string): [string, string] {
  const [first = '', rest = ''] = line.split(/\s+(.*)/s);
  return [first, rest.trim()];
}

function hoursOf(minutes: number | null): string {
  return minutes === null ? '' : String(Math.round((minutes / 60) * 100) / 100);
}
