// Claims about decisions: two people accept a risk, it ends by itself, makers are waited for by the day, and nothing is forgotten.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Finding } from '#contracts/index.ts';
import { Conflict, Invalid, NotFound, Refused } from '#kit/index.ts';
import { listAudit } from '#people/index.ts';
import { addTestTenant, bareDevice, type Store, type Tenant, type TenantId, testStores } from '#store/index.ts';
import {
  answerOfMaker,
  approveAcceptance,
  askAcceptance,
  askMaker,
  DEFAULT_POLICY,
  decisionPolicy,
  decisionsOf,
  getFinding,
  listFindings,
  listMakers,
  makerQuestions,
  overviewOf,
  recordFindings,
  refuseAcceptance,
  setDecisionPolicy,
  settleDecisions,
  topFindings,
  withdrawDecision,
} from './index.ts';

const START = new Date('2026-11-23T10:00:00.000Z');
const days = (count: number) => new Date(START.getTime() + count * 86_400_000);
const ANNA = { by: 'anna@site.example', now: days(1) };
const BEN = { by: 'ben@site.example', now: days(2) };
const REASON = 'The scanner stands alone behind a firewall until it is replaced.';
const accept = (until: string) => ({ reason: REASON, until, justification: null });

function finding(id: string, change: Partial<Finding> = {}): Finding {
  return {
    id,
    device: 'ct',
    deviceName: 'CT 1',
    kind: 'vulnerability',
    rule: 'known-flaw',
    title: `Flaw ${id}`,
    severity: 'high',
    state: 'confirmed',
    confidence: 1,
    reasons: [{ rule: 'known-flaw', because: 'published', facts: [] }],
    cve: 'CVE-2024-1000',
    advisories: ['ICSMA-24-1'],
    kev: false,
    epss: 0.02,
    cvss: null,
    fix: { kind: 'ask maker', text: 'Ask the maker for the repair.', who: 'maker' },
    sources: [],
    priority: { score: 50, terms: [] },
    ...change,
  };
}

function ssvc(decision: NonNullable<Finding['ssvc']>['decision']): NonNullable<Finding['ssvc']> {
  return { decision, lowest: decision ?? 'defer', highest: decision ?? 'immediate', path: [] };
}

function used(value: string): NonNullable<Finding['ssvc']> {
  return { ...ssvc('out-of-cycle'), path: [{ point: 'Exploitation', value, because: 'somebody says so' }] };
}

async function judge(tx: Tenant, now: Date, ...findings: Finding[]): Promise<void> {
  await recordFindings(tx, new Map([['ct', findings]]), now);
}

describe.each(testStores())('decisions on $name', (kind) => {
  let store: Store;
  beforeAll(async () => {
    store = await kind.open();
  });
  afterAll(() => store.close());

  /** A site with one CT and one finding, `a`, first seen at the start. */
  async function atSite<T>(work: (tx: Tenant, id: TenantId) => Promise<T>): Promise<T> {
    const id = await addTestTenant(store);
    return store.tenant(id, async (tx) => {
      await tx.db
        .insertInto('devices')
        .values(bareDevice(tx, { id: 'ct', name: 'CT 1', vendor: 'Siemens Healthineers', updatedAt: START }))
        .execute();
      await judge(tx, START, finding('a'));
      return work(tx, id);
    });
  }

  const list = async (tx: Tenant, decision: 'open' | 'asked' | 'accepted' | 'waiting' | 'overdue', now: Date) =>
    (await listFindings(tx, { limit: 100, decision }, now)).items.map(({ id }) => id);

  async function accepted(tx: Tenant, until = '2027-02-01', id = 'a'): Promise<string> {
    const asked = await askAcceptance(tx, id, accept(until), ANNA);
    await approveAcceptance(tx, id, { decision: asked.id, note: '' }, BEN);
    return asked.id;
  }

  test('one person asks, another approves; the finding stays visible, marked, and out of what comes first', async () => {
    await atSite(async (tx) => {
      expect((await overviewOf(tx)).doFirst).toHaveLength(1);
      const asked = await askAcceptance(tx, 'a', accept('2027-02-01'), ANNA);
      expect(asked).toMatchObject({ state: 'asked', askedBy: ANNA.by, until: '2027-02-01T23:59:59.000Z' });
      expect(await list(tx, 'asked', days(1))).toEqual(['a']);
      expect(await topFindings(tx, 5, days(1))).toHaveLength(1);
      await approveAcceptance(tx, 'a', { decision: asked.id, note: 'Agreed in the safety meeting.' }, BEN);
      expect(await list(tx, 'accepted', days(2))).toEqual(['a']);
      expect(await list(tx, 'open', days(2))).toEqual([]);
      expect((await listFindings(tx, { limit: 10 }, days(2))).items[0]?.standing?.acceptance).toMatchObject({
        state: 'accepted',
        reason: REASON,
        approvedBy: BEN.by,
      });
      expect(await topFindings(tx, 5, days(2))).toEqual([]);
      const overview = await overviewOf(tx);
      expect(overview.doFirst).toEqual([]);
      expect(overview.summary.bySeverity).toContainEqual({ severity: 'high', findings: 1 });
    });
  });

  test('whoever asked cannot approve, in capitals neither, and nobody without a name can decide', async () => {
    await atSite(async (tx) => {
      const { id } = await askAcceptance(tx, 'a', accept('2027-02-01'), ANNA);
      for (const by of [ANNA.by, 'Anna@Site.example']) {
        await expect(approveAcceptance(tx, 'a', { decision: id, note: '' }, { ...BEN, by })).rejects.toThrow(
          /somebody else must approve it.*add a second owner under Settings, Users/,
        );
      }
      await expect(approveAcceptance(tx, 'a', { decision: id, note: '' }, { ...BEN, by: 'local' })).rejects.toThrow(
        Refused,
      );
      await expect(askAcceptance(tx, 'a', accept('2027-02-01'), { ...ANNA, by: 'local' })).rejects.toThrow(/Sign in/);
      expect(await list(tx, 'accepted', days(2))).toEqual([]);
    });
  });

  test.each([
    ['yesterday', '2026-11-23', /over already/],
    ['more than a year ahead', '2027-11-25', /at most 365 days/],
  ])('a last day that is %s is refused', async (_name, until, words) => {
    await atSite(async (tx) => {
      await expect(askAcceptance(tx, 'a', accept(until), ANNA)).rejects.toThrow(words);
    });
  });

  test('exactly a year is taken', async () => {
    await atSite(async (tx) => {
      expect(await askAcceptance(tx, 'a', accept('2027-11-24'), ANNA)).toMatchObject({ state: 'asked' });
    });
  });

  test('the data of a patient is no reason', async () => {
    await atSite(async (tx) => {
      const input = { ...accept('2027-02-01'), reason: 'Needed for DOE^JANE tomorrow.' };
      await expect(askAcceptance(tx, 'a', input, ANNA)).rejects.toThrow(/data of a patient/);
    });
  });

  test('two requests for one finding, and two approvals of one request: the second is told', async () => {
    await atSite(async (tx) => {
      const { id } = await askAcceptance(tx, 'a', accept('2027-02-01'), ANNA);
      await expect(askAcceptance(tx, 'a', accept('2027-03-01'), BEN)).rejects.toThrow(Conflict);
      await approveAcceptance(tx, 'a', { decision: id, note: '' }, BEN);
      await expect(
        approveAcceptance(tx, 'a', { decision: id, note: '' }, { by: 'cy@site.example', now: days(2) }),
      ).rejects.toThrow('ben@site.example has approved this already.');
    });
  });

  test('two approvals at once: one counts', async () => {
    const site = await addTestTenant(store);
    const id = await store.tenant(site, async (tx) => {
      await judge(tx, START, finding('a'));
      return (await askAcceptance(tx, 'a', accept('2027-02-01'), ANNA)).id;
    });
    const outcomes = await Promise.allSettled(
      ['ben@site.example', 'cy@site.example'].map((by) =>
        store.tenant(site, (tx) => approveAcceptance(tx, 'a', { decision: id, note: '' }, { by, now: days(2) })),
      ),
    );
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const [decision] = await store.tenant(site, (tx) => decisionsOf(tx, 'a'));
    expect(decision?.events.filter(({ what }) => what === 'risk accepted')).toHaveLength(1);
  });

  test('it ends on its day by itself, and not a second before', async () => {
    await atSite(async (tx) => {
      await accepted(tx, '2026-12-24');
      expect(await settleDecisions(tx, new Date('2026-12-24T23:59:58.000Z'))).toBe(0);
      expect(await settleDecisions(tx, new Date('2026-12-24T23:59:59.000Z'))).toBe(1);
      expect(await settleDecisions(tx, new Date('2026-12-25T10:00:00.000Z'))).toBe(0);
      expect(await list(tx, 'open', days(40))).toEqual(['a']);
      expect(await topFindings(tx, 5, days(40))).toHaveLength(1);
      const [decision] = await decisionsOf(tx, 'a');
      expect(decision).toMatchObject({ state: 'reopened', endedAt: '2026-12-24T23:59:59.000Z' });
      expect(decision?.events.at(-1)).toMatchObject({ who: 'Dosimeter', why: 'It held until 2026-12-24.' });
    });
  });

  test.each([
    ['the flaw enters the catalog of exploited ones', { kev: true }, /Attackers use the flaw now/],
    ['EPSS reaches the line', { epss: 0.1 }, /EPSS rose to 10 %/],
    ['SSVC says that it is used', { ssvc: used('active') }, /Attackers use the flaw now, as the path/],
    ['severity rises', { severity: 'critical' as const }, /Severity rose from high to critical/],
  ])('it comes back when %s', async (_name, change, why) => {
    await atSite(async (tx) => {
      await accepted(tx);
      await judge(tx, days(3), finding('a', change));
      expect(await list(tx, 'accepted', days(3))).toEqual([]);
      expect((await decisionsOf(tx, 'a'))[0]?.events.at(-1)?.why).toMatch(why);
    });
  });

  test('it comes back when what was possible only is confirmed', async () => {
    await atSite(async (tx) => {
      await judge(tx, days(1), finding('a', { state: 'potential', ssvc: used('public poc') }));
      await accepted(tx);
      await judge(tx, days(2), finding('a', { state: 'potential', ssvc: used('none') }));
      expect(await list(tx, 'accepted', days(2))).toEqual(['a']);
      await judge(tx, days(3), finding('a', { ssvc: used('none') }));
      expect((await decisionsOf(tx, 'a'))[0]?.events.at(-1)?.why).toMatch(/is confirmed now/);
    });
  });

  test('it holds when the finding changes without getting worse', async () => {
    await atSite(async (tx) => {
      await accepted(tx);
      for (const change of [{ epss: 0.099 }, { severity: 'low' as const }, { title: 'Other words' }]) {
        await judge(tx, days(3), finding('a', change));
      }
      expect(await list(tx, 'accepted', days(3))).toEqual(['a']);
    });
  });

  test('what was exploited already when it was accepted does not come back for that', async () => {
    await atSite(async (tx) => {
      await judge(tx, days(1), finding('a', { kev: true, epss: 0.5 }));
      await accepted(tx);
      await judge(tx, days(3), finding('a', { kev: true, epss: 0.9 }));
      expect(await list(tx, 'accepted', days(3))).toEqual(['a']);
    });
  });

  test('a request ends with a refusal, a withdrawal, or its finding getting worse; then somebody may ask anew', async () => {
    await atSite(async (tx) => {
      const first = await askAcceptance(tx, 'a', accept('2027-02-01'), ANNA);
      await refuseAcceptance(tx, 'a', { decision: first.id, reason: 'Isolate it instead.' }, BEN);
      const second = await askAcceptance(tx, 'a', accept('2027-02-01'), ANNA);
      await withdrawDecision(tx, 'a', { decision: second.id, reason: 'Asked in error.' }, ANNA);
      await expect(approveAcceptance(tx, 'a', { decision: second.id, note: '' }, BEN)).rejects.toThrow(/is over/);
      const third = await askAcceptance(tx, 'a', accept('2027-02-01'), ANNA);
      await judge(tx, days(3), finding('a', { kev: true }));
      await expect(
        approveAcceptance(tx, 'a', { decision: third.id, note: '' }, { ...BEN, now: days(3) }),
      ).rejects.toThrow(Conflict);
      expect((await decisionsOf(tx, 'a')).map(({ state }) => state).sort()).toEqual(['ended', 'refused', 'withdrawn']);
    });
  });

  test('the history says who, when and why, in the audit trail too', async () => {
    await atSite(async (tx) => {
      const id = await accepted(tx);
      await withdrawDecision(tx, 'a', { decision: id, reason: 'It was repaired.' }, { ...ANNA, now: days(4) });
      const [decision] = await decisionsOf(tx, 'a');
      expect(decision?.events.map(({ who, what, at }) => [who, what, at])).toEqual([
        [ANNA.by, 'risk acceptance asked', days(1).toISOString()],
        [BEN.by, 'risk accepted', days(2).toISOString()],
        [ANNA.by, 'decision withdrawn', days(4).toISOString()],
      ]);
      const trail = (await listAudit(tx, { limit: 10 })).items;
      expect(trail.map(({ who, action, subject }) => [who, action, subject])).toEqual([
        [ANNA.by, 'decision withdrawn', 'Flaw a'],
        [BEN.by, 'risk accepted', 'Flaw a'],
        [ANNA.by, 'risk acceptance asked', 'Flaw a'],
      ]);
    });
  });

  test('nothing can be decided about what is fixed, not affected, or not there', async () => {
    await atSite(async (tx) => {
      await judge(tx, days(1), finding('b', { state: 'not affected', severity: 'none' }));
      await expect(askAcceptance(tx, 'a', accept('2027-02-01'), ANNA)).rejects.toThrow(Conflict);
      await expect(askAcceptance(tx, 'b', accept('2027-02-01'), ANNA)).rejects.toThrow(Conflict);
      await expect(askAcceptance(tx, 'c', accept('2027-02-01'), ANNA)).rejects.toThrow(NotFound);
    });
  });

  test('only a published flaw can be called harmless here', async () => {
    await atSite(async (tx) => {
      await judge(tx, days(1), finding('b', { cve: null }));
      const input = { ...accept('2027-02-01'), justification: 'component_not_present' as const };
      await expect(askAcceptance(tx, 'b', input, ANNA)).rejects.toThrow(Invalid);
    });
  });

  test('a finding is due by SSVC at its soonest, without SSVC by severity, counted from the day it was first seen', async () => {
    await atSite(async (tx) => {
      const withSsvc = finding('b', { ssvc: ssvc('immediate') });
      const span = { decision: null, lowest: 'defer', highest: 'out-of-cycle', path: [] } as const;
      const undecided = finding('d', { ssvc: { ...span, path: [] } });
      const open = finding('c', { state: 'unknown', severity: 'none' });
      await judge(tx, days(1), finding('a'), withSsvc, open, undecided);
      expect((await getFinding(tx, 'd', days(1))).standing.due).toMatchObject({
        at: days(15).toISOString(),
        because: 'SSVC out-of-cycle, the soonest that it may be: not all of its questions are answered',
      });
      expect((await getFinding(tx, 'a', days(1))).standing.due).toEqual({
        at: days(30).toISOString(),
        days: 29,
        because: 'severity high',
        overdue: false,
      });
      expect((await getFinding(tx, 'b', days(1))).standing.due).toMatchObject({
        at: days(4).toISOString(),
        because: 'SSVC immediate',
      });
      expect((await getFinding(tx, 'c', days(1))).standing.due).toBeNull();
      expect(await list(tx, 'overdue', days(4))).toEqual([]);
      expect(await list(tx, 'overdue', new Date(days(4).getTime() + 1))).toEqual(['b']);
      expect((await list(tx, 'overdue', days(31))).sort()).toEqual(['a', 'b', 'd']);
      expect((await getFinding(tx, 'a', days(31))).standing.due).toMatchObject({ overdue: true, days: -1 });
    });
  });

  test('the list of what is overdue and the mark on each finding say the same, whatever the day', async () => {
    await atSite(async (tx) => {
      const outcomes = ['immediate', 'out-of-cycle', 'scheduled', 'defer', null] as const;
      const severities = ['none', 'low', 'medium', 'high', 'critical'] as const;
      const states = ['confirmed', 'potential', 'unknown'] as const;
      const all = outcomes.flatMap((decision, row) =>
        severities.flatMap((severity, column) =>
          states.map((state) => finding(`${row}-${column}-${state}`, { severity, state, ssvc: ssvc(decision) })),
        ),
      );
      await judge(tx, START, ...all);
      for (const day of [0, 3, 3.5, 14, 15.1, 31, 61, 100, 181, 400]) {
        const marked = (await listFindings(tx, { limit: 1000 }, days(day))).items
          .filter(({ standing }) => standing?.due?.overdue)
          .map(({ id }) => id);
        expect((await list(tx, 'overdue', days(day))).sort()).toEqual(marked.sort());
      }
    });
  });

  test('an accepted finding is not overdue, one that waits for the maker is', async () => {
    await atSite(async (tx) => {
      await judge(tx, days(1), finding('a'), finding('b'));
      await accepted(tx, '2027-06-01', 'a');
      await askMaker(tx, 'b', { how: 'e-mail', question: 'Is there a repair?', on: null, maker: null }, ANNA);
      expect(await list(tx, 'overdue', days(60))).toEqual(['b']);
    });
  });

  test('a site makes its own policy; it counts at once, and can be taken back', async () => {
    await atSite(async (tx) => {
      const own = { ...DEFAULT_POLICY, severity: { ...DEFAULT_POLICY.severity, high: 1 }, longestAcceptanceDays: 30 };
      await setDecisionPolicy(tx, own, BEN);
      expect(await decisionPolicy(tx)).toMatchObject({ isDefault: false, by: BEN.by });
      expect(await list(tx, 'overdue', days(2))).toEqual(['a']);
      await expect(askAcceptance(tx, 'a', accept('2027-02-01'), ANNA)).rejects.toThrow(/at most 30 days/);
      await setDecisionPolicy(tx, null, BEN);
      expect(await list(tx, 'overdue', days(2))).toEqual([]);
    });
  });

  test('days are counted from the day the maker was asked until it answers; a promise keeps the finding waiting', async () => {
    await atSite(async (tx) => {
      const asked = await askMaker(
        tx,
        'a',
        { how: 'portal', question: 'Which version repairs it?', on: '2026-11-20', maker: null },
        ANNA,
      );
      expect(asked).toMatchObject({
        state: 'waiting',
        maker: 'Siemens Healthineers',
        reason: 'Which version repairs it?',
      });
      expect(await list(tx, 'waiting', days(7))).toEqual(['a']);
      expect((await getFinding(tx, 'a', days(7))).standing.maker).toMatchObject({ days: 10, promisedFor: null });
      const promise = {
        decision: asked.id,
        outcome: 'promised' as const,
        answer: 'With the next release.',
        promisedFor: '2027-01-15',
      };
      const past = { ...promise, promisedFor: '2026-11-19' };
      await expect(answerOfMaker(tx, 'a', past, { ...ANNA, now: days(8) })).rejects.toThrow(/before it was asked/);
      await answerOfMaker(tx, 'a', promise, { ...ANNA, now: days(8) });
      expect(await list(tx, 'waiting', days(8))).toEqual(['a']);
      expect(await listMakers(tx, days(8))).toMatchObject([{ waiting: 1, longestDays: 11, promisesBroken: 0 }]);
      expect(await listMakers(tx, days(60))).toMatchObject([{ promisesBroken: 1 }]);
      const refusal = {
        decision: asked.id,
        outcome: 'refused' as const,
        answer: 'No repair is planned.',
        promisedFor: null,
      };
      await answerOfMaker(tx, 'a', refusal, { ...ANNA, now: days(60) });
      expect(await list(tx, 'waiting', days(60))).toEqual([]);
      expect(await listMakers(tx, days(90))).toMatchObject([
        { maker: 'Siemens Healthineers', devices: 1, waiting: 0, refused: 1, notAsked: 0 },
      ]);
      const { items } = await makerQuestions(tx, { maker: 'Siemens Healthineers', limit: 10 }, days(90));
      expect(items).toMatchObject([{ state: 'refused', days: 63, cve: 'CVE-2024-1000', device: { name: 'CT 1' } }]);
      await expect(answerOfMaker(tx, 'a', refusal, { ...ANNA, now: days(61) })).rejects.toThrow(Conflict);
    });
  });

  test('what nobody has asked a maker yet is counted; a second question waits for the first answer', async () => {
    await atSite(async (tx) => {
      expect(await listMakers(tx, days(1))).toMatchObject([{ maker: 'Siemens Healthineers', notAsked: 1, waiting: 0 }]);
      const question = { how: 'phone' as const, question: 'Is there a repair?', on: null, maker: null };
      await askMaker(tx, 'a', question, ANNA);
      await expect(askMaker(tx, 'a', question, BEN)).rejects.toThrow(Conflict);
      await expect(askMaker(tx, 'a', { ...question, on: '2027-01-01' }, BEN)).rejects.toThrow(/in the future/);
    });
  });

  test('a question ends when its finding is fixed', async () => {
    await atSite(async (tx) => {
      await askMaker(tx, 'a', { how: 'e-mail', question: 'Is there a repair?', on: null, maker: 'GEHC' }, ANNA);
      await judge(tx, days(5));
      expect(await decisionsOf(tx, 'a')).toMatchObject([{ state: 'ended', maker: 'GE HealthCare' }]);
    });
  });

  test('questions come by page, the open ones first, none twice', async () => {
    await atSite(async (tx) => {
      const ids = Array.from({ length: 7 }, (_, index) => `q${index}`);
      await judge(tx, START, ...ids.map((id) => finding(id)));
      const asked = await Promise.all(
        ids.map((id) => askMaker(tx, id, { how: 'e-mail', question: `About ${id}`, on: null, maker: null }, ANNA)),
      );
      const [first] = asked;
      await answerOfMaker(
        tx,
        'q0',
        { decision: first?.id ?? '', outcome: 'answered', answer: 'In version 2.', promisedFor: null },
        BEN,
      );
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await makerQuestions(
          tx,
          { maker: 'Siemens Healthineers', limit: 3, ...(cursor ? { cursor } : {}) },
          days(3),
        );
        expect(page.total.value).toBe(7);
        seen.push(...page.items.map((item) => item.finding));
        cursor = page.next ?? undefined;
      } while (cursor !== undefined);
      expect([...seen].sort()).toEqual(ids);
      expect(seen.at(-1)).toBe('q0');
    });
  });

  test('one site never sees the decisions of another', async () => {
    const id = await atSite(async (tx) => accepted(tx));
    await atSite(async (tx) => {
      await expect(withdrawDecision(tx, 'a', { decision: id, reason: 'not ours' }, ANNA)).rejects.toThrow(NotFound);
      expect(await decisionsOf(tx, 'a')).toEqual([]);
    });
  });
});
