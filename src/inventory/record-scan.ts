// What a scan saw becomes facts, services and devices in one step; asking again gives the same.
import type { ScanEndpoint } from '#contracts/index.ts';
import { recordFacts } from '#evidence/index.ts';
import { makeFact, serviceSubject } from '#evidence/model.ts';
import { type AddressRange, type Clock, parseRange, rangeContains } from '#kit/index.ts';
import type { Tenant } from '#store/index.ts';
import { carryOver } from './carry-over.ts';
import { touchDevices } from './devices.store.ts';
import { endpointFacts } from './endpoint-facts.ts';
import { placeOf, removeServices, servicesAt, servicesSeenBefore, writeServices } from './services.store.ts';
import { type InventoryChange, updateInventory } from './update-inventory.ts';

/** Where and when a scan looked, and on whose behalf. */
export interface ScanContext {
  readonly scan: string;
  readonly vantage: string;
  readonly by: string;
  readonly observedAt: string;
  readonly clock: Clock;
}

/** What recording did, with how many facts were new. */
export interface ScanRecorded extends InventoryChange {
  readonly facts: number;
}

/** Records endpoints of a scan, which may still be running. */
export async function recordEndpoints(
  tx: Tenant,
  endpoints: readonly ScanEndpoint[],
  context: ScanContext,
): Promise<ScanRecorded> {
  const { scan, vantage, by, observedAt, clock } = context;
  const sighting = { vantage, run: scan, by, observedAt, clock };
  const before = await servicesAt(tx, vantage, endpoints);
  const carried = endpoints.flatMap((now) => {
    const known = carryOver(before.get(placeOf(now)), now);
    return known ? [{ now, known }] : [];
  });
  const recorded = await recordFacts(
    tx,
    carried.flatMap(({ now, known }) =>
      endpointFacts(now, sighting).filter(({ attribute }) => !known.standing.some((name) => name === attribute)),
    ),
  );
  await writeServices(tx, { scan, vantage, observedAt, endpoints: carried.map(({ known }) => known.endpoint) });
  await touchDevices(tx, recorded.seen);
  const change = await updateInventory(tx, recorded.subjects, clock);
  return { ...change, facts: recorded.added };
}

/** Where a scan looked. */
export interface Looked {
  /** Addresses, ranges, or `address:port`. */
  readonly targets: readonly string[];
  readonly ports: readonly number[];
  /** Ranges and addresses that were refused, at which it did not look. */
  readonly refused: readonly string[];
  readonly startedAt: string;
}

/**
 * Records that services known from before did not answer a scan that looked at them: they go to the bottom rung. Only for a
 * scan that was carried through; one that was cut off has not looked everywhere.
 */
export async function recordSilence(tx: Tenant, looked: Looked, context: ScanContext): Promise<ScanRecorded> {
  const targets = looked.targets.map((target) => targetOf(target, looked.ports));
  const refused = looked.refused.map((target) => targetOf(target, null));
  const covers = (list: readonly Target[], address: string, port: number) =>
    list.some(({ range, ports }) => (ports?.includes(port) ?? true) && rangeContains(range, parseRange(address)));
  const ports = [...new Set(targets.flatMap((target) => target.ports ?? []))];
  const before = { vantage: context.vantage, before: looked.startedAt, ports };
  const silent = (await servicesSeenBefore(tx, before)).filter(
    ({ address, port }) => covers(targets, address, port) && !covers(refused, address, port),
  );
  const { scan: run, by, observedAt, clock } = context;
  const source = { sensor: 'probe', run, detail: `seen from ${context.vantage}` };
  const common = { basis: 'observed', confidence: 0.9, source, observedAt, by } as const;
  const facts = silent.flatMap((service) => {
    const subject = serviceSubject(service);
    return [
      makeFact({ ...common, subject, attribute: 'service.exposure', value: 'E0' }, clock),
      makeFact({ ...common, subject, attribute: 'service.web', value: 'W0' }, clock),
    ];
  });
  const recorded = await recordFacts(tx, facts);
  await removeServices(tx, silent);
  const change = await updateInventory(tx, recorded.subjects, clock);
  return { ...change, facts: recorded.added };
}

interface Target {
  readonly range: AddressRange;
  readonly ports: readonly number[] | null;
}

function targetOf(text: string, ports: readonly number[] | null): Target {
  const withPort = /^\[?([^\]]+?)\]?:(\d{1,5})$/.exec(text);
  // An IPv6 address without brackets has colons of its own.
  if (withPort?.[1] && withPort[2] && (text.startsWith('[') || !withPort[1].includes(':'))) {
    return { range: parseRange(withPort[1]), ports: [Number(withPort[2])] };
  }
  return { range: parseRange(text), ports };
}
