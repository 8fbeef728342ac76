// `decision`: what people decide about findings, by the same steps as the API. Whoever decides signs in: the holder of the data folder has
// no name, and the approver of a risk must be somebody else than who asked.
import { type Command, Option } from 'commander';
import type { z } from 'zod';
import { api, type Decision, type DecisionsDocument } from '#contracts/index.ts';
import { Invalid, inertText, NotFound, Refused, systemClock } from '#kit/index.ts';
import { type Action, allows } from '#people/index.ts';
import {
  type Actor,
  answerOfMaker,
  approvalAdvice,
  approveAcceptance,
  askAcceptance,
  askMaker,
  decisionsOf,
  openDecisions,
  refuseAcceptance,
  settleDecisions,
  withdrawDecision,
} from '#program/index.ts';
import type { Tenant } from '#store/index.ts';
import { table } from './output.ts';
import type { CommandContext, GlobalOptions } from './program.ts';
import type { Surroundings } from './scan-command.ts';
import type { Opened } from './session.ts';

interface Registering {
  readonly command: (name: string, description: string) => Command;
  readonly context: CommandContext;
  readonly surroundings: (options: GlobalOptions) => Surroundings;
}

interface DecisionOptions extends GlobalOptions {
  readonly as?: string;
  readonly code?: string;
  readonly reason?: string;
  readonly until?: string;
  readonly justification?: string;
  readonly decision?: string;
  readonly how?: string;
  readonly on?: string;
  readonly maker?: string;
  readonly outcome?: string;
  readonly promisedFor?: string;
  readonly state?: string;
}

/** One step: who may take it, on which open decision, and how. */
interface Step {
  readonly may: Action;
  readonly of: readonly Decision['kind'][];
  readonly take: (tx: Tenant, finding: string, options: DecisionOptions, actor: Actor) => Promise<Decision>;
}

const STEPS: Readonly<Record<string, Step>> = {
  accept: {
    may: 'ask for decisions',
    of: [],
    take: (tx, finding, { reason, until, justification }, actor) =>
      askAcceptance(tx, finding, read(api.acceptInput, { reason, until, justification }), actor),
  },
  approve: {
    may: 'approve decisions',
    of: ['acceptance'],
    take: (tx, finding, { decision, reason }, actor) =>
      approveAcceptance(tx, finding, read(api.approveInput, { decision, note: reason }), actor),
  },
  refuse: {
    may: 'approve decisions',
    of: ['acceptance'],
    take: (tx, finding, { decision, reason }, actor) =>
      refuseAcceptance(tx, finding, read(api.refuseInput, { decision, reason }), actor),
  },
  withdraw: {
    may: 'ask for decisions',
    of: ['acceptance', 'maker'],
    take: (tx, finding, { decision, reason }, actor) =>
      withdrawDecision(tx, finding, read(api.withdrawInput, { decision, reason }), actor),
  },
  'ask-maker': {
    may: 'ask for decisions',
    of: [],
    take: (tx, finding, { how, reason, on, maker }, actor) =>
      askMaker(tx, finding, read(api.askMakerInput, { how, question: reason, on, maker }), actor),
  },
  'maker-answer': {
    may: 'ask for decisions',
    of: ['maker'],
    take: (tx, finding, { decision, outcome, reason, promisedFor }, actor) =>
      answerOfMaker(tx, finding, read(api.makerAnswerInput, { decision, outcome, answer: reason, promisedFor }), actor),
  },
};
const ACTIONS = ['list', 'show', ...Object.keys(STEPS)];

/** Adds the command. */
export function registerDecision({ command, context, surroundings }: Registering): void {
  const { output } = context;
  command('decision <action> [finding]', ACTIONS.join(', '))
    .option('--as <email>', 'who decides; the password is asked for, or the first line of what is piped in')
    .option('--code <digits>', 'code of the second factor, where the account has one')
    .option('--reason <text>', 'why; the question to the maker; what it answered; a note of the approver')
    .option('--until <day>', 'last day of an acceptance, as in 2027-01-31')
    .addOption(
      new Option('--justification <why>', 'the flaw does not affect the device').choices(api.vexJustification.options),
    )
    .option('--decision <id>', 'which decision, where a finding has more than one that is open')
    .addOption(new Option('--how <way>', 'how the maker was asked').choices(api.askedHow.options).default('e-mail'))
    .option('--on <day>', 'the day on which the maker was asked (default today)')
    .option('--maker <name>', 'who was asked, when the device names another maker or none')
    .addOption(
      new Option('--outcome <outcome>', 'what came back')
        .choices(['answered', 'promised', 'refused'])
        .default('answered'),
    )
    .option('--promised-for <day>', 'the day that the maker promised')
    .addOption(new Option('--state <state>', 'list only these').choices(['asked', 'accepted', 'waiting']))
    .action(async (action: string, finding: string | undefined, options: DecisionOptions) => {
      if (!ACTIONS.includes(action)) throw new Invalid(`'${inertText(action, 40)}' is none of ${ACTIONS.join(', ')}.`);
      if (finding === undefined && action !== 'list')
        throw new Invalid(`Write the id of the finding, as in: decision ${action} 0123abcd. A report as JSON has it.`);
      const step = STEPS[action];
      if (step && options.as === undefined)
        throw new Invalid('A decision needs the name of a person. Write who decides, as in: --as anna@example.org');
      await using opened = await surroundings(options).open();
      const document =
        step && finding !== undefined
          ? await decided(opened, context, { action, step, finding, options })
          : await looked(opened, finding, options.state);
      await output.result(document, () => words(document));
    });
}

async function looked({ store, tenant }: Opened, finding: string | undefined, state: string | undefined) {
  const found = await store.tenant(tenant.id, async (tx) => {
    await settleDecisions(tx, systemClock.now());
    return finding === undefined ? openDecisions(tx) : decisionsOf(tx, finding);
  });
  return documentOf(found.filter((each) => state === undefined || each.state === state));
}

interface Wanted {
  readonly action: string;
  readonly step: Step;
  readonly finding: string;
  readonly options: DecisionOptions;
}

async function decided(opened: Opened, context: CommandContext, { action, step, finding, options }: Wanted) {
  const { store, tenant, people } = opened;
  const actor = { by: await signedIn(opened, context, step.may, options), now: systemClock.now() };
  const decision = await store.tenant(tenant.id, async (tx) => {
    await settleDecisions(tx, actor.now);
    const id = step.of.length === 0 ? undefined : (options.decision ?? (await onlyOpen(tx, finding, step.of)));
    return step.take(tx, finding, { ...options, ...(id === undefined ? {} : { decision: id }) }, actor);
  });
  const advice = action === 'accept' ? approvalAdvice(await people.listUsers(tenant.id), actor.by) : null;
  if (advice !== null) context.output.say(advice);
  return documentOf([decision], advice);
}

/** The e-mail of whoever signs in with their password. Throws Refused when their role here does not allow the step. */
async function signedIn({ people, tenant }: Opened, context: CommandContext, may: Action, options: DecisionOptions) {
  const password = await context.ask(`Password of ${options.as} (not shown): `);
  const { as: email = '', code } = options;
  const { person, token } = await people.signIn({ email, password, code, remoteAddress: 'console' });
  await people.signOut(token);
  const role = person.memberships.find((membership) => membership.tenant.id === tenant.id)?.role;
  if (role === undefined || !allows(role, may))
    throw new Refused(`${person.email} may not do this here. Ask an owner for another role.`);
  return person.email;
}

async function onlyOpen(tx: Tenant, finding: string, kinds: readonly Decision['kind'][]): Promise<string> {
  const open = (await decisionsOf(tx, finding)).filter(({ kind, endedAt }) => endedAt === null && kinds.includes(kind));
  const [first] = open;
  if (!first) throw new NotFound('Nothing of this kind is open for this finding.');
  if (open.length > 1)
    throw new Invalid(`More than one is open. Write which, as in: --decision ${open.map(({ id }) => id).join(' or ')}`);
  return first.id;
}

/** What was typed, as the API takes it. */
function read<S extends z.ZodType>(shape: S, typed: Readonly<Record<string, string | undefined>>): z.output<S> {
  const parsed = shape.safeParse(Object.fromEntries(Object.entries(typed).filter(([, value]) => value !== undefined)));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const member = String(issue?.path[0] ?? '');
  const option =
    { question: 'reason', answer: 'reason', note: 'reason', promisedFor: 'promised-for' }[member] ?? member;
  throw new Invalid(
    `--${option}: ${typed[member] === undefined ? 'this is needed.' : (issue?.message ?? 'not right')}`,
  );
}

function documentOf(decisions: readonly Decision[], advice: string | null = null): DecisionsDocument {
  return { schema: 'dosimeter.decisions/1', decisions: [...decisions], advice };
}

function words({ decisions }: DecisionsDocument): string {
  if (decisions.length === 0) return 'Nothing is decided or waited for.';
  const rows = decisions.map(({ finding, kind, state, maker, until, promisedFor, askedBy, askedAt, reason }) => [
    finding,
    kind === 'maker' ? `${maker ?? ''}: ${state}` : state,
    kind === 'maker' ? (promisedFor ?? '') : (until ?? '').slice(0, 10),
    askedBy,
    askedAt.slice(0, 10),
    reason,
  ]);
  return table([['finding', 'state', 'until', 'asked by', 'asked', 'reason'], ...rows]);
}
