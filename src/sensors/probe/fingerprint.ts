// Which software is behind an implementation class UID and version name (PS3.7 D.3.3.2): the toolkit first, since a
// toolkit's name is not the product's; the maker only where the UID is the maker's own.
import type { Implementation } from '#contracts/index.ts';
import { inertText } from '#kit/index.ts';
import { FINGERPRINTS, type Fingerprint } from './fingerprints.data.ts';

/** Null when the peer said neither. */
export function fingerprint(classUid: string | null, versionName: string | null): Implementation | null {
  if (classUid === null && versionName === null) return null;
  const version = versionName === null ? null : inertText(versionName, 32);
  const known = classUid === null ? undefined : longestMatch(classUid, versionName ?? '');
  const detail = known?.version?.(versionName ?? '') ?? null;
  const name = (base: string | undefined) => (base === undefined ? null : detail === null ? base : `${base} ${detail}`);
  return {
    classUid: classUid === null ? null : inertText(classUid, 64),
    versionName: version,
    product: name(known?.product ?? known?.toolkit),
    vendor: known?.vendor ?? null,
    toolkit: name(known?.toolkit),
    confidence: known?.confidence ?? 0,
    source: known?.source ?? null,
  };
}

function longestMatch(classUid: string, versionName: string): Fingerprint | undefined {
  let best: Fingerprint | undefined;
  for (const candidate of FINGERPRINTS) {
    const { uid, exact, named } = candidate;
    if (classUid !== uid && (exact || !classUid.startsWith(`${uid}.`))) continue;
    if (named && !named.test(versionName)) continue;
    if (!best || uid.length > best.uid.length || (uid.length === best.uid.length && named && !best.named))
      best = candidate;
  }
  return best;
}
