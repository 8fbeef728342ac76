// Everything of a site as one archive.
import { handOvers } from '#contracts/index.ts';
import { read, tenantHref } from './http.ts';

/** Where the archive is taken away. */
export function handOverHref(): string {
  return tenantHref('hand-over');
}

/** How far the archive that is being made is. */
export function loadHandOver(signal: AbortSignal) {
  return read(handOvers.handOverProgress, 'hand-over/progress', { signal });
}
