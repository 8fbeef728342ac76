// `show`: what the pages show, at the command line. With --json it is what the API answers, page by page; the words are made of the same
// answers.
import { type Command, Option } from 'commander';
import { z } from 'zod';
import { api, documents, flaws, mds2, sboms, severity } from '#contracts/index.ts';
import { Invalid, inertText } from '#kit/index.ts';
import { type Ask, withLocalApi } from './local-api.ts';
import { table } from './output.ts';
import type { CommandContext, GlobalOptions } from './program.ts';
import type { Surroundings } from './scan-command.ts';
import {
  advisoryWords,
  comparisonWords,
  findingWords,
  flawWords,
  lifeCycleRows,
  mds2Words,
  sbomWords,
} from './show-words.ts';

interface Registering {
  readonly command: (name: string, description: string) => Command;
  readonly context: CommandContext;
  readonly surroundings: (options: GlobalOptions) => Surroundings;
  readonly version: string;
}

interface ShowOptions extends GlobalOptions {
  readonly by?: string;
  readonly limit: string;
  readonly here?: boolean;
  readonly kind?: string;
  readonly severity?: string;
  readonly state?: string;
  readonly ssvc?: string;
  readonly decision?: string;
  readonly device?: string;
  readonly maker?: string;
  readonly cve?: string;
  readonly kev?: boolean;
  readonly search?: string;
}

type View = (ask: Ask, options: ShowOptions) => Promise<{ readonly document: unknown; readonly words: string }>;

/** What is listed, and what is shown by itself when a name follows. */
const LISTS: Readonly<Record<string, View>> = {
  findings: (ask, options) =>
    options.by === undefined
      ? listed(ask, options, {
          route: `/findings?${filtersIn(options)}`,
          of: documents.finding,
          head: ['id', 'priority', 'device', 'severity', 'state', 'what'],
          row: ({ id, priority, deviceName, severity, state, title }) => [
            id,
            priority.score.toFixed(1),
            deviceName,
            severity,
            state,
            title,
          ],
        })
      : listed(ask, options, {
          route: `/finding-groups?by=${encodeURIComponent(options.by)}&${filtersIn(options)}`,
          of: flaws.findingGroup,
          head: ['priority', 'worst', 'findings', 'devices', options.by],
          row: ({ key, label, findings, devices, severity, priority }) => [
            priority.toFixed(1),
            severity,
            String(findings),
            String(devices),
            label ?? (key === '' ? 'not known' : key),
          ],
        }),
  recalls: (ask, options) =>
    listed(ask, options, {
      route: `/findings?rule=recall&${filtersIn(options)}`,
      of: documents.finding,
      head: ['recall', 'device', 'this unit', 'class', 'reason'],
      row: ({ recall, deviceName }) => [
        recall?.id ?? '',
        deviceName,
        recall?.unit ?? '',
        recall?.level ?? '',
        recall?.reason ?? '',
      ],
    }),
  advisories: (ask, options) =>
    listed(ask, options, {
      route: `/advisories?here=${options.here === true}${searched(options)}`,
      of: flaws.advisoryRow,
      head: ['advisory', 'revised', 'flaws', 'findings here', 'title'],
      row: ({ id, revised, flaws: count, findings, title }) => [id, revised, String(count), String(findings), title],
    }),
  'life-cycles': async (ask) => {
    const document = flaws.lifeCycles.parse(await ask('/life-cycles'));
    const more = document.left > 0 ? [`${document.left} more kinds of system are not listed.`] : [];
    return { document, words: [table(lifeCycleRows(document)), ...more].join('\n') };
  },
  sboms: (ask, options) =>
    listed(ask, options, {
      route: `/sboms?${searched(options).slice(1)}`,
      of: sboms.sbomRow,
      head: ['id', 'product', 'version', 'components', 'devices', 'findings'],
      row: ({ id, vendor, product, version, components, devices, findings }) => [
        id,
        [vendor, product].filter(Boolean).join(' ') || 'not named',
        version ?? '',
        String(components),
        String(devices),
        String(findings),
      ],
    }),
  mds2: (ask, options) =>
    listed(ask, options, {
      route: '/mds2?',
      of: mds2.mds2Row,
      head: ['id', 'edition', 'product', 'version', 'answered', 'day'],
      row: ({ id, edition, manufacturer, model, version, questions, answered, day }) => [
        id,
        edition,
        [manufacturer, model].filter(Boolean).join(' ') || 'not named',
        version ?? '',
        `${answered} of ${questions}`,
        day ?? '',
      ],
    }),
  makers: async (ask) => {
    const document = api.makerList.parse(await ask('/makers'));
    const rows = document.items.map((row) => [
      row.maker,
      String(row.notAsked),
      String(row.waiting),
      String(row.longestDays),
      String(row.promisesBroken),
      String(row.answered),
      String(row.refused),
    ]);
    const head = ['maker', 'not asked', 'waiting', 'longest, days', 'promises broken', 'answered', 'refused'];
    return { document, words: rows.length === 0 ? NOTHING : table([head, ...rows]) };
  },
};

/** One thing by its name. */
const ONES: Readonly<Record<string, (ask: Ask, id: string) => ReturnType<View>>> = {
  finding: one('/findings/', documents.finding, findingWords),
  flaw: one('/flaws/', flaws.flawDetail, flawWords),
  advisory: one('/advisories/', flaws.advisoryDetail, advisoryWords),
  sbom: one('/sboms/', sboms.sbomDetail, sbomWords),
  mds2: one('/mds2/', mds2.mds2Document, mds2Words),
};

const NOTHING = 'There is nothing to list.';
const PAGE = 200;

/** Adds the command. */
export function registerShow({ command, context, surroundings, version }: Registering): void {
  const { output } = context;
  command('show <what> [id] [other]', `${WHAT}; mds2 ID OTHER puts two beside each other`)
    .addOption(new Option('--by <group>', 'group findings').choices(flaws.groupedBy.options))
    .addOption(new Option('--kind <kind>', 'only findings of this kind').choices(documents.findingKind.options))
    .addOption(new Option('--severity <severity>', 'only this').choices(severity.options))
    .addOption(new Option('--state <state>', 'only this').choices(documents.findingState.options))
    .addOption(new Option('--ssvc <decision>', 'only what is, or may be, this urgent').choices(SOON))
    .addOption(new Option('--decision <decision>', 'only these').choices(api.findingDecision.options))
    .option('--device <id>', 'only of this device')
    .option('--maker <name>', 'only of devices of this maker')
    .option('--cve <id>', 'only about this flaw')
    .option('--kev', 'only what attackers are known to use')
    .option('--search <words>', 'only what has these words')
    .option('--here', 'only advisories that findings here name')
    .option('--limit <n>', 'rows at most', '50')
    .action(async (what: string, id: string | undefined, other: string | undefined, options: ShowOptions) => {
      const view = viewOf(what, id, other);
      const shown = await withLocalApi(surroundings(options), version, (ask) => view(ask, options));
      await output.result(shown.document, () => shown.words);
    });
}

const WHAT = `${Object.keys(LISTS).join(', ')}; or one: ${Object.keys(ONES).join(', ')} with its id`;
const SOON = ['immediate', 'out-of-cycle', 'scheduled', 'defer'] as const;

function viewOf(what: string, id: string | undefined, other: string | undefined): View {
  const list = Object.hasOwn(LISTS, what) ? LISTS[what] : undefined;
  const single = Object.hasOwn(ONES, what) ? ONES[what] : undefined;
  if (id === undefined) {
    if (list) return list;
    if (single) throw new Invalid(`Write which ${what}, as in: show ${what} ID. 'show ${what}s' lists them.`);
    throw new Invalid(`'${inertText(what, 40)}' cannot be shown. Write one of these: ${WHAT}.`);
  }
  if (!single) throw new Invalid(`'show ${inertText(what, 40)}' takes no id. Write one of these: ${WHAT}.`);
  if (other === undefined) return (ask) => single(ask, id);
  if (what !== 'mds2') throw new Invalid(`'show ${what}' takes one id.`);
  return async (ask) => {
    const query = new URLSearchParams({ left: id, right: other });
    const document = mds2.mds2Comparison.parse(await ask(`/mds2/compare?${query}`));
    return { document, words: comparisonWords(document) };
  };
}

function one<T>(route: string, of: z.ZodType<T>, words: (document: T) => string) {
  return async (ask: Ask, id: string) => {
    const document = of.parse(await ask(`${route}${encodeURIComponent(id)}`));
    return { document, words: words(document) };
  };
}

/** Filters of findings as the API takes them. */
function filtersIn({ kind, severity, state, ssvc, decision, device, maker, cve, kev, search }: ShowOptions): string {
  const given = {
    kind,
    severity,
    state,
    ssvc,
    decision,
    device,
    maker,
    cve,
    q: search,
    kev: kev === true ? 'true' : undefined,
  };
  const pairs = Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
  return new URLSearchParams(pairs).toString();
}

function searched({ search }: ShowOptions): string {
  return search === undefined ? '' : `&q=${encodeURIComponent(search)}`;
}

/** Pages of a list until as many rows are there as were asked for. */
async function listed<Row extends z.ZodType>(
  ask: Ask,
  { limit }: ShowOptions,
  { route, of, head, row }: { route: string; of: Row; head: readonly string[]; row: (item: z.infer<Row>) => string[] },
): ReturnType<View> {
  if (!/^[1-9]\d{0,5}$/.test(limit)) throw new Invalid('--limit: write a number from 1 to 999999.');
  const most = Number(limit);
  const answer = z.object({
    items: z.array(of),
    next: z.string().nullable(),
    total: z.object({ value: z.number(), relation: z.string() }),
  });
  let page = answer.parse(await ask(`${route}&limit=${Math.min(PAGE, most)}`));
  const items = [...page.items];
  while (page.next !== null && items.length < most) {
    const query = new URLSearchParams({ limit: String(Math.min(PAGE, most - items.length)), cursor: page.next });
    page = answer.parse(await ask(`${route}&${query}`));
    items.push(...page.items);
  }
  const document = { items, next: page.next, total: page.total };
  if (items.length === 0) return { document, words: NOTHING };
  const more = page.next === null ? [] : [`${items.length} of ${page.total.value} are listed; --limit lists more.`];
  return { document, words: [table([head, ...items.map(row)]), ...more].join('\n') };
}
