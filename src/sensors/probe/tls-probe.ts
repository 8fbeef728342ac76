// What a TLS service is worth: talks inside the best handshake first, then finds out which older versions it takes. Each
// further handshake allows one version less than the last one agreed on, and names the weakest suites first, so that few
// connections tell the versions and the worst that the service accepts.
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { TlsState } from '#contracts/index.ts';
import type { Patience } from './scan-plan.ts';
import { suiteWeaknesses, tlsState } from './tls-grade.ts';
import {
  type Agreement,
  BEST_FIRST,
  type Handshake,
  shakeHands,
  TLS_VERSIONS,
  type TlsVersion,
  WEAKEST_FIRST,
} from './tls-handshake.ts';
import type { Transcript } from './transcript.ts';

/** What was found behind a TLS handshake. */
export interface TlsFound {
  readonly state: TlsState;
  /** `no agreement`: it speaks TLS and would not agree with us on anything. */
  readonly inside: 'answered' | 'silent' | 'wants certificate' | 'no agreement';
  readonly notes: readonly string[];
}

export interface TlsProbe {
  /** The newest version that the first greeting offers. */
  readonly newest: TlsVersion;
  /** The next connection to the endpoint. */
  readonly open: () => Promise<Socket | undefined>;
  /** Talks inside TLS and leaves the connection closed. */
  readonly inside: (socket: TLSSocket) => Promise<TlsFound['inside']>;
  readonly transcript: Transcript;
  readonly patience: Patience;
  readonly stop: AbortSignal;
}

/** Null when the endpoint does not speak TLS. */
export async function probeTls(probe: TlsProbe): Promise<TlsFound | null> {
  const first = await handshake(probe, probe.newest, BEST_FIRST);
  if (!first || first.kind === 'not tls') return null;
  if (first.kind === 'no agreement') {
    return { state: tlsState([], false), inside: 'no agreement', notes: [`TLS without agreement (${first.code})`] };
  }
  const agreements: Agreement[] = [first.agreement];
  const inside = first.kind === 'open' ? await probe.inside(first.socket) : 'wants certificate';
  const mutual = inside === 'wants certificate';
  if (mutual && first.kind === 'open')
    probe.transcript.received('It wants a certificate from us and hung up without one');
  // TLS 1.3 has no weak suites; of an older version the weakest was not asked for yet.
  const { version } = first.agreement;
  let newest = version === 'TLSv1.3' || suiteWeaknesses(first.agreement).length > 0 ? before(version) : version;
  while (newest !== undefined && !probe.stop.aborted) {
    const older = await handshake(probe, newest, WEAKEST_FIRST);
    if (older?.kind !== 'open' && older?.kind !== 'wants certificate') break;
    agreements.push(older.agreement);
    if (older.kind === 'open') older.socket.destroySoon();
    newest = before(older.agreement.version);
  }
  const state = tlsState(agreements, mutual);
  probe.transcript.note(`TLS versions accepted: ${state.versions.join(', ')}; grade ${state.grade}`);
  return { state, inside, notes: [] };
}

function before(version: TlsVersion): TlsVersion | undefined {
  return TLS_VERSIONS[TLS_VERSIONS.indexOf(version) - 1];
}

async function handshake(probe: TlsProbe, newest: TlsVersion, ciphers: string): Promise<Handshake | undefined> {
  const socket = await probe.open();
  if (!socket) return undefined;
  probe.transcript.sent(newest === 'TLSv1.3' ? 'TLS handshake' : `TLS handshake, at most ${newest}`);
  const options = { newest, ciphers, withinMs: probe.patience.firstByteMs, stop: probe.stop };
  const result = await shakeHands(socket, options);
  if (result.kind === 'open' || result.kind === 'wants certificate') {
    const { version, cipher, certificate } = result.agreement;
    const whose = certificate ? `, certificate of ${certificate.subject}` : '';
    const wants = result.kind === 'wants certificate' ? '; then it wanted a certificate from us and hung up' : '';
    probe.transcript.received(`TLS agreed: ${version}${cipher ? ` with ${cipher}` : ''}${whose}${wants}`);
  } else if (result.kind === 'no agreement') {
    probe.transcript.received(`TLS refused (${result.code})`);
  } else {
    probe.transcript.note('No TLS');
  }
  return result;
}
