// `quantify`: scenarios of loss from a file, simulated. It opens no data.
import { readFile, stat } from 'node:fs/promises';
import type { Command } from 'commander';
import { parse } from 'yaml';
import { type LossDocument, loss, type ScenariosDocument, whatIsWrong } from '#contracts/index.ts';
import { quantifyInThreads } from '#jobs/index.ts';
import { Invalid, inertText } from '#kit/index.ts';
import { table } from './output.ts';
import type { CommandContext, GlobalOptions } from './program.ts';
import type { Surroundings } from './scan-command.ts';

interface Registering {
  readonly command: (name: string, description: string) => Command;
  readonly context: CommandContext;
  readonly surroundings: (options: GlobalOptions) => Surroundings;
}

const MOST_BYTES = 16 * 2 ** 20;
const MOST_TRIALS = 10_000_000;
/** Uses of one anchor: a short file must not become a large one. */
const MOST_ALIASES = 100;

/** Adds the command. */
export function registerQuantify({ command, context, surroundings }: Registering): void {
  const { output, signal } = context;
  command('quantify <file>', 'what scenarios of a file (YAML or JSON) would cost in a year, simulated')
    .option('--trials <n>', 'years to simulate', '100000')
    .option('--seed <n>', 'the same seed gives the same figures', '1')
    .action(async (name: string, options: GlobalOptions & { trials: string; seed: string }) => {
      const trials = wholeNumber('--trials', options.trials, 1, MOST_TRIALS);
      const seed = wholeNumber('--seed', options.seed, 0, Number.MAX_SAFE_INTEGER);
      const scenarios = scenariosIn(await textOf(surroundings(options).file(name)), name);
      const progress = (done: number) => output.progress(done, `simulating ${trials} years`);
      const document = await quantifyInThreads(scenarios, { trials, seed, signal, progress });
      await output.result(document, () => words(document));
    });
}

function wholeNumber(option: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (!/^\d{1,16}$/.test(text) || value < least || value > most)
    throw new Invalid(`${option}: write a whole number from ${least} to ${most}.`);
  return value;
}

async function textOf(file: string): Promise<string> {
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) throw new Invalid(`${file} cannot be read. Check the name.`);
  if (found.size > MOST_BYTES) throw new Invalid(`${file} is larger than 16 MB. Hand the scenarios over in parts.`);
  return readFile(file, 'utf8');
}

function scenariosIn(text: string, name: string): ScenariosDocument {
  const shown = inertText(name, 200);
  const value = parsed(text, shown);
  const read = loss.scenariosDocument.safeParse(value);
  if (read.success) return read.data;
  const { field, message } = whatIsWrong(read.error);
  throw new Invalid(`${shown}: ${field === '' ? '' : `${field}: `}${inertText(message, 300)}`);
}

function parsed(text: string, shown: string): unknown {
  try {
    return parse(text, { maxAliasCount: MOST_ALIASES });
  } catch (error) {
    const [first = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    throw new Invalid(`${shown} is neither YAML nor JSON: ${inertText(first, 300)}`);
  }
}

function words({ currency, trials, portfolio, scenarios, treatments, sensitivity }: LossDocument): string {
  const money = (amount: number) => `${currency} ${Math.round(amount).toLocaleString('en-US')}`;
  const share = (chance: number) => `${(chance * 100).toFixed(1)}%`;
  const row = (
    name: string,
    { mean, probabilityOfAnyLoss, quantiles, expectedShortfall95 }: LossDocument['portfolio'],
  ) => [name, money(mean), share(probabilityOfAnyLoss), money(quantiles['0.95']), money(expectedShortfall95)];
  const blocks = [
    `A year, over ${trials.toLocaleString('en-US')} simulated ones:`,
    table([
      ['scenario', 'mean', 'any loss', '95% of years below', 'worst 5%, mean'],
      ...scenarios.map((scenario) => row(scenario.id, scenario)),
      row('all together', portfolio),
    ]),
  ];
  if (treatments.length > 0)
    blocks.push(
      'Each treatment alone:',
      table([
        ['treatment', 'saves a year', 'cost', 'net', '90% interval of what is saved'],
        ...treatments.map(({ id, meanReduction, cost, netBenefit, reductionInterval: [low, high] }) => [
          id,
          money(meanReduction),
          money(cost),
          money(netBenefit),
          `${money(low)} to ${money(high)}`,
        ]),
      ]),
    );
  if (sensitivity.length > 0)
    blocks.push(
      'What the mean hangs on (from its 5th to its 95th percentile, alone):',
      table(sensitivity.slice(0, 10).map(({ input, swing }) => [input, money(swing)])),
    );
  return blocks.join('\n\n');
}
