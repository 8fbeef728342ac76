// The report for the board in the fake API.
import type { BoardDocument } from '#contracts/index.ts';
import { HOSTILE_NAMES } from './fake-devices.ts';
import type { Route } from './fake-routes.ts';
import type { FakeTenant } from './fake-tenant.ts';

const HASH = 'a1'.repeat(32);
const UNKNOWN = 'What could happen here and what it would cost was not worked out yet.';

function boardOfTenant(tenant: FakeTenant, date: string): BoardDocument {
  const isEmpty = tenant.id === 'empty';
  const names = tenant.id === 'group' ? [...HOSTILE_NAMES] : ['Wrong dose at the CT'];
  return {
    schema: 'dosimeter.board/1',
    site: tenant.name,
    date,
    assessment: isEmpty ? null : { id: 'risk-2', at: '2026-11-20T10:00:00.000Z' },
    previous: isEmpty
      ? null
      : { from: 'review', day: '2026-10-02', assessment: 'risk-1', at: '2026-10-01T10:00:00.000Z' },
    headline: isEmpty
      ? { harm: 'Whether a patient could be harmed was not worked out.', money: UNKNOWN }
      : {
          harm: 'A patient could be harmed: critical and probable today.',
          money: 'An average year costs $120,000 (range $40,000 to $310,000).',
        },
    hurt: {
      rows: isEmpty
        ? []
        : names.map((what) => ({
            what,
            where: 'CT 1',
            severity: 'critical',
            today: 'probable',
            after: 'remote',
            acceptability: 'not acceptable',
          })),
      total: isEmpty ? 0 : names.length,
      story: null,
      basis: isEmpty ? UNKNOWN : 'Severity was rated by people who work here.',
    },
    cost: isEmpty
      ? null
      : {
          currency: 'USD',
          mean: 120_000,
          interval: [40_000, 310_000],
          after: 60_000,
          afterInterval: [20_000, 150_000],
          rows: [{ label: 'An average year', today: '$120,000', after: '$60,000' }],
          tolerance: ['Above what you tolerate: more than $500,000 a year may come with a chance of at most 5%.'],
          above: 1,
          basis: 'All 30 figures behind this were stated by the site.',
        },
    decisions: {
      count: isEmpty ? 0 : names.length,
      total: isEmpty ? 0 : names.length,
      items: isEmpty
        ? []
        : names.map((subject, place) => ({
            seq: names.length - place,
            at: '2026-11-20T10:00:00.000Z',
            on: '2026-11-20',
            by: 'owner@example.org',
            kind: 'plan' as const,
            subject,
            decision: 'Buy one before the end of the year',
            because: 'It is open',
            hash: HASH,
          })),
      head: isEmpty ? null : { seq: names.length, hash: HASH },
    },
    changed: isEmpty
      ? { lines: [UNKNOWN], because: [] }
      : {
          lines: ['An average year costs less: $300,000 on October 1, 2026, $120,000 on November 20, 2026.'],
          because: names.map((name) => `1 finding gone: ${name}.`),
        },
    asks: isEmpty
      ? [{ ask: 'Have the risk of this site worked out.', because: 'Without it nobody can say what could hurt whom.' }]
      : [{ ask: 'Approve the plan: 5 steps for $20,000.', because: 'An average year goes to $60,000.' }],
    exceptions: [],
    standing: [
      {
        subject: 'duties',
        asOf: date,
        isOfDate: true,
        words: 'Of 24 duties 3 are open: nobody answers for them, or nobody does them.',
        columns: ['Open duty', 'What is missing'],
        rows: [['Read logs and alarms', 'Nobody answers for it.']],
        open: 3,
      },
    ],
    moved: isEmpty
      ? { from: null, words: 'There is no earlier report to hold the program against.', rows: [] }
      : {
          from: '2026-10-02',
          words: 'Since October 2, 2026 this stands otherwise in the program: 1 policy.',
          rows: names.map((what) => ({
            subject: 'policies' as const,
            what,
            was: 'written partly, known unknown, enforced no',
            is: 'written yes, known unknown, enforced no',
            because: ['version 2 approved (owner@example.org, October 20, 2026)'],
          })),
        },
    steps: [],
    review: [],
    limits: isEmpty ? [UNKNOWN] : ['Risk worked out on November 20, 2026; 1,000 simulated years.'],
  };
}

/** /report/board. */
export const BOARD_ROUTES: readonly Route[] = [
  [
    'GET',
    /^report\/board$/,
    ({ tenant, query }) => ({ json: boardOfTenant(tenant, query.get('date') ?? '2026-11-27') }),
  ],
];
