// Made-up MDS2 of a made-up maker, two of them beside each other, and the check of a product.

import { daysAgo } from './fake-devices.ts';
import { pageOf } from './fake-lists.ts';
import type { Mds2Answer } from './fake-mds2-answers.ts';
import { MDS2_ANSWERS } from './fake-mds2-answers.ts';
import type { Route } from './fake-routes.ts';

const rowOf = (number: number, day: string) => ({
  id: `mds2-${number}`,
  edition: '2019',
  manufacturer: 'Helion',
  model: 'CT Nova',
  version: `R${number}`,
  documentId: number === 2 ? '<img src=x onerror=alert(1)>' : 'HN-4711',
  day,
  questions: 240,
  answered: 225,
  problems:
    number === 2 ? ['Read from a PDF by the places of its text: look the answers over before you rely on them.'] : [],
  addedAt: daysAgo(number),
  addedBy: 'owner@example.org',
  supersededBy: null,
});

const ROWS = [rowOf(1, '2022-02-01'), rowOf(2, '2025-06-30')];

function plain({ id, capability, kind, answer, note, question }: Mds2Answer) {
  return { id, sameAs: id, capability, kind, answer, note, question };
}

const CHECK = {
  schema: 'dosimeter.purchase/1',
  checkedAt: daysAgo(0),
  product: { manufacturer: 'Helion', model: 'CT Nova', version: 'R2' },
  inputs: {
    mds2: { edition: '2019', documentId: 'HN-4711', day: '2025-06-30', answered: 225 },
    sbom: null,
    system: null,
  },
  verdict: { word: 'not as it is', because: 'Of 3 points, 1 speaks for it, 1 against it, and 1 is open.' },
  counts: { good: 1, bad: 1, unknown: 1 },
  decisive: { good: 1, bad: 1, unknown: 1 },
  items: [
    ['PAUT-5', 'All passwords can be changed', 'bad', 'No', 'The customer can change every password.'],
    [
      'system',
      'The operating system gets security updates',
      'unknown',
      null,
      'The supplier names the operating system.',
    ],
    ['CONN-7', 'It can encrypt connections (TLS)', 'good', 'Yes', null],
  ].map(([id, about, judged, answer, clause]) => ({
    id,
    about,
    judged,
    weight: 3,
    answer,
    note: null,
    because: 'As the maker answers.',
    clause,
    source: { name: 'MDS2 HN-4711', asOf: '2025-06-30' },
  })),
  problems: [],
};

/** The routes of this part. */
export const MDS2_ROUTES: readonly Route[] = [
  ['GET', /^mds2$/, ({ tenant, query }) => ({ json: pageOf(tenant.devices.length === 0 ? [] : ROWS, query) })],
  [
    'GET',
    /^mds2\/compare$/,
    () => ({
      json: {
        left: ROWS[0],
        right: ROWS[1],
        counts: { same: 1, better: 1, worse: 1, other: 1 },
        rows: (['better', 'worse', 'other', 'same'] as const).flatMap((change, at) => {
          const answer = MDS2_ANSWERS[at];
          if (!answer) return [];
          const { id, capability, asks } = answer;
          return { id, capability, asks, left: at === 2 ? null : plain(answer), right: plain(answer), change };
        }),
      },
    }),
  ],
  [
    'GET',
    /^mds2\/([^/]+)$/,
    (_, id) => {
      const document = ROWS.find((row) => row.id === id);
      return (
        document && {
          json: {
            document,
            capabilities: [
              { code: 'PAUT', label: 'Person authentication', about: 'Accounts and passwords', answers: MDS2_ANSWERS },
            ],
            devices: [
              { id: 'demo-6', name: 'Main PACS', because: 'the same product', confidence: 0.9, isChosen: false },
            ],
            others: ROWS.filter((row) => row.id !== id),
          },
        }
      );
    },
  ],
  [
    'GET',
    /^devices\/([^/]+)\/mds2$/,
    (_, id) => ({
      json:
        id === 'demo-6'
          ? { document: ROWS[1], because: 'the same product', confidence: 0.9, isChosen: false }
          : { document: null, because: null, confidence: null, isChosen: false },
    }),
  ],
  ['POST', /^purchase$/, () => ({ json: CHECK })],
];
