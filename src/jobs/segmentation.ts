// A segmentation of what is recorded, and what its rules would do with a capture. Nothing is written.
import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { DryRunDocument, Fact, segmentation } from '#contracts/index.ts';
import { parseFlowKey } from '#evidence/model.ts';
import { allFlows, openServices, type PlainFlow, placedDevices, placedZones, tableLines } from '#inventory/index.ts';
import { type Clock, inertText, parseAddress } from '#kit/index.ts';
import { riskSettings } from '#program/index.ts';
import type { RecordedFlow, SegmentationInput, SegmentationOptions, SegmentZone } from '#risk/index.ts';
import { CaptureRun, readCaptureFile, readCaptureStream } from '#sensors/capture/index.ts';
import type { Tenant } from '#store/index.ts';
import type { CaptureInput } from './capture.ts';
import type { Tried } from './segmentation-in-thread.ts';

/** What may be asked of a segmentation. */
export type SegmentationAsked = z.infer<typeof segmentation.segmentationQuery>;

const DAY_MS = 86_400_000;

/** What was asked, as options; days are counted back from `now`. */
export function segmentationOptionsOf(asked: SegmentationAsked, now: Date): SegmentationOptions {
  const { staleDays } = asked;
  return {
    within: asked.within,
    zoneWide: asked.zoneWide === 'true',
    staleDays: staleDays ?? null,
    staleBefore: staleDays === undefined ? null : new Date(now.getTime() - staleDays * DAY_MS).toISOString(),
    include: asked.include,
    allow: asked.allow
      .split(',')
      .map((id) => id.trim())
      .filter(Boolean),
  };
}

/** Everything that is recorded of who speaks with whom. */
export async function segmentationInputOf(tx: Tenant): Promise<SegmentationInput> {
  const flows: RecordedFlow[] = [];
  const guests = (await riskSettings(tx)).settings.entries?.guest?.zones ?? null;
  const same = new Map<string, readonly string[]>();
  // Each address is one text, however many flows name it; null for what is none.
  const known = new Map<string, string | null>();
  const addressIn = (text: string) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const made = parseAddress(text) ? text : null;
    known.set(text, made);
    return made;
  };
  for await (const batch of allFlows(tx))
    for (const flow of batch) {
      const [client, server] = [addressIn(flow.client), addressIn(flow.server)];
      if (client !== null && server !== null) flows.push(recorded({ ...flow, client, server }, same));
    }
  return {
    zones: (await placedZones(tx)).map((zone) => zoneOf(zone, guests)),
    devices: (await placedDevices(tx)).map((device) => ({
      ...device,
      addresses: device.addresses.filter((text) => addressIn(text) !== null),
    })),
    // What was scanned on one wire alone, as fe80::1%eth0, is behind no firewall.
    services: (await openServices(tx)).filter(({ address }) => addressIn(address) !== null),
    relations: await tableLines(tx),
    flows,
  };
}

/** The id of a zone begins with its range: `10.0.0.0/24`, `10.0.0.0/24 VLAN 20`. */
function zoneOf(
  { id, name }: { readonly id: string; readonly name: string | null },
  guests: readonly string[] | null,
): SegmentZone {
  // Where the site stated which networks guests use, their names tell nothing.
  return { id, name, range: id.split(' ', 1)[0] ?? id, ...(guests ? { isGuest: guests.includes(id) } : {}) };
}

/** A flow in little memory: a million of them share a few lists. */
function recorded(flow: PlainFlow, same: Map<string, readonly string[]>): RecordedFlow {
  const shared = (list: readonly string[]) => {
    const key = list.join('\n');
    const known = same.get(key) ?? list;
    same.set(key, known);
    return known;
  };
  return {
    transport: flow.transport === 'udp' ? 'udp' : 'tcp',
    client: flow.client,
    server: flow.server,
    port: flow.port,
    protocols: shared(flow.protocols),
    operations: shared(flow.operations),
    turnedAway: flow.turnedAway,
    firstSeenAt: flow.first.toISOString(),
    lastSeenAt: flow.last.toISOString(),
  };
}

/** Reads a capture without keeping anything, and asks the rules about its conversations. Throws Invalid when it is none. */
export async function dryRunOf(
  asking: (flows: readonly RecordedFlow[]) => Promise<Tried>,
  input: CaptureInput,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<DryRunDocument> {
  const run = new CaptureRun();
  const end =
    'file' in input
      ? await readCaptureFile(input.file, run, { signal })
      : await readCaptureStream(input.stream, run, { signal });
  run.finish();
  const source = { sensor: 'capture', run: randomUUID(), detail: null, by: 'dry-run' };
  const flows = flowsIn(run.seen.observations.drain(source, clock));
  const associations = new Map<string, number>();
  for (const { client, server } of run.seen.associations) {
    const key = `${hostOf(client)}>${server}`;
    associations.set(key, (associations.get(key) ?? 0) + 1);
  }
  const document = await asking(flows);
  return {
    ...document,
    packets: run.counts.packets,
    conversations: document.conversations.map((each) => ({
      ...each,
      associations: associations.get(`${each.client}>${endOf(each.server, each.port)}`) ?? 0,
    })),
    problems: end.problem === null ? [] : [inertText(end.problem, 300)],
  };
}

function hostOf(end: string): string {
  return end.slice(0, end.lastIndexOf(':')).replace(/^\[|\]$/g, '');
}

function endOf(address: string, port: number): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

/** The conversations that facts of a capture are about. */
function flowsIn(facts: readonly Fact[]): RecordedFlow[] {
  const byFlow = Map.groupBy(
    facts.filter(({ subject }) => subject.kind === 'flow'),
    ({ subject }) => subject.key,
  );
  return [...byFlow].map(([key, own]) => {
    const texts = (attribute: string) =>
      [
        ...new Set(
          own.flatMap((fact) => (fact.attribute === attribute && typeof fact.value === 'string' ? fact.value : [])),
        ),
      ].sort();
    const outcomes = own.flatMap(({ attribute, value }) =>
      attribute === 'flow.titles' && value !== null && typeof value === 'object'
        ? [String(Reflect.get(value, 'outcome'))]
        : [],
    );
    const times = own.map(({ observedAt }) => observedAt).sort();
    return {
      ...parseFlowKey(key),
      protocols: texts('flow.protocol'),
      operations: texts('flow.operation'),
      turnedAway: outcomes.length > 0 && outcomes.every((outcome) => outcome === 'rejected'),
      firstSeenAt: times[0] ?? '',
      lastSeenAt: times.at(-1) ?? '',
    };
  });
}
