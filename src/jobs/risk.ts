// The risk of a site: what is stored becomes the inputs, the assessment runs in a thread of its own, and both are kept together.
import { Worker } from 'node:worker_threads';
import {
  DEFAULT_HARM_MATRIX,
  type Finding,
  type PlanDocument,
  type RiskDevice,
  type RiskDocument,
  type RiskFinding,
  type RiskInputs,
  type RiskReach,
  type RiskSettingsInput,
  type RiskSettingsNow,
  risk,
  type WhatIfResult,
} from '#contracts/index.ts';
import { recordedWays, snapshots, zonesKnown } from '#inventory/index.ts';
import { type Clock, canonicalJson, inertText, Unavailable } from '#kit/index.ts';
import {
  allFindings,
  keepRisk,
  newestRisk,
  riskInputsOf,
  riskOf,
  riskSettings,
  settleDecisions,
} from '#program/index.ts';
import { assessRisk, planFor, resolveSettings, riskFigures, WhatIf } from '#risk/index.ts';
import type { Store, Tenant, TenantId } from '#store/index.ts';
import { threatFolders, threatLibrary } from './threat-library.ts';

export interface RiskDeps {
  readonly store: Store;
  readonly clock: Clock;
}

export interface RiskAsked {
  readonly by: string;
  readonly seed?: number;
  readonly trials?: number;
  readonly signal?: AbortSignal;
  readonly progress?: (done: number, what: string) => void;
}

const SEED = 1;
/** Years that are simulated unless somebody asks for more. */
const TRIALS = 50_000;
const MOST_TITLE = 200;

/** Works out the risk of a site as it stands, and keeps it. */
export async function performRisk(deps: RiskDeps, tenantId: TenantId, asked: RiskAsked): Promise<RiskDocument> {
  const { store } = deps;
  const inputs = await riskInputs(deps, tenantId, asked);
  const document = await assessInThread(inputs, asked);
  const kept = { document, inputs: canonicalJson(inputs), text: canonicalJson(document), by: asked.by };
  await store.tenant(tenantId, (tx) => keepRisk(tx, kept));
  return document;
}

/** Everything that the assessment is worked out from, as it stands now. */
export async function riskInputs(deps: RiskDeps, tenantId: TenantId, asked: RiskAsked): Promise<RiskInputs> {
  const { scenarios } = await threatLibrary(threatFolders(deps.store.dataDir));
  const now = deps.clock.now();
  const site = await siteName(deps.store, tenantId);
  return deps.store.tenant(
    tenantId,
    async (tx) => {
      await settleDecisions(tx, now);
      const { settings: given } = await riskSettings(tx);
      const { settings, stated } = resolveSettings(given);
      const devices = await devicesOf(tx);
      const inputs: RiskInputs = {
        schema: 'dosimeter.risk-inputs/1',
        site,
        at: now.toISOString(),
        seed: asked.seed ?? SEED,
        trials: asked.trials ?? TRIALS,
        settings,
        stated: [...stated],
        devices,
        zones: await zonesKnown(tx),
        findings: await findingsOf(tx, now),
        reach: waysOf(await recordedWays(tx), devices),
        threats: [...scenarios],
        matrix: DEFAULT_HARM_MATRIX,
        before: await beforeOf(tx),
      };
      // Through the shape and one spelling: what is kept gives the same again.
      return risk.riskInputs.parse(JSON.parse(canonicalJson(inputs)));
    },
    { priority: 'background' },
  );
}

async function siteName(store: Store, tenantId: TenantId): Promise<string> {
  const row = await store.system(({ db }) =>
    db.selectFrom('tenants').select('name').where('id', '=', tenantId).executeTakeFirst(),
  );
  return row?.name ?? 'site';
}

async function devicesOf(tx: Tenant): Promise<RiskDevice[]> {
  const devices: RiskDevice[] = [];
  for await (const device of snapshots(tx)) {
    if (device.retired) continue;
    devices.push({
      id: device.id,
      name: device.name,
      kind: device.kind,
      modality: device.modality,
      zone: device.zone,
      criticality: device.criticality?.level ?? null,
      isOnInternet: device.internet.some(({ direction }) => direction === 'in'),
      remoteServices: [...new Set(device.remoteServices.map(({ name }) => name))].sort(),
    });
  }
  return devices.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** What a machine opened of which nobody knows what it is was no exam. */
function waysOf(ways: readonly RiskReach[], devices: readonly RiskDevice[]): RiskReach[] {
  const known = new Set(devices.flatMap(({ id, kind }) => (kind === null ? [] : [id])));
  return ways.map((way) => ({ ...way, isClinical: way.isClinical && known.has(way.from) }));
}

async function findingsOf(tx: Tenant, now: Date): Promise<RiskFinding[]> {
  const findings: RiskFinding[] = [];
  for await (const finding of allFindings(tx, now)) {
    const { state } = finding;
    if ((state !== 'confirmed' && state !== 'potential') || finding.severity === 'none') continue;
    findings.push(trimmed(finding, state));
  }
  return findings.sort((a, b) => (a.id < b.id ? -1 : 1));
}

function trimmed(finding: Finding, state: RiskFinding['state']): RiskFinding {
  return {
    id: finding.id,
    device: finding.device,
    kind: finding.kind,
    rule: finding.rule,
    title: inertText(finding.title, MOST_TITLE),
    state,
    confidence: finding.confidence,
    cve: finding.cve,
    kev: finding.kev,
    epss: finding.epss,
    vector: finding.cvss?.vector ?? null,
    fix: finding.fix,
  };
}

/** Of the assessment before: what a comparison needs. */
async function beforeOf(tx: Tenant): Promise<RiskInputs['before']> {
  const last = await riskOf(tx);
  if (!last) return null;
  const kept = risk.riskInputs.parse(JSON.parse((await riskInputsOf(tx, last.id)).inputs));
  return {
    id: last.id,
    at: last.at,
    mean: last.loss.today.mean,
    reached: last.targets.reduce((sum, { probability }) => sum + probability.mode, 0),
    devices: kept.devices.map(({ id }) => id),
    findings: kept.findings.map(({ id, title, device }) => ({ id, title, device })),
    stated: kept.stated,
  };
}

/** What a thread says. */
export type RiskSaid =
  | { readonly kind: 'progress'; readonly done: number; readonly what: string }
  | { readonly kind: 'done'; readonly text: string }
  | { readonly kind: 'failed'; readonly message: string };

/** Runs the assessment beside the server, which goes on answering. */
async function assessInThread(inputs: RiskInputs, { signal, progress }: RiskAsked): Promise<RiskDocument> {
  signal?.throwIfAborted();
  const worker = new Worker(new URL('./risk.worker.ts', import.meta.url), { workerData: canonicalJson(inputs) });
  const stop = () => void worker.terminate();
  signal?.addEventListener('abort', stop, { once: true });
  try {
    const text = await new Promise<string>((resolve, reject) => {
      worker.on('message', (said: RiskSaid) => {
        if (said.kind === 'progress') progress?.(said.done, said.what);
        else if (said.kind === 'done') resolve(said.text);
        else reject(new Unavailable(`The risk could not be worked out: ${said.message}`));
      });
      worker.once('error', reject);
      worker.once('exit', () => reject(signal?.reason ?? new Unavailable('The assessment of risk ended early.')));
    });
    return risk.riskDocument.parse(JSON.parse(text));
  } finally {
    signal?.removeEventListener('abort', stop);
    await worker.terminate();
  }
}

/** Works an assessment out again from what was kept; `same` when every byte agrees. */
export async function replayRisk(
  store: Store,
  tenantId: TenantId,
  id?: string,
): Promise<{ id: string; same: boolean; differs: string | null }> {
  const kept = await store.tenant(tenantId, (tx) => riskInputsOf(tx, id));
  const again = assessRisk(risk.riskInputs.parse(JSON.parse(kept.inputs)));
  const text = canonicalJson(again);
  return {
    id: kept.id,
    same: text === kept.text,
    differs: text === kept.text ? null : firstDifference(kept.text, text),
  };
}

/** The first member of the document that differs. */
function firstDifference(kept: string, again: string): string {
  const [before, after] = [kept, again].map(
    (text): Record<string, unknown> => JSON.parse(text) as Record<string, unknown>,
  ); // both are documents
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])].sort();
  return (
    names.find((name) => canonicalJson(before?.[name] ?? null) !== canonicalJson(after?.[name] ?? null)) ?? 'its order'
  );
}

/** The best actions within another budget or horizon, from the newest assessment. */
export async function planOf(
  store: Store,
  tenantId: TenantId,
  asked: { readonly budget?: number | undefined; readonly horizonDays?: number | undefined },
  progress?: (done: number, what: string) => void,
): Promise<PlanDocument> {
  return planFor(await newestInputs(store, tenantId), asked, progress);
}

async function newestInputs(store: Store, tenantId: TenantId, id?: string): Promise<RiskInputs> {
  const kept = await store.tenant(tenantId, (tx) => riskInputsOf(tx, id));
  return risk.riskInputs.parse(JSON.parse(kept.inputs));
}

/** Sites whose questions are answered from memory. */
const MOST_ASKED = 20;
const asked = new Map<string, { readonly id: string; readonly whatIf: WhatIf }>();

/** What would be, from the newest assessment, with some actions done and some figures changed. */
export async function whatIf(
  store: Store,
  tenantId: TenantId,
  question: { readonly actions: readonly string[]; readonly settings?: RiskSettingsInput | undefined },
): Promise<WhatIfResult> {
  const newest = await store.tenant(tenantId, (tx) => newestRisk(tx), { priority: 'interactive' });
  let known = asked.get(tenantId);
  if (known?.id !== newest) {
    known = { id: newest, whatIf: new WhatIf(await newestInputs(store, tenantId, newest)) };
    asked.delete(tenantId);
    asked.set(tenantId, known);
    const [oldest] = asked.keys();
    if (asked.size > MOST_ASKED && oldest !== undefined) asked.delete(oldest);
  }
  if (question.settings === undefined) return known.whatIf.ask(question.actions);
  const { settings: stated } = await store.tenant(tenantId, (tx) => riskSettings(tx));
  return known.whatIf.ask(question.actions, resolveSettings(merged(stated, question.settings)).settings);
}

/** What is asked for, over what the site stated. */
function merged(stated: RiskSettingsInput, given: RiskSettingsInput): RiskSettingsInput {
  const deep = <T extends object>(one: Record<string, T | undefined> = {}, other: Record<string, T | undefined> = {}) =>
    Object.fromEntries(
      [...new Set([...Object.keys(one), ...Object.keys(other)])].map((name) => [
        name,
        { ...one[name], ...other[name] },
      ]),
    );
  return {
    ...stated,
    ...given,
    modalities: deep(stated.modalities, given.modalities),
    entries: deep(stated.entries, given.entries),
  };
}

/** What the site stated, and every figure as it counts for its machines. */
export async function settingsNow(tx: Tenant): Promise<RiskSettingsNow> {
  const { settings: stated, by, at } = await riskSettings(tx);
  return { stated, by, at, figures: riskFigures(resolveSettings(stated), await devicesOf(tx)) };
}
