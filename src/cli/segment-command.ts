// `segment`: the rules that let exams through and nothing else, made from what is recorded; and what they would do with a capture. It
// writes nothing but the file that is asked for.
import type { Command } from 'commander';
import type { z } from 'zod';
import { type DryRunDocument, type SegmentationDocument, segmentation } from '#contracts/index.ts';
import { dryRunOf, segmentationInputOf, segmentationOptionsOf } from '#jobs/index.ts';
import { Conflict, Invalid, inertText, systemClock } from '#kit/index.ts';
import { allowListOf, dryRun, type RecordedFlow, renderRules, segmentationOf } from '#risk/index.ts';
import { inputAt } from './capture-command.ts';
import { table } from './output.ts';
import type { CommandContext, GlobalOptions } from './program.ts';
import type { Surroundings } from './scan-command.ts';
import { writeWhole } from './write-whole.ts';

interface Registering {
  readonly command: (name: string, description: string) => Command;
  readonly context: CommandContext;
  readonly surroundings: (options: GlobalOptions) => Surroundings;
}

interface SegmentOptions extends GlobalOptions {
  readonly format?: string;
  readonly out?: string;
  readonly dryRun?: string;
  readonly within: string;
  readonly zoneWide?: boolean;
  readonly staleDays?: string | true;
  readonly include: string;
  readonly allow?: string[];
}

const MOST_SHOWN = 20;
const USUAL_STALE_DAYS = '90';

/** Adds the command. */
export function registerSegment({ command, context, surroundings }: Registering): void {
  const { output, signal } = context;
  command('segment', 'firewall rules that let exams through and nothing else, with the proof over what is recorded')
    .option('--format <name>', `write the rules: ${segmentation.ruleFormat.options.join(', ')}`)
    .option('--out <file>', 'write them to this file')
    .option('--dry-run <capture>', 'say of each conversation of a capture (pcap or pcapng) what the rules would do')
    .option('--within <how>', 'inside zones: open, or listed like the rest', 'open')
    .option('--zone-wide', "rules for all of a client's zone, not only for the clients recorded")
    .option(
      '--stale-days [days]',
      `leave out what was not seen for so many days (${USUAL_STALE_DAYS} when no number stands there)`,
    )
    .option('--include <what>', 'clinical: what exams depend on; seen: everything between own zones', 'clinical')
    .option('--allow <id...>', 'decisions to allow, by their ids')
    .action(async (options: SegmentOptions) => {
      const format = options.format === undefined ? undefined : formatOf(options.format);
      if (format !== undefined && options.dryRun !== undefined)
        throw new Invalid('--format and --dry-run: ask for one of them at a time.');
      if (options.out !== undefined && format === undefined)
        throw new Invalid(`--out needs --format: write one of ${segmentation.ruleFormat.options.join(', ')}.`);
      const chosen = segmentationOptionsOf(askedOf(options), systemClock.now());
      const around = surroundings(options);
      const capture = options.dryRun === undefined ? undefined : await inputAt(options.dryRun, around, context);
      await using opened = await around.open();
      const input = await opened.store.tenant(opened.tenant.id, segmentationInputOf);
      if (capture !== undefined) {
        const { rules, places } = allowListOf(input, chosen);
        const asking = async (flows: readonly RecordedFlow[]) => dryRun(rules, flows, places);
        const document = await dryRunOf(asking, capture, { clock: systemClock, signal });
        await output.result(document, () => dryRunWords(document));
        return;
      }
      const document = segmentationOf(input, chosen);
      if (format === undefined) {
        await output.result(document, () => words(document));
        return;
      }
      if (document.nothingKnown !== null) throw new Conflict(document.nothingKnown);
      for (const line of warnings(document)) output.say(line);
      const text = renderRules(document.rules, format);
      if (options.out === undefined) await output.bytes(text);
      else {
        await writeWhole(around.file(options.out), text, options.out);
        await output.result(
          document,
          () => `${document.rules.length} rules are in ${inertText(options.out ?? '', 200)}.`,
        );
      }
    });
}

function formatOf(name: string) {
  const read = segmentation.ruleFormat.safeParse(name);
  if (read.success) return read.data;
  throw new Invalid(
    `--format: '${inertText(name, 40)}' is none of ${segmentation.ruleFormat.options.join(', ')}. Write one of them.`,
  );
}

function askedOf(options: SegmentOptions): z.infer<typeof segmentation.segmentationQuery> {
  const days = options.staleDays === true ? USUAL_STALE_DAYS : options.staleDays;
  const read = segmentation.segmentationQuery.safeParse({
    within: options.within,
    zoneWide: options.zoneWide ? 'true' : 'false',
    include: options.include,
    allow: (options.allow ?? []).join(','),
    ...(days === undefined ? {} : { staleDays: days }),
  });
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const option = { staleDays: 'stale-days', zoneWide: 'zone-wide' }[String(issue?.path[0])] ?? String(issue?.path[0]);
  throw new Invalid(`--${option}: ${issue?.message ?? 'not right'}`);
}

/** What a person must know before rules are loaded. */
function warnings({ proof, decisions, problems, nothingKnown }: SegmentationDocument): string[] {
  if (nothingKnown !== null) return [nothingKnown, ...problems];
  const open = decisions.filter(({ allowed }) => !allowed).length;
  return [
    proof.clinicalCut === 0
      ? `None of ${proof.clinical} recorded clinical conversations is cut (${proof.checked} checked).`
      : `${proof.clinicalCut} of ${proof.clinical} recorded clinical conversations would be cut, of which ${proof.waitingCut} wait for a decision: see 'segment' without --format.`,
    ...(open > 0
      ? [
          `${open === 1 ? '1 question waits' : `${open} questions wait`} for a decision; until then the rules cut what they are about.`,
        ]
      : []),
    ...problems,
  ];
}

function words(document: SegmentationDocument): string {
  const { rules, decisions, proof, closes } = document;
  const allows = rules.filter(({ action, proof: { basis } }) => action === 'allow' && basis !== 'policy');
  const blocks = [warnings(document).join('\n')];
  if (allows.length > 0)
    blocks.push(
      table([
        ['rule', 'port', 'why', 'basis', 'last seen'],
        ...allows.map(({ id, transport, port, reason, proof: { basis, lastSeenAt } }) => [
          id,
          `${transport}/${port}`,
          reason,
          basis,
          lastSeenAt?.slice(0, 10) ?? '',
        ]),
      ]),
    );
  if (proof.cut.length > 0)
    blocks.push(
      `Would be cut (${proof.cutTotal}):`,
      table([
        ['last seen', 'who', 'whom', 'port', 'what', 'why'],
        ...proof.cut
          .slice(0, MOST_SHOWN)
          .map(({ lastSeenAt, client, clientName, server, serverName, transport, port, protocols, because }) => [
            lastSeenAt.slice(0, 10),
            clientName ?? client,
            serverName ?? server,
            `${transport}/${port}`,
            protocols.join(' '),
            because,
          ]),
      ]),
    );
  if (decisions.length > 0)
    blocks.push(
      'To decide:',
      table(
        [
          ['id', 'kind', 'port', 'what', 'last seen'],
          ...decisions
            .slice(0, MOST_SHOWN)
            .map(({ id, kind, transport, port, question, proof: { lastSeenAt } }) => [
              id,
              kind,
              `${transport}/${port}`,
              question,
              lastSeenAt?.slice(0, 10) ?? '',
            ]),
        ],
        160,
      ),
    );
  blocks.push(
    `Of ${closes.before} pairs of a known address and an open port ${closes.removed} are closed, ${closes.after} stay open.`,
    ...(closes.devices.length > 0
      ? [
          closes.devices
            .slice(0, MOST_SHOWN)
            .map(({ words: said }) => said)
            .join('\n'),
        ]
      : []),
  );
  return blocks.join('\n\n');
}

function dryRunWords({ packets, proof, conversations, problems }: DryRunDocument): string {
  const rows = conversations.map(
    ({ verdict, client, clientName, server, serverName, transport, port, protocols, carries, rule }) => [
      verdict,
      clientName ?? client,
      serverName ?? server,
      `${transport}/${port}`,
      protocols.join(' '),
      carries,
      rule ?? '',
    ],
  );
  return [
    `${packets} packets, ${proof.checked} conversations: ${proof.allowed} allowed, ${proof.onSegment} on their own segment, ${proof.cutTotal} cut, of which ${proof.clinicalCut} clinical.`,
    ...(rows.length > 0 ? [table([['verdict', 'who', 'whom', 'port', 'protocol', 'carries', 'rule'], ...rows])] : []),
    ...problems,
  ].join('\n\n');
}
