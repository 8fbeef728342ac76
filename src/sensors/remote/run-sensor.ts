// A sensor away from its hub: reads packets or a folder, keeps facts on its disk, and posts them until the hub says that it keeps them. It
// may be killed at any moment: what it had not written it reads again, what was not receipted it sends again.
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fact, SensorStatus } from '#contracts/index.ts';
import { type Clock, Fault, inertText, type Random, randomText, Unavailable } from '#kit/index.ts';
import { CaptureRun, readCaptureStream } from '#sensors/capture/index.ts';
import { ImageInventory } from '#sensors/images/index.ts';
import { deliver, type HubAddress, nameIn } from './hub-client.ts';
import { type FileKind, type FileReader, forgetRecords, machineFacts, readFile } from './read-file.ts';
import { SaidLately } from './said-lately.ts';
import { signed } from './sign.ts';
import { BATCH_FACTS, Spool } from './spool.ts';
import { ReadFiles, settledFiles } from './watched-folder.ts';

/** What a sensor reads. */
export type SensorInput =
  | { readonly kind: 'folder'; readonly folder: string }
  | { readonly kind: 'packets'; readonly words: string; readonly packets: AsyncIterable<Uint8Array> };

export interface SensorOptions {
  readonly hub: HubAddress;
  readonly input: SensorInput;
  /** A folder of its own, for facts that wait and files that were read. */
  readonly folder: string;
  readonly version: string;
  /** Bytes that may wait for the hub. */
  readonly mostWaiting: number;
}

/** What a sensor has of the world. */
export interface SensorAround {
  readonly clock: Clock;
  readonly random: Random;
  readonly signal: AbortSignal;
  say(line: string): void;
}

const HEX = '0123456789abcdef';
const BEAT_MS = 30_000;
const FIRST_WAIT_MS = 1000;
const MOST_WAIT_MS = 60_000;
/** What live packets showed is kept at least so often. */
const KEEP_MS = 15_000;
/** What only a longer look tells is concluded so often. */
const CONCLUDE_MS = 3_600_000;
const ROOM_MS = 1000;
const TRY_AGAIN_MS = 60_000;
/** Time to send what is left when the sensor is stopped. */
const LAST_SEND_MS = 10_000;

/** Runs until the signal, or until a pipe ends and everything was sent. */
export async function runSensor(options: SensorOptions, around: SensorAround): Promise<void> {
  const spool = await Spool.open(path.join(options.folder, 'spool'), { mostBytes: options.mostWaiting });
  const run = new SensorRun(options, around, spool);
  const stopSending = new AbortController();
  const sending = run.send(stopSending.signal);
  try {
    await run.read();
    // Who stops a sensor does not wait long for a hub that is away.
    const late = aborted(around.signal).then(() => sleep(LAST_SEND_MS, undefined, { ref: false }));
    if (spool.waiting > 0) await Promise.race([run.emptied(), late]);
  } finally {
    stopSending.abort();
    await sending;
  }
  if (spool.waiting > 0) around.say(`${spool.waiting} facts wait on this disk; the next start sends them.`);
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}

/** The sensor's own disk failed; the cause says how. */
class NotKept extends Error {}

class SensorRun {
  readonly #options: SensorOptions;
  readonly #around: SensorAround;
  readonly #spool: Spool;
  readonly #name: string;
  readonly #startedAt: string;
  readonly #counts: Record<string, number> = {};
  readonly #problems: string[] = [];
  #dropped = 0;
  #wake: () => void = () => undefined;
  #empty: (() => void)[] = [];

  constructor(options: SensorOptions, around: SensorAround, spool: Spool) {
    this.#options = options;
    this.#around = around;
    this.#spool = spool;
    this.#name = nameIn(options.hub.token);
    this.#startedAt = around.clock.now().toISOString();
  }

  /** Reads until the input or the sensor ends. */
  async read(): Promise<void> {
    const { input } = this.#options;
    try {
      if (input.kind === 'folder') await this.#readFolder(input.folder);
      else await this.#readPackets(input.packets);
    } catch (error) {
      const cause = error instanceof NotKept ? error.cause : error;
      const code = cause instanceof Error && 'code' in cause ? String(cause.code) : null;
      if (code === null) throw cause;
      throw new Unavailable(
        `The sensor's own disk failed (${code}). Make room or repair it; the sensor goes on where it was.`,
        {},
        cause,
      );
    }
  }

  /** Resolves when nothing waits any more. */
  emptied(): Promise<void> {
    return new Promise((resolve) => this.#empty.push(resolve));
  }

  async #readFolder(folder: string): Promise<void> {
    const { clock, signal } = this.#around;
    const read = await ReadFiles.open(this.#options.folder);
    const machines = new ImageInventory();
    const reader: FileReader = { clock, signal, machines, keep: (facts) => this.#keep(facts) };
    const lately = new SaidLately();
    // DICOM objects are read again at every start: what a machine is comes from all of them.
    const objects = new Set<string>();
    const failed = new Map<string, number>();
    let isNew = false;
    for await (const file of settledFiles(folder, read, { signal, own: this.#options.folder })) {
      if (file !== null) {
        if (objects.has(file.mark)) continue;
        if ((failed.get(file.mark) ?? 0) > clock.tick()) continue;
        const kind = await this.#readOne(file.path, file.mark, reader);
        // A file that was not read to its end is read again.
        if (signal.aborted) return;
        if (kind === null) failed.set(file.mark, clock.tick() + TRY_AGAIN_MS);
        else if (kind === 'image') {
          objects.add(file.mark);
          isNew = true;
        } else await read.add(file.mark);
      } else if (isNew) {
        isNew = false;
        const facts = lately.news(machineFacts(reader, 'folder'));
        await this.#keep(facts);
        lately.said(facts);
      }
    }
  }

  /** Reads a file; null when it could not be read now and may be later. */
  async #readOne(file: string, run: string, reader: FileReader): Promise<FileKind | null> {
    try {
      const kind = await readFile(file, run, reader);
      this.#count(COUNTED[kind]);
      return kind;
    } catch (error) {
      if (error instanceof NotKept) throw error;
      // The reason names no file: names may name patients.
      if (error instanceof Fault) {
        this.#problem('A file could not be used: it breaks its format.');
        this.#count('files not used');
        return 'unknown';
      }
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
      this.#problem(`A file could not be read (${code}). It is tried again every minute.`);
      return null;
    }
  }

  async #readPackets(packets: AsyncIterable<Uint8Array>): Promise<void> {
    const { clock, random, signal } = this.#around;
    const capture = new CaptureRun();
    const lately = new SaidLately();
    const source = { sensor: 'capture', run: randomText(random, 16, HEX), detail: null, by: 'sensor' };
    let keptAt = clock.tick();
    let concludedAt = clock.tick();
    const take = async (isLast: boolean) => {
      this.#counts['packets'] = capture.counts.packets;
      // Without room the statements stay where they are: bounded, and each once.
      if (!isLast && !this.#spool.hasRoom) return;
      const facts = lately.news(capture.seen.observations.drain(source, clock));
      await this.#keep(facts);
      lately.said(facts);
      this.#dropped = capture.seen.observations.dropped;
      keptAt = clock.tick();
    };
    await readCaptureStream(packets, capture, {
      signal,
      onProgress: async () => {
        forgetRecords(capture);
        if (clock.tick() - concludedAt >= CONCLUDE_MS) {
          capture.seen.conclude();
          concludedAt = clock.tick();
        }
        if (clock.tick() - keptAt >= KEEP_MS) await take(false);
      },
    });
    capture.finish();
    await take(true);
  }

  /** Facts in this sensor's name, on its disk when this returns. Waits for room; throws NotKept when the disk fails. */
  async #keep(facts: readonly Fact[]): Promise<void> {
    // What people say is entered by people.
    const seen = facts.filter(({ basis }) => basis !== 'attested');
    if (seen.length === 0) return;
    for (let at = 0; at < seen.length; at += BATCH_FACTS) {
      while (!this.#spool.hasRoom && !this.#around.signal.aborted) await pause(ROOM_MS, this.#around.signal);
      try {
        await this.#spool.add(signed(seen.slice(at, at + BATCH_FACTS), this.#name));
      } catch (cause) {
        throw new NotKept('facts could not be written', { cause });
      }
      this.#wake();
    }
  }

  /** Posts what waits, oldest first, until the signal; a sign of life now and then. */
  async send(signal: AbortSignal): Promise<void> {
    let waitMs = 0;
    while (!signal.aborted) {
      const waiting = await this.#spool.first();
      if (waiting === null) for (const resolve of this.#empty.splice(0)) resolve();
      const { clock, random } = this.#around;
      const delivery = await deliver(
        this.#options.hub,
        {
          schema: 'dosimeter.sensor-batch/1',
          batch: waiting?.batch ?? null,
          sentAt: clock.now().toISOString(),
          status: this.#status(),
          facts: [...(waiting?.facts ?? [])],
        },
        signal,
      );
      if (signal.aborted && delivery.kind !== 'kept') return;
      if (delivery.kind === 'later') {
        if (waitMs === 0) this.#around.say(`${delivery.because} ${this.#spool.waiting} facts wait on this disk.`);
        waitMs = Math.min(MOST_WAIT_MS, Math.max(FIRST_WAIT_MS, waitMs * 2));
        // Many sensors that wait for one hub do not come back at the same moment.
        await pause(delivery.afterMs ?? waitMs * (0.5 + random.unit() / 2), signal);
        continue;
      }
      if (waitMs > 0 && delivery.kind === 'kept') this.#around.say('The hub answers again.');
      waitMs = 0;
      if (waiting === null) await this.#rest(signal);
      else await this.#settle(waiting.batch, delivery);
    }
  }

  async #settle(
    batch: string,
    delivery: Exclude<Awaited<ReturnType<typeof deliver>>, { kind: 'later' }>,
  ): Promise<void> {
    if (delivery.kind === 'unusable') {
      await this.#spool.setAside(batch);
      this.#problem(`A batch was set aside: ${delivery.because}`);
      return;
    }
    await this.#spool.done(batch);
    const { refused } = delivery.receipt;
    this.#count('batches');
    const [first] = refused;
    if (first) this.#problem(`The hub refused ${refused.length} facts: ${first.reason}`);
  }

  /** Until there is something to send, or it is time for a sign of life. */
  async #rest(signal: AbortSignal): Promise<void> {
    const woken = new AbortController();
    this.#wake = () => woken.abort();
    // What came while nobody listened.
    if (this.#spool.waiting > 0) return;
    await pause(BEAT_MS, AbortSignal.any([signal, woken.signal]));
  }

  #status(): SensorStatus {
    const { input, version } = this.#options;
    return {
      version,
      reads: input.kind === 'folder' ? 'a folder' : inertText(input.words, 100),
      startedAt: this.#startedAt,
      waiting: this.#spool.waiting,
      dropped: this.#dropped,
      counts: { ...this.#counts },
      problems: [...this.#problems],
    };
  }

  #count(what: string): void {
    this.#counts[what] = (this.#counts[what] ?? 0) + 1;
  }

  #problem(words: string): void {
    const line = inertText(words, 300);
    this.#around.say(line);
    if (this.#problems.includes(line)) return;
    this.#problems.push(line);
    if (this.#problems.length > 10) this.#problems.shift();
  }
}

const COUNTED: Readonly<Record<FileKind, string>> = {
  capture: 'captures',
  import: 'reports',
  image: 'images',
  unknown: 'files of no known kind',
};

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return sleep(ms, undefined, { signal }).catch(() => undefined);
}
