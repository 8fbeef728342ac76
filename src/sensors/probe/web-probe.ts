// The web branch of the ladder, W1 to W5, for DICOMweb (PS3.18 10.6) and the REST interfaces of Orthanc and dcm4chee:
// GET alone, at most six requests, on one connection where the server lets us. No password is ever tried.
import type { WebExposure } from '#contracts/index.ts';
import { looksLikePatientData } from '#evidence/model.ts';
import { inertText } from '#kit/index.ts';
import type { Conversation } from './conversation.ts';
import { type HttpResponse, MAX_RESPONSE, readResponse } from './http-reader.ts';
import { OUR_VERSION_NAME } from './proposal.ts';
import type { Patience } from './scan-plan.ts';
import type { Strangers } from './titles.ts';
import type { Transcript } from './transcript.ts';

/** What a web service was seen to do. */
export interface WebSeen {
  readonly rung: WebExposure;
  /** What it says it is. */
  readonly banner: string | null;
  readonly product: string | null;
  readonly version: string | null;
  readonly notes: readonly string[];
}

export interface WebProbe {
  readonly host: string;
  readonly names: Strangers;
  readonly patience: Patience;
  readonly transcript: Transcript;
  /** May the search that cannot match be sent (W4)? */
  readonly mayQuery: boolean;
  /** May an entry be asked for, under the data owner's authority (W5)? */
  readonly mayRead: boolean;
  readonly reopen: () => Promise<Conversation | undefined>;
}

/** Probes over an open connection, which is closed at the end; null when it is no web server. */
export async function probeWeb(first: Conversation, probe: WebProbe): Promise<WebSeen | null> {
  const browser = new Browser(first, probe);
  try {
    const root = await browser.get('/');
    // A web server that wants encryption says so in the clear: what it is shows only inside TLS.
    if (!root || (root.status === 400 && /to (?:an )?HTTPS port|over TLS/i.test(root.body))) return null;
    return await climb(root, browser, probe);
  } finally {
    await browser.close();
  }
}

async function climb(root: HttpResponse, browser: Browser, probe: WebProbe): Promise<WebSeen> {
  const said = { banner: bannerOf(root), product: null as string | null, version: null as string | null };
  const orthanc = await browser.get('/system');
  const system = orthanc && identityOf(orthanc);
  if (orthanc && refuses(orthanc)) {
    const realm = /realm="([^"]*)"/.exec(orthanc.headers.get('www-authenticate') ?? '')?.[1];
    if (realm && !looksLikePatientData(realm)) said.banner = joined(said.banner, realm);
    return { ...said, rung: 'W2', notes: [] };
  }
  let search: string | null = null;
  let rung: WebExposure = 'W1';
  if (system) {
    rung = 'W3';
    said.product = 'Orthanc';
    said.version = system.version;
    said.banner = joined(said.banner, `Orthanc ${system.version ?? ''}`.trim());
    search = '/dicom-web/studies';
  } else {
    const arc = await browser.get('/dcm4chee-arc/aets');
    if (arc && refuses(arc)) return { ...said, rung: 'W2', notes: [] };
    const title = arc && firstArchiveTitle(arc);
    if (title) {
      rung = 'W3';
      said.product = 'dcm4chee-arc';
      said.banner = joined(said.banner, 'dcm4chee-arc');
      search = `/dcm4chee-arc/aets/${encodeURIComponent(title)}/rs/studies`;
    }
  }
  if (!probe.mayQuery) return { ...said, rung, notes: [] };
  const path = search ?? '/dicom-web/studies';
  const nothing = await browser.get(`${path}?StudyInstanceUID=${probe.names.uid()}`, 'application/dicom+json');
  if (nothing && refuses(nothing))
    return { ...said, rung: rung === 'W1' ? 'W2' : rung, notes: ['Search needs a password'] };
  if (!nothing || !isEmptyResult(nothing, root)) return { ...said, rung, notes: [] };
  const notes = ['Ran a search for a study that does not exist, without a password'];
  if (probe.mayRead) {
    const one = await browser.get(`${path}?limit=1`, 'application/dicom+json', 'one entry');
    // Counted, not kept: whether there is a study at all.
    if (one?.status === 200 && one.body.includes('"0020000D"')) {
      return { ...said, rung: 'W5', notes: [...notes, 'Gave an entry without a password; it was not kept'] };
    }
  }
  return { ...said, rung: 'W4', notes };
}

function joined(...parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null && part !== '').join('; ');
}

function refuses(response: HttpResponse): boolean {
  return response.status === 401 || response.status === 403;
}

/** Orthanc's `/system`: JSON with its version and titles. */
function identityOf(response: HttpResponse): { version: string | null } | null {
  const value = jsonOf(response);
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return null;
  if (!('Version' in value) || !('DicomAet' in value || 'ApiVersion' in value)) return null;
  return { version: typeof value.Version === 'string' ? inertText(value.Version, 40) : null };
}

/** dcm4chee's `/aets`: a list of application entities. */
function firstArchiveTitle(response: HttpResponse): string | null {
  const value = jsonOf(response);
  if (!Array.isArray(value)) return null;
  for (const entry of value as unknown[]) {
    if (entry !== null && typeof entry === 'object' && 'dicomAETitle' in entry) {
      return typeof entry.dicomAETitle === 'string' ? entry.dicomAETitle.slice(0, 16) : null;
    }
  }
  return null;
}

/** QIDO-RS with no match: `[]` or 204 (PS3.18 10.6.3); not from a server that says the same to everything. */
function isEmptyResult(response: HttpResponse, root: HttpResponse): boolean {
  if (response.status === 204) return root.status !== 204;
  if (response.status !== 200 || !/json/i.test(response.headers.get('content-type') ?? '')) return false;
  const value = jsonOf(response);
  return Array.isArray(value) && value.length === 0 && response.body !== root.body;
}

function jsonOf(response: HttpResponse): unknown {
  if (response.status !== 200) return null;
  try {
    return JSON.parse(response.body) as unknown;
  } catch {
    return null;
  }
}

/** `Server` header and page title, as a person would recognize it. */
function bannerOf(response: HttpResponse): string | null {
  const title = /<title[^>]*>([^<]{1,200})/i.exec(response.body)?.[1]?.trim();
  const parts = [response.headers.get('server') ?? null, title ?? null];
  // A page that names whom it shows: the name stays where it is.
  const banner = joined(...parts.filter((part) => !looksLikePatientData(part)));
  return banner === '' ? null : inertText(banner, 200);
}

function noneIfClosed(response: HttpResponse | 'closed' | undefined): HttpResponse | undefined {
  return response === 'closed' ? undefined : response;
}

/** Asks for pages, on one connection while the server keeps it. */
class Browser {
  readonly #probe: WebProbe;
  #conversation: Conversation | undefined;
  #used = false;

  constructor(conversation: Conversation, probe: WebProbe) {
    this.#conversation = conversation;
    this.#probe = probe;
  }

  /** The answer, or undefined when it is no HTTP or none came. `calls` stands for the path in the transcript. */
  async get(path: string, accept = '*/*', calls = path): Promise<HttpResponse | undefined> {
    const kept = this.#used && this.#conversation !== undefined;
    const response = await this.#ask(path, accept, calls);
    // A server may close a kept connection at any time: that is no answer yet.
    return response === 'closed' && kept ? noneIfClosed(await this.#ask(path, accept, calls)) : noneIfClosed(response);
  }

  async #ask(path: string, accept: string, calls: string): Promise<HttpResponse | 'closed' | undefined> {
    this.#conversation ??= await this.#probe.reopen();
    const conversation = this.#conversation;
    if (!conversation) return undefined;
    this.#used = true;
    const { patience, transcript, host } = this.#probe;
    conversation.say(
      Buffer.from(
        `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nUser-Agent: ${OUR_VERSION_NAME}\r\nAccept: ${accept}\r\nConnection: keep-alive\r\n\r\n`,
        'latin1',
      ),
    );
    transcript.sent(`Web request (GET ${calls})`);
    const until = performance.now() + patience.wholeMs;
    let bytes: Uint8Array = new Uint8Array(0);
    for (;;) {
      const left = until - performance.now();
      const heard = await conversation.hear(bytes.length === 0 ? Math.min(left, patience.firstByteMs) : left);
      if (heard.kind === 'bytes') bytes = Buffer.concat([bytes, heard.bytes]).subarray(0, MAX_RESPONSE);
      const reading = readResponse(bytes, heard.kind !== 'bytes');
      if (reading.kind === 'response') {
        transcript.received(`Web answer ${reading.response.status}`);
        if (!reading.response.keepAlive) await this.close();
        return reading.response;
      }
      if (reading.kind === 'not http' || heard.kind !== 'bytes') {
        await this.close();
        return bytes.length === 0 && heard.kind !== 'silence' ? 'closed' : undefined;
      }
    }
  }

  async close(): Promise<void> {
    const conversation = this.#conversation;
    this.#conversation = undefined;
    await conversation?.hangUp();
  }
}
