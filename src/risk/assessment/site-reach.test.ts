// A claim about attacks on a whole department: they happen when one of its devices is reached at least.
import { expect, test } from 'vitest';
import { casesOf, groupsOf, nodesOf } from './case-of.ts';
import { networkOf } from './network-of.ts';
import { RANSOM, sampleInputs } from './sample-site.ts';
import { siteReach } from './site-reach.ts';

const DEPARTMENT = { ...RANSOM, id: 'all', target: { ...RANSOM.target, reach: 'department' as const } };

test('of two devices that fall independently of each other one falls with 1 - (1 - p)(1 - q)', () => {
  // Both stand in one network, which an insider holds; nothing but their own findings counts.
  const inputs = { ...sampleInputs({}, { threats: [DEPARTMENT] }), reach: [] };
  const cases = casesOf(inputs);
  const built = networkOf(inputs, 'mode');
  const reach = siteReach(inputs, built, { nodes: nodesOf(cases), groups: groupsOf(cases) });
  const chances = reach.today.mode.get('insider');
  const [p, q] = [chances?.get('ct') ?? 0, chances?.get('mr') ?? 0];
  const union = 1 - (1 - p) * (1 - q);
  expect(reach.method).toBe('exact');
  expect(Math.max(p, q)).toBeLessThan(union);
  // 4,096 worlds: three standard errors.
  expect(Math.abs((chances?.get('any of all') ?? 0) - union)).toBeLessThan(3 * Math.sqrt((union * (1 - union)) / 4096));
});
