// What it takes to mend what gives way at a door of a device: the most thorough of the repairs that its findings ask for.
import type { RiskDevice, RiskFinding } from '#contracts/index.ts';
import { type Effort, MACHINE_SYSTEM, MEND } from './action-costs.data.ts';
import type { Weakness } from './weaknesses.ts';

export interface Mending {
  readonly effort: Effort;
  /** What to do, as the finding says. */
  readonly text: string;
  readonly who: string;
  readonly isSystem: boolean;
}

/** From the lightest to the most thorough. */
const ORDER = ['ask maker', 'compensate', 'configure', 'isolate', 'patch', 'replace'];

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
  const [first] = fixes.toSorted((a, b) => ORDER.indexOf(b.fix.kind) - ORDER.indexOf(a.fix.kind));
  if (!first) return null;
  const isSystem = fixes.some(({ rule }) => rule === 'os-past-support');
  const effort = isSystem
    ? kind === 'modality'
      ? MACHINE_SYSTEM
      : MEND['replace']
    : (MEND[first.fix.kind] ?? MEND['configure']);
  if (!effort) return null;
  const system = fixes.find(({ rule }) => rule === 'os-past-support');
  const { text, who } = (isSystem ? system?.fix : undefined) ?? first.fix;
  return { effort, text, who, isSystem };
}
