// A letter of clearance: the written permission that must be there before anything is sent to a device. It says what docs/exposure-ladder.md
// says is sent, and nothing that the program does not keep to. Worded once, when it is issued; then as text, HTML and PDF.
import type { ClearanceLetter, EngagementActivity, HoursOfDay, LetterSection, ProbingLevel } from '#contracts/index.ts';
import type { LetterMatter } from '#program/index.ts';
import { longDate } from './words.ts';

const DONE: Readonly<Record<EngagementActivity, string>> = {
  'read files': 'Files that the client hands over are read: lists of equipment, settings, records of other tools.',
  listen: 'A copy of network traffic is read. Listening sends nothing.',
  scan: 'The addresses below are asked over the network which services they offer and whom they let in.',
  'ask archives': 'The image archive is asked which machines it holds images of.',
  interview: 'People are asked how they work.',
  train: 'Staff are trained.',
};

/** What is sent at each level, beside what the levels before it send (docs/exposure-ladder.md). */
const SENT: Readonly<Record<Exclude<ProbingLevel, 'none'>, readonly string[]>> = {
  handshake: [
    'Connections are opened to ports of imaging, web, file, database and remote services, and closed again. The handshake of TLS is made where it is offered.',
    'DICOM associations are asked for under a made-up calling title, the test message (C-ECHO) is sent where one is accepted, and each is released.',
    'The page by which a web service names itself is fetched.',
  ],
  query: [
    'A service that offers a search, over DICOM or the web, gets one for an identifier that was made up a moment before (a worklist: for a made-up station on a day in 1900), so that nothing matches. Where something does match all the same, it is not read: the search is canceled and the connection ended.',
  ],
  full: [
    'A search of bounded size is sent; what it finds is counted and not kept.',
    'One synthetic image of 8 by 8 pixels, patient ID DOSIMETER-TEST, may be sent to a service that accepts images from strangers. Its study is named in the result, so that it can be deleted.',
    'Where an archive is asked, it is asked for the machines that made its images; what it says of patients is dropped before anything is stored.',
  ],
};

const NEVER = [
  'No password is tried.',
  'No setting is changed, and no command is sent that moves, starts or stops anything.',
  'No malformed message is sent.',
  'Nothing is sent to an address that is not listed below, or that is listed as not to be touched.',
];
const NO_WRITE = 'Nothing is written to a device.';
const ONE_WRITE = 'Nothing is written to a device but the one synthetic image named above.';

const CARE = [
  'One connection at a time to a device, with a pause of one second after each that it accepted, unless an owner of the site sets another pause for a run.',
  'A device that says it is busy is left alone for a while, and asked more slowly from then on.',
  'Every address to which something was sent stands in a log, with the time and who allowed it.',
];
const RESIDUAL =
  'A medical device may still react to an ordinary message in a way that nobody foresaw. Whoever sees a device behave oddly calls the person below, who can stop the work at once.';

const KEPT = [
  'No data of patients is kept: it is dropped while files, traffic and answers are read.',
  'What was learned of devices stays in the installation in which the work is done. It is not sent anywhere unless a person sets that up.',
];

/** The letter in words; the same matter gives the same words. */
export function clearanceLetter({ reference, day, terms, excluded }: LetterMatter): ClearanceLetter {
  const { provider, contact, emergency, scope, activities } = terms;
  const { level } = scope;
  const sends = level !== 'none';
  return {
    reference,
    title: sends ? 'Letter of clearance' : 'Letter of engagement: nothing is sent to devices',
    day: longDate(day),
    opening: `For: ${terms.title}. This letter says what ${provider.name} may do, where and when. It holds from ${longDate(terms.from)} to ${longDate(terms.until)}, both days included, once the client has signed it. A change of it needs a new letter.`,
    sections: [
      section('The two sides', {
        table: {
          columns: ['Side', 'Name', 'How to reach'],
          rows: [
            ['Client', contact.name, orNone(contact.reach)],
            ['Provider', provider.name, orNone(provider.reach)],
          ],
        },
      }),
      section('What is done', { points: activities.map((each) => DONE[each]) }),
      ...whereParts(scope, sends),
      ...(excluded.length === 0
        ? []
        : [
            section('What must not be touched', {
              paragraphs: ['Devices are known by the addresses that they had on the day of this letter.'],
              table: {
                columns: ['Device or address', 'Addresses', 'Why'],
                rows: excluded.map(({ name, addresses, reason }) => [
                  name,
                  addresses.length === 0 ? 'not known' : addresses.join(', '),
                  reason,
                ]),
              },
            }),
          ]),
      ...(sends
        ? [
            section('When', {
              paragraphs: [`${hoursWords(scope.hours)} Days and hours are those of ${terms.timeZone}.`],
            }),
            section('What is sent', { points: sentAt(level) }),
          ]
        : []),
      section('What is not done', {
        points: sends ? [level === 'full' ? ONE_WRITE : NO_WRITE, ...NEVER] : ['Nothing is sent to any device.'],
      }),
      ...(sends ? [section('With what care', { points: CARE, paragraphs: [RESIDUAL] })] : []),
      section('Who stops it', { paragraphs: [`${emergency.name}, ${emergency.reach}. No reason need be given.`] }),
      section('How results are kept', { points: [...KEPT, ...(terms.keeping === '' ? [] : [terms.keeping])] }),
    ],
    signers: [
      {
        side: 'client',
        label: 'For the client',
        declares:
          level === 'full'
            ? 'I own the data and the devices in the networks above, or act for their owner, and allow what this letter says.'
            : 'I may decide about the devices in the networks above, and allow what this letter says.',
      },
      { side: 'provider', label: `For ${provider.name}`, declares: 'We keep to this letter.' },
    ],
  };
}

/** The letter as plain text, of which the hash is kept. */
export function clearanceLetterText({ reference, title, day, opening, sections, signers }: ClearanceLetter): string {
  const parts = sections.map(({ heading, paragraphs, points, table }) =>
    [
      heading.toUpperCase(),
      ...(table ? [table.columns.join(' | '), ...table.rows.map((row) => row.join(' | '))] : []),
      ...points.map((point) => `- ${point}`),
      ...paragraphs,
    ].join('\n'),
  );
  const lines = signers.map(({ label, declares }) => `${label}: ${declares}\nName:\nDay:\nSignature:`);
  return `${[title, `Reference: ${reference}\n${day}`, opening, ...parts, ...lines].join('\n\n')}\n`;
}

function whereParts({ networks, places }: LetterMatter['terms']['scope'], sends: boolean): LetterSection[] {
  if (networks.length === 0 && places.length === 0) return [];
  return [
    section('Where', {
      ...(networks.length === 0
        ? {}
        : {
            table: { columns: ['Network', 'Place'], rows: networks.map(({ range, place }) => [range, orNone(place)]) },
          }),
      paragraphs: [
        ...(places.length === 0 ? [] : [`Sites and zones: ${places.join(', ')}.`]),
        ...(sends ? ['Something is sent to these networks only.'] : []),
      ],
    }),
  ];
}

function sentAt(level: ProbingLevel): string[] {
  const { handshake, query, full } = SENT;
  if (level === 'handshake') return [...handshake];
  return level === 'query' ? [...handshake, ...query] : [...handshake, ...query, ...full];
}

function hoursWords(hours: readonly HoursOfDay[]): string {
  if (hours.length === 0) return 'At any hour.';
  return `Only ${hours.map(({ from, to }) => `from ${from} to ${to}`).join(' and ')}${hours.some(({ from, to }) => to < from) ? ', over midnight where the second is the earlier' : ''}.`;
}

function orNone(words: string): string {
  return words === '' ? '—' : words;
}

function section(heading: string, parts: Partial<Omit<LetterSection, 'heading'>>): LetterSection {
  return { heading, paragraphs: [], points: [], table: null, ...parts };
}
