// The published flaws that the components of a product may bring, with or without a device that has them: for the page of a bill of
// materials, and before a device is bought.
import type { Finding } from '#contracts/index.ts';
import type { DeviceSnapshot } from '#inventory/model.ts';
import { type JudgeContext, reviewOf } from './review.ts';
import { knownFlaws } from './rules/known-flaws.ts';
import { UNSEEN_DEVICE } from './unseen-device.ts';

type Software = DeviceSnapshot['software'][number];

/** A component of a product. */
export type ListedComponent = Pick<Software, 'name' | 'version' | 'cpe' | 'purl'>;

/** A flaw that a component may bring. */
export interface ComponentFlaw {
  readonly component: NonNullable<Finding['component']>;
  readonly cve: string | null;
  readonly title: string;
  readonly severity: Finding['severity'];
}

/** The open flaws; what the maker says of the product counts. */
export function flawsOfComponents(
  product: {
    readonly sbom: string;
    readonly vendor: string | null;
    readonly name: string | null;
    readonly version: string | null;
  },
  components: readonly ListedComponent[],
  context: JudgeContext,
): ComponentFlaw[] {
  const { sbom, vendor, name, version } = product;
  const origin = { sbom, name: name ?? '' };
  const listed = components.map((each): Software => ({ ...each, confidence: 1, facts: [], origin }));
  const itself: Software[] =
    name === null || version === null ? [] : [{ name, version, cpe: null, purl: null, confidence: 1, facts: [] }];
  const device = { ...UNSEEN_DEVICE, vendor, model: name, software: [...itself, ...listed] };
  return knownFlaws(reviewOf(device, context)).flatMap(({ flaw, state, title, severity }) =>
    flaw?.component && (state === 'potential' || state === 'confirmed')
      ? [{ component: flaw.component, cve: flaw.cve, title, severity: severity ?? 'none' }]
      : [],
  );
}
