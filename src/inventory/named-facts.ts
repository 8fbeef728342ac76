// What a name that people gave to a code says of who carries it: of a service its software, of a caller its software and a hint at
// its maker, of a private service what it is.
import type { Fact } from '#contracts/index.ts';
import { type AttributeInput, type AttributeName, type CurrentFact, makeFact } from '#evidence/model.ts';
import type { Clock } from '#kit/index.ts';
import { CALLER_SIGN, NAMES_SENSOR, PRIVATE_SIGN, softwareCode } from './software-code.ts';

/** A code with its name, and who gave it. */
export interface SoftwareName {
  readonly id: string;
  readonly code: string;
  readonly product: string;
  readonly vendor: string | null;
  readonly by: string;
  readonly at: string;
}

/** A person who knows the software is nearly always right about it. */
const NAMED = 0.95;
/** Whose software it is hints at whose machine it is, and is no mark of identity. */
const MAKER_HINT = 0.45;

/** The facts that names give for what sensors stated; codes that the program knows by itself are left alone. */
export function namedFacts(
  facts: readonly CurrentFact[],
  names: ReadonlyMap<string, SoftwareName>,
  clock: Clock,
): Fact[] {
  return facts.flatMap((fact) => {
    if (fact.sensor === NAMES_SENSOR) return [];
    const found = softwareCode(fact);
    const name = found === null || found.isKnown ? undefined : names.get(found.code);
    return name ? factsFrom(fact, name, clock) : [];
  });
}

function factsFrom({ subject, attribute, value }: CurrentFact, name: SoftwareName, clock: Clock): Fact[] {
  const { product, vendor, by, at } = name;
  const source = { sensor: NAMES_SENSOR, run: name.id, detail: null };
  const state = <A extends AttributeName>(stated: A, said: AttributeInput<A>, confidence = NAMED) =>
    makeFact(
      { subject, attribute: stated, value: said, basis: 'attested', confidence, source, observedAt: at, by },
      clock,
    );
  const member = (of: string): string | null => {
    const found: unknown = value !== null && typeof value === 'object' ? Reflect.get(value, of) : null;
    return typeof found === 'string' ? found : null;
  };
  if (attribute === 'service.implementation') {
    const [classUid, versionName] = [member('classUid'), member('versionName')];
    return [state('service.implementation', { classUid, versionName, product, vendor, toolkit: null })];
  }
  const means = vendor === null ? product : `${vendor} ${product}`;
  if (attribute === 'device.privateClass') {
    return [state('device.hint', { sign: PRIVATE_SIGN, value: name.code, means })];
  }
  const hint = state('device.hint', { sign: CALLER_SIGN, value: member('value') ?? name.code, means });
  const software = state('software', { name: means });
  return vendor === null ? [hint, software] : [hint, software, state('device.vendor', vendor, MAKER_HINT)];
}
