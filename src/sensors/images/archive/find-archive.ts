// An archive asked by C-FIND (PS3.4 C.4.1): Study Root, one association, one question at a time, at low priority, with rests between.
// No key of group 0010 is asked for, unless patients are to be counted (patient-key.ts).

import type { Clock } from '#kit/index.ts';
import {
  type Association,
  Conversation,
  connect,
  HOSTS,
  type Manner,
  pause,
  requestAssociation,
  type SearchAnswer,
  search,
  Transcript,
} from '#sensors/probe/index.ts';
import {
  abortMeaning,
  encodeDataSet,
  IMPLICIT_LITTLE,
  rejectMeaning,
  SOP_CLASS,
  statusCategory,
  statusMeaning,
  TRANSFER_SYNTAX,
  textElement,
} from '#wire/dicom/index.ts';
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
import { KEY, matchIn } from './match.ts';
import { handPatient, PATIENT_KEY } from './patient-key.ts';

/** Where to ask, and how. */
export interface FindOptions {
  readonly address: string;
  readonly port: number;
  readonly called: string;
  readonly calling: string;
  readonly pauseMs: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Waits for one answer, in milliseconds. */
  readonly wholeMs?: number;
  /** Asked before each question: throws when it may not be sent any more. */
  permit(): void;
}

/** After a request to stop, what is open has so long to end in order. */
const LAST_MS = 8000;
/** PS3.4 C.5.1: 'searches across levels', in which series are found by the date of their study. */
const RELATIONAL = new Uint8Array([1]);
const CONTEXT = { id: 1, abstractSyntax: SOP_CLASS.studyRootFind, transferSyntaxes: [TRANSFER_SYNTAX.implicitLittle] };
const PROPOSAL = { contexts: [CONTEXT], extended: [{ sopClassUid: SOP_CLASS.studyRootFind, data: RELATIONAL }] };

const EQUIPMENT: readonly (readonly [number, string])[] = [
  [KEY.modality, 'CS'],
  [KEY.vendor, 'LO'],
  [KEY.station, 'SH'],
  [KEY.department, 'LO'],
  [KEY.model, 'LO'],
  [KEY.serial, 'LO'],
  [KEY.software, 'LO'],
];

/** The archive behind one association. */
export class FindArchive implements Archive {
  readonly #options: FindOptions;
  readonly #manner: Manner;
  readonly #meter = { bytesSent: 0 };
  /** Ends what is open even if the other side does not, some time after somebody wanted to stop. */
  readonly #last = new AbortController();
  readonly #onStop = () => {
    setTimeout(() => this.#last.abort(), LAST_MS).unref();
  };
  #connections = 0;
  #association: Association | undefined;
  #isRelational = false;
  #isEntered = false;
  #restMs = 0;

  constructor(options: FindOptions) {
    this.#options = options;
    const wholeMs = options.wholeMs ?? ARCHIVE_PATIENCE.wholeMs;
    const firstByteMs = Math.min(ARCHIVE_PATIENCE.firstByteMs, wholeMs);
    this.#manner = {
      patience: { ...ARCHIVE_PATIENCE, firstByteMs, wholeMs },
      transcript: new Transcript(options.clock),
    };
    options.signal.addEventListener('abort', this.#onStop, { once: true });
  }

  get bill(): Bill {
    return { connections: this.#connections, bytesSent: this.#meter.bytesSent };
  }

  /** Connects and agrees on searching; a busy archive is asked again, twice. */
  async open(): Promise<void> {
    const { address, signal } = this.#options;
    for (let wait = HOSTS.enter(address); wait > 0; wait = HOSTS.enter(address)) {
      await pause(wait, signal);
      if (signal.aborted) throw new Stopped();
    }
    this.#isEntered = true;
    for (const rest of [...BUSY_RESTS_MS, null]) {
      const busy = await this.#associate();
      if (busy === null) return;
      if (rest === null) throw new ArchiveTrouble(`The archive is busy (${busy}). Ask it at a quieter hour.`);
      await pause(rest, signal);
    }
  }

  /** Null once an association is up; in words why the archive is busy. */
  async #associate(): Promise<string | null> {
    const { address, port, called, calling, signal } = this.#options;
    this.#mayAsk();
    this.#connections++;
    const socket = await connect(address, port, ARCHIVE_PATIENCE.connectMs, signal);
    if (socket === 'stopped') throw new Stopped();
    if (typeof socket === 'string') throw new ArchiveTrouble(`No connection to the archive: ${socket}.`);
    const conversation = new Conversation(socket, this.#meter, this.#last.signal);
    const answer = await requestAssociation(conversation, { calling, called }, this.#manner, PROPOSAL);
    if (answer.kind !== 'accepted') await conversation.hangUp();
    if (answer.kind === 'rejected') {
      const { rj } = answer;
      if (rj.source === 3) return rejectMeaning(rj);
      throw new ArchiveTrouble(
        `The archive refused the connection (${rejectMeaning(rj)}). It was called ${called}, by ${calling}: name the titles that it knows.`,
      );
    }
    if (answer.kind === 'aborted')
      throw new ArchiveTrouble(`The archive broke off at the request (${abortMeaning(answer.abort)}).`);
    if (answer.kind === 'ended')
      throw new ArchiveTrouble(
        answer.how === 'silence'
          ? 'The archive did not answer the request for a connection in time.'
          : 'The archive hung up at the request for a connection.',
      );
    if (answer.kind === 'strange') throw new ArchiveTrouble('What answers there does not speak DICOM.');
    const { association } = answer;
    this.#association = association;
    if (!association.accepted.has(SOP_CLASS.studyRootFind))
      throw new ArchiveTrouble('What answers there speaks DICOM, but does not offer searching by study.');
    this.#isRelational = association.ac.user.extendedNegotiation.some(
      ({ sopClassUid, data }) => sopClassUid === SOP_CLASS.studyRootFind && data[0] === 1,
    );
    return null;
  }

  async list(days: Days, most: number): Promise<Matches & { readonly level: 'study' | 'series' }> {
    const date = rangeOf(days);
    const level = this.#isRelational ? 'series' : 'study';
    const keys: (readonly [number, string, string?])[] =
      level === 'series'
        ? [[KEY.date, 'DA', date], ...EQUIPMENT, [KEY.study, 'UI'], [KEY.series, 'UI'], [KEY.objects, 'IS']]
        : [
            [KEY.date, 'DA', date],
            [KEY.modalities, 'CS'],
            [KEY.study, 'UI'],
          ];
    const found = await this.#search(level, keys, most);
    // Some do not narrow what they find across levels by the date: they are asked study by study.
    if (level === 'series' && found.matches.some(({ day }) => day < days.from || day > days.to)) {
      this.#isRelational = false;
      return this.list(days, most);
    }
    return { ...found, level };
  }

  series(study: string, most: number): Promise<Matches> {
    const keys: (readonly [number, string, string?])[] = [
      ...EQUIPMENT,
      [KEY.study, 'UI', study],
      [KEY.series, 'UI'],
      [KEY.objects, 'IS'],
    ];
    return this.#search('series', keys, most);
  }

  async patients(days: Days, most: number, take: TakePatient): Promise<PatientMatches> {
    const keys: (readonly [number, string, string?])[] = [
      [KEY.date, 'DA', rangeOf(days)],
      [PATIENT_KEY.id, 'LO'],
      [PATIENT_KEY.issuer, 'LO'],
      [KEY.study, 'UI'],
    ];
    let [exams, unnamed] = [0, 0];
    const complete = await this.#each('study', keys, most, () => {
      [exams, unnamed] = [0, 0];
      return (bytes) => {
        const handed = handPatient(bytes, days, take);
        if (handed === 'named' || handed === 'unnamed') exams++;
        if (handed === 'unnamed') unnamed++;
        return handed !== null;
      };
    });
    return { exams, unnamed, complete };
  }

  async image(study: string, series: string): Promise<Match | null> {
    const keys: (readonly [number, string, string?])[] = [
      [KEY.imageType, 'CS'],
      [KEY.instance, 'UI'],
      ...EQUIPMENT,
      [KEY.study, 'UI', study],
      [KEY.series, 'UI', series],
    ];
    const { matches } = await this.#search('image', keys, 1);
    return matches[0] ?? null;
  }

  async #search(
    level: 'study' | 'series' | 'image',
    keys: readonly (readonly [number, string, string?])[],
    most: number,
  ): Promise<Matches> {
    let matches: Match[] = [];
    const complete = await this.#each(level, keys, most, () => {
      matches = [];
      return (bytes) => {
        const match = matchIn(bytes);
        if (match) matches.push(match);
        return match !== null;
      };
    });
    return { matches, complete };
  }

  /** Reads each answer to one question, at most so many; `begin` is called anew when a busy archive is asked again. True when that was all. */
  async #each(
    level: 'study' | 'series' | 'image',
    keys: readonly (readonly [number, string, string?])[],
    most: number,
    begin: () => (bytes: Uint8Array) => boolean,
  ): Promise<boolean> {
    const elements = [[KEY.level, 'CS', level.toUpperCase()] as const, ...keys]
      .sort(([a], [b]) => a - b)
      .map(([tag, vr, value]) => textElement(tag, vr, value ?? ''));
    const identifier = encodeDataSet(elements, IMPLICIT_LITTLE);
    for (const rest of [...BUSY_RESTS_MS, null]) {
      const read = begin();
      let [seen, unread] = [0, 0];
      const answer = await this.#ask(identifier, level, (bytes) => {
        seen++;
        if (!read(bytes)) unread++;
        return seen < most;
      });
      if (answer.kind === 'enough') return false;
      const status = answer.kind === 'status' ? answer.status : undefined;
      const isBusy = status !== undefined && (status & 0xff00) === 0xa700;
      if (!isBusy || rest === null) {
        mustBeFine(answer);
        return unread === 0;
      }
      await pause(rest, this.#options.signal);
    }
    throw new ArchiveTrouble('The archive stayed busy.');
  }

  async #ask(identifier: Uint8Array, level: string, onMatch: (dataSet: Uint8Array) => boolean): Promise<SearchAnswer> {
    const { pauseMs, signal } = this.#options;
    await pause(Math.max(pauseMs, this.#restMs), signal);
    this.#mayAsk();
    const association = this.#association;
    if (!association?.up) throw new ArchiveTrouble('The archive ended the connection.');
    const begun = performance.now();
    const answer = await search(
      association,
      {
        sopClass: SOP_CLASS.studyRootFind,
        identifier,
        says: `Search at ${level} level (C-FIND)`,
        onMatch,
        stop: signal,
      },
      this.#manner,
    );
    this.#restMs = Math.min(MOST_REST_MS, performance.now() - begun);
    return answer;
  }

  #mayAsk(): void {
    if (this.#options.signal.aborted) throw new Stopped();
    this.#options.permit();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#association?.release();
    this.#options.signal.removeEventListener('abort', this.#onStop);
    if (this.#isEntered) HOSTS.leave(this.#options.address, this.#options.pauseMs);
    this.#isEntered = false;
  }
}

function mustBeFine(answer: SearchAnswer): void {
  switch (answer.kind) {
    case 'stopping':
      throw new Stopped();
    case 'status':
      if (statusCategory(answer.status) === 'success') return;
      throw new ArchiveTrouble(`The archive ended a search with an error (${statusMeaning(answer.status)}).`);
    case 'aborted':
      throw new ArchiveTrouble(`The archive broke off in a search (${abortMeaning(answer.abort)}).`);
    case 'ended':
      if (answer.how === 'stopped') throw new Stopped();
      throw new ArchiveTrouble(
        answer.how === 'silence'
          ? 'The archive did not answer a search in time.'
          : 'The archive hung up in the middle of a search.',
      );
    case 'strange':
      throw new ArchiveTrouble(`The archive's answer cannot be read (${answer.problem}).`);
    default:
      throw new ArchiveTrouble('The archive does not offer searching by study.');
  }
}

function rangeOf({ from, to }: Days): string {
  return from === to ? compact(from) : `${compact(from)}-${compact(to)}`;
}

function compact(day: string): string {
  return day.replaceAll('-', '');
}
