// Ways between networks: which of two words counts, that of the plan or that of the page of zones, and what is left of a step whose networks are gone.
import { describe, expect, test } from 'vitest';
import type { RiskDocument, RiskDoneInput, RiskInputs, RiskSettings } from '#contracts/index.ts';
import { assessRisk } from './assess-risk.ts';
import { inForce } from './done-states.ts';
import { networkOf } from './network-of.ts';
import { GUESTS, IMAGING, sampleInputs } from './sample-site.ts';

const SAID = '2026-11-05T08:00:00.000Z';
const BEFORE = '2026-11-02T08:00:00.000Z';
const AFTER = '2026-11-07T08:00:00.000Z';
const NOW = '2026-11-10T08:00:00.000Z';
const CLOSED = [{ from: 'internet', to: '*', state: 'closed' as const, because: '' }];

type Way = RiskSettings['reach'][number];
const open = (more: Partial<Way> = {}): Way => ({ from: GUESTS, to: IMAGING, state: 'open', because: '', ...more });

function step(how: 'rule' | 'unknown', from = GUESTS, to = IMAGING): RiskDoneInput {
  const nodes = { from: `zone:${from}`, to: `zone:${to}` };
  return {
    action: `close ${nodes.from} ${nodes.to} 0`,
    name: 'Close it',
    kind: 'close',
    at: SAID,
    by: 'kim',
    note: '',
    assessment: 'first',
    assessedAt: BEFORE,
    mean: 0,
    expected: { mean: 0, interval: [0, 0], harm: null },
    findings: [],
    door: null,
    way: { how, ...nodes, port: 0 },
    closes: [],
    devices: [],
    seen: [],
    lookedAt: null,
  };
}

function site(reach: Way[], done: RiskDoneInput[], more: Partial<RiskInputs> = {}): RiskInputs {
  // Nothing was recorded: the way between the networks is the only one.
  return sampleInputs({ reach: [...CLOSED, ...reach] }, { at: NOW, trials: 500, reach: [], done, ...more });
}

const ofGuests = ({ targets }: RiskDocument) =>
  targets.find(({ device }) => device === 'ct')?.entries.find(({ entry }) => entry === 'guest')?.probability.mode ?? -1;
const chance = (inputs: RiskInputs) => ofGuests(assessRisk(inputs));

describe('a way that was stated to be open', () => {
  const nothing = chance(site([], []));
  const stated = chance(site([open()], []));
  test.each([
    { what: 'after an unknown way was closed', how: 'unknown', way: open({ at: AFTER }), holds: false },
    { what: 'before an unknown way was closed', how: 'unknown', way: open({ at: BEFORE }), holds: true },
    { what: 'on no day, once an unknown way was closed', how: 'unknown', way: open(), holds: false },
    { what: 'after an open way was closed', how: 'rule', way: open({ at: AFTER }), holds: false },
    { what: 'before an open way was closed', how: 'rule', way: open({ at: BEFORE }), holds: true },
    { what: 'to all networks since', how: 'unknown', way: open({ from: '*', at: AFTER }), holds: false },
  ] as const)('$what: the step holds: $holds', ({ how, way, holds }) => {
    expect(stated).toBeGreaterThan(nothing);
    const document = assessRisk(site([way], [step(how)]));
    const [told] = document.done;
    if (holds) {
      expect(ofGuests(document)).toBe(0);
      expect(told).toMatchObject({ state: 'stated', offeredAgain: false });
    } else {
      expect(ofGuests(document)).toBe(stated);
      expect(told).toMatchObject({ state: 'contradicted', offeredAgain: true });
      expect(told?.because).toContain('stated');
      expect(told?.because).toContain('everything passes');
    }
  });
});

describe('a step that closed a way nobody knew of', () => {
  test('still closes it once there are so many networks that ways are not told apart', () => {
    const many = Array.from({ length: 45 }, (_, n) => ({ id: `10.2.${n}.0/24`, name: null }));
    const { zones } = site([], []);
    const all: Way[] = many.map(({ id }) => ({ from: '*', to: id, state: 'closed', because: '' }));
    const grown = (done: RiskDoneInput[]) => site(all, done, { zones: [...zones, ...many] });
    const [before, after] = [chance(grown([])), chance(grown([step('unknown')]))];
    expect(before).toBeGreaterThan(0);
    expect(after).toBeLessThan(before);
    expect(networkOf(inForce(grown([step('unknown')])), 'mode').changes.size).toBeGreaterThan(0);
  });

  test('says that it closes nothing once its network has another name, and the way of today is offered', () => {
    const tagged = `${IMAGING} VLAN 20`;
    const { devices } = site([], []);
    const moved = site([], [step('unknown')], {
      devices: devices.map((device) => ({ ...device, zone: tagged })),
      zones: [
        { id: tagged, name: 'Imaging' },
        { id: GUESTS, name: 'Guest Wi-Fi' },
      ],
    });
    const document = assessRisk(moved);
    expect(document.done).toMatchObject([{ state: 'not seen again', achieved: null }]);
    expect(document.done[0]?.because).toContain(`The network ${IMAGING} is not known any more`);
    expect(document.actions.map(({ id }) => id)).toContain(`close zone:${GUESTS} zone:${tagged} 0`);
  });
});

describe('what the internet opens', () => {
  const internet = (zones: string[] | null, state: 'open' | 'closed') => {
    const reach: Way[] = [{ from: 'internet', to: IMAGING, state, because: '' }];
    const inputs = sampleInputs({ entries: { internet: { zones } }, reach });
    return networkOf(inputs, 'mode').entries.get('internet')?.opens;
  };
  test.each([
    { zones: [], state: 'open', opens: [IMAGING] },
    { zones: [IMAGING, GUESTS], state: 'closed', opens: [GUESTS] },
    { zones: [IMAGING], state: 'open', opens: [IMAGING] },
    { zones: null, state: 'open', opens: [IMAGING] },
  ] as const)('with the entry said to open $zones and the way to imaging $state', ({ zones, state, opens }) => {
    expect(internet(zones && [...zones], state)).toEqual(opens);
  });
});
