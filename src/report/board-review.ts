// The inputs of a management review as headings, each filled from data or said to be open. After the list of ISO/IEC 27001:2022 9.3.2 and the
// review by top management of IEC 80001-1, in our own words; the letters were not checked against the text that is sold.
import type { BoardDocument } from '#contracts/index.ts';
import { costWords, decisionLine, leftWords } from './board-words.ts';
import { counted, longDate } from './words.ts';

type Known = Omit<BoardDocument, 'review'>;
type Input = BoardDocument['review'][number];

const ISO = 'ISO/IEC 27001, 9.3.2';
const IEC = 'IEC 80001-1';
const SHOWN = 8;

/** The headings in their order. */
export function reviewInputs(known: Known): Input[] {
  return [
    filled(
      'What became of the actions of earlier reviews',
      `${ISO} a`,
      known.decisions.items.filter(({ kind }) => kind === 'plan' || kind === 'review').map(decisionLine),
      'Write what earlier reviews asked for, and what became of it, into the log of decisions.',
    ),
    filled(
      'What changed around us and inside',
      `${ISO} b`,
      [...known.changed.lines, ...known.changed.because],
      'Say what changed that no scan sees: contracts, owners, law, buildings, staff.',
      true,
    ),
    filled(
      'What patients, staff, referrers, makers and authorities expect',
      `${ISO} c`,
      [],
      'Nothing here records it. Say what changed in what they need and expect.',
    ),
    filled(
      'What did not work, and what was done about it',
      `${ISO} d, 1`,
      [
        ...known.exceptions.map(
          (each) =>
            `Exception (${each.state}, until ${longDate(each.until)}): ${each.about}. It leaves standing: ${leftWords(each, known.cost?.currency ?? 'USD')}.`,
        ),
        ...openOf(known, 'duties'),
      ],
      'Say which incidents and complaints there were; they are not kept here.',
      true,
    ),
    filled(
      'What was watched and measured',
      `${ISO} d, 2`,
      known.standing.map(({ words }) => words),
      'Nothing was measured.',
    ),
    filled(
      'What audits found',
      `${ISO} d, 3`,
      [],
      'Audits are not kept here. Say which there were and what they found.',
    ),
    filled(
      'Whether the objectives were met',
      `${ISO} d, 4`,
      known.cost?.tolerance ?? [],
      'Nothing was worked out to hold against an objective.',
    ),
    filled(
      'What people told us',
      `${ISO} e`,
      [],
      'Nothing here records it. Say what staff, patients and makers told you.',
    ),
    filled(
      'Results of the assessment of risk, and how far the treatment is',
      `${ISO} f; ${IEC}`,
      [
        known.headline.harm,
        costWords(known) ?? known.headline.money,
        ...known.steps.map(({ what, who, due }) => `Planned: ${what} (${who}, ${due}).`),
      ],
      known.assessment === null ? 'The risk was not worked out by this day.' : null,
      known.assessment === null,
    ),
    filled(
      'Chances to get better',
      `${ISO} g`,
      known.asks.map(({ ask }) => ask),
      'Nothing follows from the data. Say what you would change.',
    ),
    filled(
      'Who answers for what between provider, makers and IT',
      IEC,
      known.standing.filter(({ subject }) => subject === 'duties').map(({ words }) => words),
      'Nobody was named for any duty.',
    ),
    filled(
      'Whether the way in which risk is managed still fits, and has the people and money it needs',
      IEC,
      [],
      'This is for the management to judge.',
    ),
    filled(
      'What the review decides',
      'ISO/IEC 27001, 9.3.3',
      [],
      'Write each decision into the log of decisions, and its newest hash into the minutes.',
    ),
  ];
}

/** `isOpenStill`: people have something to add to what the data says. */
function filled(
  heading: string,
  source: string,
  lines: readonly string[],
  open: string | null,
  isOpenStill = false,
): Input {
  const shown = lines.slice(0, SHOWN);
  const more = lines.length - shown.length;
  return {
    heading,
    source,
    lines: [...shown, ...(more > 0 ? [`${counted(more, 'further line')}: see the annex.`] : [])],
    open: lines.length === 0 || isOpenStill ? open : null,
  };
}

function openOf({ standing }: Known, subject: Known['standing'][number]['subject']): string[] {
  const found = standing.find((each) => each.subject === subject);
  return found && found.open > 0 ? [found.words] : [];
}
