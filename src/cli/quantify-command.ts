// `quantify`: scenarios of loss from a file, simulated. It opens no data.
import { readFile, stat } from 'node:fs/promises';
import type { Command } from 'commander';
import { type LossDocument, loss, type ScenariosDocument, whatIsWrong } from '#contracts/index.ts';
import { quantifyInThreads } from '#jobs/index.ts';
import { Invalid, inertText } from '#kit/index.ts';
import { table } from './output.ts';
import type { CommandContext, GlobalOptions } from './program.ts';
import type { Surroundings } from './scan-command.ts';
import { orStopped } from './stopped.ts';
import { typedDocument } from './typed-document.ts';
import { wholeNumber } from './whole-number.ts';

interface Registering {
  readonly command: (name: string, description: string) => Command;
  readonly context: CommandContext;
  readonly surroundings: (options: GlobalOptions) => Surroundings;
}

const MOST_BYTES = 16 * 2 ** 20;
const MOST_TRIALS = 10_000_000;

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
      const run = quantifyInThreads(scenarios, { trials, seed, signal, progress });
      const document = await orStopped(run, signal, 'all years were simulated');
      await output.result(document, () => words(document));
    });
}

async function textOf(file: string): Promise<string> {
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) throw new Invalid(`${file} cannot be read. Check the name.`);
  if (found.size > MOST_BYTES) throw new Invalid(`${file} is larger than 16 MB. Hand the scenarios over in parts.`);
  return readFile(file, 'utf8');
}

function scenariosIn(text: string, name: string): ScenariosDocument {
  const shown = inertText(name, 200);
  const read = loss.scenariosDocument.safeParse(typedDocument(text, shown));
  if (read.success) return read.data;
  const { field, message } = whatIsWrong(read.error);
  throw new Invalid(`${shown}: ${field === '' ? '' : `${field}: `}${inertText(message, 300)}`);
}

function words(document: LossDocument): string {
  const { currency, trials, portfolio, scenarios, treatments, sensitivity, information = [] } = document;
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
      table(
        sensitivity
          .slice(0, MOST_INPUTS)
          .map(({ input, swing, low, high }) => [input, money(swing), `${money(low)} to ${money(high)}`]),
      ),
    );
  if (information.length > 0)
    blocks.push(
      'What to find out first (share of what is not known; worth a year for the choice of one treatment):',
      table(
        information
          .slice(0, MOST_INPUTS)
          .map(({ input, share: part, value }) => [input, share(part), value === undefined ? '' : money(value)]),
      ),
    );
  blocks.push(...toleranceWords(document, { money, share }), ...repairWords(document));
  return blocks.join('\n\n');
}

/** Inputs that are shown. */
const MOST_INPUTS = 10;

interface Words {
  readonly money: (amount: number) => string;
  readonly share: (chance: number) => string;
}

function toleranceWords({ tolerance }: LossDocument, { money, share }: Words): string[] {
  if (tolerance === undefined) return [];
  return [
    tolerance.isWithin ? 'Within what is tolerated:' : 'More than is tolerated:',
    table([
      ['a year loses more than', 'tolerated', 'simulated'],
      ...tolerance.points.map(({ amount, tolerated, probability }) => [
        money(amount),
        share(tolerated),
        share(probability),
      ]),
    ]),
    ...(tolerance.crossings.length === 0
      ? []
      : [`The curve of losses crosses the line at ${tolerance.crossings.map(money).join(', ')}.`]),
  ];
}

function repairWords({ correlationRepair }: LossDocument): string[] {
  if (correlationRepair === undefined) return [];
  return [
    'The correlations contradict each other and were changed:',
    table(
      correlationRepair.changes.map(({ scenarios: [first, second], from, to }) => [
        `${first}, ${second}`,
        `${from.toFixed(3)} to ${to.toFixed(3)}`,
      ]),
    ),
  ];
}
