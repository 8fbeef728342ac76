// `feeds`: what the world knows, taken in from files and listed with its age.
import type { Command } from 'commander';
import type { FeedsDocument } from '#contracts/index.ts';
import { feedsStatus, performFeeds } from '#jobs/index.ts';
import { Invalid, systemClock } from '#kit/index.ts';
import { table } from './output.ts';
import type { CommandContext, GlobalOptions } from './program.ts';
import type { Surroundings } from './scan-command.ts';

interface Registering {
  readonly command: (name: string, description: string) => Command;
  readonly context: CommandContext;
  readonly surroundings: (options: GlobalOptions) => Surroundings;
}

/** Adds the command. */
export function registerFeeds({ command, context, surroundings }: Registering): void {
  command('feeds <action> [path...]', 'import feed files (advisories, known exploited flaws, scores), or status')
    .option('--force', 'take a feed that is older, or much smaller, than the one that is here')
    .action(async (action: string, paths: string[], options: GlobalOptions & { force?: boolean }) => {
      const around = surroundings(options);
      if (action !== 'import' && action !== 'status') {
        throw new Invalid(`feeds can import and status, not '${action}'.`);
      }
      if ((action === 'import') === (paths.length === 0)) {
        throw new Invalid(
          action === 'import' ? 'Name feed files or a folder of them.' : 'feeds status takes no files.',
        );
      }
      await using opened = await around.open();
      const deps = { store: opened.store, clock: systemClock };
      const { signal, output } = around;
      const document =
        action === 'status'
          ? feedsStatus(deps)
          : await performFeeds(
              deps,
              {
                signal,
                force: options.force === true,
                progress: (fraction, message) => output.progress(fraction, message),
              },
              paths.map((path) => around.file(path)),
            );
      await context.output.result(document, () => feedsWords(document));
      const refused = document.landed.some(({ outcome }) => outcome === 'refused');
      if (refused || document.files.some(({ problem }) => problem !== null)) context.state.status = 1;
    });
}

function feedsWords({ feeds, files, landed, builtIn }: FeedsDocument): string {
  const rows = feeds.map(({ label, publisher, asOf, ageDays, rows: count }) => [
    label,
    publisher,
    asOf === null ? 'not here' : asOf.slice(0, 10),
    ageDays === null ? '' : `${ageDays} days`,
    asOf === null ? '' : String(count),
  ]);
  const notes = [
    ...landed.map(
      ({ feed, outcome, because }) => `${feed}: ${OUTCOMES[outcome]}${because === null ? '' : ` ${because}`}`,
    ),
    ...files.flatMap(({ file, problem }) => (problem === null ? [] : [`${file}: ${problem}`])).slice(0, 50),
  ];
  const list = table([['feed', 'from', 'as of', 'age', 'rows'], ...rows]);
  const shipped = `Built in: ${builtIn.advisories} advisories about imaging, life cycles as of ${builtIn.lifecyclesAsOf}.`;
  return [list, '', shipped, ...notes].join('\n');
}

const OUTCOMES = {
  taken: 'taken in.',
  same: 'nothing new.',
  older: 'not taken.',
  refused: 'not taken.',
} as const satisfies Record<FeedsDocument['landed'][number]['outcome'], string>;
