// `benchmark`: the signed file of counts of this quarter for other providers, and a file of another provider taken in.
import { readFile } from 'node:fs/promises';
import { Argument, type Command } from 'commander';
import type { ImportedFile } from '#contracts/index.ts';
import { type BenchmarkCaller, exportBenchmark, importBenchmark } from '#jobs/index.ts';
import { Invalid, inertText, systemClock, systemRandom } from '#kit/index.ts';
import type { CommandContext, GlobalOptions } from './program.ts';
import type { Surroundings } from './scan-command.ts';
import type { Opened } from './session.ts';
import { writeWhole } from './write-whole.ts';

interface Registering {
  readonly command: (name: string, description: string) => Command;
  readonly context: CommandContext;
  readonly surroundings: (options: GlobalOptions) => Surroundings;
}

interface Options extends GlobalOptions {
  readonly out?: string;
  readonly epsilon?: string;
}

/** Adds the command. */
export function registerBenchmark({ command, context, surroundings }: Registering): void {
  command('benchmark', 'exchange signed, noise-added counts of clients with other providers')
    .addArgument(new Argument('<action>').choices(['export', 'import']))
    .argument('[file]', 'the file to take in')
    .option('--out <file>', 'where the file of this quarter is written')
    .option('--epsilon <number>', 'privacy loss for each figure of a new file, 0.1 to 2 (default 1)')
    .action(async (action: string, file: string | undefined, options: Options) => {
      const here = surroundings(options);
      if (action === 'import') {
        const value = await jsonOf(file, here);
        await using opened = await here.open();
        const taken = await importBenchmark(depsOf(opened), await callerOf(opened), value);
        await context.output.result({ schema: 'dosimeter.benchmark-import/1', ...taken }, () => takenWords(taken));
        return;
      }
      const { out } = options;
      if (out === undefined) throw new Invalid('Name the file to write, as in: benchmark export --out ours.json');
      const epsilon = epsilonOf(options.epsilon);
      await using opened = await here.open();
      const document = await exportBenchmark(depsOf(opened), await callerOf(opened), epsilon);
      await writeWhole(here.file(out), `${JSON.stringify(document, null, 2)}\n`, out);
      await context.output.result(document, () =>
        [
          `The file of ${document.period} is in ${inertText(out, 200)}: ${document.figures.length} figures, privacy loss ${document.epsilonTotal} in all.`,
          `Have the other provider compare the fingerprint of your key: ${document.signer.fingerprint}`,
        ].join('\n'),
      );
    });
}

function depsOf({ store, people }: Opened) {
  return { store, clock: systemClock, box: people.box, random: systemRandom };
}

/** Whoever holds the data folder acts as owner of every site. */
async function callerOf({ people, tenant }: Opened): Promise<BenchmarkCaller> {
  const sites = await people.tenants();
  const site = sites.find(({ id }) => id === tenant.id) ?? { ...tenant, demo: false };
  return { who: 'local', site, memberships: sites.map((each) => ({ tenant: each, role: 'owner' })) };
}

function epsilonOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^(?:0\.[1-9]|1(?:\.\d)?|2(?:\.0)?)$/.test(text)) {
    throw new Invalid('--epsilon: write 0.1 to 2 with one digit after the point, as in 0.5.');
  }
  return Number(text);
}

async function jsonOf(file: string | undefined, here: Surroundings): Promise<unknown> {
  if (file === undefined) throw new Invalid('Name the file to take in, as in: benchmark import theirs.json');
  let text: string;
  try {
    text = await readFile(here.file(file), 'utf8');
  } catch {
    throw new Invalid(`${inertText(file, 200)} cannot be read. Check its name.`);
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new Invalid(`${inertText(file, 200)} is no JSON. Ask for the file as the program wrote it.`);
  }
}

function takenWords({ outcome, signer, period }: ImportedFile): string {
  const whose = `The file of ${inertText(signer, 120)} for ${period}`;
  switch (outcome) {
    case 'taken':
      return `${whose} is taken in.`;
    case 'replaced':
      return `${whose} takes the place of the one before.`;
    case 'same':
      return `${whose} was here already. Nothing changed.`;
  }
}
