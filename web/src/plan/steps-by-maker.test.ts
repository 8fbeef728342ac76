// Claims about the steps that a maker is asked for together.
import { expect, test } from 'vitest';
import { stepsByMaker } from '#contracts/index.ts';
import { centreDevices } from '../../test-support/fake-devices.ts';
import { sampleRisk } from '../../test-support/sample-risk.ts';

const document = sampleRisk({ id: 'r', site: 'Here', devices: centreDevices(), copies: 1, pairs: 3, seasoned: true });
const [pattern] = document.actions;

test('several steps of one maker are one letter, one alone is none, and what is not in the plan is not asked for', () => {
  if (!pattern) throw new Error('there are actions in the sample');
  const step = (id: string, maker: string | null, device: string, needsMaker = true) => ({
    ...pattern,
    id,
    maker,
    devices: [device],
    needsMaker,
  });
  const actions = [
    step('a', 'Siemens', 'ct'),
    step('b', 'GE', 'mr'),
    step('c', 'Siemens', 'us'),
    step('d', null, 'x'),
    step('e', null, 'x'),
    step('f', null, 'y'),
    step('g', 'GE', 'mr', false),
    step('h', 'Siemens', 'ct'),
    step('not chosen', 'GE', 'mr'),
  ];
  const [first] = document.plan.chosen;
  if (!first) throw new Error('there is a plan in the sample');
  const chosen = actions.filter(({ id }) => id !== 'not chosen').map(({ id }) => ({ ...first, action: id }));
  const found = stepsByMaker({ ...document, actions, plan: { ...document.plan, chosen } });
  expect(found.map(({ maker, device, actions: of }) => [maker ?? device?.id, of.map(({ id }) => id)])).toEqual([
    ['Siemens', ['a', 'c', 'h']],
    ['x', ['d', 'e']],
  ]);
});
