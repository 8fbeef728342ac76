// `images`: DICOM files, folders or an archive, read for the machines that made the images.
import type { Command } from 'commander';
import { type ArchiveInput, api, type ImagesDocument } from '#contracts/index.ts';
import { performImages, performPacs } from '#jobs/index.ts';
import { Invalid, systemClock } from '#kit/index.ts';
import { table } from './output.ts';
import type { CommandContext, GlobalOptions } from './program.ts';
import type { Surroundings } from './scan-command.ts';
import type { Opened } from './session.ts';

interface Registering {
  readonly command: (name: string, description: string) => Command;
  readonly context: CommandContext;
  readonly surroundings: (options: GlobalOptions) => Surroundings;
}

interface ArchiveOptions {
  readonly pacs?: string;
  readonly called?: string;
  readonly calling?: string;
  readonly from?: string;
  readonly to?: string;
  readonly days?: string;
  readonly pause?: string;
  readonly mostExams?: string;
  readonly anyCertificate?: boolean;
  readonly countPatients?: boolean;
}

/** Adds the command. */
export function registerImages({ command, context, surroundings }: Registering): void {
  command('images [path...]', 'read DICOM files, folders or an archive for the machines that made the images')
    .option('--pacs <archive>', 'ask an archive: HOST:PORT, or a web address as in https://pacs.example/dicom-web')
    .option('--called <title>', "the archive's AE title (default: as the inventory knows it)")
    .option('--calling <title>', 'our AE title, as the archive knows it (default DOSIMETER)')
    .option('--from <date>', 'first day, as in 2026-01-31')
    .option('--to <date>', 'last day (default today)')
    .option('--days <number>', 'so many days back (default 30)')
    .option('--pause <ms>', 'least rest between two questions (default 50)')
    .option('--most-exams <number>', 'exams after which asking ends (default 20000)')
    .option('--any-certificate', 'speak with a web address whose certificate cannot be checked')
    .option('--count-patients', 'ask for the Patient ID of each exam, too, and count different ones; none is kept')
    .action(async (paths: string[], options: GlobalOptions & ArchiveOptions) => {
      const around = surroundings(options);
      if ((options.pacs === undefined) === (paths.length === 0)) {
        throw new Invalid('Name DICOM files or folders, or an archive (--pacs HOST:PORT).');
      }
      const input = options.pacs === undefined ? null : archiveInputOf(options.pacs, options);
      await using opened = await around.open();
      const document =
        input === null ? await imagesHere(opened, paths, around) : await archiveHere(opened, input, around);
      await context.output.result(document, () => imagesWords(document));
      const ended = document.archive?.ended;
      if (ended === 'broken' || ended === 'stopped') context.state.status = 1;
    });
}

function archiveInputOf(archive: string, options: ArchiveOptions): ArchiveInput {
  const { called, calling, from, to, days, pause, mostExams, anyCertificate, countPatients } = options;
  const asked = api.archiveInput.safeParse({
    archive,
    called,
    calling,
    from,
    to,
    days: numberOf(days),
    pauseMs: numberOf(pause),
    mostExams: numberOf(mostExams),
    anyCertificate,
    countPatients,
  });
  if (asked.success) return asked.data;
  const [issue] = asked.error.issues;
  throw new Invalid(`--${OPTIONS.get(String(issue?.path[0])) ?? 'pacs'}: ${issue?.message ?? 'is not valid'}`);
}

const OPTIONS: ReadonlyMap<string, string> = new Map([
  ['pauseMs', 'pause'],
  ['mostExams', 'most-exams'],
  ...['called', 'calling', 'from', 'to', 'days'].map((name) => [name, name] as const),
]);

function numberOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : text.trim() === '' ? Number.NaN : Number(text);
}

/** Asks an archive for the opened data. */
function archiveHere({ store, tenant }: Opened, input: ArchiveInput, around: Surroundings): Promise<ImagesDocument> {
  const { signal, output } = around;
  const progress = (fraction: number, message: string) => output.progress(fraction, message);
  return performPacs({ store, clock: systemClock }, { tenantId: tenant.id, by: 'local', signal, progress }, input);
}

/** Reads files and folders into the opened data. */
export function imagesHere(
  { store, tenant }: Opened,
  paths: readonly string[],
  around: Surroundings,
): Promise<ImagesDocument> {
  const { signal, output } = around;
  const progress = (fraction: number, message: string) => output.progress(fraction, message);
  const run = { tenantId: tenant.id, by: 'local', signal, progress };
  return performImages(
    { store, clock: systemClock },
    run,
    paths.map((path) => around.file(path)),
  );
}

function imagesWords({ devices, files, others, objects, problems, archive }: ImagesDocument): string {
  const rows = devices.map(({ vendor, model, serial, station, modality, software, lastUse, exams }) => [
    modality ?? '',
    [vendor, model].filter((part) => part !== null).join(' '),
    serial ?? '',
    station ?? '',
    software.at(-1)?.version ?? '',
    String(exams),
    lastUse ?? '',
  ]);
  const programs = objects.filter(({ executable }) => executable).length;
  const notes = [
    others > 0 ? `${others} files are no DICOM.` : '',
    archive === null && problems.length > 0 ? `${problems.length} files could not be read.` : '',
    ...(archive === null ? [] : problems.map(({ problem }) => problem)),
    archive?.patients ? patientsWords(archive.patients) : '',
    programs > 0 ? `${programs} files begin like a program: keep them away from viewers and ask who sent them.` : '',
  ].filter((note) => note !== '');
  const head = ['modality', 'maker and model', 'serial', 'station', 'software', 'exams', 'last use'];
  const list = rows.length > 0 ? `${table([head, ...rows])}\n\n` : '';
  const what =
    archive === null
      ? `${files} files`
      : `${archive.exams} exams${archive.backTo === null ? '' : `, back to ${archive.backTo}`}${ENDS[archive.ended]}`;
  return `${list}${what}, ${devices.length} machines${notes.map((note) => `\n${note}`).join('')}`;
}

function patientsWords({ count, low, high, from, to, whole }: CountedPatients): string {
  const least = whole ? '' : 'at least ';
  return `${least}${count} different patients (90 % interval ${low} to ${high}), counted over ${from} to ${to}; no patient was kept.`;
}

type CountedPatients = NonNullable<NonNullable<ImagesDocument['archive']>['patients']>;

const ENDS = {
  whole: '',
  stopped: ' (stopped)',
  bound: ' (as many as were wanted)',
  broken: ' (broken off)',
} as const;
