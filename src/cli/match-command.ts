// `match`: devices of a file against the knowledge that is here. Nothing is written.
import { readFile, stat } from 'node:fs/promises';
import { type Command, Option } from 'commander';
import { type Finding, severity } from '#contracts/index.ts';
import { knowledgeIn, type Matched, matchInThreads, withFeeds } from '#jobs/index.ts';
import { Invalid, inertText, systemClock } from '#kit/index.ts';
import type { Knowledge } from '#knowledge/index.ts';
import { table } from './output.ts';
import type { CommandContext, GlobalOptions } from './program.ts';
import { reaches, type Surroundings } from './scan-command.ts';

interface Registering {
  readonly command: (name: string, description: string) => Command;
  readonly context: CommandContext;
  readonly surroundings: (options: GlobalOptions) => Surroundings;
}

const MOST_BYTES = 256 << 20;
const SHOWN = 200;
const MOST_TITLE = 300;

/** Adds the command. */
export function registerMatch({ command, context, surroundings }: Registering): void {
  command(
    'match <file>',
    'hold devices of a file (dosimeter.devices/1 or CSV) against the knowledge, without keeping them',
  )
    .option('--feeds <dir>', 'feed files to use instead of the knowledge in the data folder')
    .addOption(new Option('--fail-on <severity>', 'exit with 3 at or above this severity').choices(severity.options))
    .action(async (name: string, options: GlobalOptions & { feeds?: string }) => {
      const around = surroundings(options);
      const { place, signal } = around;
      const { output, state } = context;
      const content = await contentOf(around.file(name));
      const now = systemClock.now().toISOString();
      const match = async (knowledge: Knowledge, more: readonly string[], dataDir: string): Promise<Matched> => {
        const { findings, problems } = await matchInThreads(content, { now, knowledge }, { dataDir, signal });
        return { findings, problems: [...problems, ...more] };
      };
      const progress = (message: string) => output.progress(0.3, message);
      const matched =
        options.feeds === undefined
          ? await match(knowledgeIn(place.dataDir), [], place.dataDir)
          : await withFeeds(around.file(options.feeds), { signal, progress, now }, match);
      const { findings, problems } = matched;
      for (const problem of problems.slice(0, SHOWN)) output.say(problem);
      const document = { schema: 'dosimeter.findings/1', findings, ...(problems.length > 0 ? { problems } : {}) };
      await output.result(document, () => matchWords(findings));
      const open = findings.filter((finding) => finding.state !== 'not affected' && finding.state !== 'fixed');
      if (problems.length > 0) state.status = 1;
      if (
        options.failOn !== undefined &&
        reaches(
          open.map((finding) => finding.severity),
          severity.parse(options.failOn),
        )
      )
        state.status = 3;
    });
}

async function contentOf(file: string): Promise<string> {
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) throw new Invalid(`${file} cannot be read. Check the name.`);
  if (found.size > MOST_BYTES) throw new Invalid(`${file} is larger than 256 MB. Hand the devices over in parts.`);
  return readFile(file, 'utf8');
}

function matchWords(findings: readonly Finding[]): string {
  if (findings.length === 0) return 'Nothing is known about these devices.';
  const rows = findings
    .slice(0, SHOWN)
    .map(({ deviceName, severity: level, state, title, priority }) => [
      priority.score.toFixed(1),
      inertText(deviceName, 80),
      level,
      state,
      title,
    ]);
  const rest = findings.length - rows.length;
  return [
    table([['priority', 'device', 'severity', 'state', 'what'], ...rows], MOST_TITLE),
    ...(rest > 0 ? [`${rest} more; --json lists all.`] : []),
  ].join('\n');
}
