// A way through the graph as one would tell it: where it starts, what is passed, and what gave way, one sentence for each step.
import type { AttackPath, EntryKind, RiskPath } from '#contracts/index.ts';
import { ENTRY_NAMES } from './default-figures.data.ts';
import type { Names } from './names.ts';
import type { SiteNetwork } from './network-of.ts';
import { type PathEnds, pathRange } from './path-range.ts';
import { daysOf } from './weaknesses.ts';

type Step = AttackPath['steps'][number];

/** Tells a way. Nodes that only hold the graph together are passed over. */
export function pathInWords(
  path: AttackPath,
  entry: EntryKind,
  { changes }: SiteNetwork,
  { names, ends }: { readonly names: Names; readonly ends: PathEnds },
): RiskPath {
  const steps: RiskPath['steps'] = [];
  let days: readonly [number, number] = [0, 0];
  for (const step of path.steps) {
    const told = stepInWords(step);
    if (!told) continue;
    steps.push(told.step);
    days = [days[0] + told.days[0], days[1] + told.days[1]];
  }
  return { entry, probability: path.probability, range: pathRange(path, ends), days: [days[0], days[1]], steps };

  function stepInWords(step: Step): { step: RiskPath['steps'][number]; days: readonly [number, number] } | null {
    if (step.node.startsWith('unknown:')) {
      return {
        step: {
          node: step.node,
          device: null,
          name: 'Not known',
          words: unknownWords(step.node),
          finding: null,
          isAssumed: true,
        },
        days: [0, 0],
      };
    }
    const change = changes.get(step.by);
    const device = deviceOf(step.node);
    const known = device === null ? null : names.device(device);
    if (!known) return null;
    const isDoor = step.node.includes('#');
    if (!isDoor) return null;
    const from = wayWords(step, known.name);
    if (step.node.endsWith('#session')) {
      return {
        step: {
          node: known.id,
          device: known.id,
          name: known.name,
          words: `The maker's remote access steers ${known.name}.`,
          finding: null,
          isAssumed: false,
        },
        days: [0.1, 2],
      };
    }
    if (change?.kind === 'mend') {
      const { weakness } = change;
      return {
        step: {
          node: known.id,
          device: known.id,
          name: known.name,
          words: `${from} ${known.name} ${weakness.words}.`,
          finding: weakness.findings[0] ?? null,
          isAssumed: false,
        },
        days: daysOf(weakness.chance.mode),
      };
    }
    const isUser = step.node.endsWith('#user');
    return {
      step: {
        node: known.id,
        device: known.id,
        name: known.name,
        words: isUser
          ? `${from} Somebody may run on ${known.name} what was brought or sent; nobody has looked at what it lets in.`
          : `${from} Nothing was found on ${known.name}, and nobody knows that nothing is there.`,
        finding: null,
        isAssumed: true,
      },
      days: daysOf(0),
    };
  }

  function wayWords({ reach }: Step, name: string): string {
    if (!reach) return '';
    const { from, port, lastSeenAt } = reach;
    if (from.startsWith('entry:')) {
      const kind = from.slice('entry:'.length);
      return kind === 'media'
        ? 'Something is brought to it.'
        : kind === 'office'
          ? 'Mail is read on it.'
          : `From ${ENTRY_NAMES[entry]}:`;
    }
    const change = reach.id === undefined ? undefined : changes.get(reach.id);
    if (change?.kind === 'close' && change.how === 'rule') {
      const seen = lastSeenAt ?? change.lastSeenAt;
      const where = names.of(change.from);
      return `From ${where}, port ${port} of ${name} can be reached${seen ? ` (seen on ${seen.slice(0, 10)})` : ''}.`;
    }
    if (from.startsWith('zone:')) return `In the network ${names.of(from)}, ${name} can be reached by everything.`;
    const partner = deviceOf(from);
    const known = partner === null ? null : names.device(partner);
    return known ? `${known.name} speaks with ${name}.` : '';
  }

  function unknownWords(node: string): string {
    const [, rest = ''] = /^unknown:(.*)$/.exec(node) ?? [];
    const [from, to] = rest.split('>');
    if (rest === 'internet') return 'Nobody has said what the firewall to the internet lets in.';
    if (rest === 'guest') return 'No guest network is named, and nobody has said that there is none.';
    if (rest === 'office') return 'Nobody has said which network the offices use, and what it can reach.';
    return `Nobody has said that ${names.zone(to ?? '')} is closed to ${from === '*' ? 'other networks' : names.zone(from ?? '')}.`;
  }

  function deviceOf(node: string): string | null {
    const id = node.split(/[#!]/)[0] ?? '';
    return names.device(id) ? id : null;
  }
}
