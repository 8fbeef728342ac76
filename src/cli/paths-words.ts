// Attack paths as a person would tell them.
import type { AttackPath, Change, NetworkDocument, PathsDocument, ReachUsed } from '#contracts/index.ts';
import { inertText } from '#kit/index.ts';
import { table } from './output.ts';

/** The paths of a document in words, with the names that the network gives its nodes and weaknesses. */
export function pathsWords({ targets, trials, chokePoints, cutSet }: PathsDocument, network: NetworkDocument): string {
  const names = namesIn(network);
  const blocks = [
    'What an attacker at the entries reaches:',
    table([
      ['target', 'falls', '95% interval', 'likeliest way'],
      ...targets.map(({ id, probability, interval, paths: [first] }) => [
        names.node(id),
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
    if (first && first.steps.length > 0) blocks.push(`How ${names.node(id)} falls: ${told(first, names)}`);
  }
  if (targets.length > MOST_TOLD) blocks.push(`The ways to ${targets.length - MOST_TOLD} more targets are in --json.`);
  if (chokePoints.length > 0)
    blocks.push(
      'Single changes that help most (targets that fall less often, summed):',
      table(
        [
          ['change', 'falls less', 'cost'],
          ...chokePoints.map(({ cut, reduction, cost }) => [
            changeWords(cut, names),
            reduction.toFixed(4),
            String(cost),
          ]),
        ],
        120,
      ),
    );
  const cuts = cutSet.slice(0, MOST_TOLD).flatMap(({ target, cost, changes }) => {
    if (!changes) return [`${names.node(target)}: nothing, the attacker is there from the start`];
    if (changes.length === 0) return [`${names.node(target)}: nothing to do, no way leads there`];
    return [`${names.node(target)} (cost ${cost}): ${changes.map((change) => changeWords(change, names)).join('; ')}`];
  });
  if (cuts.length > 0) blocks.push(['The cheapest way to cut each target off:', ...cuts].join('\n'));
  return blocks.join('\n\n');
}

/** Targets that are told of one by one. */
const MOST_TOLD = 10;

interface Names {
  /** Of a node, or a zone as it is. */
  node(id: string): string;
  weakness(id: string): string;
  /** The node that has a weakness. */
  owner(weakness: string): string;
}

function namesIn({ nodes }: NetworkDocument): Names {
  const names = new Map(nodes.map(({ id, name = id }) => [id, name]));
  const weaknesses = new Map(
    nodes.flatMap(({ id: node, weaknesses: own = [] }) =>
      own.map(({ id, name = id }) => [id, { name, node }] as const),
    ),
  );
  const node = (id: string) => inertText(names.get(id) ?? id, 100);
  return {
    node,
    weakness: (id) => inertText(weaknesses.get(id)?.name ?? id, 100),
    owner: (id) => node(weaknesses.get(id)?.node ?? ''),
  };
}

/** A path as a sentence to read aloud. */
function told({ probability, entry, steps, time }: AttackPath, names: Names): string {
  const begin = entry === null ? 'The attacker' : `The attacker starts at ${names.node(entry)},`;
  const story = steps.map(({ node, by, from, gains, reach }, n) => {
    const way = {
      network: reach ? over(reach, names) : 'over the network',
      adjacent: 'in the same zone',
      user: 'let in by a user',
    }[from];
    const what = gains === 'control' ? `takes ${names.node(node)}` : `reads the data of ${names.node(node)}`;
    return `${n > 0 ? 'then from there ' : ''}${what} ${way} (${names.weakness(by)})`;
  });
  const days = time ? `, in ${time[0]} to ${time[1]} days` : '';
  return `${begin} ${story.join(', ')}. All of it works with a chance of ${percent(probability)}${days}.`;
}

function over({ protocol, port, from, to }: ReachUsed, names: Names): string {
  const spoken = protocol == null ? 'the network' : inertText(protocol, 60);
  return `over ${spoken}${port ? ` (port ${port})` : ''}, which ${names.node(from)} may use to ${names.node(to)}`;
}

function changeWords(change: Change, names: Names): string {
  if ('weakness' in change) return `mend ${names.weakness(change.weakness)} on ${names.owner(change.weakness)}`;
  const { from, to, protocol, port } = change.reach;
  const details = [protocol == null ? '' : inertText(protocol, 60), port ? `port ${port}` : ''].filter(
    (part) => part !== '',
  );
  return `close ${names.node(from)} to ${names.node(to)}${details.length > 0 ? ` (${details.join(', ')})` : ''}`;
}

function percent(chance: number): string {
  const share = chance * 100;
  return `${share > 0 && share < 0.1 ? share.toPrecision(2) : share.toFixed(1)}%`;
}
