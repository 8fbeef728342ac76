// The words of the reports: dates, people, states and numbers as a practice manager reads them. Nothing here depends on
// the machine's language or time zone, so that the same document gives the same bytes everywhere.

import type { AssessedDevice, Finding, Severity } from '#contracts/index.ts';
import { lookup } from '#kit/index.ts';

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** `November 23, 2026`, or `not known`. */
export function longDate(iso: string | null): string {
  const found = /^(\d{4})-(\d{2})-(\d{2})/.exec(iso ?? '');
  if (!found) return 'not known';
  return `${MONTHS[Number(found[2]) - 1] ?? found[2]} ${Number(found[3])}, ${found[1]}`;
}

/** `November 23, 2026, 09:30 UTC`. */
export function dateAndTime(iso: string | null): string {
  const time = /T(\d{2}:\d{2})/.exec(iso ?? '')?.[1];
  return time === undefined ? longDate(iso) : `${longDate(iso)}, ${time} UTC`;
}

/** `43%`; a share that is not zero is never printed as zero. */
export function percent(share: number): string {
  const rounded = Math.round(share * 100);
  if (rounded === 0 && share > 0) return 'under 1%';
  return `${rounded}%`;
}

/** `1 device`, `1,204 devices`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : many}`;
}

/** `1,204`. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

const ACTORS: Readonly<Record<string, string>> = lookup({
  network: 'Network administrator',
  pacs: 'PACS administrator',
  biomed: 'Biomedical engineer',
  maker: 'The maker',
  owner: 'Practice management',
});

/** Who must act, as a person. */
export function actor(who: string): string {
  return ACTORS[who] ?? who;
}

/** A severity as a word on a label. */
export function severityWord(severity: Severity): string {
  return severity === 'none' ? 'No severity' : severity.charAt(0).toUpperCase() + severity.slice(1);
}

const STATES: Readonly<Record<Finding['state'], string>> = {
  confirmed: 'Proven',
  potential: 'Likely',
  unknown: 'Not known',
  'not affected': 'Good',
  fixed: 'Fixed',
};

/** A state as a word on a label. */
export function stateWord(state: Finding['state']): string {
  return STATES[state];
}

/** `Siemens Healthineers SOMATOM go.Up`, or an empty text. */
export function makeAndModel(device: AssessedDevice): string {
  return [device.vendor, device.model].filter((part) => part !== null && part !== '').join(' ');
}

/** `Windows 10 1809`, or null. */
export function systemWords(device: AssessedDevice): string | null {
  if (!device.os) return null;
  return [device.os.name, device.os.version, device.os.build].filter((part) => part !== null && part !== '').join(' ');
}

/** The first sentence, and the rest. */
export function firstSentence(text: string): readonly [first: string, rest: string] {
  const first = /^.+?[.?!](?=\s|$)/s.exec(text)?.[0] ?? text;
  return [first, text.slice(first.length).trim()];
}

/** Up to `most` names, then how many more. */
export function nameList(names: readonly string[], most: number): string {
  if (names.length <= most) return names.join(', ');
  return `${names.slice(0, most).join(', ')} and ${grouped(names.length - most)} more`;
}

/** How soon to act, as SSVC calls it: `out-of-cycle`, or `scheduled to out-of-cycle` where not all is known. */
export function howSoonWords({ decision, lowest, highest }: NonNullable<Finding['ssvc']>): string {
  return decision ?? `${lowest} to ${highest}`;
}

/** The scores of a published flaw in one line; empty for other findings. */
export function scoreWords({ cve, cvss, epss, kev, ssvc }: Finding): string {
  const words = [
    ...(cve === null ? [] : [cve]),
    ...(cvss ? [`CVSS ${cvss.version}: ${cvss.score} as published`] : []),
    ...(cvss?.environmental ? [`${cvss.environmental.score} on this system (${cvss.environmental.vector})`] : []),
    ...(epss === null ? [] : [`chance of use within 30 days ${percent(epss)} (EPSS)`]),
    ...(kev ? ['used in attacks (CISA KEV)'] : []),
    ...(ssvc
      ? [
          `how soon to act: ${howSoonWords(ssvc)} (SSVC: ${ssvc.path.map(({ point, value }) => `${point.toLowerCase()} ${value ?? 'not known'}`).join(', ')})`,
        ]
      : []),
  ];
  return words.length === 0 ? '' : `${words.join('; ')}.`;
}
