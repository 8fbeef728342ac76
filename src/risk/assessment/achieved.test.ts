// Claims about what is done: what proves it, what speaks against it, what it achieved against what was expected, and that it is offered again when
// it does not hold.
import { describe, expect, test } from 'vitest';
import { type RiskDocument, type RiskDoneInput, type RiskInputs, risk } from '#contracts/index.ts';
import { canonicalJson } from '#kit/index.ts';
import { assessRisk, changedBy, earlierOf, planFor, WhatIf } from '../index.ts';
import { GUESTS, IMAGING, sampleInputs } from './sample-site.ts';

const SAID = '2026-11-05T08:00:00.000Z';
const NOW = '2026-11-10T08:00:00.000Z';
const BEFORE_SAID = '2026-11-02T08:00:00.000Z';
const AFTER_SAID = '2026-11-07T08:00:00.000Z';

const HOLE = 'mend ct system';
const RULE = `close zone:${GUESTS} ct 3389`;
const BACKUPS = 'control backups';

const THEN = sampleInputs();
const then = assessRisk(THEN);

/** An action of the first assessment as it is kept when somebody says that it is done. */
function said(action: string, more: Partial<RiskDoneInput> = {}, inputs = THEN, document = then): RiskDoneInput {
  const found = document.actions.find(({ id }) => id === action);
  if (!found) throw new Error(`no action ${action}`);
  const titles = new Map(inputs.findings.map(({ id, title }) => [id, title]));
  return {
    action,
    name: found.name,
    kind: found.kind,
    at: SAID,
    by: 'kim',
    note: '',
    assessment: document.id,
    assessedAt: document.at,
    mean: document.expected.today.mean,
    expected: { ...found.saves, harm: found.harm ?? null },
    findings: found.findings.map((id) => ({ id, title: titles.get(id) ?? '', device: found.devices[0] ?? '' })),
    devices: found.devices,
    ...changedBy(inputs, action),
    seen: [],
    lookedAt: null,
    ...more,
  };
}

function later(done: RiskDoneInput[], change: (inputs: RiskInputs) => Partial<RiskInputs> = () => ({})): RiskInputs {
  const inputs = { ...THEN, at: NOW, done };
  return { ...inputs, ...change(inputs) };
}

function assess(inputs: RiskInputs, earlier = new Map([[then.id, THEN]])): RiskDocument {
  return assessRisk(inputs, { earlier });
}

function only({ done }: RiskDocument) {
  const [step] = done;
  if (!step || done.length > 1) throw new Error('not one step');
  return step;
}

const without =
  (id: string) =>
  ({ findings }: RiskInputs) => ({ findings: findings.filter((finding) => finding.id !== id) });
const flow = (from: string, to: string, port: number, first: string, last: string): RiskInputs['reach'][number] => ({
  from,
  to,
  port,
  protocol: 'rdp',
  isClinical: false,
  firstSeenAt: first,
  lastSeenAt: last,
});
const withFlow =
  (...given: Parameters<typeof flow>) =>
  ({ reach }: RiskInputs) => ({
    reach: [
      ...reach.filter(({ from, to, port }) => from !== given[0] || to !== given[1] || port !== given[2]),
      flow(...given),
    ],
  });

/** A second finding at the door that the repair is about, less easy than the first. */
const ENDED = (inputs: RiskInputs) => ({
  findings: inputs.findings.map((finding) =>
    finding.id === 'f1' ? { ...finding, id: 'f9', rule: 'os-past-support', title: 'os-past-support on ct' } : finding,
  ),
});

interface Row {
  readonly what: string;
  readonly done: RiskDoneInput;
  readonly now?: (inputs: RiskInputs) => Partial<RiskInputs>;
  readonly state: RiskDocument['done'][number]['state'];
  readonly because: string;
  /** Achieved against expected; null where nobody knows. */
  readonly share: 'all' | 'some' | 'none' | null;
  readonly offered: boolean;
}

const ROWS: readonly Row[] = [
  {
    what: 'a repair whose finding is gone',
    done: said(HOLE, { lookedAt: AFTER_SAID }),
    now: without('f1'),
    state: 'confirmed',
    because: 'Gone: os-known-hole on ct. CT 1 was last looked at on 2026-11-07.',
    share: 'all',
    offered: false,
  },
  {
    what: 'a repair whose finding was seen again',
    done: said(HOLE, { seen: [{ finding: 'f1', at: AFTER_SAID }], lookedAt: AFTER_SAID }),
    state: 'contradicted',
    because: 'Still there on 2026-11-07, 1 of 1: os-known-hole on ct.',
    share: 'none',
    offered: true,
  },
  {
    what: 'a repair of which nobody looked since',
    done: said(HOLE, { seen: [{ finding: 'f1', at: BEFORE_SAID }], lookedAt: BEFORE_SAID }),
    state: 'not seen again',
    because: 'Nobody has looked at CT 1 since: os-known-hole on ct.',
    share: null,
    offered: false,
  },
  {
    what: 'a finding that is gone from the list, while nobody looked at its device',
    done: said(HOLE, { lookedAt: '2026-10-30T00:00:00.000Z' }),
    now: without('f1'),
    state: 'not seen again',
    because: 'Nobody has looked at CT 1 since.',
    share: null,
    offered: false,
  },
  {
    what: 'a finding that was looked for after the assessment, but before the work',
    done: said(HOLE, { lookedAt: BEFORE_SAID }),
    now: without('f1'),
    state: 'not seen again',
    because: 'Nobody has looked at CT 1 since.',
    share: null,
    offered: false,
  },
  {
    what: 'a finding of which nobody can tell any more',
    done: said(HOLE, { lookedAt: AFTER_SAID, unknown: ['f1'] }),
    now: without('f1'),
    state: 'not seen again',
    because: 'it cannot be told whether this is gone: os-known-hole on ct.',
    share: null,
    offered: false,
  },
  {
    what: 'a repair at whose door something new was found',
    done: said(HOLE, { lookedAt: AFTER_SAID }),
    now: ENDED,
    state: 'confirmed',
    because: 'Gone: os-known-hole on ct.',
    share: 'some',
    offered: true,
  },
  {
    what: 'a repair of a device that is not in use any more',
    done: said(HOLE),
    now: ({ devices, findings, reach }) => ({
      devices: devices.filter(({ id }) => id !== 'ct'),
      findings: findings.filter(({ device }) => device !== 'ct'),
      reach: reach.filter(({ from, to }) => from !== 'ct' && to !== 'ct'),
    }),
    state: 'confirmed',
    because: 'The device is not in use any more.',
    share: 'all',
    offered: false,
  },
  {
    what: 'a closed way that was used since',
    done: said(RULE),
    now: withFlow(GUESTS, 'ct', 3389, '2026-10-31T00:00:00.000Z', AFTER_SAID),
    state: 'contradicted',
    because: 'A conversation on it was seen on 2026-11-07: from Guest Wi-Fi to port 3389 of CT 1.',
    share: 'none',
    offered: true,
  },
  {
    what: 'a closed way after which nothing was recorded',
    done: said(RULE),
    state: 'stated',
    because: 'Somebody said so; no traffic was recorded since.',
    share: 'all',
    offered: false,
  },
  {
    what: 'a closed way that nothing used while others spoke with the device for two days',
    done: said(RULE),
    now: withFlow('pacs', 'ct', 104, '2026-10-01T00:00:00.000Z', AFTER_SAID),
    state: 'stated',
    because: 'recorded up to 2026-11-07, which is not long enough to tell: it takes 14 days.',
    share: 'all',
    offered: false,
  },
  {
    what: 'a closed way that nothing used while others spoke with the device for weeks',
    done: said(RULE),
    now: withFlow('pacs', 'ct', 104, '2026-10-01T00:00:00.000Z', '2026-11-20T09:00:00.000Z'),
    state: 'confirmed',
    because: 'Nothing used this way since; other conversations with CT 1 were recorded up to 2026-11-20, for 15 days.',
    share: 'all',
    offered: false,
  },
  {
    what: 'a shield, with the partners that were known before',
    done: said('shield ct'),
    now: withFlow('pacs', 'ct', 104, '2026-10-01T00:00:00.000Z', AFTER_SAID),
    state: 'stated',
    because: 'nothing proves it yet',
    share: 'all',
    offered: false,
  },
  {
    what: 'a shield that let a new machine through',
    done: said('shield ct'),
    now: withFlow('pacs', 'ct', 104, AFTER_SAID, AFTER_SAID),
    state: 'contradicted',
    because: 'from Archive to port 104 of CT 1',
    share: 'none',
    offered: true,
  },
  {
    what: 'a control',
    done: said(BACKUPS),
    state: 'stated',
    because: 'Somebody said that it is in place; nothing proves it yet.',
    share: 'all',
    offered: false,
  },
];

describe('a step that is said to be done', () => {
  test.each(ROWS)('$what is $state', ({ done, now, state, because, share, offered }) => {
    const document = assess(later([done], now));
    const step = only(document);
    expect(step.state).toBe(state);
    expect(step.because).toContain(because);
    const { expected, achieved } = step;
    expect(expected.mean).toBeGreaterThan(0);
    if (share === null) expect(achieved).toBeNull();
    else if (share === 'none') expect(achieved).toMatchObject({ mean: 0, interval: [0, 0] });
    else if (share === 'all') {
      expect(achieved?.mean).toBeCloseTo(expected.mean, 6);
      // Where it was to change nothing for people, it changed nothing.
      expect(achieved?.harm.after).toBeCloseTo(expected.harm?.after ?? achieved?.harm.before ?? -1, 9);
    } else {
      expect(achieved?.mean).toBeGreaterThan(0);
      expect(achieved?.mean).toBeLessThan(expected.mean);
      expect(achieved?.harm.after).toBeGreaterThan(expected.harm?.after ?? 1);
    }
    const again = document.actions.find(({ id }) => id === done.action);
    expect([again !== undefined, step.offeredAgain]).toEqual([offered, offered]);
    if (again) expect(again.why).toContain('On 2026-11-05 it was said to be done');
    const chosen = planFor(later([done], now), {}).chosen.map(({ action }) => action);
    expect(chosen.includes(done.action) && !offered).toBe(false);
  });

  test('a closed way acts as closed while nothing speaks against it, and not a day longer', () => {
    const guests = ({ targets }: RiskDocument) =>
      targets.find(({ device }) => device === 'mr')?.entries.find(({ entry }) => entry === 'guest')?.probability.mode ??
      0;
    const step = said(RULE);
    const [open, closed, used] = [
      assess(later([])),
      assess(later([step])),
      assess(later([step], withFlow(GUESTS, 'ct', 3389, '2026-10-31T00:00:00.000Z', AFTER_SAID))),
    ];
    expect(guests(closed)).toBeLessThan(guests(open));
    expect(guests(used)).toBe(guests(open));
    expect(closed.expected.today.mean).toBeLessThan(open.expected.today.mean);
    // What if asks of the same site: what is closed saves nothing once more.
    expect(new WhatIf(later([step])).ask([]).mean).toBeLessThan(new WhatIf(later([])).ask([]).mean);
  });

  test('a way that nobody had spoken of counts as closed by statement, until something new passes', () => {
    const unsaid = sampleInputs({ reach: [{ from: 'internet', to: '*', state: 'closed', because: '' }] });
    const first = assessRisk(unsaid);
    const action = `close zone:${GUESTS} zone:${IMAGING} 0`;
    const step = said(action, {}, unsaid, first);
    const now = (reach: RiskInputs['reach']) =>
      only(assess({ ...unsaid, at: NOW, done: [step], reach }, new Map([[first.id, unsaid]])));
    expect(now(unsaid.reach)).toMatchObject({ state: 'stated', because: expect.stringContaining('nothing proves it') });
    const known = unsaid.reach.map((way) => ({ ...way, firstSeenAt: way.lastSeenAt, lastSeenAt: AFTER_SAID }));
    expect(now(known).state).toBe('stated');
    const fresh = now([...unsaid.reach, flow(GUESTS, 'mr', 22, AFTER_SAID, AFTER_SAID)]);
    expect(fresh).toMatchObject({ state: 'contradicted', achieved: { mean: 0 }, offeredAgain: true });
    expect(fresh.proof.flows).toEqual([{ from: GUESTS, to: 'mr', port: 22, protocol: 'rdp', lastSeenAt: AFTER_SAID }]);
  });

  test('names the findings that prove it, and when they were looked at', () => {
    const done = [said(HOLE, { lookedAt: AFTER_SAID })];
    expect(only(assess(later(done, without('f1')))).proof.findings).toEqual([
      { id: 'f1', title: 'os-known-hole on ct', isThere: false, seenAt: AFTER_SAID },
    ]);
  });
});

describe('all that was done', () => {
  const both = [said(HOLE, { lookedAt: AFTER_SAID }), said(RULE)];

  test('is worked out together and not added up, and the rest is told apart', () => {
    const document = assess(later(both, without('f1')));
    const { achieved, done } = document;
    const each = done.map((step) => step.achieved?.mean ?? 0).reduce((sum, mean) => sum + mean, 0);
    expect(achieved?.achieved.mean).toBeGreaterThan(Math.max(...done.map((step) => step.achieved?.mean ?? 0)));
    expect(achieved?.achieved.mean).not.toBeCloseTo(each, 0);
    expect(achieved?.achieved.mean).toBeCloseTo(achieved?.expected.mean ?? 0, 6);
    expect(achieved).toMatchObject({ actions: 2, from: { id: then.id, at: then.at, mean: then.expected.today.mean } });
    // Nothing else changed: without what was done the year is as it was.
    expect(achieved?.without).toBeCloseTo(then.expected.today.mean, 6);
    expect(achieved?.because).toEqual([]);
  });

  test('achieves less than was expected where one of them does not hold', () => {
    const { achieved } = assess(later([said(HOLE, { seen: [{ finding: 'f1', at: AFTER_SAID }] }), said(RULE)]));
    expect(achieved?.achieved.mean).toBeLessThan(achieved?.expected.mean ?? 0);
    expect(achieved?.achieved.mean).toBeGreaterThan(0);
    expect(achieved?.achieved.harm.after).toBeGreaterThan(achieved?.expected.harm.after ?? 1);
  });

  test('what came from elsewhere is no merit and no fault of it', () => {
    const grown = (inputs: RiskInputs) => {
      const { findings } = without('f1')(inputs);
      const found = findings.find(({ id }) => id === 'f2');
      return { findings: found ? [...findings, { ...found, id: 'f8', device: 'mr', title: 'rdp on mr' }] : findings };
    };
    const { achieved } = assess(later(both, grown));
    expect(achieved?.without).toBeGreaterThan(then.expected.today.mean);
    expect(achieved?.because).toEqual(['1 finding is new: rdp on mr.']);
  });
});

test('what was expected in another money is held against today in that of today', () => {
  const { settings } = sampleInputs({ currency: 'JPY', perDollar: 150 });
  const step = { ...said(RULE), currency: 'USD' };
  const [dollars, yen] = [assess(later([step])), assess(later([step], () => ({ settings })))];
  expect(only(yen).expected.mean).toBeCloseTo(150 * only(dollars).expected.mean, 4);
  expect(only(yen).achieved?.interval[1]).toBeCloseTo(150 * (only(dollars).achieved?.interval[1] ?? 0), 4);
  expect(yen.achieved?.from.mean).toBeCloseTo(150 * then.expected.today.mean, 4);
  // Where the assessment is too old to be worked out again, the step itself says its money.
  expect(
    only(
      assess(
        later([step], () => ({ settings })),
        new Map(),
      ),
    ).expected.mean,
  ).toBeCloseTo(only(yen).expected.mean, 4);
});

test('the same inputs give the same bytes, and of an assessment that is gone nothing is said to be achieved', () => {
  const inputs = later([said(HOLE, { lookedAt: AFTER_SAID }), said(BACKUPS)], without('f1'));
  const again = risk.riskInputs.parse(JSON.parse(canonicalJson(inputs)));
  expect(canonicalJson(assess(again))).toBe(canonicalJson(assess(inputs)));
  expect(earlierOf(inputs)).toEqual([then.id]);
  const gone = assess(inputs, new Map());
  expect(gone.done.map(({ achieved }) => achieved)).toEqual([null, null]);
  expect(gone.achieved).toBeNull();
  expect(risk.riskDocument.parse(JSON.parse(canonicalJson(gone)))).toBeTruthy();
});

test('a document of an earlier version, which knows nothing of what is done, is read', () => {
  const { done: _, achieved: __, ...older } = then;
  expect(risk.riskDocument.parse(JSON.parse(canonicalJson(older)))).toMatchObject({ done: [], achieved: null });
  const { done, ...inputs } = THEN;
  expect([done, canonicalJson(assessRisk(inputs))]).toEqual([undefined, canonicalJson(then)]);
});
