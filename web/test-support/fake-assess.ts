// Assessments, questionnaires and the register of remote access in the fake API.
import type {
  FrameworkStanding,
  KeptAnswer,
  RemoteAccessEntry,
  RowStanding,
  StandingCounts,
} from '#contracts/index.ts';
import { daysAgo, HOSTILE_NAMES } from './fake-devices.ts';
import type { Route } from './fake-routes.ts';
import type { FakeTenant } from './fake-tenant.ts';

const SAID: KeptAnswer = {
  kind: 'control',
  scope: '',
  subject: 'record-keeping',
  answer: 'yes',
  note: 'Six years, in the cellar. <b>Really</b>',
  evidence: 'Binder 4',
  on: '2026-10-01',
  at: daysAgo(50),
  by: 'owner@example.org',
  via: 'said here',
};

function rowsOf(tenant: FakeTenant): RowStanding[] {
  const row = (id: string, name: string, over: Partial<RowStanding> = {}): RowStanding => ({
    id,
    name,
    parent: '164.308',
    basis: 'second-hand',
    asks: true,
    answer: 'unknown',
    from: 'nothing',
    why: 'Nobody has answered it.',
    stale: false,
    target: 'unknown',
    own: null,
    controls: [],
    ...over,
  });
  const control = {
    id: 'record-keeping',
    name: 'What was decided and done is kept for six years and can be found',
    answer: 'yes' as const,
    from: 'attested' as const,
    why: 'Somebody stated it on 2026-10-01; no fact shows it.',
    alsoServes: 7,
    own: SAID,
  };
  const many = tenant.id === 'group' ? Array.from({ length: 300 }, (_, n) => row(`R.${n}`, `Row ${n}`)) : [];
  return [
    row('164.308', 'Administrative safeguards', { parent: null, asks: false }),
    row('164.308(a)(1)(ii)(A)', 'Risk analysis (R)', {
      answer: 'partly',
      from: 'both',
      why: '3 controls: 1 yes, 1 no, 1 not known; 1 seen by facts.',
      target: 'yes',
      controls: [
        control,
        { ...control, id: 'risk-analysis', name: 'Risk analysis every year', answer: 'no', own: null },
      ],
    }),
    row('164.308(a)(5)(ii)(B)', 'Malicious software (A)', { answer: 'no', from: 'observed' }),
    row('164.314(b)', 'Group health plans', { basis: 'unverified', stale: true, own: { ...SAID, on: '2024-01-01' } }),
    ...HOSTILE_NAMES.map((name, n) => row(`X.${n}`, name)),
    ...many,
  ];
}

function countsOf(rows: readonly RowStanding[]): StandingCounts {
  const asks = rows.filter((row) => row.asks);
  const of = (answer: string) => asks.filter((row) => row.answer === answer).length;
  const counts = { yes: of('yes'), partly: of('partly'), no: of('no'), unknown: of('unknown') };
  return { rows: asks.length, ...counts, observed: 2, stale: 1, belowTarget: 1 };
}

function standingOf(tenant: FakeTenant, id: string): FrameworkStanding {
  const rows = rowsOf(tenant);
  return {
    schema: 'dosimeter.framework-standing/1',
    site: tenant.name,
    at: daysAgo(0),
    id,
    name: 'HIPAA Security Rule',
    version: '45 CFR 164.308-316',
    source: 'Names are ours. https://www.ecfr.gov',
    counts: countsOf(rows),
    analysis: [
      {
        id: 'scope',
        name: 'Scope',
        asks: 'Every system is in it.',
        answer: 'partly',
        why: '12 devices are known; of 3 nobody knows what they are.',
        proof: [{ text: 'Newest fact', at: daysAgo(2) }],
      },
    ],
    rows,
  };
}

function entriesOf(tenant: FakeTenant): RemoteAccessEntry[] {
  if (tenant.id === 'empty') return [];
  const entry = (id: string, who: string, over: Partial<RemoteAccessEntry> = {}): RemoteAccessEntry => ({
    id,
    maker: 'Aurora Imaging',
    who,
    devices: [{ id: 'demo-1', name: 'CT 1' }],
    service: 'TeamViewer',
    reason: 'Yearly service',
    until: '2027-06-30',
    secondFactor: 'yes',
    contact: 'service@aurora.example',
    state: 'valid',
    at: daysAgo(20),
    by: 'owner@example.org',
    endedAt: null,
    endedBy: null,
    lastSeen: { at: daysAgo(3), service: 'A service for remote control is in use (TeamViewer)', device: 'demo-1' },
    ...over,
  });
  const devices = Array.from({ length: 9 }, (_, n) => ({ id: `demo-${n}`, name: HOSTILE_NAMES[n] ?? `MR ${n}` }));
  return [
    entry('ra-1', 'Old service desk', { state: 'expired', until: '2026-01-31', secondFactor: 'no', devices }),
    entry('ra-2', 'Service desk'),
    entry('ra-3', HOSTILE_NAMES[0] ?? 'x', { state: 'ended', endedAt: daysAgo(1), endedBy: 'owner', lastSeen: null }),
  ];
}

const register = (tenant: FakeTenant) => ({
  json: {
    schema: 'dosimeter.remote-access/1',
    items: entriesOf(tenant),
    unregistered:
      tenant.id === 'empty'
        ? []
        : [{ id: 'demo-2', name: 'MR 1', maker: null, service: 'Remote control (AnyDesk)', at: daysAgo(4) }],
  },
});

const parties = (tenant: FakeTenant) => ({
  json: {
    schema: 'dosimeter.questionnaires/1',
    items:
      tenant.id === 'empty'
        ? []
        : ['Cloud Archive Inc.', ...HOSTILE_NAMES].map((name, n) => ({
            id: `party-${n}`,
            questionnaire: n % 2 === 0 ? 'business-associate' : 'vendor',
            name,
            contact: '',
            at: daysAgo(9),
            by: 'owner@example.org',
            questions: [
              {
                id: 'ba-contract',
                section: 'Contract',
                ask: 'Is there a signed agreement?',
                control: 'vendor-contracts',
                answer: { ...SAID, kind: 'question', scope: `party-${n}`, subject: 'ba-contract' },
                stale: false,
              },
              {
                id: 'ba-log',
                section: 'Security',
                ask: 'Is access logged?',
                control: null,
                answer: null,
                stale: false,
              },
            ],
            answered: 1,
            bad: 0,
          })),
  },
});

/** /program/assessments, /program/questionnaires, /program/remote-access. */
export const ASSESS_ROUTES: readonly Route[] = [
  [
    'GET',
    /^program\/assessments$/,
    ({ tenant }) => {
      const { id, name, version, counts } = standingOf(tenant, 'hipaa-security');
      const summary = { name, version, ...counts, lastAnswer: '2026-10-01' };
      const frameworks = [
        { id, ...summary },
        { id: 'csf-2.0', ...summary, name: 'NIST Cybersecurity Framework' },
      ];
      return { json: { schema: 'dosimeter.assessments/1', at: daysAgo(0), frameworks } };
    },
  ],
  ['GET', /^program\/assessments\/([^/]+)$/, ({ tenant }, id) => ({ json: standingOf(tenant, id) })],
  ['PUT', /^program\/assessments\/answers$/, () => ({ json: { changed: 1 } })],
  ['GET', /^program\/questionnaires$/, ({ tenant }) => parties(tenant)],
  ['POST', /^program\/questionnaires$/, ({ tenant }) => parties(tenant)],
  ['GET', /^program\/remote-access$/, ({ tenant }) => register(tenant)],
  ['POST', /^program\/remote-access$/, ({ tenant }) => register(tenant)],
  ['POST', /^program\/remote-access\/([^/]+)\/end$/, ({ tenant }) => register(tenant)],
];
