// Verdicts on components that only a bill of materials lists. Nobody saw them on the device, and the product may not use the part that has
// the flaw: they are never more than potential.
import type { Finding } from '#contracts/index.ts';
import type { FlawVerdict } from './hold-against.ts';
import type { OwnProduct } from './products-of.ts';

/** A verdict as far as a list of components bears it. */
export function asListed<V extends FlawVerdict>(verdict: V): V {
  const { origin, name, version } = verdict.product;
  if (origin === undefined) return verdict;
  const part = version === null ? name : `${name} ${version}`;
  return {
    ...verdict,
    ...(verdict.state === 'confirmed'
      ? { state: 'potential', settle: verdict.settle ?? `ask the maker of ${origin.name} whether it is affected` }
      : {}),
    because: [`${part} is listed in the bill of materials of ${origin.name}.`, ...verdict.because],
  };
}

/** The component of a finding, as the document of findings has it. */
export function componentOf({ origin, name, version, purl }: OwnProduct): {
  readonly component?: NonNullable<Finding['component']>;
} {
  return origin === undefined ? {} : { component: { name, version, purl, sbom: origin.sbom, sbomName: origin.name } };
}
