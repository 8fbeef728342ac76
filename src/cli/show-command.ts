// `show`: what the pages show, at the command line. With --json it is what the API answers, page by page; the words are made of the same
// answers.
import { type Command, Option } from 'commander';
import { z } from 'zod';
import { api, documents, type FindingGroup, flaws, mds2, sboms } from '#contracts/index.ts';
import { Invalid, inertText } from '#kit/index.ts';
import { type Ask, withLocalApi } from './local-api.ts';
import type { CommandContext, GlobalOptions } from './program.ts';
import type { Surroundings } from './scan-command.ts';
import { rowsOf } from './show-layout.ts';
import {
  advisoryWords,
  comparisonWords,
  findingWords,
  flawsOfComponent,
  flawWords,
  lifeCycleWords,
  mds2Words,
  productOf,
  sbomWords,
} from './show-words.ts';

interface Registering {
  readonly command: (name: string, description: string) => Command;
  readonly context: CommandContext;
  readonly surroundings: (options: GlobalOptions) => Surroundings;
  readonly version: string;
}

type ApiFilter = Exclude<keyof typeof api.findingQuery.shape, 'cursor' | 'limit'>;

/** What to filter findings by: the option, its name in the API, and what it says. */
const FILTERS = {
  kind: ['kind', 'only findings of this kind'],
  severity: ['severity', 'only this'],
  state: ['state', 'only this'],
  ssvc: ['ssvc', 'only what is, or may be, this urgent'],
  decision: ['decision', 'only these'],
  device: ['device', 'only of the device with this id'],
  maker: ['maker', 'only of devices of this maker'],
  cve: ['cve', 'only about this flaw'],
  advisory: ['advisory', 'only what this advisory names'],
  rule: ['rule', 'only what this rule found, as in os-past-support'],
  action: ['action', 'only what asks for this, in the words of the finding'],
  sbom: ['sbom', 'only what rests on the bill of materials with this id'],
  component: ['component', 'only about the part with this name'],
  recall: ['recall', 'only about this recall'],
  unit: ['unit', 'only where the unit is, or is not, on the recall'],
  kev: ['kev', 'only what attackers are known to use; false: only the rest'],
  search: ['q', 'only what has these words'],
} as const satisfies Record<string, readonly [ApiFilter, string]>;
type Filter = keyof typeof FILTERS;
const ALL_FILTERS = Object.keys(FILTERS);

interface ShowOptions extends GlobalOptions, Partial<Record<Filter, string>> {
  readonly by?: string;
  readonly limit: string;
  readonly here?: boolean;
  readonly flawed?: boolean;
}

interface Shown {
  readonly document: unknown;
  readonly words: string;
}

interface View {
  /** The options that say something here. */
  readonly takes: readonly string[];
  readonly show: (ask: Ask, options: ShowOptions, id: string) => Promise<Shown>;
}

/** What is listed. */
const LISTS: Readonly<Record<string, View>> = {
  findings: {
    takes: ['by', 'limit', ...ALL_FILTERS],
    show: (ask, options) =>
      options.by === undefined
        ? listed(ask, options, {
            route: `/findings?${filtersIn(options)}`,
            of: documents.finding,
            head: ['id', 'priority', 'severity', 'state', 'device'],
            row: ({ id, priority, deviceName, severity, state }) => [
              id,
              priority.score.toFixed(1),
              severity,
              state,
              deviceName,
            ],
            below: ({ title }) => title,
          })
        : groups(ask, options, options.by),
  },
  recalls: {
    takes: ['limit', ...ALL_FILTERS.filter((name) => name !== 'rule')],
    show: (ask, options) =>
      listed(ask, options, {
        route: `/findings?rule=recall&${filtersIn(options)}`,
        of: documents.finding,
        head: ['finding', 'recall', 'this unit', 'class', 'device'],
        row: ({ id, recall, deviceName }) => [id, recall?.id, recall?.unit, recall?.level, deviceName],
        below: ({ recall }) => recall?.reason ?? '',
      }),
  },
  advisories: {
    takes: ['here', 'search', 'limit'],
    show: (ask, options) =>
      listed(ask, options, {
        route: `/advisories?here=${options.here === true}${searched(options)}`,
        of: flaws.advisoryRow,
        head: ['revised', 'flaws', 'findings here', 'advisory'],
        row: ({ id, revised, flaws: count, findings }) => [revised.slice(0, 10), count, findings, id],
        below: ({ title }) => title,
      }),
  },
  'life-cycles': {
    takes: [],
    show: async (ask) => {
      const document = flaws.lifeCycles.parse(await ask('/life-cycles'));
      return { document, words: document.items.length === 0 ? NOTHING : lifeCycleWords(document) };
    },
  },
  sboms: {
    takes: ['search', 'limit'],
    show: (ask, options) =>
      listed(ask, options, {
        route: `/sboms?${searched(options).slice(1)}`,
        of: sboms.sbomRow,
        head: ['components', 'devices', 'findings', 'product'],
        row: ({ vendor, product, version, components, devices, findings }) => [
          components,
          devices,
          findings,
          productOf([vendor, product, version]),
        ],
        below: ({ id }) => id,
      }),
  },
  mds2: {
    takes: ['limit'],
    show: (ask, options) =>
      listed(ask, options, {
        route: '/mds2?',
        of: mds2.mds2Row,
        head: ['id', 'answered', 'day', 'edition', 'product'],
        row: ({ id, edition, manufacturer, model, version, questions, answered, day }) => [
          id,
          `${answered} of ${questions}`,
          day,
          edition,
          productOf([manufacturer, model, version]),
        ],
      }),
  },
  makers: {
    takes: [],
    show: async (ask) => {
      const document = api.makerList.parse(await ask('/makers'));
      const rows = document.items.map((row) => [
        row.notAsked,
        row.waiting,
        row.longestDays,
        row.promisesBroken,
        row.answered,
        row.refused,
        row.maker,
      ]);
      const head = ['not asked', 'waiting', 'longest, days', 'promises broken', 'answered', 'refused', 'maker'];
      return { document, words: rows.length === 0 ? NOTHING : rowsOf(head, rows) };
    },
  },
};

/** What is shown by its name. */
const ONES: Readonly<Record<string, View>> = {
  finding: one('/findings/', documents.finding, findingWords),
  flaw: one('/flaws/', flaws.flawDetail, flawWords),
  advisory: one('/advisories/', flaws.advisoryDetail, advisoryWords),
  sbom: one('/sboms/', sboms.sbomDetail, sbomWords),
  components: {
    takes: ['search', 'flawed', 'limit'],
    show: (ask, options, id) =>
      listed(ask, options, {
        route: `/sboms/${encodeURIComponent(id)}/components?${options.flawed === true ? 'flawed=true' : ''}${searched(options)}`,
        of: sboms.sbomComponent,
        head: ['findings', 'known flaws', 'component'],
        row: ({ name, version, findings, flaws: known }) => [findings, known.length, productOf([name, version])],
        below: flawsOfComponent,
      }),
  },
  mds2: one('/mds2/', mds2.mds2Document, mds2Words),
  maker: {
    takes: ['limit'],
    show: (ask, options, id) =>
      listed(ask, options, {
        route: `/makers/questions?${new URLSearchParams({ maker: id })}`,
        of: api.makerQuestion,
        head: ['finding', 'state', 'asked', 'days', 'promised', 'device'],
        row: ({ finding, state, askedAt, days, promisedFor, device }) => [
          finding,
          state,
          askedAt.slice(0, 10),
          days,
          promisedFor,
          device.name,
        ],
        below: ({ title, question, answer }) =>
          `${title}. Asked: ${question}${answer === null ? '' : ` Answer: ${answer}`}`,
      }),
  },
};

const NOTHING = 'There is nothing to list.';
const PAGE = 200;
const OPTIONS = ['by', 'limit', 'here', 'flawed', ...ALL_FILTERS];

/** Adds the command. */
export function registerShow({ command, context, surroundings, version }: Registering): void {
  const { output } = context;
  const made = command('show <what> [id] [other]', `${WHAT}; mds2 ID OTHER puts two beside each other`)
    .addOption(new Option('--by <group>', 'group findings').choices(flaws.groupedBy.options))
    .option('--here', 'only advisories that findings here name')
    .option('--flawed', 'only components for which a device here has a finding')
    .option('--limit <n>', 'rows at most', '50');
  for (const [name, [filter, says]] of Object.entries(FILTERS)) {
    const choices = choicesOf(filter);
    const option =
      filter === 'kev' ? new Option('--kev [whether]', says).preset('true') : new Option(`--${name} <value>`, says);
    made.addOption(choices ? option.choices(choices) : option);
  }
  made.action(async (what: string, id: string | undefined, other: string | undefined, options: ShowOptions) => {
    const { takes, show } = viewOf(what, id, other);
    const strange = OPTIONS.find((name) => made.getOptionValueSource(name) === 'cli' && !takes.includes(name));
    if (strange !== undefined) throw new Invalid(`--${strange} says nothing about 'show ${what}'. Leave it out.`);
    const shown = await withLocalApi(surroundings(options), version, (ask) => show(ask, options, id ?? ''));
    await output.result(shown.document, () => shown.words);
  });
}

const WHAT = `${Object.keys(LISTS).join(', ')}; or one: ${Object.keys(ONES).join(', ')} with its id`;
/** Where the ids of those are that are not listed under their own name. */
const LISTED_BY: Readonly<Record<string, string>> = {
  flaw: 'findings --by cve',
  advisory: 'advisories',
  components: 'sboms',
};

function viewOf(what: string, id: string | undefined, other: string | undefined): View {
  const list = Object.hasOwn(LISTS, what) ? LISTS[what] : undefined;
  const single = Object.hasOwn(ONES, what) ? ONES[what] : undefined;
  if (id === undefined) {
    if (list) return list;
    if (single)
      throw new Invalid(
        `Write which ${what}, as in: show ${what} ID. 'show ${LISTED_BY[what] ?? `${what}s`}' lists them.`,
      );
    throw new Invalid(`'${inertText(what, 40)}' cannot be shown. Write one of these: ${WHAT}.`);
  }
  if (!single) throw new Invalid(`'show ${inertText(what, 40)}' takes no id. Write one of these: ${WHAT}.`);
  if (other === undefined) return single;
  if (what !== 'mds2') throw new Invalid(`'show ${what}' takes one id.`);
  return {
    takes: [],
    show: async (ask) => {
      const query = new URLSearchParams({ left: id, right: other });
      const document = mds2.mds2Comparison.parse(await ask(`/mds2/compare?${query}`));
      return { document, words: comparisonWords(document) };
    },
  };
}

function one<T>(route: string, of: z.ZodType<T>, words: (document: T) => string): View {
  return {
    takes: [],
    show: async (ask, _, id) => {
      const document = of.parse(await ask(`${route}${encodeURIComponent(id)}`));
      return { document, words: words(document) };
    },
  };
}

/** The values that the API takes, where they are few. */
function choicesOf(filter: ApiFilter): readonly string[] | undefined {
  const shape = api.findingQuery.shape[filter].unwrap();
  return shape instanceof z.ZodEnum ? shape.options : undefined;
}

/** Filters of findings as the API takes them. */
function filtersIn(options: ShowOptions): string {
  const pairs = Object.entries(options).flatMap(([name, value]) =>
    isFilter(name) && typeof value === 'string' ? [[FILTERS[name][0], value]] : [],
  );
  return new URLSearchParams(pairs).toString();
}

function isFilter(name: string): name is Filter {
  return Object.hasOwn(FILTERS, name);
}

function searched({ search }: ShowOptions): string {
  return search === undefined ? '' : `&q=${encodeURIComponent(search)}`;
}

interface Listing<Row extends z.ZodType> {
  readonly route: string;
  readonly of: Row;
  readonly head: readonly string[];
  readonly row: (item: z.infer<Row>) => readonly (string | number | null | undefined)[];
  /** What stands on lines of its own below a row. */
  readonly below?: (item: z.infer<Row>) => string;
}

/** Findings that belong together; what they ask for is a sentence and stands below. */
function groups(ask: Ask, options: ShowOptions, by: string): Promise<Shown> {
  const nameOf = ({ key, label }: FindingGroup) => label ?? (key === '' ? 'not known' : key);
  const isBelow = by === 'action';
  return listed(ask, options, {
    route: `/finding-groups?by=${encodeURIComponent(by)}&${filtersIn(options)}`,
    of: flaws.findingGroup,
    head: ['priority', 'worst', 'findings', 'devices', ...(isBelow ? [] : [by])],
    row: (group) => [
      group.priority.toFixed(1),
      group.severity,
      group.findings,
      group.devices,
      ...(isBelow ? [] : [nameOf(group)]),
    ],
    ...(isBelow ? { below: nameOf } : {}),
  });
}

/** Pages of a list until as many rows are there as were asked for. */
async function listed<Row extends z.ZodType>(
  ask: Ask,
  { limit }: ShowOptions,
  { route, of, head, row, below }: Listing<Row>,
): Promise<Shown> {
  if (!/^[1-9]\d{0,5}$/.test(limit)) throw new Invalid('--limit: write a number from 1 to 999999.');
  const most = Number(limit);
  const answer = z.object({
    items: z.array(of),
    next: z.string().nullable(),
    total: z.object({ value: z.number(), relation: z.enum(['eq', 'gte']) }),
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
  const total = `${page.total.relation === 'gte' ? 'at least ' : ''}${page.total.value}`;
  const more = page.next === null ? [] : [`${items.length} of ${total} are listed; --limit lists more.`];
  return { document, words: [rowsOf(head, items.map(row), below && items.map(below)), ...more].join('\n') };
}
