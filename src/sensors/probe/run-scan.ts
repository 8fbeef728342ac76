// One scan from beginning to end: walks the targets that are cleared, sweeps their ports, probes what is open, and hands
// everything on as it comes. Memory does not grow with the number of addresses.
import { clearanceLevel, type ScanEndpoint } from '#contracts/index.ts';
import { type AddressRange, formatAddress, parseRange, rangeContains, rangeSize, rangesOverlap } from '#kit/index.ts';
import { closedEndpoint } from './endpoint-result.ts';
import { hostSuspicion } from './honeypot.ts';
import { probeEndpoint, type Run } from './probe-endpoint.ts';
import type { Permission, ScanDeps, ScanPlan, ScanSink, ScanTarget } from './scan-plan.ts';
import { sweep } from './sweep.ts';
import { strangers } from './titles.ts';
import { type Part, Visit } from './visit.ts';

/** The bill of a whole run. */
export interface ScanTotals {
  readonly hosts: number;
  readonly endpoints: number;
  readonly connections: number;
  readonly bytesSent: number;
  readonly seconds: number;
}

/** More addresses than this in one range are not walked. */
const MAX_RANGE = 1n << 20n;
/** Permission is asked again for each piece of so many addresses. */
const PIECE = 256n;
const PROGRESS_MS = 250;
const LEVELS = clearanceLevel.options;
const NOTHING_MORE = 'The clearance was lowered while the scan went on, so the rest was left out.';
const NOTHING_ALLOWED = 'The clearance of this range allows nothing to be sent.';

/** Scans; resolves when all is done, or soon after the signal stops it, with what it came to. */
export async function runScan(plan: ScanPlan, deps: ScanDeps, sink: ScanSink, stop: AbortSignal): Promise<ScanTotals> {
  const began = deps.clock.tick();
  const run: Run = { plan, clock: deps.clock, names: strangers(deps.random), stop };
  const totals = { hosts: 0, endpoints: 0, connections: 0, bytesSent: 0 };
  const walk = new TargetWalk(plan, deps, sink, stop);
  let open = 0;
  let lastProgress = Number.NEGATIVE_INFINITY;
  const progress = (always = false) => {
    const now = deps.clock.tick();
    if (!always && now - lastProgress < PROGRESS_MS) return;
    lastProgress = now;
    sink.progress({ hostsDone: totals.hosts, hostsTotal: walk.total, open });
  };
  progress(true);
  await sweep(
    {
      next: () => walk.next(),
      opened: async (visit, port, socket) => {
        visit.startedAt ??= deps.clock.now().toISOString();
        visit.openPorts.push(port);
        open++;
        visit.endpoints.push(await probeEndpoint(run, visit, { port, socket }));
      },
      finished: (visit) => {
        totals.hosts++;
        totals.endpoints += visit.asked;
        totals.connections += visit.connections;
        totals.bytesSent += visit.bytesSent;
        if (plan.listClosed) visit.endpoints.push(...closedEndpoints(visit));
        progress();
        return walk.finished(visit);
      },
    },
    { ...plan.concurrency, connectMs: plan.patience.connectMs },
    stop,
  );
  await walk.close();
  walk.total = totals.hosts;
  progress(true);
  return { ...totals, seconds: (deps.clock.tick() - began) / 1000 };
}

/** What did not answer, of the ports that were asked. */
function closedEndpoints(visit: Visit): ScanEndpoint[] {
  const asked = visit.ports.slice(0, visit.asked);
  return asked.filter((port) => !visit.openPorts.includes(port)).map((port) => closedEndpoint(visit.address, port));
}

/** Hands out cleared addresses one by one, each once, and writes the evidence log as parts of ranges are done. */
class TargetWalk {
  readonly #plan: ScanPlan;
  readonly #deps: ScanDeps;
  readonly #sink: ScanSink;
  readonly #stop: AbortSignal;
  /** Parts that are begun and not in the log. */
  readonly #parts = new Set<Part>();
  /** Parts that are done and not in the log. */
  readonly #due: Part[] = [];
  readonly #addresses: Generator<{ address: string; part: Part }>;
  /** Addresses that are cleared, as far as known. */
  total = 0;

  constructor(plan: ScanPlan, deps: ScanDeps, sink: ScanSink, stop: AbortSignal) {
    this.#plan = plan;
    this.#deps = deps;
    this.#sink = sink;
    this.#stop = stop;
    this.#addresses = this.#walk(this.#cleared());
  }

  next(): Visit | undefined {
    const { value, done } = this.#addresses.next();
    if (done || value === undefined) return undefined;
    const { address, part } = value;
    part.left++;
    const mayGoOn = () => this.#mayGoOn(address, part);
    return new Visit(address, part, { plan: this.#plan, stop: this.#stop, mayGoOn });
  }

  /** Whether an address is still cleared for as much as when its part was begun; who says no is named in the scan. */
  #mayGoOn(address: string, { level }: Part): boolean {
    for (const permission of this.#deps.permit(parseRange(address))) {
      const allowed = 'refused' in permission ? null : permission.level;
      if (allowed !== null && LEVELS.indexOf(allowed) >= LEVELS.indexOf(level)) continue;
      this.#sink.refused(address, 'refused' in permission ? permission.refused : NOTHING_MORE);
      return false;
    }
    return true;
  }

  /** Hands on what is known of a host; undefined when there is nothing to wait for. */
  finished(visit: Visit): Promise<void> | undefined {
    const { part } = visit;
    part.left--;
    if (visit.openPorts.length === 0) part.connections += visit.connections;
    if (part.left === 0 && part.walked) this.#due.push(part);
    return visit.endpoints.length > 0 || this.#due.length > 0 ? this.#handOn(visit) : undefined;
  }

  /** Writes what is left of the evidence log when a scan ends. */
  async close(): Promise<void> {
    for (const part of this.#parts) await this.#log(part);
  }

  async #handOn(visit: Visit): Promise<void> {
    const { part, openPorts } = visit;
    const open = visit.endpoints.filter(({ exposure }) => exposure !== 'E0');
    const suspicion = hostSuspicion(visit.ports.length, open);
    for (const endpoint of visit.endpoints) await this.#sink.endpoint(withSuspicion(endpoint, suspicion));
    if (openPorts.length > 0) {
      const { ports, level: clearance, by } = part;
      const { address: target, connections, bytesSent } = visit;
      const endedAt = this.#deps.clock.now().toISOString();
      const startedAt = visit.startedAt ?? part.startedAt;
      await this.#sink.probed({ target, ports, connections, bytesSent, clearance, by, startedAt, endedAt });
    }
    for (const due of this.#due.splice(0)) await this.#log(due);
  }

  async #log(part: Part): Promise<void> {
    if (!this.#parts.delete(part) || part.connections === 0) return;
    const { cidr: target, ports, connections, level: clearance, by, startedAt } = part;
    const endedAt = this.#deps.clock.now().toISOString();
    await this.#sink.probed({ target, ports, connections, bytesSent: 0, clearance, by, startedAt, endedAt });
  }

  /** Splits the targets by permission; refuses what is refused without walking it. */
  #cleared(): ScanTarget[] {
    const cleared: ScanTarget[] = [];
    for (const target of this.#plan.targets) {
      for (const permission of this.#deps.permit(target.range)) {
        const { range } = permission;
        if ('refused' in permission) this.#sink.refused(nameOf(range), permission.refused);
        else if (permission.level === 'none' || permission.level === 'passive') {
          this.#sink.refused(nameOf(range), NOTHING_ALLOWED);
        } else if (rangeSize(range) > MAX_RANGE) {
          this.#sink.refused(nameOf(range), `More than ${MAX_RANGE} addresses: name smaller ranges.`);
        } else {
          cleared.push({ range, ports: target.ports });
          this.total += Number(rangeSize(range));
        }
      }
    }
    return cleared;
  }

  *#walk(targets: readonly ScanTarget[]): Generator<{ address: string; part: Part }> {
    for (const [index, target] of targets.entries()) {
      for (const piece of pieces(target.range)) {
        for (const permission of this.#deps.permit(piece)) {
          const { range } = permission;
          if ('refused' in permission || permission.level === 'none' || permission.level === 'passive') {
            this.#sink.refused(nameOf(range), 'refused' in permission ? permission.refused : NOTHING_ALLOWED);
            continue;
          }
          const earlier = targets.slice(0, index).filter((other) => rangesOverlap(other.range, range));
          const later = targets.slice(index + 1).filter((other) => rangesOverlap(other.range, range));
          yield* this.#walkRange(permission, target, earlier, later);
        }
      }
    }
  }

  /** An address that several targets name is visited once, with the ports of all of them: never twice side by side. */
  *#walkRange(
    permission: Extract<Permission, { level: unknown }>,
    target: ScanTarget,
    earlier: readonly ScanTarget[],
    later: readonly ScanTarget[],
  ): Generator<{ address: string; part: Part }> {
    const { range } = permission;
    const ports = target.ports ?? this.#plan.ports;
    const part = this.#begin(permission, range, ports);
    for (let value = range.first; value <= range.last; value++) {
      if (earlier.length === 0 && later.length === 0) {
        yield { address: formatAddress(range.family, value), part };
        continue;
      }
      const parsed = { family: range.family, value };
      if (earlier.some((other) => rangeContains(other.range, parsed))) continue;
      const also = later.filter((other) => rangeContains(other.range, parsed));
      const address = formatAddress(range.family, value);
      if (also.length === 0) {
        yield { address, part };
        continue;
      }
      const all = [...new Set([...ports, ...also.flatMap((other) => other.ports ?? this.#plan.ports)])];
      const own = this.#begin(permission, { ...range, first: value, last: value }, all);
      yield { address, part: own };
      own.walked = true;
    }
    part.walked = true;
    if (part.left === 0) this.#due.push(part);
  }

  #begin(permission: { level: Part['level']; by: string }, range: AddressRange, ports: readonly number[]): Part {
    const { level, by } = permission;
    const startedAt = this.#deps.clock.now().toISOString();
    const part: Part = { cidr: nameOf(range), level, by, ports, startedAt, left: 0, connections: 0, walked: false };
    this.#parts.add(part);
    return part;
  }
}

function* pieces(range: AddressRange): Generator<AddressRange> {
  for (let first = range.first; first <= range.last; first += PIECE) {
    const last = first + PIECE - 1n < range.last ? first + PIECE - 1n : range.last;
    yield { family: range.family, first, last, cidr: nameOf({ ...range, first, last }) };
  }
}

/** One address by itself, a range by its ends when it is no whole network. */
function nameOf(range: AddressRange): string {
  if (range.first === range.last) return formatAddress(range.family, range.first);
  const [network = ''] = range.cidr.split('/');
  if (network === formatAddress(range.family, range.first) && cidrSize(range) === rangeSize(range)) return range.cidr;
  return `${formatAddress(range.family, range.first)}-${formatAddress(range.family, range.last)}`;
}

function cidrSize(range: AddressRange): bigint {
  const bits = Number(range.cidr.split('/')[1] ?? Number.NaN);
  const width = range.family === 4 ? 32 : 128;
  return Number.isInteger(bits) && bits <= width ? 1n << BigInt(width - bits) : 0n;
}

function withSuspicion(endpoint: ScanEndpoint, suspicion: string | null): ScanEndpoint {
  return suspicion !== null && endpoint.exposure !== 'E0' && endpoint.honeypot === null
    ? { ...endpoint, honeypot: suspicion }
    : endpoint;
}
