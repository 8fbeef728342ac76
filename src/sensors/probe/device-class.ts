// What kind of device offers these services (PS3.4): a guess from the shape of its offer, never from a name.
import { PROPOSED, type ServiceRole } from './proposal.ts';

/** In a word; null when the offer says nothing. */
export function deviceClassOf(services: readonly string[]): string | null {
  const offered = PROPOSED.filter(({ sopClass }) => services.includes(sopClass));
  const has = (role: ServiceRole) => offered.some((service) => service.role === role);
  if (has('query') && has('store')) return 'archive';
  if (has('query')) return 'archive, read only';
  if (has('print')) return 'printer';
  if (has('worklist') || has('procedure step')) return 'worklist';
  if (has('store')) {
    const modalities = new Set(offered.flatMap(({ modality }) => modality ?? []));
    const [only] = modalities;
    return modalities.size === 1 && only !== undefined ? `modality ${only}` : 'viewer or workstation';
  }
  return has('echo') ? 'echo only' : null;
}
