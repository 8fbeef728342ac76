// Bills of materials: the list, one of them with its components, and which devices it is about.
import { type SbomDetail, sboms } from '#contracts/index.ts';
import { type Query, read, tell } from './http.ts';

function at(id: string): string {
  return `sboms/${encodeURIComponent(id)}`;
}

/** A page of bills. */
export function loadSboms(query: Query, signal: AbortSignal) {
  return read(sboms.sbomList, 'sboms', { query, signal });
}

/** One bill. */
export function loadSbom(id: string, signal: AbortSignal): Promise<SbomDetail> {
  return read(sboms.sbomDetail, at(id), { signal });
}

/** A page of the components of a bill. */
export function loadSbomComponents(id: string, query: Query, signal: AbortSignal) {
  return read(sboms.sbomComponents, `${at(id)}/components`, { query, signal });
}

interface Link {
  readonly sbom: string;
  readonly device: string;
  readonly linked: boolean;
}

/** Says that a bill is about a device, or that it is not. */
export function linkSbom({ sbom, device, linked }: Link): Promise<void> {
  return tell({ method: linked ? 'PUT' : 'DELETE', path: `${at(sbom)}/devices/${encodeURIComponent(device)}` });
}
