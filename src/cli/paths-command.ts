// `paths`: a network from a file, judged as an attacker sees it. It opens no data.
import type { Command } from 'commander';
import { inertText } from '#kit/index.ts';
import { DEFAULT_CUT } from '#risk/index.ts';
import { pathsInThread } from './paths-in-thread.ts';
import type { CommandContext, GlobalOptions } from './program.ts';
import type { Surroundings } from './scan-command.ts';
import { orStopped } from './stopped.ts';
import { wholeNumber } from './whole-number.ts';

interface Registering {
  readonly command: (name: string, description: string) => Command;
  readonly context: CommandContext;
  readonly surroundings: (options: GlobalOptions) => Surroundings;
}

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
      const cut = wholeNumber('--cut', options.cut, 0, MOST_CUT);
      const seed = wholeNumber('--seed', options.seed, 0, Number.MAX_SAFE_INTEGER);
      const file = surroundings(options).file(name);
      const task = {
        file,
        shown: inertText(name, 200),
        targets: options.target,
        cut,
        seed,
        isWords: options.json !== true,
      };
      const progress = (done: number) => output.progress(done, 'simulating attacks');
      const run = pathsInThread(task, { signal, progress });
      const { document, words } = await orStopped(run, signal, 'the network was judged');
      await output.result(document, () => words);
    });
}
