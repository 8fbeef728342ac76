// Governance in the fake API: a log of decisions and the duties of a site.
import { type DecisionEntry, governance, type Responsibilities } from '#contracts/index.ts';
import { HOSTILE_NAMES } from './fake-devices.ts';
import type { Route } from './fake-routes.ts';
import type { FakeTenant } from './fake-tenant.ts';

const DUTIES = ['Lead security of the imaging department', 'Back up images and schedule', 'Read logs and alarms'];
const STATED = new WeakMap<FakeTenant, Pick<Responsibilities, 'version' | 'parties' | 'duties'>>();

function logOf(tenant: FakeTenant): DecisionEntry[] {
  const names =
    tenant.id === 'empty' ? [] : tenant.id === 'group' ? [...HOSTILE_NAMES] : ['Firewall of the imaging network'];
  return names.map((subject, place) => ({
    log: tenant.id,
    seq: place + 1,
    at: '2026-11-20T10:00:00.000Z',
    by: 'owner@example.org',
    kind: 'plan',
    subject,
    decision: 'Buy one before the end of the year',
    because: `The guest network reaches ${subject}`,
    previous: '0'.repeat(64),
    hash: 'a1'.repeat(32),
  }));
}

function dutiesOf(tenant: FakeTenant): Responsibilities {
  const none = { responsible: [], accountable: null, consulted: [], informed: [], open: 'Nobody answers for it.' };
  const stated = STATED.get(tenant) ?? {
    version: 0,
    parties: tenant.id === 'empty' ? [] : [{ id: 'manager', name: 'Practice manager', side: 'provider' as const }],
    duties: DUTIES.map((name, place) => ({
      duty: `duty-${place}`,
      name,
      why: 'Somebody must be asked first.',
      usually: 'provider' as const,
      source: 'IEC 80001-1',
      ...none,
    })),
  };
  return { schema: 'dosimeter.responsibilities/1', by: null, at: null, ...stated };
}

/** /program/decision-log, /program/responsibilities. */
export const GOVERNANCE_ROUTES: readonly Route[] = [
  [
    'GET',
    /^program\/decision-log$/,
    ({ tenant }) => {
      const items = logOf(tenant).reverse();
      const [newest] = items;
      return {
        json: {
          items,
          next: null,
          total: { value: items.length, relation: 'eq' },
          head: newest ? { seq: newest.seq, hash: newest.hash } : null,
        },
      };
    },
  ],
  [
    'GET',
    /^program\/decision-log\/check$/,
    ({ tenant }) => ({
      json: {
        schema: 'dosimeter.decision-log-check/1',
        holds: true,
        entries: logOf(tenant).length,
        head: null,
        fault: null,
        at: null,
      },
    }),
  ],
  ['GET', /^program\/responsibilities$/, ({ tenant }) => ({ json: dutiesOf(tenant) })],
  [
    'PUT',
    /^program\/responsibilities$/,
    ({ tenant, body }) => {
      const { parties, duties } = governance.responsibilitiesInput.parse(body);
      const known = dutiesOf(tenant);
      const held = known.duties.map((duty) => {
        const stated = duties.find((each) => each.duty === duty.duty);
        return stated
          ? { ...duty, ...stated, name: duty.name, open: stated.accountable === null ? duty.open : null }
          : duty;
      });
      STATED.set(tenant, { version: known.version + 1, parties, duties: held });
      return { json: dutiesOf(tenant) };
    },
  ],
];
