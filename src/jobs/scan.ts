// A scan from request to register: what is cleared is probed, each answer becomes facts and devices while it runs, every probe is
// logged with who allowed it, and what changed is judged. Stopping keeps what is known.
import { api, type ScanDocument, type ScanEndpoint, type ScanInput } from '#contracts/index.ts';
import {
  addScanEndpoints,
  clearanceRules,
  finishScan,
  recordProbes,
  scanEndpoints,
  scanRecord,
  startScan,
} from '#evidence/index.ts';
import { type ClearanceRule, decideClearance } from '#evidence/model.ts';
import { calledTitles, recordEndpoints, recordSilence } from '#inventory/index.ts';
import { type AddressRange, type Clock, Invalid, inertText, type Random, round9 } from '#kit/index.ts';
import { judgementsDue } from '#program/index.ts';
import {
  DEFAULT_PATIENCE,
  DEFAULT_PORTS,
  type ProbeRecord,
  runScan,
  type ScanSink,
  scanPlan,
} from '#sensors/probe/index.ts';
import type { Store, Tenant, TenantId } from '#store/index.ts';
import { judgeDevices } from './judge.ts';
import { parseTarget, type Target } from './scan-targets.ts';

export interface ScanDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
}

export interface ScanRun {
  readonly tenantId: TenantId;
  readonly by: string;
  readonly signal: AbortSignal;
  readonly jobId: string | null;
  progress(fraction: number, message: string): void;
}

/** Results are written when so many wait, or after so long, so that transactions stay short and pages quick. */
const BATCH = 100;
const FLUSH_MS = 500;
const RULES_MS = 2_000;

/** Runs a scan and returns its id. */
export async function performScan(deps: ScanDeps, run: ScanRun, asked: ScanInput): Promise<string> {
  const { store, clock, random } = deps;
  // Others read these words, in a terminal, too.
  const authority = asked.authority === null ? null : inertText(asked.authority, 500);
  const input = { ...asked, authority, vantage: inertText(asked.vantage, 60) };
  const targets = input.targets.map(parseTarget);
  const ports = input.ports ?? DEFAULT_PORTS;
  const background = <T>(work: (tx: Tenant) => Promise<T>) =>
    store.tenant(run.tenantId, work, { priority: 'background' });
  const startedAt = clock.now().toISOString();
  const [firstRules, scan, titles] = await background(async (tx) => {
    const known = await clearanceRules(tx);
    if (input.clearance === 'full') mustReachFull(targets, known, { authority: input.authority, now: clock.now() });
    const started = await startScan(tx, {
      targets: targets.map(wordsOf),
      ports,
      clearance: input.clearance,
      authority: input.authority,
      vantage: input.vantage,
      startedAt,
      startedBy: run.by,
      job: run.jobId,
    });
    return [known, started, await calledTitles(tx)] as const;
  });
  let rules: readonly ClearanceRule[] = firstRules;
  const permit = (range: AddressRange) =>
    decideClearance(rules, range, { authority: input.authority, now: clock.now() });
  // A deny that an owner stores while the scan runs counts for everything not sent yet.
  const refresh = setInterval(() => {
    background(clearanceRules).then(
      (fresh) => {
        rules = fresh;
      },
      () => undefined,
    );
  }, RULES_MS);

  const refused: { target: string; reason: string }[] = [];
  const outbox = new Outbox(async (endpoints, probes) => {
    const observedAt = clock.now().toISOString();
    const change = await background(async (tx) => {
      await addScanEndpoints(tx, scan, endpoints);
      await recordProbes(
        tx,
        probes.map((probe) => logEntry(probe, scan, input.authority)),
      );
      const recorded = await recordEndpoints(tx, endpoints, {
        scan,
        vantage: input.vantage,
        by: run.by,
        observedAt,
        clock,
      });
      await judgementsDue(tx, recorded);
      return recorded;
    });
    await judgeDevices(deps, run.tenantId, change);
  }, clock);

  const sink: ScanSink = {
    endpoint: (found) => outbox.addEndpoint(found),
    probed: (record) => outbox.addProbe(record),
    refused: (target, reason) => {
      refused.push({ target, reason });
    },
    progress: ({ hostsDone, hostsTotal, open }) => {
      const fraction = hostsTotal === 0 ? 0 : hostsDone / hostsTotal;
      run.progress(fraction * 0.98, `${hostsDone} of ${hostsTotal} addresses, ${open} open ports`);
    },
  };

  try {
    const plan = scanPlan({
      targets,
      ports,
      clearance: input.clearance,
      vantage: input.vantage,
      listClosed: input.listClosed ?? false,
      calledTitle: titleLookup(input, titles),
      ...(input.perHostIntervalMs === null ? {} : { perHostIntervalMs: input.perHostIntervalMs }),
      ...(input.timeoutMs === undefined ? {} : { patience: { ...DEFAULT_PATIENCE, firstByteMs: input.timeoutMs } }),
    });
    const totals = await runScan(plan, { permit, clock, random }, sink, run.signal);
    await outbox.flush();
    const endedAt = clock.now().toISOString();
    const state = run.signal.aborted ? 'cancelled' : 'finished';
    const change = await background(async (tx) => {
      await finishScan(tx, scan, { state, endedAt, totals: { ...totals, seconds: round9(totals.seconds) }, refused });
      if (state !== 'finished') return undefined;
      const context = { scan, vantage: input.vantage, by: run.by, observedAt: endedAt, clock };
      const looked = { targets: targets.map(wordsOf), ports, refused: refused.map(({ target }) => target), startedAt };
      const silent = await recordSilence(tx, looked, context);
      await judgementsDue(tx, silent);
      return silent;
    });
    if (change) await judgeDevices(deps, run.tenantId, change);
    return scan;
  } catch (error) {
    const endedAt = clock.now().toISOString();
    await background((tx) => finishScan(tx, scan, { state: 'failed', endedAt, totals: null, refused })).catch(
      () => undefined,
    );
    throw error;
  } finally {
    clearInterval(refresh);
  }
}

/** Asking for the most without the data owner's authority would end in a lesser test that looks like a pass. */
function mustReachFull(
  targets: readonly Target[],
  rules: readonly ClearanceRule[],
  request: { readonly authority: string | null; readonly now: Date },
): void {
  const decisions = targets.flatMap(({ range }) => decideClearance(rules, range, request));
  if (decisions.some((decision) => !('refused' in decision) && decision.level === 'full')) return;
  throw new Invalid(
    "Clearance 'full' needs the data owner's authority, stored for these addresses (Settings, Clearances, or 'dosimeter clearance add'). Without it, scan with 'query'.",
  );
}

function wordsOf({ range, ports }: Target): string {
  const [port] = ports ?? [];
  if (port === undefined) return range.cidr;
  const address = range.cidr.replace(/\/\d+$/, '');
  return range.family === 6 ? `[${address}]:${port}` : `${address}:${port}`;
}

function titleLookup(input: ScanInput, known: ReadonlyMap<string, string>) {
  const listed = new Map(
    (input.titles ?? []).map(({ address, port, title }) => [port === null ? address : `${address}:${port}`, title]),
  );
  return (address: string, port: number): string | null => {
    const title = listed.get(`${address}:${port}`) ?? listed.get(address) ?? input.called ?? known.get(address);
    // What a list calls a title may be none; nothing malformed is sent.
    return api.aeTitle.safeParse(title).data ?? null;
  };
}

function logEntry(probe: ProbeRecord, scan: string, authority: string | null) {
  return {
    scan,
    target: probe.target,
    ports: probe.ports,
    connections: probe.connections,
    bytesSent: probe.bytesSent,
    clearance: probe.clearance,
    authority,
    allowedBy: probe.by,
    at: probe.startedAt,
  };
}

/** Collects results and writes them in batches, one write at a time; a full box holds back whoever fills it. */
class Outbox {
  readonly #write: (endpoints: readonly ScanEndpoint[], probes: readonly ProbeRecord[]) => Promise<void>;
  readonly #clock: Clock;
  #endpoints: ScanEndpoint[] = [];
  #probes: ProbeRecord[] = [];
  #lastWrite = 0;
  #writing: Promise<void> = Promise.resolve();

  constructor(
    write: (endpoints: readonly ScanEndpoint[], probes: readonly ProbeRecord[]) => Promise<void>,
    clock: Clock,
  ) {
    this.#write = write;
    this.#clock = clock;
  }

  addEndpoint(endpoint: ScanEndpoint): void | Promise<void> {
    this.#endpoints.push(endpoint);
    return this.#maybeFlush();
  }

  addProbe(probe: ProbeRecord): void | Promise<void> {
    this.#probes.push(probe);
    return this.#maybeFlush();
  }

  #maybeFlush(): void | Promise<void> {
    const waiting = this.#endpoints.length + this.#probes.length;
    if (waiting < BATCH && this.#clock.tick() - this.#lastWrite < FLUSH_MS) return;
    const flushed = this.flush();
    // Below the batch size nobody has to wait; a failure is seen by the next one who does.
    if (waiting >= BATCH) return flushed;
    flushed.catch(() => undefined);
  }

  flush(): Promise<void> {
    this.#lastWrite = this.#clock.tick();
    this.#writing = this.#writing.then(async () => {
      const [endpoints, probes] = [this.#endpoints, this.#probes];
      this.#endpoints = [];
      this.#probes = [];
      if (endpoints.length + probes.length > 0) await this.#write(endpoints, probes);
    });
    return this.#writing;
  }
}

/** The document of a stored scan. */
export async function scanDocumentOf(tx: Tenant, id: string): Promise<ScanDocument> {
  const { row, ports, refused } = await scanRecord(tx, id);
  return {
    schema: 'dosimeter.scan/1',
    vantage: row.vantage,
    startedAt: row.startedAt,
    endedAt: row.endedAt ?? row.startedAt,
    clearance: row.clearance,
    authority: row.authority,
    state: row.state,
    targets: row.targets,
    ports: [...ports],
    refused: [...refused],
    totals: row.totals ?? { hosts: 0, endpoints: 0, connections: 0, bytesSent: 0, seconds: 0 },
    endpoints: await scanEndpoints(tx, id),
  };
}
