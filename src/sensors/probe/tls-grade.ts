// The grade of a TLS service against DICOM's profiles (PS3.15 B.12 and B.13; BCP 195: RFC 8996, RFC 9325):
// 0 no TLS, 1 below today's profiles, 2 BCP 195, 3 modified BCP 195.
import type { Certificate, TlsState } from '#contracts/index.ts';
import type { Agreement } from './tls-handshake.ts';

/** The state of a service without TLS. */
export const NO_TLS: TlsState = {
  grade: 0,
  versions: [],
  cipher: null,
  mutual: false,
  certificate: null,
  weaknesses: [],
};

/** Suites of TLS 1.2 that the modified profile names (PS3.15 B.13); those of TLS 1.3 are all fine. */
const MODIFIED_PROFILE =
  /^TLS_ECDHE_(ECDSA|RSA)_WITH_(AES_(128|256)_(GCM_SHA(256|384)|CCM(_8)?)|CHACHA20_POLY1305_SHA256)$/;

/** What was agreed on in one or more handshakes, best first, as grade and weaknesses. */
export function tlsState(agreements: readonly Agreement[], mutual: boolean): TlsState {
  const versions = [...new Set(agreements.map(({ version }) => version))].sort();
  const certificate = agreements.find((agreement) => agreement.certificate)?.certificate ?? null;
  const weaknesses = [
    ...versions
      .filter((version) => version < 'TLSv1.2')
      .map((version) => `Accepts ${versionName(version)}, out of use since 2021`),
    ...new Set(agreements.flatMap(suiteWeaknesses)),
    ...(certificate ? certificateWeaknesses(certificate) : []),
  ];
  const grade = weaknesses.length > 0 || agreements.length === 0 ? 1 : meetsModified(agreements, certificate) ? 3 : 2;
  return { grade, versions, cipher: agreements[0]?.cipher ?? null, mutual, certificate, weaknesses };
}

/** `TLSv1` as people write it. */
function versionName(version: string): string {
  return version === 'TLSv1' ? 'TLS 1.0' : version.replace('TLSv', 'TLS ');
}

/** What is wrong with the suite of one handshake. */
export function suiteWeaknesses({ version, cipher, dhBits }: Agreement): string[] {
  const found: string[] = [];
  if (dhBits !== null && dhBits < 2048) found.push(`Key exchange with only ${dhBits} bits`);
  if (cipher === null || version === 'TLSv1.3') return found;
  if (/_WITH_NULL_/.test(cipher)) found.push(`Accepts a NULL cipher (${cipher}): nothing is encrypted`);
  else if (/_anon_/i.test(cipher)) found.push(`Accepts strangers in the middle (${cipher}): no certificate is used`);
  else if (/EXPORT|RC4|3DES|_DES_/.test(cipher)) found.push(`Accepts a broken cipher (${cipher})`);
  else if (cipher.startsWith('TLS_RSA_')) found.push(`Accepts a key exchange without forward secrecy (${cipher})`);
  else if (/_CBC_/.test(cipher)) found.push(`Accepts a cipher of an outdated kind (${cipher})`);
  return found;
}

function certificateWeaknesses({ keyType, keyBits, signatureAlgorithm }: Certificate): string[] {
  const found: string[] = [];
  if (keyBits !== null && keyType.startsWith('rsa') && keyBits < 2048) {
    found.push(`The certificate's key has only ${keyBits} bits`);
  }
  if (keyBits !== null && keyType === 'ec' && keyBits < 224)
    found.push(`The certificate's key has only ${keyBits} bits`);
  if (signatureAlgorithm !== null && /sha-?1(?!\d)|md5/i.test(signatureAlgorithm)) {
    found.push(`The certificate is signed with an outdated method (${signatureAlgorithm})`);
  }
  return found;
}

/** Both versions seen, and of TLS 1.2 the weakest suite that it showed is one of the profile. */
function meetsModified(agreements: readonly Agreement[], certificate: Certificate | null): boolean {
  const older = agreements.filter(({ version }) => version === 'TLSv1.2');
  const both = older.length > 0 && agreements.some(({ version }) => version === 'TLSv1.3');
  if (!both || !certificate) return false;
  const { keyType, keyBits } = certificate;
  const strongKey =
    keyType.startsWith('ed') || (keyBits !== null && (keyType === 'ec' ? keyBits >= 256 : keyBits >= 2048));
  return strongKey && older.every(({ cipher }) => cipher !== null && MODIFIED_PROFILE.test(cipher));
}
