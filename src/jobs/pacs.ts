// An archive asked for the department's machines, from clearance to the register: only under the data owner's stored authority, every
// connection in the log of probes, what was learned kept however it ended.
import { randomUUID } from 'node:crypto';
import type { ArchiveInput, ImagesDocument } from '#contracts/index.ts';
import { recordProbes, recordSource, type SourceEntry } from '#evidence/index.ts';
import { type ObservationSource, Observations } from '#evidence/model.ts';
import { calledTitles } from '#inventory/index.ts';
import { Fault, Invalid, Unavailable } from '#kit/index.ts';
import {
  type Archive,
  type ArchivePlace,
  type ArchiveReport,
  addressOf,
  archivePlace,
  askArchive,
  countPatients,
  type Days,
  daysLater,
  FindArchive,
  ImageInventory,
  type PatientCountReport,
  QidoArchive,
  Stopped,
} from '#sensors/images/index.ts';
import { FullClearance } from './full-clearance.ts';
import { deviceOf } from './images.ts';
import type { ImportDeps, ImportRun } from './import.ts';
import { knownUse } from './known-use.ts';
import { takeFacts } from './take-facts.ts';

/** Days that are asked for when nobody says which. */
const DAYS = 30;
const LOG_MS = 5000;

/** Asks an archive and takes in what it says. Throws Refused without clearance, ArchiveTrouble when nothing can be learned. */
export async function performPacs(deps: ImportDeps, run: ImportRun, input: ArchiveInput): Promise<ImagesDocument> {
  const place = archivePlace(input.archive);
  const days = daysOf(input, deps.clock.now());
  const address = await addressOf(place);
  using clearance = await FullClearance.over(address, { ...deps, tenantId: run.tenantId });
  const detail = place.kind === 'qido' ? place.base.origin : `${place.host}:${place.port}`;
  const source = { sensor: 'pacs', run: randomUUID(), detail, by: run.by };
  const called = place.kind === 'find' ? await titleOf(deps, run, { input, address }) : null;
  const archive = archiveAt(place, { deps, run, input, clearance, address, called });
  const log = probeLog(deps, run, { archive, address, port: place.port, source, by: clearance.by() });
  const inventory = new ImageInventory();
  let report: ArchiveReport;
  let counted: PatientCountReport = { patients: null, problems: [] };
  // What was sent stands in the log however this process ends.
  const logging = setInterval(() => void log().catch(() => undefined), LOG_MS);
  try {
    run.progress(0.01, `Asking ${detail}`);
    await opened(archive);
    await log();
    report = await askArchive(archive, inventory, {
      ...days,
      mostStudies: input.mostExams,
      signal: run.signal,
      onProgress: (fraction, studies) =>
        run.progress(fraction * (input.countPatients ? 0.6 : 0.95), `${studies} exams counted`),
    });
    if (input.countPatients) counted = await patientsOf(archive, run, { days, report });
  } catch (error) {
    if (error instanceof Fault) await note(deps, run, source, { facts: 0, summary: {}, problems: [error.message] });
    throw error;
  } finally {
    clearInterval(logging);
    await archive[Symbol.asyncDispose]();
    await log();
  }
  return await keep(deps, run, { source, inventory, report, counted, archive: { address, called } });
}

/** Patients are counted by a question of their own, once the machines are known and nobody has stopped. */
async function patientsOf(
  archive: Archive,
  run: ImportRun,
  { days, report }: { readonly days: Days; readonly report: ArchiveReport },
): Promise<PatientCountReport> {
  if (report.ended === 'broken' || report.ended === 'stopped')
    return { patients: null, problems: ['Patients were not counted, because asking had ended before.'] };
  return await countPatients(archive, {
    ...days,
    onProgress: (fraction, exams) => run.progress(0.6 + fraction * 0.35, `Patients of ${exams} exams counted`),
  });
}

/** Opens an archive; a person who stops it meanwhile is told so in words. */
async function opened(archive: Archive): Promise<void> {
  try {
    await archive.open();
  } catch (error) {
    if (error instanceof Stopped) throw new Unavailable('Stopped before the archive said anything.');
    throw error;
  }
}

/** The days that are meant. Throws Invalid when they are none. */
function daysOf({ from, to, days }: ArchiveInput, now: Date): Days {
  const last = to ?? now.toISOString().slice(0, 10);
  const first = from ?? daysLater(last, 1 - (days ?? DAYS));
  if (first > last) throw new Invalid(`The first day (${first}) comes after the last (${last}).`);
  return { from: first, to: last };
}

/** The title to call: as given, or as the inventory knows it. Titles are never guessed. */
async function titleOf(
  { store }: ImportDeps,
  { tenantId }: ImportRun,
  { input, address }: { readonly input: ArchiveInput; readonly address: string },
): Promise<string> {
  const title = input.called ?? (await store.tenant(tenantId, calledTitles)).get(address);
  if (title !== undefined) return title;
  throw new Invalid('Name the AE title of the archive (--called TITLE). Titles are never guessed.');
}

interface Asking {
  readonly deps: ImportDeps;
  readonly run: ImportRun;
  readonly input: ArchiveInput;
  readonly clearance: FullClearance;
  readonly address: string;
  readonly called: string | null;
}

function archiveAt(place: ArchivePlace, { deps, run, input, clearance, address, called }: Asking): Archive {
  const manner = { address, pauseMs: input.pauseMs, signal: run.signal, permit: () => void clearance.by() };
  if (place.kind === 'qido')
    return new QidoArchive({ ...manner, base: place.base, anyCertificate: input.anyCertificate });
  const titles = { called: called ?? '', calling: input.calling };
  return new FindArchive({ ...manner, ...titles, port: place.port, clock: deps.clock });
}

interface Logged {
  readonly archive: Archive;
  readonly address: string;
  readonly port: number;
  readonly source: ObservationSource;
  readonly by: string;
}

/** Writes what was sent since the last line to the log of probes, under the run of the source: who asks is no scan. */
function probeLog(deps: ImportDeps, run: ImportRun, { archive, address, port, source, by }: Logged) {
  let logged = { connections: 0, bytesSent: 0 };
  return async (): Promise<void> => {
    const { bill } = archive;
    const [connections, bytesSent] = [bill.connections - logged.connections, bill.bytesSent - logged.bytesSent];
    logged = bill;
    if (connections === 0 && bytesSent === 0) return;
    const at = deps.clock.now().toISOString();
    const what = { scan: source.run, target: address, ports: [port], connections, bytesSent };
    const line = { ...what, clearance: 'full', authority: by, allowedBy: by, at } as const;
    await deps.store.tenant(run.tenantId, (tx) => recordProbes(tx, [line]), { priority: 'background' });
  };
}

interface Kept {
  readonly source: ObservationSource;
  readonly inventory: ImageInventory;
  readonly report: ArchiveReport;
  readonly counted: PatientCountReport;
  readonly archive: { readonly address: string; readonly called: string | null };
}

/** What was learned becomes facts of the machines, and of the archive that told of them. */
async function keep(
  deps: ImportDeps,
  run: ImportRun,
  { source, inventory, report, counted, archive }: Kept,
): Promise<ImagesDocument> {
  const now = deps.clock.now().getTime();
  const observations = new Observations();
  inventory.state(observations, now, await knownUse(deps.store, run.tenantId, { inventory, sensor: source.sensor }));
  const subject = { kind: 'address', key: archive.address } as const;
  const sure = { basis: 'observed', confidence: 0.95, atMs: now } as const;
  observations.state(subject, 'device.role', 'Answers image queries', sure);
  observations.state(subject, 'device.aeTitle', archive.called, { ...sure, confidence: 0.8 });
  const { patients } = counted;
  if (patients) {
    const { exams: _, ...value } = patients;
    observations.state(subject, 'archive.patients', value, sure);
  }
  run.progress(0.96, 'The machines are taken in');
  const taken = await takeFacts(deps, run.tenantId, observations.drain(source, deps.clock));
  const machines = inventory.machines();
  const problems = [...report.problems, ...unnamedWords(report), ...counted.problems];
  const summary = { exams: report.studies, devices: machines.length };
  await note(deps, run, source, { facts: taken.added, summary, problems });
  return {
    schema: 'dosimeter.images/1',
    files: 0,
    others: 0,
    objects: [],
    devices: machines.map(deviceOf),
    drift: [],
    problems: problems.map((problem) => ({ path: archive.address, problem })),
    archive: {
      exams: report.studies,
      backTo: report.backTo,
      ended: report.ended,
      added: taken.added,
      changed: taken.devices.length,
      patients,
    },
  };
}

function unnamedWords({ unnamed }: ArchiveReport): string[] {
  const parts = Object.entries(unnamed).map(([modality, exams]) => `${modality} ${exams}`);
  if (parts.length === 0) return [];
  return [`The archive does not name the machine of some exams (${parts.join(', ')}); they are counted nowhere else.`];
}

async function note(
  { store, clock }: ImportDeps,
  { tenantId }: ImportRun,
  { sensor, run, by }: ObservationSource,
  told: Pick<SourceEntry, 'facts' | 'summary' | 'problems'>,
): Promise<void> {
  const entry = { sensor, run, kind: 'pacs', name: 'Image archive', at: clock.now(), by, ...told };
  await store.tenant(tenantId, (tx) => recordSource(tx, entry));
}
