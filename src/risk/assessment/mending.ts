// What it takes to mend what gives way at a door of a device: the most thorough of the repairs that its findings ask for.
import type { RiskDevice, RiskFinding, StepKind } from '#contracts/index.ts';
import type { Weakness } from './weaknesses.ts';

export interface Mending {
  readonly step: StepKind;
  /** What to do, as the finding says. */
  readonly text: string;
  readonly who: string;
  readonly isSystem: boolean;
}

/** From the lightest to the most thorough. */
const ORDER = [
  'ask maker',
  'compensate',
  'configure',
  'isolate',
  'patch',
  'replace',
] as const satisfies readonly StepKind[];
const rank = (kind: string) => ORDER.findIndex((each) => each === kind);

/** The repair of a weakness, or null where no finding says one. */
export function mendingOf(
  { findings }: Weakness,
  known: ReadonlyMap<string, RiskFinding>,
  { kind }: RiskDevice,
): Mending | null {
  const fixes = findings.flatMap((id) => {
    const finding = known.get(id);
    return finding ? [finding] : [];
  });
  const [first] = fixes.toSorted((a, b) => rank(b.fix.kind) - rank(a.fix.kind));
  if (!first) return null;
  const isSystem = fixes.some(({ rule }) => rule === 'os-past-support');
  const usual = ORDER[rank(first.fix.kind)] ?? 'configure';
  const step = isSystem ? (kind === 'modality' ? 'machine system' : 'replace') : usual;
  const system = fixes.find(({ rule }) => rule === 'os-past-support');
  const { text, who } = (isSystem ? system?.fix : undefined) ?? first.fix;
  return { step, text, who, isSystem };
}
