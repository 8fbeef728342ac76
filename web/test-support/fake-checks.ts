// Checks and controls of the stand-in: one control with checks that devices break, one that nothing looks at, and long lists in the group.
import {
  type AttestationKept,
  type CheckDetail,
  type CheckedDevice,
  type CheckRow,
  type ControlDetail,
  type ControlRow,
  FUNCTIONS,
} from '#contracts/index.ts';
import { daysAgo } from './fake-devices.ts';
import type { Route } from './fake-routes.ts';
import type { FakeTenant } from './fake-tenant.ts';

const LONG = `A name that goes on and on: ${'Angiography-Suite-'.repeat(5)}`;
const saids = new WeakMap<FakeTenant, AttestationKept[]>();

const OWN_ACCOUNTS = {
  question: 'own-accounts',
  ask: 'Does everyone sign in with an account of their own?',
  months: 12,
  excuses: false,
};

function checksOf(tenant: FakeTenant): CheckRow[] {
  const devices = tenant.devices.length;
  const broken = Math.min(devices, Math.ceil(devices / 3));
  return [
    {
      id: 'default-account-changed',
      title: 'The maker’s default passwords were changed, and somebody confirmed it within 12 months.',
      of: 'device',
      counts: { holds: devices - broken, excused: Math.min(1, devices - broken), broken, unknown: 0, notApplicable: 2 },
      questions: [
        { question: 'shielded', ask: 'Is this device behind a firewall of its own?', months: 12, excuses: true },
      ],
      controls: ['unique-accounts'],
      policies: ['passwords'],
    },
    {
      id: 'own-accounts',
      title: 'People sign in with accounts of their own.',
      of: 'site',
      counts: { holds: 0, excused: 0, broken: 0, unknown: 1, notApplicable: 0 },
      questions: [OWN_ACCOUNTS],
      controls: ['unique-accounts'],
      policies: [],
    },
  ];
}

function brokenOn(tenant: FakeTenant): CheckedDevice[] {
  const [row] = checksOf(tenant);
  return tenant.devices.slice(0, row?.counts.broken ?? 0).map(({ id, name, kind }) => ({
    device: { id, name, kind },
    state: 'broken',
    why: `The password that it was shipped with was not changed. ${LONG}`,
    evidence: [
      { kind: 'finding', id: 'finding-0123456789abcdef' },
      { kind: 'fact', id: 'fact-0123456789abcdef' },
    ],
    asks: null,
  }));
}

const CONTROL: ControlRow = {
  id: 'unique-accounts',
  name: 'Everybody has an account of their own, and none keeps the password it came with',
  function: 'protect',
  intent: 'Whoever did something can be told, and nobody gets in by a password that stands in a manual.',
  status: {
    written: { answer: 'yes', why: 'The policy is approved until 2027-11-20.' },
    known: { answer: 'unknown', why: 'Nobody was asked to read it, and no lesson was given.' },
    enforced: {
      answer: 'partly',
      why: '4 of 7 results of checks on devices pass; 3 fail (default-account-changed).',
      basis: 'observed',
    },
  },
  checks: ['default-account-changed', 'own-accounts'],
  brings: ['unique-accounts'],
};

function controlsOf(tenant: FakeTenant): ControlRow[] {
  const none = { answer: 'unknown', why: 'No check looks at it, and nobody has stated it.', basis: 'nothing' } as const;
  const more = Array.from({ length: tenant.devices.length > 1000 ? 40 : 2 }, (_, n) => n).flatMap((n) =>
    FUNCTIONS.map(
      (of): ControlRow => ({
        id: `${of}-${n}`,
        name: n === 0 ? `<img src=x onerror=alert(1)> ${of}` : `${LONG} ${of} ${n}`,
        function: of,
        intent: 'What it is for, in one sentence that is long enough to wrap.',
        status: { ...CONTROL.status, enforced: none },
        checks: [],
        brings: [],
      }),
    ),
  );
  return [CONTROL, ...more];
}

function detailOf(tenant: FakeTenant, id: string): ControlDetail | undefined {
  const row = controlsOf(tenant).find((each) => each.id === id);
  if (!row) return undefined;
  const cost = { money: [500, 2000, 6000], days: [1, 3, 8] } as const;
  const costs = { money: [...cost.money], days: [...cost.days] } satisfies ControlDetail['control']['cost']['small'];
  const isKnown = row.id === CONTROL.id;
  const { status, checks: _, ...own } = row;
  return {
    at: daysAgo(0),
    size: 'small',
    control: {
      ...own,
      how: {
        small: `Make accounts at each console. ${LONG}`,
        middle: 'Use a directory for all consoles.',
        large: 'One directory, with joiners and leavers from the staff system.',
      },
      test: 'Sit down at three consoles and look whose name stands there.',
      evidence: ['List of accounts with the day of the last look'],
      cost: { small: costs, middle: costs, large: costs, basis: 'ours' },
      partOf: [],
      brokenBy: [],
    },
    status,
    isPart: !isKnown,
    maps: isKnown
      ? [
          {
            framework: 'csf-2.0',
            frameworkName: 'NIST CSF 2.0',
            id: 'PR.AA-01',
            name: 'Identities are managed',
            basis: 'ours',
          },
        ]
      : [],
    effects: isKnown
      ? [
          {
            scenario: 'ct-dose-too-high-1',
            scenarioName: 'Dose too high',
            control: 'unique-accounts',
            vulnerability: 0.7,
          },
        ]
      : [],
    checks: isKnown
      ? checksOf(tenant).map((check) => ({ ...check, broken: check.of === 'site' ? [] : brokenOn(tenant).slice(0, 5) }))
      : [],
    policy: isKnown ? 'passwords' : null,
    question: isKnown
      ? null
      : { question: `control-${id}`, ask: `Is this done: ${row.name}?`, months: 12, excuses: false },
  };
}

function checkOf(tenant: FakeTenant, id: string, state: string | null): CheckDetail | undefined {
  const check = checksOf(tenant).find((each) => each.id === id);
  if (!check) return undefined;
  const items = check.of === 'device' && (state ?? 'broken') === 'broken' ? brokenOn(tenant).slice(0, 50) : [];
  const total = { value: items.length, relation: 'eq' } as const;
  return { at: daysAgo(0), check: { ...check, asks: 'Ask who changed them.' }, items, next: null, total };
}

/** The routes of this part. */
export const CHECK_ROUTES: readonly Route[] = [
  [
    'GET',
    /^program\/checks$/,
    ({ tenant }) => ({
      json: {
        schema: 'dosimeter.site-checks/1',
        at: daysAgo(0),
        devices: tenant.devices.length,
        checks: checksOf(tenant),
      },
    }),
  ],
  [
    'GET',
    /^program\/checks\/([^/]+)$/,
    ({ tenant, query }, id) => {
      const json = checkOf(tenant, id, query.get('state'));
      return json && { json };
    },
  ],
  [
    'GET',
    /^program\/controls$/,
    ({ tenant }) => ({
      json: {
        schema: 'dosimeter.site-controls/1',
        at: daysAgo(0),
        devices: tenant.devices.length,
        size: 'small',
        controls: controlsOf(tenant),
        counted: [],
        problems: [],
      },
    }),
  ],
  [
    'GET',
    /^program\/controls\/([^/]+)$/,
    ({ tenant }, id) => {
      const json = detailOf(tenant, id);
      return json && { json };
    },
  ],
  [
    'GET',
    /^program\/attestations$/,
    ({ tenant, query }) => ({
      json: { items: (saids.get(tenant) ?? []).filter(({ question }) => question === query.get('question')) },
    }),
  ],
  [
    'POST',
    /^program\/attestations$/,
    ({ tenant, body }) => {
      const given = body['attestations'] as Omit<AttestationKept, 'id' | 'at' | 'by' | 'via'>[]; // as the page sends it
      const kept = given.map((said, n) => ({
        ...said,
        id: `said-${Date.now()}-${n}`,
        at: new Date().toISOString(),
        by: 'owner@example.org',
        via: 'page',
      }));
      saids.set(tenant, [...kept, ...(saids.get(tenant) ?? [])]);
      return { json: { kept: kept.length, known: 0 } };
    },
  ],
];
