// `capture`: packets from files, from a pipe or from an interface, read without sending anything.
import { stat } from 'node:fs/promises';
import type { Command } from 'commander';
import type { CaptureDocument } from '#contracts/index.ts';
import { type CaptureInput, performCapture } from '#jobs/index.ts';
import { Invalid, systemClock } from '#kit/index.ts';
import { livePackets } from '#sensors/capture/index.ts';
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
export function registerCapture({ command, context, surroundings }: Registering): void {
  command('capture [file...]', "read captures (pcap, pcapng, gzipped or not), '-' for a pipe from tcpdump")
    .option('--interface <name>', 'listen here instead, through dumpcap or tcpdump, until Ctrl-C')
    .action(async (files: string[], options: GlobalOptions & { interface?: string }) => {
      const around = surroundings(options);
      if ((files.length === 0) === (options.interface === undefined)) {
        throw new Invalid("Name a capture file, '-' for a pipe, or --interface with the name of an interface.");
      }
      const inputs: CaptureInput[] =
        options.interface === undefined
          ? await Promise.all(files.map((file) => inputAt(file, around, context)))
          : [{ stream: livePackets(options.interface, around.signal), bytes: null }];
      await using opened = await around.open();
      const document = await captureHere(opened, inputs, around);
      await context.output.result(document, () => captureWords(document));
    });
}

/** Reads captures into the opened data. */
export function captureHere(
  { store, tenant }: Opened,
  inputs: readonly CaptureInput[],
  { signal, output }: Surroundings,
): Promise<CaptureDocument> {
  const progress = (fraction: number, message: string) => output.progress(fraction, message);
  return performCapture({ store, clock: systemClock }, { tenantId: tenant.id, by: 'local', signal, progress }, inputs);
}

/** A capture as it was named. Throws Invalid when it cannot be read. */
export async function inputAt(
  name: string,
  around: Surroundings,
  context: Pick<CommandContext, 'input'>,
): Promise<CaptureInput> {
  if (name === '-') return { stream: context.input(), bytes: null };
  const path = around.file(name);
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile()) throw new Invalid(`${name} cannot be read. Name a capture file (pcap or pcapng).`);
  return { file: path, bytes: found.size };
}

function captureWords(document: CaptureDocument): string {
  const rows = document.devices
    .filter(({ addresses }) => addresses.length > 0)
    .map(({ addresses, aeTitles, names, vendor, model, modality, os, services }) => [
      addresses.join(' '),
      aeTitles.join(' ') || names[0] || '',
      [vendor, model].filter((part) => part !== null).join(' ') || (modality ?? ''),
      os ?? '',
      services.map(({ port, protocol }) => (protocol === null ? port : `${port} ${protocol}`)).join(', '),
    ]);
  const { input, associations, hl7, flows } = document;
  const stores = associations.reduce((sum, { operations }) => sum + operations.store, 0);
  const bill = `${input.packets} packets, ${associations.length} DICOM associations with ${stores} objects, ${hl7.length} HL7 conversations, ${flows} flows`;
  const notes = input.problems.map((problem) => `\n${problem}`).join('');
  const head = ['address', 'name', 'what', 'system', 'services'];
  return `${rows.length > 0 ? `${table([head, ...rows])}\n\n` : ''}${bill}${notes}`;
}
