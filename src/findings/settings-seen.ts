// Settings of a device as something seen, to be held against what its maker promises.
import { type HardeningTopic, hardeningEntry } from '#contracts/index.ts';
import type { DeviceSnapshot } from '#inventory/model.ts';
import type { Seen } from './promise-check.ts';

const DAY_MS = 86_400_000;
/** After this a look is old, and counts half (docs/findings.md). */
const OLD_DAYS = 366;
const OLD_COUNTS = 0.5;

/** What is believed of a topic, when it is one of these values. */
export function settingSeen(
  { hardening }: DeviceSnapshot,
  topic: HardeningTopic,
  { values, now }: { readonly values: readonly string[]; readonly now: string },
): Seen[] {
  const known = hardening.topics.find((each) => each.topic === topic);
  if (!known || !values.includes(known.value)) return [];
  const isOld = (Date.parse(now) - Date.parse(known.observedAt)) / DAY_MS > OLD_DAYS;
  const who = known.basis === 'attested' ? 'a person said' : `${known.sensor} saw`;
  const against = known.against === null ? '' : `; ${known.against.sensor} says otherwise (${known.against.words})`;
  const age = isOld ? '; that was more than a year ago' : '';
  return [
    {
      text: `On ${known.observedAt.slice(0, 10)} ${who}: ${hardeningEntry(topic).label}: ${known.words}${against}${age}`,
      facts: known.facts,
      source: { name: 'Settings', asOf: known.observedAt },
      confidence: known.confidence * (isOld ? OLD_COUNTS : 1),
      isOpen: isOld || known.against !== null,
    },
  ];
}

/** Ports that a look at the machine found listening and that are not among those listed; ports that systems hand out at will are left out. */
export function listeningBeside({ hardening: { openPorts } }: DeviceSnapshot, listed: ReadonlySet<number>): Seen[] {
  if (openPorts === null) return [];
  const more = openPorts.value.filter((port) => {
    const number = Number(port.slice(port.indexOf('/') + 1));
    return number < FIRST_DYNAMIC && !listed.has(number);
  });
  if (more.length === 0) return [];
  const shown = more.slice(0, MOST_PORTS).join(', ') + (more.length > MOST_PORTS ? ' and more' : '');
  return [
    {
      text: `On ${openPorts.observedAt.slice(0, 10)} it listened on ${shown}; its maker lists ${[...listed].sort((a, b) => a - b).join(', ')}`,
      facts: openPorts.facts,
      source: { name: 'Settings', asOf: openPorts.observedAt },
      confidence: 0.9,
    },
  ];
}

/** RFC 6335, section 6: dynamic ports. */
const FIRST_DYNAMIC = 49_152;
const MOST_PORTS = 20;
