// A TLS handshake with a stranger who may be as old as TLS 1.0 or use keys and suites that nobody should: OpenSSL's
// security level is lowered for this socket alone, since what cannot be talked to cannot be reported. Certificates are
// looked at, never trusted. RFC 5246 and RFC 8446; in TLS 1.3 a client certificate is missed only after the handshake.
import { X509Certificate } from 'node:crypto';
import type { Socket } from 'node:net';
import tls from 'node:tls';
import type { Certificate } from '#contracts/index.ts';
import { certificateFacts } from './certificate.ts';

export type TlsVersion = 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3';

/** Oldest first. */
export const TLS_VERSIONS: readonly TlsVersion[] = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'];

/** What two sides agreed on. */
export interface Agreement {
  readonly version: TlsVersion;
  /** The suite by its IANA name, null when it is not known. */
  readonly cipher: string | null;
  /** Bits of the Diffie-Hellman group, null for other key exchanges. */
  readonly dhBits: number | null;
  readonly certificate: Certificate | null;
}

export type Handshake =
  | { readonly kind: 'open'; readonly socket: tls.TLSSocket; readonly agreement: Agreement }
  /** It wants a client certificate and hung up without one. */
  | { readonly kind: 'wants certificate'; readonly agreement: Agreement }
  /** It speaks TLS and would not agree; `code` is OpenSSL's. */
  | { readonly kind: 'no agreement'; readonly code: string }
  | { readonly kind: 'not tls'; readonly how: 'silence' | 'closed' | 'strange' | 'stopped' };

/** Best suites first, or the weakest first, so that a server that follows the client shows the worst it takes. */
export const BEST_FIRST = 'ALL:COMPLEMENTOFALL:eNULL:@SECLEVEL=0';
export const WEAKEST_FIRST = 'eNULL:aNULL:RC4:3DES:kRSA:SHA1:SHA256:SHA384:kDHE+AESGCM:ALL:COMPLEMENTOFALL:@SECLEVEL=0';

export interface HandshakeOptions {
  readonly newest: TlsVersion;
  readonly ciphers: string;
  readonly withinMs: number;
  readonly stop: AbortSignal;
}

/** Shakes hands over a connected socket. Unless it is 'open' the socket is gone afterwards. */
export function shakeHands(socket: Socket, options: HandshakeOptions): Promise<Handshake> {
  return new Promise((resolve) => {
    let keys: Agreement | undefined;
    let settled = false;
    const secure = tls.connect({
      socket,
      rejectUnauthorized: false,
      minVersion: 'TLSv1',
      maxVersion: options.newest,
      ciphers: options.ciphers,
      // A small hello: post-quantum shares would make it too large for some old stacks.
      ecdhCurve: 'X25519:P-256:P-384:P-521',
    });
    const settle = (handshake: Handshake) => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      options.stop.removeEventListener('abort', stopped);
      secure.removeAllListeners('close');
      secure.removeAllListeners('secureConnect');
      secure.removeAllListeners('keylog');
      if (handshake.kind !== 'open') secure.destroy();
      resolve(handshake);
    };
    const stopped = () => settle({ kind: 'not tls', how: 'stopped' });
    const timer = setTimeout(() => settle({ kind: 'not tls', how: 'silence' }), options.withinMs);
    options.stop.addEventListener('abort', stopped);
    // Keys exist once the server's certificate was read (TLS 1.2 and older): a refusal after that is about ours.
    secure.on('keylog', () => {
      keys ??= agreementOf(secure);
    });
    secure.once('secureConnect', () => {
      const agreement = agreementOf(secure);
      settle(
        agreement ? { kind: 'open', socket: secure, agreement } : { kind: 'no agreement', code: 'unknown version' },
      );
    });
    secure.on('error', (error: NodeJS.ErrnoException) => {
      if (settled) return;
      const agreement = keys && { ...keys, certificate: keys.certificate ?? certificateOf(secure) };
      settle(failedHandshake(error.code ?? '', agreement));
    });
    secure.once('close', () => settle({ kind: 'not tls', how: 'closed' }));
  });
}

/** Whether an error says that a client certificate was wanted. */
export function wantsCertificate(code: string | null): boolean {
  return code !== null && /CERTIFICATE_REQUIRED/.test(code);
}

function failedHandshake(code: string, agreement: Agreement | undefined): Handshake {
  if (wantsCertificate(code) && agreement) return { kind: 'wants certificate', agreement };
  const refusedUs = /ALERT_(HANDSHAKE_FAILURE|BAD_CERTIFICATE|NO_CERTIFICATE|CERTIFICATE_UNKNOWN|ACCESS_DENIED)/;
  if (agreement && refusedUs.test(code)) return { kind: 'wants certificate', agreement };
  // 'Wrong version number' and the like: what came back was no TLS record.
  if (/WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST|UNKNOWN_PROTOCOL|RECORD_LAYER/.test(code)) {
    return { kind: 'not tls', how: 'strange' };
  }
  if (code.startsWith('ERR_SSL_')) return { kind: 'no agreement', code };
  return { kind: 'not tls', how: 'closed' };
}

function agreementOf(socket: tls.TLSSocket, certificate: Certificate | null = null): Agreement | undefined {
  const spoken = socket.getProtocol();
  const version = TLS_VERSIONS.find((known) => known === spoken);
  if (version === undefined) return undefined;
  const key = socket.getEphemeralKeyInfo();
  const dhBits = key && 'size' in key && key.type === 'DH' ? key.size : null;
  // During the handshake of some versions Node knows no suite yet, though the types say so.
  const cipher: tls.CipherNameAndProtocol | undefined = socket.getCipher();
  return {
    version,
    cipher: cipher?.standardName ?? null,
    dhBits,
    certificate: certificate ?? certificateOf(socket),
  };
}

function certificateOf(socket: tls.TLSSocket): Certificate | null {
  // Before the server has shown one there is none, though the types say so.
  const shown: Partial<tls.PeerCertificate> | null = socket.getPeerCertificate();
  if (!shown?.raw) return null;
  try {
    return certificateFacts(new X509Certificate(shown.raw), new Date());
  } catch {
    // A certificate that OpenSSL took and cannot describe: its absence in the result says as much.
    return null;
  }
}
