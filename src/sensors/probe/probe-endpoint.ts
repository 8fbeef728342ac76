// Finds out what an open port is, in the order that costs a stranger least: the kind of port decides what is tried first,
// and what comes back decides what is tried next. DICOM only where a well-formed PDU came back.
import type net from 'node:net';
import type { ScanEndpoint } from '#contracts/index.ts';
import { looksLikePatientData } from '#evidence/model.ts';
import { type Clock, inertText, latin1 } from '#kit/index.ts';
import type { Conversation } from './conversation.ts';
import { type DicomOutcome, probeDicom } from './dicom-probe.ts';
import { endpointResult, type Sighting } from './endpoint-result.ts';
import type { ScanPlan } from './scan-plan.ts';
import { DICOM_TLS_PORT, HL7_PORT, SERVICE_PORTS, WEB_PORTS, WEB_TLS_PORTS } from './service-ports.ts';
import type { Strangers } from './titles.ts';
import { BEST_FIRST, shakeHands, type TlsVersion, wantsCertificate } from './tls-handshake.ts';
import { probeTls, type TlsFound } from './tls-probe.ts';
import { Transcript } from './transcript.ts';
import type { Visit } from './visit.ts';
import { probeWeb, type WebSeen } from './web-probe.ts';

/** What all endpoints of a run share. */
export interface Run {
  readonly plan: ScanPlan;
  readonly clock: Clock;
  readonly names: Strangers;
  readonly stop: AbortSignal;
}

/** How long a port gets to speak first where we say nothing. */
const LISTEN_MS = 2000;

/** Probes one open port over the connection that found it open, and over further ones as needed. */
export async function probeEndpoint(
  run: Run,
  visit: Visit,
  open: { readonly port: number; readonly socket: net.Socket | undefined },
): Promise<ScanEndpoint> {
  const probe = new EndpointProbe(run, visit, open.port);
  try {
    await probe.explore(open.socket);
  } finally {
    open.socket?.destroy();
  }
  if (run.plan.clearance === 'full' && probe.sighting.asked !== 'full') {
    probe.sighting.notes.push('Not asked for an entry: no authority of the data owner is stored for this address');
  }
  if (run.stop.aborted) {
    probe.sighting.complete = false;
    probe.sighting.notes.push('The scan was stopped before this endpoint was done');
  }
  return endpointResult(probe.sighting);
}

/** The most that may be asked: what the scan is for and what is cleared, whichever is less. */
function askedOf(wanted: ScanPlan['clearance'], cleared: Visit['level']): ScanPlan['clearance'] {
  if (wanted === 'handshake' || (cleared !== 'query' && cleared !== 'full')) return 'handshake';
  return wanted === 'full' && cleared === 'full' ? 'full' : 'query';
}

type Tried = 'found' | 'nothing';

class EndpointProbe {
  readonly sighting: Sighting;
  readonly #run: Run;
  readonly #visit: Visit;
  readonly #port: number;
  readonly #transcript: Transcript;
  /** The connection that found the port open, until somebody uses it. */
  #first: net.Socket | undefined;
  #current: Conversation | undefined;
  #hungUp = false;
  #newestTls: TlsVersion = 'TLSv1.3';

  constructor(run: Run, visit: Visit, port: number) {
    this.#run = run;
    this.#visit = visit;
    this.#port = port;
    this.#transcript = new Transcript(run.clock);
    this.sighting = {
      address: visit.address,
      port,
      connections: 1,
      dicom: null,
      web: null,
      tls: null,
      banner: null,
      service: SERVICE_PORTS.get(port) ?? null,
      listenedOnly: false,
      spoke: false,
      asked: askedOf(run.plan.clearance, visit.level),
      complete: true,
      notes: [],
      transcript: this.#transcript,
    };
  }

  async explore(socket: net.Socket | undefined): Promise<void> {
    this.#first = socket;
    this.#transcript.note(`Port ${this.#port} took the connection${socket ? '' : ' and broke it off at once'}`);
    if (this.sighting.service !== null || this.#port === HL7_PORT) return this.#listen();
    for (const attempt of this.#order()) {
      if (this.#run.stop.aborted || (await attempt()) === 'found') return;
    }
  }

  /** What to try, one after the other, until something is found. */
  #order(): readonly (() => Promise<Tried>)[] {
    const plain = () => this.#tryDicom();
    const encrypted = () => this.#tryTls('TLSv1.3');
    // Some old stacks hang up on a greeting that offers versions which they do not know.
    const encryptedOld = () => this.#tryTls('TLSv1');
    const web = () => this.#tryWeb();
    if (WEB_TLS_PORTS.has(this.#port)) return [encrypted, web, plain, encryptedOld];
    if (this.#port === DICOM_TLS_PORT) return [encrypted, plain, encryptedOld];
    if (WEB_PORTS.has(this.#port)) return [web, encrypted, plain];
    // Web servers on odd ports often hang up on what is no web request.
    const webIfHungUp = () => (this.#hungUp ? this.#tryWeb() : Promise.resolve<Tried>('nothing'));
    return [plain, encrypted, webIfHungUp];
  }

  /** Says nothing, hears what the service says of itself, hangs up. */
  async #listen(): Promise<void> {
    this.sighting.listenedOnly = true;
    const conversation = await this.#converse();
    if (!conversation) return;
    this.#transcript.note('Nothing was sent; listened for two seconds');
    const heard = await conversation.hear(Math.min(LISTEN_MS, this.#run.plan.patience.firstByteMs));
    if (heard.kind === 'bytes') this.#keepBanner(heard.bytes);
    await conversation.hangUp();
  }

  /** DICOM without encryption. Nothing is found only when the peer kept silent or hung up. */
  async #tryDicom(): Promise<Tried> {
    const conversation = await this.#converse();
    if (!conversation) return 'nothing';
    const outcome = await this.#dicomOver(conversation, () => this.#converse());
    if (outcome.kind === 'dicom') return 'found';
    if (outcome.kind === 'strange') {
      conversation.drop();
      return this.#readStrange(outcome.bytes, outcome.problem, () => this.#converse());
    }
    this.#hungUp = outcome.how === 'closed' || outcome.how === 'reset';
    this.#noteEnding(outcome.how, 'the DICOM request');
    conversation.drop();
    return 'nothing';
  }

  async #dicomOver(conversation: Conversation, reopen: () => Promise<Conversation | undefined>): Promise<DicomOutcome> {
    const { plan, names } = this.#run;
    const outcome = await probeDicom(conversation, {
      names,
      patience: plan.patience,
      transcript: this.#transcript,
      knownTitle: plan.calledTitle(this.#visit.address, this.#port),
      mayQuery: this.#mayQuery,
      mayRead: this.#mayRead,
      reopen,
      stop: this.#run.stop,
      backOff: () => this.#visit.backOff(),
    });
    if (outcome.kind === 'dicom') this.sighting.dicom = outcome.seen;
    return outcome;
  }

  /** TLS, and inside it DICOM or the web, whichever the port makes likelier first. */
  async #tryTls(newest: TlsVersion): Promise<Tried> {
    this.#newestTls = newest;
    const found = await probeTls({
      newest,
      open: () => this.#connect(),
      transcript: this.#transcript,
      patience: this.#run.plan.patience,
      stop: this.#run.stop,
      inside: (socket) => this.#insideTls(this.#visit.converse(socket)),
    });
    if (!found) return 'nothing';
    this.sighting.tls = found.state;
    this.sighting.notes.push(...found.notes);
    return 'found';
  }

  /** True when the peer hung up for want of a client certificate. */
  async #insideTls(first: Conversation): Promise<TlsFound['inside']> {
    let conversation: Conversation | undefined = first;
    this.#current = first;
    const reopen = () => this.#converseEncrypted();
    for (const kind of WEB_TLS_PORTS.has(this.#port) ? ['web', 'dicom'] : ['dicom', 'web']) {
      conversation ??= await reopen();
      if (!conversation || this.#run.stop.aborted) break;
      if (kind === 'web') {
        if (await this.#webOver(conversation, reopen)) return 'answered';
        conversation.drop();
        if (wantsCertificate(conversation.failure)) return 'wants certificate';
      } else {
        const outcome = await this.#dicomOver(conversation, reopen);
        if (outcome.kind === 'dicom') return 'answered';
        conversation.drop();
        if (outcome.kind === 'ended') {
          if (wantsCertificate(conversation.failure)) return 'wants certificate';
          this.#noteEnding(outcome.how, 'the DICOM request inside TLS');
        } else if ((await this.#readStrange(outcome.bytes, outcome.problem, reopen)) === 'found') return 'answered';
      }
      conversation = undefined;
    }
    return 'silent';
  }

  async #tryWeb(): Promise<Tried> {
    const conversation = await this.#converse();
    if (!conversation) return 'nothing';
    return (await this.#webOver(conversation, () => this.#converse())) ? 'found' : 'nothing';
  }

  async #webOver(conversation: Conversation, reopen: () => Promise<Conversation | undefined>): Promise<boolean> {
    const { plan, names } = this.#run;
    const { address } = this.#visit;
    const host = address.includes(':') ? `[${address}]` : address;
    const seen: WebSeen | null = await probeWeb(conversation, {
      host: `${host}:${this.#port}`,
      names,
      patience: plan.patience,
      transcript: this.#transcript,
      mayQuery: this.#mayQuery,
      mayRead: this.#mayRead,
      reopen,
    });
    this.sighting.web = seen;
    return seen !== null;
  }

  /** Bytes that are no DICOM: a web server, TLS, or a service with a banner. */
  async #readStrange(
    bytes: Uint8Array,
    problem: string,
    reopen: () => Promise<Conversation | undefined>,
  ): Promise<Tried> {
    const start = latin1(bytes.subarray(0, 5));
    if (start.startsWith('HTTP/')) {
      this.#transcript.received('A web answer to the DICOM request');
      const conversation = await reopen();
      return conversation && (await this.#webOver(conversation, reopen)) ? 'found' : 'nothing';
    }
    // A TLS alert or handshake record (RFC 8446 5.1): it wants encryption.
    if ((bytes[0] === 0x15 || bytes[0] === 0x16) && bytes[1] === 3) {
      this.#transcript.received('A TLS message to the DICOM request: it wants encryption');
      return 'nothing';
    }
    this.#keepBanner(bytes);
    this.#transcript.note(`No DICOM: ${inertText(problem, 200)}`);
    return 'found';
  }

  #keepBanner(bytes: Uint8Array): void {
    this.sighting.spoke = true;
    // Telnet's option negotiation (RFC 854) is no text.
    const text = latin1(bytes.subarray(0, 200)).replace(/\xff[\xfb-\xfe]./gs, '');
    const printable = text.replace(/[^\x20-\x7e\r\n\t]/g, '');
    if (looksLikePatientData(text)) {
      // Interface engines push admissions to whoever connects, consoles greet with what they show.
      this.#transcript.received('It says something that may name a patient; that was not kept');
    } else if (printable.length >= 4 && printable.length >= text.length * 0.9) {
      // Noise is no name: a banner is text. The lines of HL7 end with a carriage return alone.
      this.sighting.banner = inertText(text.trim().split(/[\r\n]/)[0] ?? '', 200);
      this.#transcript.received(`It says: ${this.sighting.banner}`);
    } else {
      this.#transcript.received(`${bytes.length} bytes or more that are no text`);
    }
  }

  #noteEnding(how: string, what: string): void {
    const words: Readonly<Record<string, string>> = {
      silence: `No answer to ${what} in time`,
      closed: `It hung up on ${what}`,
      reset: `It broke off at ${what}`,
    };
    this.#transcript.note(words[how] ?? 'The scan was stopped');
  }

  get #mayQuery(): boolean {
    return this.sighting.asked !== 'handshake';
  }

  get #mayRead(): boolean {
    return this.sighting.asked === 'full';
  }

  /** The first connection while it is unused, then a further one; never two at once. */
  async #connect(): Promise<net.Socket | undefined> {
    const first = this.#first;
    this.#first = undefined;
    if (first) return first;
    this.#current?.drop();
    this.#current = undefined;
    this.#visit.rest(true);
    const socket = await this.#visit.call(this.#port);
    if (typeof socket === 'string') {
      this.#transcript.note(`A further connection was not made: ${socket}`);
      return undefined;
    }
    this.sighting.connections++;
    return socket;
  }

  async #converse(): Promise<Conversation | undefined> {
    const socket = await this.#connect();
    if (!socket) return undefined;
    this.#current = this.#visit.converse(socket);
    return this.#current;
  }

  async #converseEncrypted(): Promise<Conversation | undefined> {
    const socket = await this.#connect();
    if (!socket) return undefined;
    const handshake = await shakeHands(socket, {
      newest: this.#newestTls,
      ciphers: BEST_FIRST,
      withinMs: this.#run.plan.patience.firstByteMs,
      stop: this.#run.stop,
    });
    if (handshake.kind !== 'open') return undefined;
    this.#current = this.#visit.converse(handshake.socket);
    return this.#current;
  }
}
