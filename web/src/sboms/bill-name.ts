// How a bill of materials is called: by the product that it is about.
import type { SbomRow } from '#contracts/index.ts';
import { text } from '../text/index.ts';

/** Maker, product and version; or that it has no name. */
export function billName({ vendor, product, version }: Pick<SbomRow, 'vendor' | 'product' | 'version'>): string {
  return [vendor, product, version].filter((part) => part !== null).join(' ') || text.sboms.unnamed;
}

/** Format and version of the document, as people write them. */
export function billFormat({ format, spec }: Pick<SbomRow, 'format' | 'spec'>): string {
  return `${{ cyclonedx: 'CycloneDX', spdx: 'SPDX' }[format] ?? format} ${spec}`.trim();
}
