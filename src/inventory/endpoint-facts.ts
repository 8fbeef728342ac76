// What a scan saw at one endpoint, as facts: about the service, and where it tells something about the host, about the
// address. A rung is observed; what software a fingerprint means and what a service is for are inferred.
import type { Basis, Fact, ScanEndpoint } from '#contracts/index.ts';
import {
  type AttributeInput,
  type AttributeName,
  looksLikePatientData,
  makeFact,
  type SubjectRef,
  serviceSubject,
} from '#evidence/model.ts';
import type { Clock } from '#kit/index.ts';
import { parseAddress } from '#kit/index.ts';

/** Where, when and by whom an endpoint was seen. */
export interface SightingContext {
  readonly vantage: string;
  /** The scan's id. */
  readonly run: string;
  readonly by: string;
  readonly observedAt: string;
  readonly clock: Clock;
}

/** A rung seen behind a suspected decoy says little about a real device. */
const DECOY_CONFIDENCE = 0.3;
/** A name in a certificate is a hint at a host name: certificates are copied, shared and left over. */
const CERTIFICATE_NAME_CONFIDENCE = 0.3;

/** The facts that an endpoint of a scan gives. */
export function endpointFacts(endpoint: ScanEndpoint, context: SightingContext): Fact[] {
  const facts: Fact[] = [];
  const subject = serviceSubject({ address: endpoint.address, port: endpoint.port, vantage: context.vantage });
  const observed = endpoint.honeypot === null ? 1 : DECOY_CONFIDENCE;
  const state = <A extends AttributeName>(
    about: SubjectRef,
    attribute: A,
    value: AttributeInput<A> | null,
    [basis, confidence]: readonly [Basis, number],
  ): void => {
    // A stranger's text that looks like patient data is not kept; the rest of the endpoint is.
    if (value === null || value === '' || looksLikePatientData(value)) return;
    const source = { sensor: 'probe', run: context.run, detail: `seen from ${context.vantage}` };
    const { by, observedAt } = context;
    facts.push(
      makeFact({ subject: about, attribute, value, basis, confidence, source, observedAt, by }, context.clock),
    );
  };
  const seen = ['observed', observed] as const;
  state(subject, 'service.port', endpoint.port, ['observed', 1]);
  state(subject, 'service.protocol', endpoint.protocol, seen);
  state(subject, 'service.name', endpoint.service, ['inferred', 0.8]);
  state(subject, 'service.exposure', endpoint.exposure, seen);
  state(subject, 'service.web', endpoint.web, seen);
  if (endpoint.offered.length > 0) state(subject, 'service.offered', [...endpoint.offered].sort(), seen);
  state(subject, 'service.refusal', endpoint.refusal, seen);
  if (endpoint.protocol === 'dicom') {
    const { echo, query, worklist, read, write } = endpoint;
    state(subject, 'service.answers', { echo, query, worklist, read, write }, seen);
    state(subject, 'service.titles', endpoint.titles, seen);
  }
  state(subject, 'service.tls', tlsValue(endpoint), seen);
  const { implementation } = endpoint;
  if (implementation && (implementation.classUid !== null || implementation.product !== null)) {
    const { classUid, versionName, product, vendor, toolkit, confidence } = implementation;
    const uid = classUid !== null && /^[0-9.]{1,64}$/.test(classUid) ? classUid : null;
    state(
      subject,
      'service.implementation',
      { classUid: uid, versionName: versionName || null, product, vendor, toolkit },
      ['inferred', Math.min(confidence, observed)],
    );
  }
  state(subject, 'service.deviceClass', endpoint.deviceClass, ['inferred', Math.min(0.7, observed)]);
  state(subject, 'service.banner', endpoint.banner, seen);
  state(subject, 'service.honeypot', endpoint.honeypot, ['inferred', 0.6]);
  const host: SubjectRef = { kind: 'address', key: endpoint.address };
  for (const name of hostNames(endpoint))
    state(host, 'device.hostName', name, ['inferred', CERTIFICATE_NAME_CONFIDENCE]);
  return facts;
}

function tlsValue(endpoint: ScanEndpoint): AttributeInput<'service.tls'> | null {
  const { grade, versions, mutual, weaknesses, certificate } = endpoint.tls;
  // Where neither DICOM nor TLS nor a web page spoke, nothing is known about encryption.
  if (grade === 0 && versions.length === 0 && endpoint.protocol !== 'dicom' && endpoint.protocol !== 'http')
    return null;
  const sha256 = certificate?.sha256.toLowerCase() ?? '';
  return {
    grade,
    versions: [...versions].sort(),
    mutual,
    weaknesses: [...weaknesses].sort(),
    certificateSha256: /^[0-9a-f]{64}$/.test(sha256) ? sha256 : null,
    notAfter: certificate?.notAfter ?? null,
  };
}

/** Names in the certificate that can be names of this host. */
function hostNames(endpoint: ScanEndpoint): string[] {
  const names = endpoint.tls.certificate?.names ?? [];
  const plain = names
    .map((name) => name.toLowerCase())
    .filter((name) => /^[a-z0-9]([a-z0-9._-]{0,252})$/.test(name))
    .filter((name) => !parseAddress(name) && name.split('.')[0] !== 'localhost');
  return [...new Set(plain)].sort().slice(0, 10);
}
