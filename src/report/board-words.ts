// The words of the report for the board: its questions, its annex and the pack for a management review as parts of texts, lists and tables, the
// same for the screen and for paper.
import type { BoardDocument, BoardException, BoardPack, BoardStanding } from '#contracts/index.ts';
import { plain } from './markup.ts';
import type { Block, Part } from './risk-file-words.ts';
import { moneySpan, moneyWords } from './risk-words.ts';
import { counted, grouped, longDate } from './words.ts';

/** The parts of the program, as one says them. */
const SUBJECT_WORDS: Readonly<Record<BoardStanding['subject'], string>> = {
  controls: 'the controls',
  policies: 'the policies',
  training: 'training',
  duties: 'the duties',
};

/** What an exception leaves standing, in words. */
export function leftWords({ left }: BoardException, currency: string): string {
  if (!left) return 'not known';
  if (left.scenarios === 0) return 'no scenario hangs on it';
  const harm = left.harm === null ? 'no harm to people' : `harm: ${left.harm}`;
  return `${counted(left.scenarios, 'scenario')}, at most ${moneyWords(left.loss, currency)} a year; ${harm}`;
}

/** `$1,200 (range $300 to $4,000)` of today and with the plan, from what the document keeps. */
export function costWords({ cost }: Pick<BoardDocument, 'cost'>): string | null {
  if (!cost) return null;
  return `An average year costs ${moneyWords(cost.mean, cost.currency)} (range ${moneySpan(cost.interval, cost.currency)}); with the plan ${moneyWords(cost.after, cost.currency)} (range ${moneySpan(cost.afterInterval, cost.currency)}).`;
}

/** A decision in one line. */
export function decisionLine({ on, by, subject, decision }: BoardDocument['decisions']['items'][number]): string {
  return `${longDate(on)}: ${subject}: ${decision} (${by})`;
}

/** The title of the report, or of the pack. */
export function boardTitle({ site, date }: BoardDocument, pack: BoardPack): string {
  return `${pack === 'review' ? 'Management review pack' : 'Board report'} of ${longDate(date)}: ${site}`;
}

/** How much the first page says; less when it would not fit the sheet. */
export interface FrontDetail {
  readonly rows: number;
  readonly lines: number;
  /** Letters of one text. */
  readonly long: number;
  readonly story: boolean;
}

/** From everything to the least that still answers the five questions. */
export const FRONT_DETAILS: readonly [FrontDetail, ...FrontDetail[]] = [
  { rows: 5, lines: 8, long: 900, story: true },
  { rows: 5, lines: 6, long: 600, story: false },
  { rows: 4, lines: 5, long: 420, story: false },
  { rows: 3, lines: 4, long: 300, story: false },
  { rows: 3, lines: 3, long: 200, story: false },
  { rows: 2, lines: 2, long: 120, story: false },
  { rows: 1, lines: 1, long: 80, story: false },
];

/** The five questions that one page answers. */
export function frontParts(document: BoardDocument, detail: FrontDetail): Part[] {
  const { hurt, cost, decisions, changed, asks, previous } = document;
  const short = (text: string) => shortened(text, detail.long);
  const rows = hurt.rows.slice(0, detail.rows);
  const since =
    previous === null ? '' : ` since ${previous.from === 'review' ? 'the review of ' : ''}${longDate(previous.day)}`;
  const decided = decisions.items.slice(0, detail.lines);
  const asked = asks.slice(0, detail.lines + 1);
  return [
    {
      title: 'What could hurt us?',
      blocks: [
        ...(rows.length === 0
          ? [say(document.assessment ? 'Nothing that was looked at reaches a patient.' : hurt.basis)]
          : [
              table(
                ['What', 'Where', 'How bad', 'Today', 'With the plan'],
                rows.map((row) => [
                  short(row.what),
                  short(row.where),
                  row.severity,
                  `${row.today}, ${row.acceptability}`,
                  row.after,
                ]),
              ),
            ]),
        ...(detail.story && hurt.story ? [say(short(hurt.story))] : []),
        ...more(hurt.total - rows.length, 'further scenario', 'that could reach a person'),
      ],
    },
    {
      title: 'What would it cost?',
      blocks: cost
        ? [
            table(
              ['What', 'Today', 'With the plan'],
              cost.rows.map(({ label, today, after }) => [label, today, after]),
            ),
            ...cost.tolerance.slice(0, detail.lines).map((line) => say(short(line))),
            say(short(cost.basis)),
          ]
        : [say('It is not known: nothing was worked out by this day.')],
    },
    {
      title: 'What did we decide?',
      blocks: [
        ...(decided.length > 0
          ? [{ kind: 'list' as const, items: decided.map((each) => short(decisionLine(each))) }]
          : decisions.total > 0
            ? [say(`Nothing was written into the log of decisions${since}.`)]
            : []),
        ...more(decisions.count - decided.length, 'further decision', `${since} (see the annex)`.trim()),
        say(headWords(document)),
      ],
    },
    {
      title: 'What changed since the last report, and why?',
      blocks: [
        ...changed.lines.map((line) => say(short(line))),
        ...(changed.because.length === 0
          ? []
          : [{ kind: 'list' as const, items: changed.because.slice(0, detail.lines).map(short) }]),
        ...more(changed.because.length - detail.lines, 'further reason', 'in the annex'),
      ],
    },
    {
      title: 'What do we ask the board to decide?',
      blocks: [
        ...(asked.length === 0
          ? [say('Nothing waits for a decision.')]
          : [
              {
                kind: 'list' as const,
                items: asked.map(({ ask, because }) => `${short(ask)} ${short(because)}`.trim()),
              },
            ]),
        ...more(asks.length - asked.length, 'further question', 'in the annex'),
      ],
    },
  ];
}

/** The newest hash of the log at the end of the day. */
function headWords({ decisions: { head, total } }: BoardDocument): string {
  return head
    ? `Log of decisions at the end of the day: ${counted(total, 'entry', 'entries')}, newest hash ${head.hash}.`
    : 'The log of decisions was empty at the end of the day.';
}

/** What stands behind the first page. */
export function annexParts(document: BoardDocument): Part[] {
  const { decisions, exceptions, standing, moved, steps, asks, changed, limits, hurt, cost } = document;
  const currency = cost?.currency ?? 'USD';
  return [
    {
      title: 'Why each question is put',
      blocks: [
        table(
          ['Decide', 'Because'],
          asks.map(({ ask, because }) => [ask, because]),
        ),
      ],
    },
    ...(hurt.story === null ? [] : [{ title: 'How it would come', blocks: [say(hurt.story), say(hurt.basis)] }]),
    {
      title: 'What is to be done first',
      blocks: [
        table(
          ['Step', 'Who', 'Due', 'Cost', 'Saves', 'Care'],
          steps.map(({ what, who, due, cost: costs, saves, care }) => [what, who, due, costs, saves, care]),
        ),
      ],
    },
    ...(changed.because.length === 0
      ? []
      : [{ title: 'Why it changed', blocks: [{ kind: 'list' as const, items: changed.because }] }]),
    {
      title: 'What stands otherwise in the program',
      blocks: [
        say(moved.words),
        ...(moved.rows.length === 0
          ? []
          : [
              table(
                ['What', 'Then', 'Now', 'Decided and said in between'],
                moved.rows.map(({ what, was, is, because }) => [what, was, is, because.join('; ')]),
              ),
            ]),
      ],
    },
    {
      title: 'Decisions',
      blocks: [
        table(
          ['No.', 'When', 'By', 'About', 'Decision', 'Because'],
          decisions.items.map(({ seq, on, by, subject, decision, because }) => [
            grouped(seq),
            longDate(on),
            by,
            subject,
            decision,
            because,
          ]),
        ),
        ...more(decisions.count - decisions.items.length, 'older decision', 'in the log'),
        say(headWords(document)),
      ],
    },
    {
      title: 'Exceptions and what they leave standing',
      blocks: [
        table(
          ['From what', 'Devices', 'In its place', 'Owner', 'State', 'Until', 'Leaves standing'],
          exceptions.map((each) => [
            each.about,
            each.devices.join(', '),
            each.instead,
            each.owner,
            each.state,
            each.until,
            leftWords(each, currency),
          ]),
        ),
      ],
    },
    ...standing.map((each) => ({
      title: `How ${SUBJECT_WORDS[each.subject]} ${each.subject === 'training' ? 'stands' : 'stand'}${each.asOf === null ? '' : `, as of ${longDate(each.asOf)}`}`,
      blocks: [say(each.words), ...(each.columns.length === 0 ? [] : [table(each.columns, each.rows)])],
    })),
    { title: 'What this report rests on', blocks: [{ kind: 'list' as const, items: limits }] },
  ];
}

/** The pack for a management review: each input with what is known of it and what is open. */
export function reviewParts({ review }: BoardDocument): Part[] {
  return review.map(({ heading, source, lines, open }) => ({
    title: heading,
    blocks: [
      ...(lines.length === 0 ? [] : [{ kind: 'list' as const, items: lines }]),
      ...(open === null ? [] : [say(`Open: ${open}`)]),
      say(`(${source})`),
    ],
  }));
}

function say(text: string): Block {
  return { kind: 'text', text };
}

function table(columns: readonly string[], rows: readonly (readonly string[])[]): Block {
  return rows.length === 0 ? say('None.') : { kind: 'table', columns, rows };
}

function more(left: number, what: string, where: string): Block[] {
  return left > 0 ? [say(`${counted(left, what)} ${where}.`.replace(/ +\./, '.'))] : [];
}

/** Whole up to so many letters; then as many whole sentences as fit, or cut. */
function shortened(text: string, long: number): string {
  const inert = plain(text);
  if (inert.length <= long) return inert;
  const end = inert.slice(0, long).lastIndexOf('. ');
  return end > 0 ? inert.slice(0, end + 1) : `${inert.slice(0, long - 1)}…`;
}
