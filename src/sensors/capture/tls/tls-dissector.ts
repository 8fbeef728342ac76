// TLS seen from beside: versions, names and certificates of the handshake. Where the suite encrypts nothing, what is inside is
// read as if it were in clear, because it is.
import { X509Certificate } from 'node:crypto';
import { inertText, Malformed, parseAddress } from '#kit/index.ts';
import {
  certificates,
  clientHello,
  NULL_SUITES,
  type RecordReceiver,
  RecordStream,
  serverHello,
} from '#wire/tls/index.ts';
import type { Conversation } from '../conversation.ts';
import { newAssociation } from '../dicom/association.ts';
import { dicom } from '../dicom/dicom-dissector.ts';
import type { Dissector, Ending, FirstBytes, Side, StreamProtocol } from '../dissector.ts';
import type { Seen } from '../seen.ts';
import { remoteServiceOf } from './remote-names.ts';
import type { TlsSession } from './tls-session.ts';

/** TLS over TCP. */
export const tls: StreamProtocol = {
  name: 'tls',
  recognizes({ bytes, start, end }: FirstBytes) {
    if (bytes[start] !== 22 || (end - start > 1 && bytes[start + 1] !== 3)) return 'no';
    if (end - start < 6) return 'more';
    const type = bytes[start + 5] ?? 0;
    return (bytes[start + 2] ?? 9) <= 4 && (type === 1 || type === 2) ? 'yes' : 'no';
  },
  dissect: (conversation, seen) => new TlsDissector(conversation, seen),
};

/** Ports where what is encrypted is DICOM (IANA: 2761 ISCL, 2762 TLS; the others by use). */
const DICOM_PORTS = new Set([104, 2761, 2762, 4242, 11112, 11113, 10104]);
/** What a conversation takes besides its messages. */
const OWN = 2500;
const CLIENT_HELLO = 1;
const SERVER_HELLO = 2;
const CERTIFICATE = 11;
const CERTIFICATE_REQUEST = 13;

class TlsDissector implements Dissector {
  readonly #conversation: Conversation;
  readonly #seen: Seen;
  readonly #streams: [RecordStream, RecordStream];
  readonly #session: TlsSession;
  #suite = 0;
  #inner: Dissector | null = null;
  #certificate: X509Certificate | null = null;

  constructor(conversation: Conversation, seen: Seen) {
    this.#conversation = conversation;
    this.#seen = seen;
    this.#streams = [new RecordStream(this.#receiver(0)), new RecordStream(this.#receiver(1))];
    this.#session = {
      client: conversation.clientEnd,
      server: conversation.serverEnd,
      version: null,
      agreed: false,
      serverName: null,
      cipher: null,
      ja4: null,
      clientCertificate: false,
      alert: null,
      certificateSha256: null,
    };
  }

  get held(): number {
    return OWN + this.#streams[0].held + this.#streams[1].held + (this.#inner?.held ?? 0);
  }

  data(side: Side, bytes: Uint8Array, start: number, end: number): void {
    this.#streams[side].push(bytes, start, end);
  }

  gap(side: Side, length: number): void {
    this.#streams[side].gap(length);
    this.#inner?.gap(side, length);
  }

  end(how: Ending): void {
    const inner = this.#inner;
    const seen = this.#seen;
    const conversation = this.#conversation;
    const session = this.#session;
    inner?.end(how);
    seen.record(seen.tls, session);
    seen.nowMs = conversation.lastMs;
    const isDicom = DICOM_PORTS.has(conversation.serverPort);
    if (inner) {
      const association = seen.associations.at(-1);
      if (association) Object.assign(association, { tls: true, tlsVersion: session.version });
    } else if (isDicom) {
      const association = newAssociation(conversation.clientEnd, conversation.serverEnd, conversation.firstMs);
      const ended = how === 'open' ? 'open' : how;
      Object.assign(association, { tls: true, tlsVersion: session.version, ended, lastMs: conversation.lastMs });
      seen.record(seen.associations, association);
    }
    this.#state(isDicom || inner !== null);
  }

  #state(isDicom: boolean): void {
    const seen = this.#seen;
    const conversation = this.#conversation;
    const { version, agreed, cipher, clientCertificate, serverName, ja4 } = this.#session;
    seen.flow(conversation, 'flow.protocol', isDicom ? 'dicom-tls' : 'tls');
    if (ja4 !== null) seen.hint(conversation.client, 'JA4', ja4);
    const remote = serverName === null ? null : remoteServiceOf(serverName);
    if (remote !== null) {
      seen.address(conversation.client, 'device.role', `Uses ${remote}`, { basis: 'inferred', confidence: 0.8 });
      seen.flow(conversation, 'flow.operation', `remote service: ${remote}`);
    }
    if (!agreed || version === null) return;
    const weaknesses: string[] = [];
    if (version < 'TLSv1.2')
      weaknesses.push(`Accepts ${version === 'TLSv1' ? 'TLS 1.0' : version}, out of use since 2021`);
    if (NULL_SUITES.has(this.#suite)) weaknesses.push(`Accepts a NULL cipher (${cipher ?? ''}): nothing is encrypted`);
    const certificate = this.#certificate;
    seen.service(conversation, 'service.port', conversation.serverPort);
    seen.service(conversation, 'service.protocol', isDicom ? 'dicom' : 'tls', {
      basis: 'inferred',
      confidence: isDicom ? 0.6 : 0.8,
    });
    if (weaknesses.length > 0) seen.service(conversation, 'service.weakness', 'tls-outdated');
    seen.service(
      conversation,
      'service.tls',
      {
        grade: weaknesses.length > 0 ? 1 : 2,
        versions: [version],
        mutual: clientCertificate,
        weaknesses,
        certificateSha256: this.#session.certificateSha256,
        notAfter: certificate?.validToDate.toISOString() ?? null,
      },
      { basis: 'observed', confidence: 0.8 },
    );
    const names = (certificate?.subjectAltName ?? '')
      .split(', ')
      .map((name) => name.replace(/^DNS:/, '').toLowerCase());
    for (const name of names.slice(0, 5)) {
      if (/^[a-z0-9][a-z0-9.-]{0,252}$/.test(name) && !parseAddress(name)) {
        seen.address(conversation.server, 'device.hostName', name, { basis: 'inferred', confidence: 0.3 });
      }
    }
  }

  #receiver(side: Side): RecordReceiver {
    return {
      handshake: (type, body) => {
        try {
          this.#handshake(type, body);
        } catch (error) {
          if (!(error instanceof Malformed)) throw error;
        }
      },
      alert: (_level, description) => {
        this.#session.alert ??= description;
      },
      changeCipher: () => {},
      applicationStart: () => NULL_SUITES.get(this.#suite) ?? null,
      clear: (bytes) => {
        if (this.#inner === null) {
          const begun = this.#conversation.begun;
          const { serverPort } = this.#conversation;
          const first = { side, bytes, start: 0, end: bytes.length, serverPort, begun };
          if (dicom.recognizes(first) !== 'yes') return;
          this.#inner = dicom.dissect(this.#conversation, this.#seen);
        }
        this.#inner.data(side, bytes, 0, bytes.length);
      },
    };
  }

  #handshake(type: number, body: Uint8Array): void {
    const session = this.#session;
    if (type === CLIENT_HELLO) {
      const hello = clientHello(body);
      session.serverName ??= hello.serverName;
      session.version ??= hello.version;
      session.ja4 ??= hello.ja4;
    } else if (type === SERVER_HELLO) {
      const hello = serverHello(body);
      session.version = hello.version;
      session.agreed = true;
      session.cipher = `0x${hello.cipher.toString(16).padStart(4, '0')}`;
      this.#suite = hello.cipher;
    } else if (type === CERTIFICATE_REQUEST) session.clientCertificate = true;
    else if (type === CERTIFICATE && this.#certificate === null && session.agreed) this.#certify(body);
  }

  #certify(body: Uint8Array): void {
    const [own] = certificates(body);
    if (!own) return;
    try {
      this.#certificate = new X509Certificate(own);
      const { fingerprint256 } = this.#certificate;
      this.#session.certificateSha256 = inertText(fingerprint256.replaceAll(':', '').toLowerCase(), 64);
    } catch {
      // A certificate that cannot be read says nothing; the handshake was seen all the same.
    }
  }
}
