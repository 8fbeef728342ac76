// Answers of a made-up MDS2.

/** One of them. */
export type Mds2Answer = (typeof MDS2_ANSWERS)[number];

const answer = (id: string, asks: string, said: 'Yes' | 'No' | 'See Note', note: string | null = null) => ({
  id,
  sameAs: id,
  capability: 'PAUT',
  kind: said === 'Yes' ? 'yes' : said === 'No' ? 'no' : 'see note',
  answer: said,
  note,
  question: null,
  asks,
  safer: 'yes',
  weight: 3,
  facts: [`fact-${id}`],
  standing: said === 'Yes' ? 'good' : said === 'No' ? 'bad' : 'unknown',
});

/** Four answers, one hostile. */
export const MDS2_ANSWERS = [
  answer('PAUT-1', 'Every user can have an id and a password of his own', 'Yes'),
  answer('PAUT-4', 'All accounts that it comes with are listed', 'See Note', '<img src=x onerror=alert(1)>'),
  answer('PAUT-5', 'All passwords can be changed', 'No', 'Passwords of service are fixed.'),
  answer('PAUT-8', 'It supports a second factor', 'Yes'),
];
