// `paths`: a network from a file, judged as an attacker sees it. It opens no data.
import { readFile, stat } from 'node:fs/promises';
import type { Command } from 'commander';
import type { NetworkDocument } from '#contracts/index.ts';
import { Fault, Invalid, inertText } from '#kit/index.ts';
import { assessPaths, DEFAULT_CUT, readNetwork } from '#risk/index.ts';
import { pathsWords } from './paths-words.ts';
import type { CommandContext, GlobalOptions } from './program.ts';
import type { Surroundings } from './scan-command.ts';
import { typedDocument } from './typed-document.ts';

interface Registering {
  readonly command: (name: string, description: string) => Command;
  readonly context: CommandContext;
  readonly surroundings: (options: GlobalOptions) => Surroundings;
}

/** A string of JavaScript holds little more. */
const MOST_BYTES = 480 * 2 ** 20;
const MOST_CUT = 1_000;

/** Adds the command. */
export function registerPaths({ command, context, surroundings }: Registering): void {
  const { output, signal } = context;
  command('paths <file>', 'what an attacker reaches in the network of a file (JSON or YAML), and what stops them')
    .option(
      '--target <id>',
      'a node to look at; may be given again',
      (id: string, others: string[]) => [...others, id],
      [],
    )
    .option('--cut <k>', 'how many single changes to name', String(DEFAULT_CUT))
    .option('--seed <n>', 'the same seed gives the same figures', '1')
    .action(async (name: string, options: GlobalOptions & { target: string[]; cut: string; seed: string }) => {
      const cut = wholeNumber('--cut', options.cut, MOST_CUT);
      const seed = wholeNumber('--seed', options.seed, Number.MAX_SAFE_INTEGER);
      const shown = inertText(name, 200);
      const network = await networkOfFile(surroundings(options).file(name), shown);
      const progress = (done: number) => {
        signal.throwIfAborted();
        output.progress(done, 'simulating attacks');
      };
      const document = assessPaths(network, { targets: options.target, cut, seed, progress });
      await output.result(document, () => pathsWords(document, network));
    });
}

/** The network of a file; `shown` is what the file is called in words. Throws Invalid with one sentence. */
export async function networkOfFile(file: string, shown: string): Promise<NetworkDocument> {
  const value = typedDocument(await textOf(file, shown), shown);
  try {
    return readNetwork(value);
  } catch (error) {
    if (error instanceof Fault) throw new Invalid(`${shown}: ${error.message}`);
    throw error;
  }
}

function wholeNumber(option: string, text: string, most: number): number {
  const value = Number(text);
  if (!/^\d{1,16}$/.test(text) || value > most) throw new Invalid(`${option}: write a whole number from 0 to ${most}.`);
  return value;
}

async function textOf(file: string, shown: string): Promise<string> {
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) throw new Invalid(`${shown} cannot be read. Check the name.`);
  if (found.size > MOST_BYTES)
    throw new Invalid(`${shown} is larger than 480 MB. Name zones in reach instead of each pair of nodes.`);
  return readFile(file, 'utf8').catch(() => {
    throw new Invalid(`${shown} cannot be read. Check who may read it.`);
  });
}
