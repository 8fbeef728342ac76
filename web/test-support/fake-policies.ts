// Policies of the stand-in: one that is approved with a newer draft, one that waits, and one of the library; a save from an older version is
// told of as the server does.
import {
  type PolicyException,
  type PolicyReaders,
  type PolicyRow,
  type PolicyText,
  type PolicyVersion,
  policyExceptions,
  policyTexts,
  type SitePolicy,
} from '#contracts/index.ts';
import { daysAgo } from './fake-devices.ts';
import type { Route } from './fake-routes.ts';
import type { FakeTenant } from './fake-tenant.ts';

const LONG = `A machine with a name that goes on and on: ${'Angiography-Suite-'.repeat(8)}`;

function version(number: number, part: Partial<PolicyVersion> = {}): PolicyVersion {
  return {
    version: number,
    state: 'draft',
    by: 'kim@example.org',
    at: daysAgo(10 - number),
    note: number === 1 ? 'From the library, version 1' : '',
    meaning: true,
    askedBy: null,
    askedAt: null,
    askNote: null,
    decidedBy: null,
    decidedAt: null,
    decisionNote: null,
    reviewOn: null,
    ...part,
  };
}

function textOf(of: PolicyVersion, purpose: string): PolicyText {
  const clauses: PolicyText['body']['clauses'] = [
    {
      id: 'registered',
      text: `Each way in is in the register. ${LONG}`,
      who: ['biomed', 'it'],
      checks: ['remote-service-registered'],
    },
    { id: 'on-request', text: 'Nobody comes in unless {{person}} has opened the way.', who: ['maker'], checks: [] },
  ];
  const filled = clauses.map((clause) => ({ ...clause, text: clause.text.replace('{{person}}', 'Ann <b>Lee</b>') }));
  const title = 'Makers who connect from outside';
  return {
    version: of,
    body: {
      title,
      purpose,
      variables: [
        { name: 'person', label: 'Who looks after the machines', from: 'person' },
        { name: 'session hours', label: 'Longest session in hours', default: '4', from: 'choice' },
      ],
      values: { person: 'Ann <b>Lee</b>' },
      clauses,
      reviewMonths: 12,
      attestedBy: ['biomed', 'pacs'],
    },
    filled: { title, purpose, clauses: filled, missing: [] },
  };
}

const STATUS: SitePolicy['status'] = {
  written: { answer: 'yes', why: 'The policy is approved until 2027-11-20.' },
  known: { answer: 'partly', why: '4 of 9 people have said that they read it.' },
  enforced: { answer: 'no', why: '0 of 3 results of checks on devices pass; 3 fail.', basis: 'observed' },
};

function sample(): SitePolicy {
  const approved = version(1, {
    state: 'approved',
    askedBy: 'kim@example.org',
    askedAt: daysAgo(8),
    decidedBy: 'dana@example.org',
    decidedAt: daysAgo(7),
    reviewOn: '2027-11-20',
  });
  const newest = version(2, { note: 'Said more plainly' });
  return {
    id: 'remote-service',
    state: 'draft',
    retired: null,
    newest: textOf(newest, 'Each way in is known, and shut when nobody needs it.'),
    inForce: textOf(approved, 'Each way in is known.'),
    isOverdue: false,
    status: STATUS,
    checks: [
      {
        id: 'remote-service-registered',
        title: 'Nobody reaches the device from outside without an entry in the register of remote access.',
        of: 'device',
        holds: 2,
        broken: 60,
        excepted: 1,
        unknown: 3,
        asks: 'Ask who may come in, and write it down.',
        breaking: Array.from({ length: 50 }, (_, at) => ({
          id: 'demo-1',
          name: at === 0 ? LONG : `Device <i>${at}</i>`,
          why: 'A program for remote service is there.',
        })).map((device, at) => ({ ...device, id: `demo-${at + 1}` })),
        exempt: [{ id: 'demo-2', name: 'CT 2' }],
        why: null,
      },
      {
        id: 'agreements-signed',
        title: 'Everybody outside who sees patient data has signed an agreement.',
        of: 'site',
        holds: 0,
        broken: 0,
        excepted: 0,
        unknown: 1,
        asks: 'Ask who has signed.',
        breaking: [],
        exempt: [],
        why: 'Nobody has said so.',
      },
    ],
    versions: [newest, approved],
    mustBeReadAgain: false,
  };
}

const kept = new WeakMap<FakeTenant, SitePolicy>();

function policyIn(tenant: FakeTenant): SitePolicy {
  const known = kept.get(tenant) ?? sample();
  kept.set(tenant, known);
  return known;
}

function keep(tenant: FakeTenant, policy: SitePolicy): { json: SitePolicy } {
  kept.set(tenant, policy);
  return { json: policy };
}

/** The next version with another purpose. */
function saved(policy: SitePolicy, purpose: string, by: string): SitePolicy {
  const newest = version(policy.newest.version.version + 1, { by });
  return { ...policy, newest: textOf(newest, purpose), versions: [newest, ...policy.versions] };
}

function rowsOf(tenant: FakeTenant): PolicyRow[] {
  if (tenant.devices.length === 0) return [];
  const { id, newest, state, status } = policyIn(tenant);
  const { title, purpose } = newest.filled;
  const approved = { version: 1, on: '2026-11-20', by: 'dana@example.org', due: '2026-11-21', isOverdue: true };
  const more = tenant.devices.length > 300 ? 200 : 2;
  return [
    { id, title, purpose, state, version: newest.version.version, approved, status },
    ...Array.from(
      { length: more },
      (_, at): PolicyRow => ({
        id: `library-${at}`,
        title: `Policy ${at} ${at === 0 ? LONG : ''}`,
        purpose,
        state: 'not begun',
        version: 0,
        approved: null,
        status: null,
      }),
    ),
  ];
}

const READERS: PolicyReaders['items'] = [
  { staff: 's1', name: `Bo ${LONG}`, email: 'bo@example.org', isAsked: true, ...never() },
  { staff: 's2', name: 'Cy <b>Ro</b>', email: 'cy@example.org', isAsked: true, ...never() },
  {
    staff: 's3',
    name: 'Di',
    email: 'di@example.org',
    isAsked: true,
    state: 'read',
    version: 1,
    at: daysAgo(3),
    how: 'paper',
    recordedBy: 'kim@example.org',
    mailedAt: null,
    bounced: null,
  },
];

function never() {
  return {
    state: 'not yet',
    version: null,
    at: null,
    how: null,
    recordedBy: null,
    mailedAt: null,
    bounced: null,
  } as const;
}

/** Where links went out by mail. */
const MAILED = new WeakSet<FakeTenant>();
const NO_SUCH_USER = '550 5.1.1 <b>no such user</b>';

function readersOf(tenant: FakeTenant): PolicyReaders {
  const isMailed = MAILED.has(tenant);
  const mailed = { bo: { mailedAt: daysAgo(0) }, cy: { bounced: NO_SUCH_USER } } as const;
  return {
    items: READERS.map((reader) => ({
      ...reader,
      ...(isMailed && reader.staff === 's1' ? mailed.bo : {}),
      ...(isMailed && reader.staff === 's2' ? mailed.cy : {}),
    })),
    next: null,
    total: { value: READERS.length, relation: 'eq' },
    asked: 3,
    given: 1,
    stale: 0,
    notMailed: isMailed ? 0 : 2,
    mailIsSet: true,
    mine: null,
  };
}

const EXCEPTIONS = new WeakMap<FakeTenant, PolicyException[]>();

function exceptionsOf(tenant: FakeTenant): PolicyException[] {
  const known = EXCEPTIONS.get(tenant) ?? firstExceptions(tenant);
  EXCEPTIONS.set(tenant, known);
  return known;
}

/** Keeps an exception and answers with it, as the server does. */
function keptException(tenant: FakeTenant, exception: PolicyException) {
  const others = exceptionsOf(tenant).filter(({ id }) => id !== exception.id);
  EXCEPTIONS.set(tenant, [exception, ...others]);
  return { json: { exception, advice: null } };
}

function askedOf(tenant: FakeTenant, body: unknown): PolicyException {
  const { policy, clause, check, devices, ...said } = policyExceptions.exceptionInput.parse(body);
  const { inForce, checks, id } = policyIn(tenant);
  const from = inForce?.filled.clauses.find((each) => each.id === clause);
  const bound = checks.filter((each) => each.id === check || from?.checks.includes(each.id));
  return {
    ...said,
    id: `asked-${exceptionsOf(tenant).length}`,
    policy: policy === null ? null : { id, title: inForce?.filled.title ?? '' },
    clause: from ? { id: from.id, text: from.text } : null,
    checks: bound.map((each) => ({ id: each.id, title: each.title })),
    devices: devices.map((each) => ({ id: each, name: tenant.devices.find((one) => one.id === each)?.name ?? each })),
    state: 'asked',
    askedBy: 'kim@example.org',
    askedAt: daysAgo(0),
    decidedBy: null,
    decidedAt: null,
    decisionNote: null,
    endedBy: null,
    endedAt: null,
    endNote: null,
    left: null,
  };
}

function firstExceptions(tenant: FakeTenant): PolicyException[] {
  if (tenant.devices.length === 0) return [];
  const states = ['asked', 'expired', 'approved', 'refused', 'ended'] as const;
  return states.map((state, at) => ({
    id: `exception-${at}`,
    policy: at === 0 ? { id: 'remote-service', title: 'Makers who connect from outside' } : null,
    clause: at === 0 ? { id: 'registered', text: LONG } : null,
    checks: [{ id: 'firewall-on', title: "The machine's own firewall is on." }],
    devices: [{ id: 'demo-1', name: at === 1 ? LONG : 'CT <i>1</i>' }],
    reason: 'The maker allows no firewall on this machine.',
    instead: 'It stands alone behind a firewall of its own.',
    owner: 'Biomedical engineering',
    until: '2027-02-28',
    state,
    askedBy: 'kim@example.org',
    askedAt: daysAgo(4),
    decidedBy: at === 0 ? null : 'dana@example.org',
    decidedAt: at === 0 ? null : daysAgo(3),
    decisionNote: at === 0 ? null : 'Until the new one.',
    endedBy: null,
    endedAt: null,
    endNote: null,
    left:
      at === 2
        ? null
        : {
            assessment: 'risk-1',
            assessedAt: daysAgo(1),
            currency: 'USD',
            findings: 1,
            scenarios: at === 3 ? 0 : 12,
            loss: 48_000,
            mended: 9000,
            harm: { severity: 'critical', scenario: 'CT dose too high' },
            counted: 'Counted: scenarios that hang on these findings.',
          },
  }));
}

/** The routes of this part. */
export const POLICY_ROUTES: readonly Route[] = [
  [
    'GET',
    /^program\/policies$/,
    ({ tenant }) => ({ json: { schema: 'dosimeter.site-policies/1', items: rowsOf(tenant) } }),
  ],
  ['POST', /^program\/policies$/, ({ tenant }) => ({ json: policyIn(tenant) })],
  [
    'GET',
    /^program\/policies\/([^/]+)\/differences$/,
    ({ tenant }) => {
      const [to, from] = policyIn(tenant).versions;
      const pieces = [
        { kind: 'same', text: 'Each way in is known' },
        { kind: 'gone', text: '.' },
        { kind: 'new', text: ', and shut when nobody needs it.' },
      ];
      return { json: { from, to, items: [{ place: 'purpose', clause: null, kind: 'changed', pieces }] } };
    },
  ],
  ['GET', /^program\/policies\/([^/]+)$/, ({ tenant }) => ({ json: policyIn(tenant) })],
  [
    'PUT',
    /^program\/policies\/([^/]+)$/,
    ({ tenant, body }) => {
      const edit = policyTexts.policyEdit.parse(body);
      const known = policyIn(tenant);
      // The first save comes second: somebody else was quicker.
      if (edit.basis === 2 && known.newest.version.version === 2) {
        keep(tenant, saved(known, 'What Dana wrote meanwhile.', 'dana@example.org'));
      }
      const { version: newest } = policyIn(tenant).newest;
      if (newest.version !== edit.basis) {
        const detail = `${newest.by} saved version ${newest.version} after you had opened version ${edit.basis}.`;
        const problem = { type: 'about:blank', title: 'In conflict with what is there', status: 409, code: 'conflict' };
        return { status: 409, json: { ...problem, detail } };
      }
      return keep(tenant, saved(policyIn(tenant), edit.purpose, 'owner@example.org'));
    },
  ],
  ['GET', /^program\/policies\/([^/]+)\/readers$/, ({ tenant }) => ({ json: readersOf(tenant) })],
  [
    'POST',
    /^program\/policies\/([^/]+)\/mail$/,
    ({ tenant }) => {
      MAILED.add(tenant);
      const refused = [{ email: 'cy@example.org', because: NO_SUCH_USER }];
      return { json: { sent: 1, refused, left: 0, stopped: null } };
    },
  ],
  [
    'GET',
    /^program\/exceptions$/,
    ({ tenant, query }) => {
      const policy = query.get('policy');
      const items = exceptionsOf(tenant).filter((each) => policy === null || each.policy?.id === policy);
      return { json: { items, next: null, total: { value: items.length, relation: 'eq' } } };
    },
  ],
  ['POST', /^program\/exceptions$/, ({ tenant, body }) => keptException(tenant, askedOf(tenant, body))],
  [
    'POST',
    /^program\/exceptions\/([^/]+)\/approve$/,
    ({ tenant }, id) => {
      const asked = exceptionsOf(tenant).find((each) => each.id === id);
      const decided = { state: 'approved', decidedBy: 'owner@example.org', decidedAt: daysAgo(0) } as const;
      return asked ? keptException(tenant, { ...asked, ...decided }) : { status: 404, json: null };
    },
  ],
  [
    'POST',
    /^program\/policies\/([^/]+)\/ask$/,
    ({ tenant }) => {
      const policy = policyIn(tenant);
      const asked = {
        ...policy.newest.version,
        state: 'asked' as const,
        askedBy: 'owner@example.org',
        askedAt: daysAgo(0),
      };
      const done = { ...policy, state: 'asked' as const, newest: { ...policy.newest, version: asked } };
      return { json: { policy: keep(tenant, done).json, advice: null } };
    },
  ],
];
