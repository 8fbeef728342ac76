// Attack paths as a person would tell them.
import type { AttackPath, Change, NetworkDocument, PathsDocument } from '#contracts/index.ts';
import { inertText } from '#kit/index.ts';
import { table } from './output.ts';

/** The paths of a document in words, with the names that the network gives its nodes and weaknesses. */
export function pathsWords({ targets, trials, chokePoints, cutSet }: PathsDocument, network: NetworkDocument): string {
  const nameOf = namesIn(network);
  const blocks = [
    'What an attacker at the entries reaches:',
    table([
      ['target', 'falls', '95% interval', 'likeliest way'],
      ...targets.map(({ id, probability, interval, paths: [first] }) => [
        nameOf(id),
        percent(probability),
        interval ? `${percent(interval[0])} to ${percent(interval[1])}` : 'exact',
        first ? percent(first.probability) : 'none',
      ]),
    ]),
  ];
  if (trials > 0)
    blocks.push(`Figures with an interval come from ${trials.toLocaleString('en-US')} simulated attacks.`);
  for (const { id, paths } of targets.slice(0, MOST_TOLD)) {
    const [first] = paths;
    if (first && first.steps.length > 0) blocks.push(`How ${nameOf(id)} falls: ${told(first, nameOf)}`);
  }
  if (targets.length > MOST_TOLD) blocks.push(`The ways to ${targets.length - MOST_TOLD} more targets are in --json.`);
  if (chokePoints.length > 0)
    blocks.push(
      'Single changes that help most (targets that fall less often, summed):',
      table(
        [
          ['change', 'falls less', 'cost'],
          ...chokePoints.map(({ cut, reduction, cost }) => [
            changeWords(cut, nameOf),
            reduction.toFixed(4),
            String(cost),
          ]),
        ],
        120,
      ),
    );
  const cuts = cutSet.slice(0, MOST_TOLD).flatMap(({ target, cost, changes }) => {
    if (!changes) return [`${nameOf(target)}: nothing, the attacker is there from the start`];
    if (changes.length === 0) return [`${nameOf(target)}: nothing to do, no way leads there`];
    return [`${nameOf(target)} (cost ${cost}): ${changes.map((change) => changeWords(change, nameOf)).join('; ')}`];
  });
  if (cuts.length > 0) blocks.push(['The cheapest way to cut each target off:', ...cuts].join('\n'));
  return blocks.join('\n\n');
}

/** Targets that are told of one by one. */
const MOST_TOLD = 10;

type NameOf = (id: string) => string;

function namesIn({ nodes }: NetworkDocument): NameOf {
  const names = new Map<string, string>();
  for (const { id, name, weaknesses = [] } of nodes) {
    if (name !== undefined) names.set(id, name);
    for (const weakness of weaknesses) {
      if (weakness.name !== undefined) names.set(weakness.id, weakness.name);
    }
  }
  return (id) => inertText(names.get(id) ?? id, 100);
}

/** A path as sentences. */
function told({ probability, entry, steps, time }: AttackPath, nameOf: NameOf): string {
  const sentences = steps.map(({ node, by, from, gains, reach }, n) => {
    const begin =
      n > 0 ? 'from there' : entry === null ? 'without any help' : `the attacker starts at ${nameOf(entry)} and`;
    const way = {
      network: reach ? `over ${protocolOf(reach)}` : 'over the network',
      adjacent: 'in the same zone',
      user: 'through a user',
    }[from];
    const what = gains === 'control' ? `takes ${nameOf(node)}` : `reads the data of ${nameOf(node)}`;
    const who = n > 0 || entry === null ? ' the attacker' : '';
    return `${begin}${who} ${what} ${way} (${nameOf(by)})`;
  });
  const days = time ? `, in ${time[0]} to ${time[1]} days` : '';
  const [first = ''] = sentences;
  const story = [first.charAt(0).toUpperCase() + first.slice(1), ...sentences.slice(1)].join('; ');
  return `${story}. All of it works with a chance of ${percent(probability)}${days}.`;
}

function protocolOf({
  protocol,
  port,
  from,
  to,
}: {
  protocol?: string | null | undefined;
  port?: number | null | undefined;
  from: string;
  to: string;
}): string {
  const spoken = inertText(protocol ?? 'the network', 60);
  return `${spoken}${port ? ` (port ${port})` : ''}, which ${inertText(from, 80)} may use to ${inertText(to, 80)}`;
}

function changeWords(change: Change, nameOf: NameOf): string {
  if ('weakness' in change) return `mend ${nameOf(change.weakness)}`;
  const { from, to, protocol, port } = change.reach;
  const detail = [protocol == null ? '' : inertText(protocol, 60), port ? `port ${port}` : ''].filter(
    (part) => part !== '',
  );
  return `close ${nameOf(from)} to ${nameOf(to)}${detail.length > 0 ? ` (${detail.join(', ')})` : ''}`;
}

function percent(chance: number): string {
  const share = chance * 100;
  return `${share > 0 && share < 0.1 ? share.toPrecision(2) : share.toFixed(1)}%`;
}
