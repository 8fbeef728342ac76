// `risk`, `plan`, `replay`: what could happen at a site and what it would cost, what to do first, and whether the same comes out again.
import { type Command, Option } from 'commander';
import { type DoneList, type PlanDocument, type RiskDocument, riskDone, whatIsWrong } from '#contracts/index.ts';
import { doneList, performRisk, planOf, replayRisk, sayDone, takeBack } from '#jobs/index.ts';
import { Conflict, Invalid, systemClock } from '#kit/index.ts';
import { doneListWords, doneWords } from './done-words.ts';
import { table } from './output.ts';
import type { CommandContext, GlobalOptions } from './program.ts';
import type { Surroundings } from './scan-command.ts';
import { orStopped } from './stopped.ts';
import { wholeNumber } from './whole-number.ts';

interface Registering {
  readonly command: (name: string, description: string) => Command;
  readonly context: CommandContext;
  readonly surroundings: (options: GlobalOptions) => Surroundings;
}

interface RiskOptions extends GlobalOptions {
  readonly trials: string;
  readonly seed: string;
}

interface PlanOptions extends GlobalOptions {
  readonly budget?: string;
  readonly horizon?: string;
  readonly done?: string | true;
  readonly notDone?: string;
  readonly note?: string;
}

const MOST_TRIALS = 1_000_000;
const SHOWN = 12;

/** Adds the commands. */
export function registerRisk({ command, context, surroundings }: Registering): void {
  const { output } = context;
  command('risk', 'what could happen here, what it would cost and whom it would hurt, worked out and kept')
    .option('--trials <n>', 'years to simulate', '50000')
    .option('--seed <n>', 'the same seed gives the same figures', '1')
    .action(async (options: RiskOptions) => {
      const trials = wholeNumber('--trials', options.trials, 1000, MOST_TRIALS);
      const seed = wholeNumber('--seed', options.seed, 0, Number.MAX_SAFE_INTEGER);
      const around = surroundings(options);
      await using opened = await around.open();
      const { store, tenant } = opened;
      const progress = (done: number, what: string) => output.progress(done, what);
      const asked = { by: 'local', trials, seed, signal: around.signal, progress };
      const run = performRisk({ store, clock: systemClock }, tenant.id, asked);
      const document = await orStopped(run, around.signal, 'the risk was worked out; nothing was kept');
      await output.result(document, () => riskWords(document));
    });

  command('plan', 'what to do first within a budget and a time, from the newest assessment of risk')
    .option('--budget <money>', 'what may be spent, in the currency of the site')
    .addOption(new Option('--horizon <days>', 'days in which it must be done'))
    .option('--done [action]', 'say that a step is done, by its id or its whole name; without one, list what is done')
    .addOption(new Option('--not-done <action>', 'take that back').conflicts('done'))
    .option('--note <text>', 'what to remember of it, with --done')
    .action(async (options: PlanOptions) => {
      const budget = options.budget === undefined ? undefined : wholeNumber('--budget', options.budget, 0, 1e12);
      const horizonDays =
        options.horizon === undefined ? undefined : wholeNumber('--horizon', options.horizon, 1, 3650);
      const around = surroundings(options);
      await using opened = await around.open();
      const said = await saidOfDone(options, opened);
      if (said) {
        await output.result(said, () => doneListWords(said));
        return;
      }
      const progress = (done: number, what: string) => output.progress(done, what);
      const watch = { signal: around.signal, progress };
      const run = planOf(opened.store, opened.tenant.id, { budget, horizonDays }, watch);
      const document = await orStopped(run, around.signal, 'the plan was made');
      await output.result(document, () => planWords(document));
    });

  command(
    'replay [id]',
    'works an assessment of risk out again (the newest without ID); status 0 when every byte agrees',
  ).action(async (id: string | undefined, options: GlobalOptions) => {
    const around = surroundings(options);
    await using opened = await around.open();
    const progress = (done: number, what: string) => output.progress(done, what);
    const watch = { signal: around.signal, progress };
    const run = replayRisk(opened.store, opened.tenant.id, id, watch);
    const found = await orStopped(run, around.signal, 'the assessment was worked out again');
    if (!found.same)
      throw new Conflict(
        `The assessment ${found.id} does not come out again: '${found.differs}' differs. It was made by another version of the program.`,
      );
    await output.result(
      { schema: 'dosimeter.replay/1', ...found },
      () => `The assessment ${found.id} came out again, to the byte.`,
    );
  });
}

/** What is done after `--done` and `--not-done`; null without either. */
async function saidOfDone(
  { done, notDone, note }: PlanOptions,
  { store, tenant }: Awaited<ReturnType<Surroundings['open']>>,
): Promise<DoneList | null> {
  if (note !== undefined && typeof done !== 'string') throw new Invalid('--note: it goes with --done and an action.');
  if (done === true) return store.tenant(tenant.id, doneList);
  const asked = riskDone.doneInput.safeParse({ action: done ?? notDone, ...(note === undefined ? {} : { note }) });
  if (done === undefined && notDone === undefined) return null;
  if (!asked.success) {
    const { field, message } = whatIsWrong(asked.error);
    throw new Invalid(`${field === 'note' ? '--note' : '--done'}: ${message}`);
  }
  const { action, note: kept } = asked.data;
  if (done !== undefined) return sayDone({ store, clock: systemClock }, tenant.id, { action, note: kept, by: 'local' });
  return store.tenant(tenant.id, (tx) => takeBack(tx, action, { by: 'local', now: systemClock.now() }));
}

function moneyIn(currency: string): (amount: number) => string {
  return (amount) => `${currency} ${Math.round(amount).toLocaleString('en-US')}`;
}

function riskWords(document: RiskDocument): string {
  const { id, currency, expected, loss, harm, targets, plan, actions, settle } = document;
  const money = moneyIn(currency);
  const span = ({ mean, interval: [low, high] }: { mean: number; interval: [number, number] }) =>
    `${money(mean)} (${money(low)} to ${money(high)})`;
  const share = (chance: number) => `${(chance * 100).toFixed(1)}%`;
  const byId = new Map(actions.map((action) => [action.id, action]));
  const names = (list: RiskDocument['harm']) =>
    table([
      ['what', 'where', 'how bad', 'today', 'after the plan'],
      ...list.map((row) => [
        row.scenarioName,
        row.deviceName,
        row.today.severity,
        row.today.band ?? 'not known',
        row.after.band ?? 'not known',
      ]),
    ]);
  const blocks = [
    `Assessment ${id}.`,
    'A year, in the mean (90% interval of what is not known):',
    table([
      ['with every way open', span(expected.inherent)],
      ['today', span(expected.today)],
      ['after the plan', span(expected.after)],
      ['chance of any loss today', ranged(share, loss.today.probabilityOfAnyLoss, expected.today.anyLossRange)],
      [
        'worst twentieth of the years today, mean (from its mildest to one year in 100)',
        ranged(money, loss.today.expectedShortfall95, [loss.today.quantiles['0.95'], loss.today.quantiles['0.99']]),
      ],
    ]),
    ...(harm.length > 0 ? ['What could hurt people, the worst first:', names(harm.slice(0, SHOWN))] : []),
    'What can be reached from outside:',
    table([
      ['device', 'chance', 'from what is not known', 'likeliest way'],
      ...targets
        .slice(0, SHOWN)
        .map(({ name, probability: { low, mode, high }, paths: [first] }) => [
          name,
          share(mode),
          `${share(low)} to ${share(high)}`,
          first ? first.steps.map((step) => step.name).join(' > ') : 'none',
        ]),
    ]),
    ...(plan.chosen.length > 0
      ? [
          `What to do first (${money(plan.cost)} in all):`,
          table(
            plan.chosen
              .slice(0, SHOWN)
              .map(({ action, dueDay, lossBefore, beforeInterval, lossAfter, afterInterval }) => [
                `day ${dueDay}`,
                byId.get(action)?.name ?? action,
                byId.get(action)?.ownerRole ?? '',
                `${ranged(money, lossBefore, beforeInterval)} > ${ranged(money, lossAfter, afterInterval)}`,
              ]),
          ),
        ]
      : ['Nothing is worth its cost within the budget and the time.']),
    ...doneWords(document, money),
    ...(settle.length > 0 ? ['What would narrow this most:', settle.map(({ what }) => `- ${what}`).join('\n')] : []),
  ];
  return blocks.join('\n\n');
}

/** A figure with its range, where one was worked out. */
function ranged(words: (value: number) => string, value: number, range: readonly [number, number] | undefined): string {
  return range ? `${words(value)} (${words(range[0])} to ${words(range[1])})` : words(value);
}

function planWords({ currency, chosen, after, today, leftOut }: PlanDocument): string {
  const money = moneyIn(currency);
  if (chosen.length === 0) return 'Nothing is worth its cost within the budget and the time.';
  return [
    `From ${ranged(money, today.remainingLoss, today.interval)} a year to ${ranged(money, after.remainingLoss, after.interval)}, for ${money(after.spend)}:`,
    table([
      ['due', 'what', 'who', 'cost', 'loss a year'],
      ...chosen.map((step) => [
        `day ${step.dueDay}`,
        step.name,
        step.ownerRole,
        money(step.cost),
        `${ranged(money, step.lossBefore, step.beforeInterval)} > ${ranged(money, step.lossAfter, step.afterInterval)}`,
      ]),
    ]),
    ...(leftOut.length > 0
      ? [
          'Left out, by the reason:',
          table([...Map.groupBy(leftOut, ({ reason }) => reason)].map(([reason, of]) => [reason, String(of.length)])),
        ]
      : []),
  ].join('\n\n');
}
