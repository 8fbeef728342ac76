// `purchase`: a product held against what makes it easy or hard to protect, before it is bought. Nothing is written.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Command } from 'commander';
import type { PurchaseDocument } from '#contracts/index.ts';
import { knowledgeOf, purchaseOf } from '#jobs/index.ts';
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
export function registerPurchase({ command, context, surroundings }: Registering): void {
  command('purchase <file...>', "check a product before it is bought: its maker's MDS2, its bill of materials, or both")
    .option(
      '--os <name>',
      'operating system, as in "Windows 10 IoT Enterprise LTSC 2019" (default: as the MDS2 names it)',
    )
    .action(async (names: string[], options: GlobalOptions & { os?: string }) => {
      const around = surroundings(options);
      const files = await Promise.all(names.map((name) => opened(name, around.file(name))));
      const now = systemClock.now().toISOString();
      await using here = await around.open();
      const knowledge = knowledgeOf(here.store);
      const { document, unread } = await purchaseOf(files, { system: options.os?.trim() || null, now, knowledge });
      if (unread.length > 0) context.state.status = document === null ? 2 : 1;
      if (document === null) {
        for (const { file, problem } of unread) context.output.say(`${file}: ${problem}`);
        return;
      }
      for (const problem of document.problems) context.output.say(problem);
      await context.output.result(document, () => purchaseWords(document));
    });
}

async function opened(name: string, file: string) {
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) throw new Invalid(`${file} cannot be read. Check the name.`);
  return { name, source: createReadStream(file) as AsyncIterable<Buffer> };
}

function purchaseWords({ product, verdict, items }: PurchaseDocument): string {
  const name = [product.manufacturer, product.model, product.version].filter((part) => part !== null).join(' ');
  const rows = items.map(({ id, judged, about, answer }) => [judged, id, about, answer ?? '']);
  const asks = items.flatMap(({ id, clause }) => (clause === null ? [] : [`- ${clause} (${id})`]));
  return [
    `${name}: ${verdict.word}`,
    verdict.because,
    '',
    table([['judged', 'question', 'what', 'answer'], ...rows]),
    ...(asks.length > 0 ? ['', 'Ask for in the contract:', ...asks] : []),
  ].join('\n');
}
