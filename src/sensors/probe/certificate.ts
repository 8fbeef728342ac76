// The facts of an X.509 certificate that a server showed (RFC 5280), as a person and a rule can read them.
import type { X509Certificate } from 'node:crypto';
import type { Certificate } from '#contracts/index.ts';
import { inertText, lookup } from '#kit/index.ts';

/** More names than a page can use. */
const MAX_NAMES = 20;

/** Bits of the curves that certificates use. */
const CURVE_BITS: Readonly<Record<string, number>> = lookup({
  prime256v1: 256,
  secp384r1: 384,
  secp521r1: 521,
  secp224r1: 224,
  prime192v1: 192,
  brainpoolP256r1: 256,
  brainpoolP384r1: 384,
  brainpoolP512r1: 512,
});

/** What the certificate says of itself; nothing is verified but whether it signed itself. */
export function certificateFacts(certificate: X509Certificate, now: Date): Certificate {
  const { publicKey } = certificate;
  const details = publicKey.asymmetricKeyDetails;
  const notAfter = certificate.validToDate;
  return {
    subject: distinguishedName(certificate.subject),
    issuer: distinguishedName(certificate.issuer),
    selfSigned: certificate.subject === certificate.issuer && certificate.checkIssued(certificate),
    notBefore: certificate.validFromDate.toISOString(),
    notAfter: notAfter.toISOString(),
    expired: notAfter < now,
    keyType: publicKey.asymmetricKeyType ?? 'unknown',
    keyBits: details?.modulusLength ?? CURVE_BITS[details?.namedCurve ?? ''] ?? null,
    signatureAlgorithm: certificate.signatureAlgorithm ?? null,
    sha256: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
    names: alternativeNames(certificate.subjectAltName),
  };
}

/** Node gives one part a line; people write them in a row. */
function distinguishedName(lines: string | undefined): string {
  return inertText((lines ?? '').split('\n').join(', '), 300);
}

function alternativeNames(text: string | undefined): string[] {
  if (!text) return [];
  const names = text.split(', ').map((name) => inertText(name.replace(/^(DNS|IP Address|URI|email):/, ''), 200));
  return names.slice(0, MAX_NAMES);
}
