// `decision-log`: the decisions of a site as a document, and a check of such a document, which needs no data and no network.
import { readFile } from 'node:fs/promises';
import { Argument, type Command } from 'commander';
import type { DecisionLog, DecisionLogCheck } from '#contracts/index.ts';
import { Invalid, inertText, systemClock } from '#kit/index.ts';
import { checkLogText, exportDecisionLog } from '#program/index.ts';
import { table } from './output.ts';
import type { CommandContext, GlobalOptions } from './program.ts';
import type { Surroundings } from './scan-command.ts';

interface Registering {
  readonly command: (name: string, description: string) => Command;
  readonly context: CommandContext;
  readonly surroundings: (options: GlobalOptions) => Surroundings;
}

/** Adds the command. */
export function registerDecisionLog({ command, context, surroundings }: Registering): void {
  command('decision-log', 'export the log of decisions, or check an exported one without a network')
    .addArgument(new Argument('<action>').choices(['export', 'verify']))
    .argument('[file]', 'the file to check')
    .option('--head <hash>', 'a hash that was written down before: it must be in the log')
    .action(async (action: string, file: string | undefined, options: GlobalOptions & { head?: string }) => {
      const here = surroundings(options);
      if (action === 'verify') {
        const check = checkLogText(await textOf(file, here), options.head ?? null);
        await context.output.result(check, () => checkWords(check));
        if (!check.holds) context.state.status = 1;
        return;
      }
      await using opened = await here.open();
      const { store, tenant } = opened;
      const log = await store.tenant(tenant.id, (tx) => exportDecisionLog(tx, tenant.name, systemClock.now()));
      await context.output.result(log, () => logWords(log));
    });
}

async function textOf(file: string | undefined, here: Surroundings): Promise<string> {
  if (file === undefined) throw new Invalid('Name the file to check, as in: decision-log verify decisions.json');
  try {
    return await readFile(here.file(file), 'utf8');
  } catch {
    throw new Invalid(`${inertText(file, 200)} cannot be read. Check its name.`);
  }
}

function checkWords({ holds, entries, head, fault }: DecisionLogCheck): string {
  if (!holds) return `It does not hold. ${fault}`;
  const newest = head ? ` The newest is number ${head.seq}: ${head.hash}` : '';
  return `It holds: ${entries} ${entries === 1 ? 'decision' : 'decisions'}, none changed.${newest}`;
}

function logWords({ entries, head }: DecisionLog): string {
  if (!head) return 'Nothing was decided yet.';
  const rows = entries.map(({ seq, at, by, kind, subject, decision }) => [
    String(seq),
    at.slice(0, 10),
    inertText(by, 60),
    kind,
    inertText(subject, 80),
    inertText(decision, 120),
  ]);
  return `${table([['no.', 'day', 'who', 'about', 'what', 'decision'], ...rows])}\n\nWrite down the newest hash: ${head.hash}`;
}
