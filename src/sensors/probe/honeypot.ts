// Signs that a service is no device but a trap, or something that stands for anything: real ones have limits.
import type { ScanEndpoint } from '#contracts/index.ts';
import type { DicomSeen } from './dicom-probe.ts';
import { PROPOSED } from './proposal.ts';

/** A host that takes connections on so many ports, and on every one that was asked, is a firewall or a trap. */
const MANY_PORTS = 8;
/** A web server may well serve the usual five web ports alike. */
const MANY_BANNERS = 6;

/** Why a DICOM service may be a trap; null when nothing speaks for it. */
export function suspicionOf(dicom: DicomSeen): string | null {
  return PROPOSED.every(({ uid }) => dicom.services.includes(uid))
    ? 'It accepts every service that was proposed, a made-up one too'
    : null;
}

/** Why a whole host may be a trap, judged by all of its ports; null when nothing speaks for it. */
export function hostSuspicion(asked: number, endpoints: readonly ScanEndpoint[]): string | null {
  if (asked >= MANY_PORTS && endpoints.length === asked)
    return 'The host takes connections on every port that was asked';
  const banners = endpoints.flatMap(({ banner }) => banner ?? []);
  const same = banners.length >= MANY_BANNERS && new Set(banners).size === 1;
  return same ? 'The host says the same on many ports' : null;
}
