// `scan` and `assess`: from targets on the command line to a document, through the server when one runs.
import { createReadStream } from 'node:fs';
import { access, constants, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import {
  type AssessmentDocument,
  api,
  documents,
  type ImportDocument,
  type ScanDocument,
  type ScanInput,
  SEVERITY_ORDER,
  type Severity,
} from '#contracts/index.ts';
import {
  assessmentOf,
  type CaptureInput,
  parseTarget,
  performRisk,
  performScan,
  scanDocumentOf,
  takeAnswers,
  takeIn,
  writeAssessment,
} from '#jobs/index.ts';
import { Fault, Invalid, inertText, parseAddress, systemClock, systemRandom } from '#kit/index.ts';
import { captureHere } from './capture-command.ts';
import { imagesHere } from './images-command.ts';
import type { Output } from './output.ts';
import { answers, ask, type Opened, type Place, serverSocket } from './session.ts';
import { typedDocument } from './typed-document.ts';

const MOST_ANSWERS = 2 * 2 ** 20;

export interface ScanOptions {
  readonly authority?: string;
  readonly clearance?: string;
  readonly ports?: string;
  readonly called?: string;
  readonly titles?: string;
  readonly perHostInterval?: string;
  readonly timeout?: string;
  readonly vantage?: string;
  readonly all?: boolean;
}

/** What was asked for on the command line as the input of a scan. Throws Invalid with what to write. */
export async function scanInputOf(
  targets: readonly string[],
  options: ScanOptions,
  around: Pick<Surroundings, 'file'>,
): Promise<ScanInput> {
  if (targets.length === 0) throw new Invalid('Name a target: an address, a range as in 10.1.2.0/24, or address:port.');
  for (const target of targets) parseTarget(target);
  return parsed(api.scanInput, {
    targets,
    clearance: options.clearance ?? 'query',
    authority: options.authority ?? null,
    ports: options.ports === undefined ? null : options.ports.split(',').flatMap(portRange),
    perHostIntervalMs:
      options.perHostInterval === undefined ? null : numberOf('--per-host-interval', options.perHostInterval),
    vantage: options.vantage ?? 'this machine',
    titles: options.titles === undefined ? undefined : await titlesOf(around.file(options.titles)),
    called: options.called,
    timeoutMs: options.timeout === undefined ? undefined : numberOf('--timeout', options.timeout),
    listClosed: options.all === true,
  });
}

function parsed<T>(shape: z.ZodType<T>, value: unknown): T {
  const result = shape.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new Invalid(`${issue?.path.join('.') ?? 'input'}: ${issue?.message ?? 'is not valid'}`);
}

function numberOf(option: string, text: string): number {
  if (!/^\d{1,9}$/.test(text))
    throw new Invalid(`${option} takes a whole number of milliseconds, not '${inertText(text, 40)}'.`);
  return Number(text);
}

function portRange(text: string): number[] {
  const match = /^\s*(\d{1,5})(?:-(\d{1,5}))?\s*$/.exec(text);
  const first = Number(match?.[1]);
  const last = Number(match?.[2] ?? match?.[1]);
  if (!match || first < 1 || last > 65535 || first > last)
    throw new Invalid(`--ports takes numbers and ranges as in 104,11112,8042-8043, not '${inertText(text, 40)}'.`);
  return Array.from({ length: last - first + 1 }, (_, n) => first + n);
}

/** AE titles from a CSV file with the columns address, port, title. */
async function titlesOf(file: string): Promise<NonNullable<ScanInput['titles']>> {
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw new Invalid(`--titles: ${file} cannot be read (${error.message}).`);
  });
  const lines = rowsOf(text);
  if (!lines) throw new Invalid(`--titles: ${file} is no list. Write lines as in 10.1.2.3,104,ARCHIVE.`);
  return lines
    .filter((_, index) => index > 0 || parseAddress(lines[0]?.[0] ?? '') !== undefined)
    .map(([address = '', port = '', title = '']) => {
      if (!parseAddress(address) || !/^\d{0,5}$/.test(port) || !api.aeTitle.safeParse(title).success) {
        throw new Invalid(
          `--titles: write lines as in 10.1.2.3,104,ARCHIVE; '${inertText(address, 40)},${inertText(port, 10)},${inertText(title, 40)}' is none.`,
        );
      }
      return { address, port: port === '' ? null : Number(port), title };
    });
}

/** The cells of a CSV text, or undefined when it is none. */
function rowsOf(text: string): string[][] | undefined {
  try {
    const rows: unknown = parse(text, { bom: true, trim: true, skip_empty_lines: true, relax_column_count: true });
    return z.array(z.array(z.string())).parse(rows);
  } catch {
    return undefined;
  }
}

export interface Surroundings {
  readonly place: Place;
  readonly output: Output;
  readonly signal: AbortSignal;
  readonly tenant: string | undefined;
  /** The data, for this command alone or as the server has it. */
  open(): Promise<Opened>;
  /** A file name as the person meant it. */
  file(name: string): string;
}

/** Scans and returns the document, through the server when one runs on the data folder. */
export async function scanDocument(input: ScanInput, around: Surroundings): Promise<ScanDocument> {
  const socket = serverSocket(around.place);
  if (socket && (await answers(socket))) return scanThroughServer(socket, input, around);
  await using opened = await around.open();
  return await scanHere(opened, input, around);
}

async function scanHere(
  { store, tenant }: Opened,
  input: ScanInput,
  { output, signal }: Surroundings,
): Promise<ScanDocument> {
  const deps = { store, clock: systemClock, random: systemRandom };
  const run = {
    tenantId: tenant.id,
    by: 'local',
    jobId: null,
    signal,
    progress: (fraction: number, message: string) => output.progress(fraction, message),
  };
  const id = await performScan(deps, run, input);
  return store.tenant(tenant.id, (tx) => scanDocumentOf(tx, id));
}

const POLL_MS = 300;

async function scanThroughServer(
  socket: string,
  input: ScanInput,
  { output, signal, tenant }: Surroundings,
): Promise<ScanDocument> {
  const query = tenant === undefined ? '' : `?tenant=${encodeURIComponent(tenant)}`;
  const { job } = api.jobAccepted.parse(await ask(socket, 'POST', `/scans${query}`, input));
  let canceled = false;
  for (;;) {
    const state = api.job.parse(await ask(socket, 'GET', `/jobs/${job}${query}`));
    output.progress(state.progress, state.message);
    if (state.state === 'failed') throw new Invalid(state.error ?? 'The scan failed.');
    if (state.endedAt) {
      const { scan } = z.object({ scan: z.string() }).parse(state.result);
      const detail = api.scanDetail.parse(await ask(socket, 'GET', `/scans/${scan}${query}`));
      const { scan: row, ...rest } = detail;
      return documents.scanDocument.parse({
        schema: 'dosimeter.scan/1',
        vantage: row.vantage,
        startedAt: row.startedAt,
        endedAt: row.endedAt ?? row.startedAt,
        clearance: row.clearance,
        authority: row.authority,
        state: row.state,
        targets: row.targets,
        totals: row.totals ?? { hosts: 0, endpoints: 0, connections: 0, bytesSent: 0, seconds: 0 },
        ...rest,
      });
    }
    if (signal.aborted && !canceled) {
      canceled = true;
      await ask(socket, 'POST', `/jobs/${job}/cancel${query}`, {});
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

export interface AssessOptions extends ScanOptions {
  readonly network: readonly string[];
  readonly capture: readonly string[];
  readonly import: readonly string[];
  readonly images: readonly string[];
  /** A file of answers to the questions of the guided start. */
  readonly answers?: string;
  readonly out?: string;
}

export interface Assessed {
  readonly document: AssessmentDocument;
  /** What of the answers could not be used. */
  readonly unused: readonly string[];
}

/** The whole chain: scan and import, then the risk, then the assessment of everything known, then the report. */
export async function assess(options: AssessOptions, around: Surroundings): Promise<Assessed> {
  // A file that cannot be read ends it before anything is sent or taken in.
  const said = options.answers === undefined ? null : await answersAt(options.answers, around);
  await using opened = await around.open();
  const { store, tenant } = opened;
  const scan =
    options.network.length > 0
      ? await scanHere(opened, await scanInputOf(options.network, options, around), around)
      : null;
  const imports = options.import.length > 0 ? await importHere(opened, options.import, around) : null;
  if (options.capture.length > 0) await captureHere(opened, await inputsAt(options.capture, around), around);
  if (options.images.length > 0) await imagesHere(opened, options.images, around);
  const taken =
    said && (await takeAnswers({ store, clock: systemClock }, tenant.id, { document: said.value, by: 'local' }));
  for (const note of taken?.notes ?? []) around.output.say(note);
  await performRisk({ store, clock: systemClock }, tenant.id, {
    by: 'local',
    signal: around.signal,
    progress: (fraction, message) => around.output.progress(fraction, `risk: ${message}`),
  });
  const document = await store.tenant(tenant.id, (tx) =>
    assessmentOf(tx, systemClock, { site: taken?.center ?? tenant.name, scan, imports }),
  );
  if (options.out !== undefined) {
    around.output.progress(0.99, 'Writing the report');
    for (const file of await writeAssessment(store, tenant.id, around.file(options.out), document))
      around.output.say(`wrote ${file}`);
  }
  return { document, unused: taken?.problems ?? [] };
}

/** The value that a file of answers holds. */
async function answersAt(name: string, around: Surroundings): Promise<{ readonly value: unknown }> {
  const { file, bytes } = await listAt(around.file(name));
  if (bytes > MOST_ANSWERS) throw new Invalid(`${inertText(name, 200)} is too large for a file of answers.`);
  return { value: typedDocument(await readFile(file, 'utf8'), inertText(path.basename(name), 200)) };
}

async function inputsAt(names: readonly string[], around: Surroundings): Promise<CaptureInput[]> {
  return Promise.all(
    names.map(async (name) => {
      const { file, bytes } = await listAt(around.file(name));
      return { file, bytes };
    }),
  );
}

/** How files are to be taken in. */
export interface ImportOptions {
  /** Forces a kind of file. */
  readonly as?: string | undefined;
  /** The device that a bill of materials describes. */
  readonly device?: string | undefined;
  /** What columns mean, where the guess is wrong. */
  readonly mapping?: Readonly<Record<string, string | null>> | undefined;
}

/** Imports lists one after the other; the document holds a report for each. */
export async function importFiles(
  files: readonly string[],
  around: Surroundings,
  how: ImportOptions,
): Promise<ImportDocument> {
  await using opened = await around.open();
  return await importHere(opened, files, { ...around, ...how });
}

async function importHere(
  { store, tenant }: Opened,
  files: readonly string[],
  around: Surroundings & ImportOptions,
): Promise<ImportDocument> {
  const document: ImportDocument = { schema: 'dosimeter.import/1', files: [] };
  for (const name of files) {
    const progress = (fraction: number, message: string) =>
      around.output.progress(fraction, `${path.basename(name)}: ${message}`);
    const run = { tenantId: tenant.id, by: 'local', signal: around.signal, progress };
    try {
      const { file, bytes } = await listAt(around.file(name));
      document.files.push(
        await takeIn({ store, clock: systemClock }, run, {
          source: createReadStream(file, { highWaterMark: 1 << 18 }),
          fileName: name,
          bytes,
          ...(around.as === undefined ? {} : { as: around.as }),
          ...(around.device === undefined ? {} : { device: around.device }),
          ...(around.mapping === undefined ? {} : { mapping: around.mapping }),
        }),
      );
    } catch (error) {
      // A file that is no good costs none of the others; what is wrong with this machine ends it all.
      if (!(error instanceof Fault && error.status === 400)) throw error;
      document.files.push(unread(name, error.message));
    }
  }
  return document;
}

function unread(file: string, problem: string): ImportDocument['files'][number] {
  return {
    file,
    kind: 'unknown',
    rows: 0,
    accepted: 0,
    rejected: [],
    rejectedTotal: 0,
    problems: [problem],
    facts: 0,
    changed: 0,
    mapping: {},
    problem,
  };
}

/** What was not taken in, a sentence for each file that names it. */
export function unreadWords({ files }: ImportDocument): string[] {
  return files.flatMap(({ file, problem }) =>
    problem === undefined
      ? []
      : [problem.includes(inertText(path.basename(file), 200)) ? problem : `${inertText(file, 200)}: ${problem}`],
  );
}

/** Exit status of an import: 1 when some of the files were not taken in, 2 when none was. */
export function importStatus(document: ImportDocument): number {
  const count = unreadWords(document).length;
  if (count === 0) return 0;
  return count === document.files.length ? 2 : 1;
}

async function listAt(file: string): Promise<{ file: string; bytes: number }> {
  const found = await stat(file).catch(() => undefined);
  if (!found) throw new Invalid(`${file} cannot be read. Check the name.`);
  if (!found.isFile()) throw new Invalid(`${file} is no file. Name a list, as in devices.csv.`);
  await access(file, constants.R_OK).catch((cause: unknown) => {
    throw new Invalid(`${file} may not be read by this user. Change its rights, or copy it.`, undefined, cause);
  });
  return { file, bytes: found.size };
}

/** Whether a scan looked at what it was asked to: nobody stopped it, and not every target was refused. */
export function isDone(document: ScanDocument): boolean {
  return document.state === 'finished' && !nothingSent(document);
}

/** Whether every target was refused. */
export function nothingSent({ totals, refused }: ScanDocument): boolean {
  return totals.hosts === 0 && refused.length > 0;
}

/** Whether anything is at or above the severity of --fail-on. */
export function reaches(severities: readonly Severity[], failOn: Severity): boolean {
  return severities.some((severity) => SEVERITY_ORDER.indexOf(severity) >= SEVERITY_ORDER.indexOf(failOn));
}
