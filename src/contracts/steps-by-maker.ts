// Steps of the plan that the same maker must agree to: those are asked for together, on the page and in the report.
import type { RiskAction, RiskDocument } from './risk.ts';

export interface MakerSteps {
  /** Null where nobody knows who made the device; then the steps are on that one device. */
  readonly maker: string | null;
  readonly device: { readonly id: string; readonly name: string } | null;
  readonly actions: readonly RiskAction[];
}

/** Makers that must agree to several steps, the one with most first; where no maker is known, devices with several. */
export function stepsByMaker({ plan, actions, targets }: RiskDocument): MakerSteps[] {
  const byId = new Map(actions.map((action) => [action.id, action]));
  const asked = plan.chosen.flatMap(({ action: id }) => {
    const action = byId.get(id);
    return action?.needsMaker ? [action] : [];
  });
  const named = Map.groupBy(
    asked.filter(({ maker }) => maker),
    ({ maker }) => maker ?? '',
  );
  const unnamed = Map.groupBy(
    asked.filter(({ maker, devices }) => !maker && devices.length === 1),
    ({ devices }) => devices[0] ?? '',
  );
  const names = new Map(targets.map(({ device, name }) => [device, name]));
  return [
    ...[...named].map(([maker, steps]) => ({ maker, device: null, actions: steps })),
    ...[...unnamed].map(([id, steps]) => ({ maker: null, device: { id, name: names.get(id) ?? id }, actions: steps })),
  ]
    .filter(({ actions: steps }) => steps.length > 1)
    .sort((a, b) => b.actions.length - a.actions.length);
}
