// What kind of device offers these services (PS3.4): a guess from the shape of its offer, never from a name.
import { PROPOSED, type ServiceKind } from './proposal.ts';

/** Modality codes of objects that any device may make. */
const DOCUMENTS: ReadonlySet<string> = new Set(['SR', 'DOC', 'KO']);

/** In a word; null when the offer says nothing. */
export function deviceClassOf(services: readonly string[]): string | null {
  const offered = PROPOSED.filter(({ uid }) => services.includes(uid));
  const has = (kind: ServiceKind) => offered.some((service) => service.kind === kind);
  if (has('query') && has('storage')) return 'archive';
  if (has('query')) return 'archive, read only';
  if (has('print')) return 'printer';
  if (has('worklist') || has('mpps')) return 'worklist';
  if (has('storage')) {
    const modalities = new Set(
      offered.flatMap(({ modality }) => (modality && !DOCUMENTS.has(modality) ? modality : [])),
    );
    const [only] = modalities;
    return modalities.size === 1 && only !== undefined ? `modality ${only}` : 'viewer or workstation';
  }
  return has('verification') ? 'echo only' : null;
}
