// The words of the page with the report for the board; part of the English catalogue.
const SINCE = {
  asked: (day: string) => `Since ${day}, as you chose.`,
  review: (day: string) => `Since the review of ${day}, which stands in the log of decisions.`,
  assessment: (day: string) => `Since the assessment before, of ${day}; no review stands in the log of decisions.`,
};

export const enBoard = {
  board: {
    title: 'Board report',
    lead: 'One page and an annex from the state of a day: what could hurt, what it would cost, what was decided, what changed and why, and what to decide.',
    which: 'Which day',
    date: 'State of the day (today without one)',
    since: 'Day of the report before',
    daysHow:
      "Without a day of the report before, the last management review in the log of decisions counts, or else the assessment before. Days are those of the site's time zone (page Calendar). The annex is in the files.",
    takes: {
      board: { pdf: 'Board report (PDF)', html: 'Board report (web page)' },
      review: { pdf: 'Review pack (PDF)', html: 'Review pack (web page)' },
    },
    hurt: 'What could hurt us?',
    hurtColumns: ['What', 'Where', 'How bad', 'Today', 'With the plan'],
    hurtsNobody: 'Nothing that was looked at reaches a patient.',
    cost: 'What would it cost?',
    costColumns: ['What', 'Today', 'With the plan'],
    costUnknown: 'It is not known: nothing was worked out by this day.',
    decided: 'What did we decide?',
    decidedLead: (since: string, all: string) =>
      `Since the report before: ${since}. In the log of decisions at the end of the day: ${all}.`,
    hash: 'Newest hash of the log:',
    changed: 'What changed since the last report, and why?',
    changedSince: SINCE,
    noPrevious: 'There is no earlier report or assessment.',
    because: 'Why',
    asks: 'What do we ask the board to decide?',
    askColumns: ['Decide', 'Because'],
    noAsks: 'Nothing waits for a decision.',
    program: 'How the program stands, and what this rests on',
    moved: 'What stands otherwise in the program',
    movedColumns: ['What', 'Then', 'Now', 'Decided and said in between'],
    none: 'None.',
  },
};
