// `images`: DICOM files and folders, read for the machines that made them.
import type { Command } from 'commander';
import type { ImagesDocument } from '#contracts/index.ts';
import { performImages } from '#jobs/index.ts';
import { systemClock } from '#kit/index.ts';
import { table } from './output.ts';
import type { CommandContext, GlobalOptions } from './program.ts';
import type { Surroundings } from './scan-command.ts';
import type { Opened } from './session.ts';

interface Registering {
  readonly command: (name: string, description: string) => Command;
  readonly context: CommandContext;
  readonly surroundings: (options: GlobalOptions) => Surroundings;
}

/** Adds the command. */
export function registerImages({ command, context, surroundings }: Registering): void {
  command('images <path...>', 'read DICOM files and folders for the machines that made them').action(
    async (paths: string[], options: GlobalOptions) => {
      const around = surroundings(options);
      await using opened = await around.open();
      const document = await imagesHere(opened, paths, around);
      await context.output.result(document, () => imagesWords(document));
    },
  );
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

function imagesWords({ devices, files, others, objects, problems }: ImagesDocument): string {
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
    problems.length > 0 ? `${problems.length} files could not be read.` : '',
    programs > 0 ? `${programs} files begin like a program: keep them away from viewers and ask who sent them.` : '',
  ].filter((note) => note !== '');
  const head = ['modality', 'maker and model', 'serial', 'station', 'software', 'exams', 'last use'];
  const list = rows.length > 0 ? `${table([head, ...rows])}\n\n` : '';
  return `${list}${files} files, ${devices.length} machines${notes.map((note) => `\n${note}`).join('')}`;
}
