// A letter to a maker: which of its devices, which published flaws, and what it is asked. As plain text for an e-mail and as PDF. It names
// devices by model, serial number and version; nothing of patients, people, addresses or places is in it.
import type { Branding, Finding } from '#contracts/index.ts';
import { senderLines } from './branding.ts';
import { nameOfDevice, uuidFrom, type VexDevice } from './vex.ts';
import { counted, longDate } from './words.ts';

export interface LetterInput {
  readonly site: { readonly id: string; readonly name: string };
  readonly maker: string;
  /** ISO time of the letter. */
  readonly now: string;
  /** Findings on devices of this maker for which it is asked, or must be. */
  readonly findings: readonly Finding[];
  readonly devices: readonly VexDevice[];
}

/** One flaw or problem with the devices that have it. */
export interface LetterMatter {
  readonly about: string;
  readonly title: string;
  readonly advisories: readonly string[];
  /** Attackers use it already. */
  readonly exploited: boolean;
  readonly devices: readonly string[];
  /** What the maker itself says otherwise, in an MDS2. */
  readonly answers: readonly string[];
  /** Asked before: what, on which day. */
  readonly asked: readonly string[];
}

export interface Letter {
  readonly reference: string;
  readonly day: string;
  readonly subject: string;
  readonly opening: string;
  readonly matters: readonly LetterMatter[];
  readonly questions: readonly string[];
  readonly closing: string;
}

const QUESTIONS = [
  'Does it affect the devices listed, in the versions listed?',
  'Which version or update repairs it, is it released for these devices, and from when can it be installed?',
  'Until then: which measures do you approve (settings, network rules, isolation) that keep the devices conforming?',
  'Will you publish your answer as an advisory in CSAF or VEX form? Please name its number.',
];

/** What the letter says. */
export function makerLetter({ site, maker, now, findings, devices }: LetterInput): Letter {
  const names = new Map(devices.map((device) => [device.id, nameOfDevice(device)]));
  const here = findings.filter(({ device }) => names.has(device));
  const groups = Map.groupBy(here, (finding) => finding.cve ?? `${finding.rule}\n${finding.title}`);
  const matters = [...groups.values()].flatMap((of): LetterMatter[] => {
    const [first] = of;
    if (!first) return [];
    const isOneTitle = of.every(({ title }) => title === first.title);
    return [
      {
        about: first.cve ?? first.title,
        title: isOneTitle ? first.title : (first.cve ?? first.title),
        advisories: [...new Set(of.flatMap(({ advisories }) => advisories))].sort(),
        exploited: of.some(({ kev }) => kev),
        // Titles that name the system of a device stand with that device.
        devices: [
          ...new Set(
            of.map(({ device, title }) =>
              isOneTitle ? (names.get(device) ?? '') : `${names.get(device) ?? ''}: ${title}`,
            ),
          ),
        ].sort(),
        answers: [...new Set(of.flatMap(answerOf))].sort(),
        asked: [...new Set(of.flatMap(askedBefore))].sort(),
      },
    ];
  });
  const count = new Set(here.map(({ device }) => device)).size;
  return {
    reference: `DSM-${now.slice(0, 10)}-${uuidFrom(`${site.id} ${maker}`).slice(0, 8)}`,
    day: longDate(now),
    subject: `Security of ${counted(count, 'device')} of ${maker} at ${site.name}`,
    opening: `To the product security team of ${maker}: ${site.name} operates the devices below. We ask you about ${counted(matters.length, 'matter')} of their security.`,
    matters,
    questions: QUESTIONS,
    closing: 'Please answer with our reference. We change nothing on the devices without your consent.',
  };
}

/** The first reason of a promise that is not kept is the maker's own answer; it names no address. */
function answerOf({ rule, reasons }: Finding): string[] {
  return rule === 'promise-not-kept' ? reasons.slice(0, 1).map(({ because }) => because) : [];
}

function askedBefore({ standing }: Finding): string[] {
  const maker = standing?.maker;
  if (!maker) return [];
  const promised = maker.promisedFor === null ? '' : ` An answer was promised for ${longDate(maker.promisedFor)}.`;
  return [
    `Asked by ${maker.how} on ${longDate(maker.askedAt)} (${counted(maker.days, 'day')} ago): ${maker.question}${promised}`,
  ];
}

/** The letter as text to paste. */
export function letterText(letter: Letter, branding: Branding | null = null): string {
  const matters = letter.matters.map(({ about, title, advisories, exploited, devices, answers, asked }, index) =>
    [
      `${index + 1}. ${about}${about === title ? '' : `: ${title}`}`,
      ...(exploited ? ['   Attackers use it already (CISA, known exploited vulnerabilities).'] : []),
      ...(advisories.length > 0 ? [`   Advisory: ${advisories.join(', ')}`] : []),
      ...answers.map((line) => `   ${line}`),
      ...devices.map((device) => `   - ${device}`),
      ...asked.map((line) => `   ${line}`),
    ].join('\n'),
  );
  return [
    letter.subject,
    `Our reference: ${letter.reference}\n${letter.day}`,
    letter.opening,
    ...matters,
    `For each matter we ask:\n${letter.questions.map((question) => `- ${question}`).join('\n')}`,
    letter.closing,
    ...signatureOf(branding),
  ]
    .join('\n\n')
    .concat('\n');
}

/** Who prepared it, whom to ask, and the site's note, as the last lines. */
function signatureOf(branding: Branding | null): string[] {
  const lines =
    branding === null ? [] : [...senderLines(branding), ...(branding.footer === '' ? [] : [branding.footer])];
  return lines.length === 0 ? [] : [lines.join('\n')];
}
