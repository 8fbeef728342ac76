// An archive asked by QIDO-RS (PS3.18 10.6): series with their equipment by the date of their study, page by page, on one connection.
// No password is kept or sent; a redirection is not followed, since nobody cleared where it leads.
import http from 'node:http';
import https from 'node:https';
import { Malformed } from '#kit/index.ts';
import { HOSTS, pause } from '#sensors/probe/index.ts';
import { type JsonObject, readJsonModel } from '#wire/dicom/index.ts';
import {
  ARCHIVE_PATIENCE,
  type Archive,
  ArchiveTrouble,
  type Bill,
  BUSY_RESTS_MS,
  type Days,
  type Match,
  type Matches,
  MOST_REST_MS,
  type PatientMatches,
  Stopped,
  type TakePatient,
} from './archive.ts';
import { boundedBody } from './bounded-body.ts';
import { KEY, matchInJson, READ_TAGS } from './match.ts';
import { type Handed, handPatientOfJson, PATIENT_KEY, PATIENT_TAGS } from './patient-key.ts';

/** Where to ask, and how. */
export interface QidoOptions {
  /** The service, as in https://pacs.example/dicom-web. */
  readonly base: URL;
  /** The address that was cleared; nothing else is connected to. */
  readonly address: string;
  /** Take any certificate: it is not known whom we speak with. */
  readonly anyCertificate: boolean;
  readonly pauseMs: number;
  readonly signal: AbortSignal;
  readonly wholeMs?: number;
  /** Asked before each question: throws when it may not be sent any more. */
  permit(): void;
}

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly retryAfterMs: number | null;
  /** The server warns that there is more than it gave (PS3.18 8.3.4.4). */
  readonly hasMore: boolean;
}

/** What is read of a page, and what becomes of each of its objects. */
interface ReadPage<T> {
  readonly tags: ReadonlySet<number>;
  readonly item: (object: JsonObject) => T;
}

interface Listed<T> {
  readonly matches: readonly T[];
  readonly complete: boolean;
}

interface Examined {
  readonly study: string;
  readonly series: string;
  readonly handed: Handed;
}

const MATCHES: ReadPage<Match> = { tags: READ_TAGS, item: matchInJson };
const PAGE = 200;
/** Fewer than any server gives at a time. */
const SURELY_SHORT = 20;
const NO_SUCH_SEARCH = new Set([400, 404, 405, 501]);
const BUSY = new Set([429, 503]);
const SERIES_FIELDS = [
  KEY.date,
  KEY.modality,
  KEY.vendor,
  KEY.station,
  KEY.department,
  KEY.model,
  KEY.serial,
  KEY.software,
  KEY.objects,
];

/** The archive behind a web address. */
export class QidoArchive implements Archive {
  readonly #options: QidoOptions;
  readonly #agent: http.Agent;
  readonly #sockets = new Set<{ readonly bytesWritten: number }>();
  #level: 'study' | 'series' = 'series';
  #entered = false;
  #restMs = 0;

  constructor(options: QidoOptions) {
    this.#options = options;
    const wanted = { keepAlive: true, maxSockets: 1 };
    this.#agent = options.base.protocol === 'https:' ? new https.Agent(wanted) : new http.Agent(wanted);
  }

  get bill(): Bill {
    let bytesSent = 0;
    for (const socket of this.#sockets) bytesSent += socket.bytesWritten;
    return { connections: this.#sockets.size, bytesSent };
  }

  async open(): Promise<void> {
    const { address, signal } = this.#options;
    while (!this.#entered) {
      const wait = HOSTS.enter(address);
      if (wait === 0) this.#entered = true;
      else await pause(wait, signal);
      if (signal.aborted) throw new Stopped();
    }
  }

  async list(days: Days, most: number): Promise<Matches & { readonly level: 'study' | 'series' }> {
    const level = this.#level;
    const date = `${days.from.replaceAll('-', '')}-${days.to.replaceAll('-', '')}`;
    if (level === 'study') {
      return {
        ...mustBeThere(await this.#pages('studies', { StudyDate: date }, [KEY.date, KEY.modalities], most)),
        level,
      };
    }
    const found = await this.#pages('series', { StudyDate: date }, SERIES_FIELDS, most);
    if (found?.matches.every(({ day }) => isWithin(day, days))) return { ...found, level };
    // Searching all series is not offered, or not narrowed by the date of the study: study by study, then.
    this.#level = 'study';
    return this.list(days, most);
  }

  async series(study: string, most: number): Promise<Matches> {
    return mustBeThere(await this.#pages(`studies/${study}/series`, {}, SERIES_FIELDS, most));
  }

  async image(study: string, series: string): Promise<Match | null> {
    const path = `studies/${study}/series/${series}/instances`;
    const found = await this.#pages(path, {}, [...SERIES_FIELDS, KEY.imageType], 1);
    return found?.matches[0] ?? null;
  }

  async patients(days: Days, most: number, take: TakePatient): Promise<PatientMatches> {
    const date = `${days.from.replaceAll('-', '')}-${days.to.replaceAll('-', '')}`;
    const read: ReadPage<Examined> = {
      tags: PATIENT_TAGS,
      item: (object) => ({
        study: object.get(KEY.study)?.[0] ?? '',
        series: '',
        handed: handPatientOfJson(object, days, take),
      }),
    };
    const fields = [KEY.date, PATIENT_KEY.id, PATIENT_KEY.issuer];
    const { matches, complete } = mustBeThere(await this.#listed('studies', { StudyDate: date }, fields, most, read));
    const exams = matches.filter(({ handed }) => handed !== 'outside');
    return { exams: exams.length, unnamed: exams.filter(({ handed }) => handed === 'unnamed').length, complete };
  }

  /** Page after page up to a bound; null when the server knows no such search. */
  #pages(
    path: string,
    query: Readonly<Record<string, string>>,
    fields: readonly number[],
    most: number,
  ): Promise<Matches | null> {
    return this.#listed(path, query, fields, most, MATCHES);
  }

  async #listed<T extends { readonly study: string; readonly series: string }>(
    path: string,
    query: Readonly<Record<string, string>>,
    fields: readonly number[],
    most: number,
    read: ReadPage<T>,
  ): Promise<Listed<T> | null> {
    const matches: T[] = [];
    let isShort = false;
    for (;;) {
      const limit = Math.min(PAGE, most - matches.length);
      const parameters = new URLSearchParams(query);
      for (const field of fields) parameters.append('includefield', field.toString(16).toUpperCase().padStart(8, '0'));
      parameters.set('limit', String(limit));
      parameters.set('offset', String(matches.length));
      const answer = await this.#ask(`${path}?${parameters.toString()}`);
      if (answer.status === 204) return { matches, complete: true };
      if (NO_SUCH_SEARCH.has(answer.status) && matches.length === 0 && path === 'series') return null;
      if (answer.status !== 200) throw new ArchiveTrouble(refusalOf(answer.status));
      const page = pageIn(answer.body, read);
      if (page.length === 0) return { matches, complete: true };
      // A server that takes no offset sends the first page again: whether that was all is known only where it was short.
      const isRepeated =
        matches.length > 0 && page[0]?.series === matches[0]?.series && page[0]?.study === matches[0]?.study;
      if (isRepeated) return { matches, complete: isShort };
      const room = most - matches.length;
      for (const match of page.slice(0, room)) matches.push(match);
      // One that takes no limit sends everything at once.
      if (page.length > limit) return { matches, complete: page.length <= room && !answer.hasMore };
      if (matches.length >= most) return { matches, complete: most === 1 };
      // A short page is the last, or as much as the server gives at a time; not every server warns.
      isShort = page.length < limit && !answer.hasMore;
      if (isShort && page.length < SURELY_SHORT) return { matches, complete: true };
    }
  }

  async #ask(path: string): Promise<Answer> {
    const { signal, pauseMs } = this.#options;
    for (const rest of [...BUSY_RESTS_MS, null]) {
      await pause(Math.max(pauseMs, this.#restMs), signal);
      if (signal.aborted) throw new Stopped();
      this.#options.permit();
      const begun = performance.now();
      const answer = await this.#get(path);
      this.#restMs = Math.min(MOST_REST_MS, performance.now() - begun);
      if (!BUSY.has(answer.status) || rest === null) return answer;
      await pause(Math.min(30_000, answer.retryAfterMs ?? rest), signal);
    }
    throw new ArchiveTrouble('The archive stayed busy.');
  }

  #get(path: string): Promise<Answer> {
    const { base, address, anyCertificate, signal, wholeMs = ARCHIVE_PATIENCE.wholeMs } = this.#options;
    const isTls = base.protocol === 'https:';
    const name = base.hostname.replace(/^\[|\]$/g, '');
    return new Promise((resolve, reject) => {
      const request = (isTls ? https : http).request(
        {
          host: address,
          port: base.port === '' ? (isTls ? 443 : 80) : Number(base.port),
          path: `${base.pathname.replace(/\/+$/, '')}/${path}`,
          headers: { host: base.host, accept: 'application/dicom+json', 'user-agent': 'Dosimeter' },
          agent: this.#agent,
          timeout: wholeMs,
          ...(isTls ? { servername: name === address ? '' : name, rejectUnauthorized: !anyCertificate } : {}),
        },
        (response) => {
          boundedBody(response).then((body) => {
            const after = Number(response.headers['retry-after']);
            const retryAfterMs = Number.isFinite(after) ? after * 1000 : null;
            const hasMore = String(response.headers['warning'] ?? '').includes('299');
            resolve({ status: response.statusCode ?? 0, body, retryAfterMs, hasMore });
          }, reject);
        },
      );
      const stop = () => request.destroy(new Stopped());
      signal.addEventListener('abort', stop, { once: true });
      // The timeout of a socket starts anew with every byte: who sends one now and then is ended, too.
      const whole = setTimeout(
        () => request.destroy(new ArchiveTrouble('The archive did not answer in time.')),
        wholeMs,
      );
      request.on('socket', (socket) => this.#sockets.add(socket));
      request.on('timeout', () => request.destroy(new ArchiveTrouble('The archive did not answer in time.')));
      request.on('error', (error: NodeJS.ErrnoException) => reject(troubleOf(error)));
      request.on('close', () => {
        clearTimeout(whole);
        signal.removeEventListener('abort', stop);
      });
      request.end();
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#agent.destroy();
    if (this.#entered) HOSTS.leave(this.#options.address, this.#options.pauseMs);
    this.#entered = false;
  }
}

/** Whether a series is one of these days; one that names no day may only be when a single day was asked for. */
function isWithin(day: string, { from, to }: Days): boolean {
  return day === '' ? from === to : day >= from && day <= to;
}

function pageIn<T>(body: string, { tags, item }: ReadPage<T>): T[] {
  try {
    return readJsonModel(body.replace(/^\uFEFF/, ''), tags).map(item);
  } catch (error) {
    if (error instanceof Malformed)
      throw new ArchiveTrouble('What answers there does not speak QIDO-RS: no list came back.');
    throw error;
  }
}

function mustBeThere<T>(found: Listed<T> | null): Listed<T> {
  if (!found) throw new ArchiveTrouble(refusalOf(404));
  return found;
}

function refusalOf(status: number): string {
  if (status === 401 || status === 403) {
    return `The archive wants a password or refuses us (${status}). None is kept here: let the archive allow this server's address, or ask by C-FIND.`;
  }
  if (status >= 300 && status < 400)
    return `The archive sends us elsewhere (${status}). Name the address that it means.`;
  return `The archive answered a search with status ${status}. Check the address: it ends as in /dicom-web.`;
}

function troubleOf(error: NodeJS.ErrnoException): Error {
  if (error instanceof ArchiveTrouble || error instanceof Stopped) return error;
  const code = error.code ?? 'unknown';
  if (/CERT|SELF_SIGNED|ISSUER|ALTNAME|UNABLE_TO_VERIFY/.test(code)) {
    return new ArchiveTrouble(
      `The archive's certificate cannot be checked (${code}). Take any certificate (--any-certificate) when you know that this is the archive.`,
    );
  }
  if (code === 'EPROTO')
    return new ArchiveTrouble('What answers there does not speak TLS. Write http:// if the archive has no encryption.');
  if (code === 'ECONNREFUSED') return new ArchiveTrouble('No connection to the archive: refused.');
  return new ArchiveTrouble(`The archive broke off (${code}).`);
}
