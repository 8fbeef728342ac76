// Facts in the name of a remote sensor: its name is part of their source, so that what two sensors say of one thing stands side by side.
import type { Fact } from '#contracts/index.ts';
import { factId, signatureOf } from '#evidence/model.ts';

/** The facts as the sensor of this name states them. */
export function signed(facts: readonly Fact[], name: string): Fact[] {
  const { suffix, by } = signatureOf(name);
  return facts.map((fact) => {
    const mine = { ...fact, source: { ...fact.source, sensor: `${fact.source.sensor}${suffix}` }, by };
    return { ...mine, id: factId(mine) };
  });
}
