// The risk of a site: what is stored becomes the inputs, the assessment runs in a thread of its own, and both are kept together.
import {
  countedPatients,
  type Elicited,
  type Finding,
  type PlanDocument,
  plans,
  type RiskDevice,
  type RiskDocument,
  type RiskFinding,
  type RiskPatients,
  type RiskSettingsInput,
  type RiskSettingsNow,
  risk,
  SEVERITY_ASPECTS,
  type ThreatScenario,
  type WhatIfResult,
} from '#contracts/index.ts';
import { everStatedOfAddresses } from '#evidence/index.ts';
import { recordedWays, snapshots, zonesKnown } from '#inventory/index.ts';
import { type Clock, canonicalJson, inertText } from '#kit/index.ts';
import {
  allFindings,
  doneInputs,
  elicitedRatings,
  harmMatrix,
  keepRisk,
  newestRisk,
  riskInputsOf,
  riskOf,
  riskSettings,
  settleDecisions,
} from '#program/index.ts';
import { checkCurrency, countsToUse, resolveSettings, riskFiguresToEdit, WhatIf } from '#risk/index.ts';
import type { Store, Tenant, TenantId } from '#store/index.ts';
import { earlierInputs } from './done.ts';
import { examConversations, waysWithExams } from './exam-ways.ts';
import { type RiskDraft, type RiskWatch, riskInThread } from './risk-in-thread.ts';
import { provenControls } from './site-controls.ts';
import { threatFolders, threatLibrary } from './threat-library.ts';
import { WhatIfThread } from './what-if-thread.ts';

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
  asked.progress?.(0, 'reading what is known of the site');
  const draft = await draftOf(deps, tenantId, asked);
  const earlier = await store.tenant(tenantId, (tx) => earlierInputs(tx, draft.inputs), { priority: 'background' });
  const { text, inputs } = await riskInThread({ kind: 'first', draft, earlier }, asked);
  const document = risk.riskDocument.parse(JSON.parse(text));
  await store.tenant(tenantId, (tx) => keepRisk(tx, { document, inputs, text, by: asked.by }));
  return document;
}

/** Everything that the assessment is worked out from, as it stands now. */
async function draftOf(deps: RiskDeps, tenantId: TenantId, asked: RiskAsked): Promise<RiskDraft> {
  const { scenarios } = await threatLibrary(threatFolders(deps.store.dataDir));
  const now = deps.clock.now();
  const site = await siteName(deps.store, tenantId);
  const proven = await provenControls(deps, tenantId);
  return deps.store.tenant(
    tenantId,
    async (tx) => {
      await settleDecisions(tx, now);
      const { settings: given } = await riskSettings(tx);
      const { settings, stated } = resolveSettings(given);
      checkCurrency(settings);
      const devices = await devicesOf(tx);
      const conversations = await examConversations(tx);
      const inputs: RiskDraft['inputs'] = {
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
        reach: waysWithExams(await recordedWays(tx), conversations),
        conversations,
        threats: rated(scenarios, await elicitedRatings(tx, scenarios)),
        matrix: (await harmMatrix(tx)).matrix,
        done: await doneInputs(tx),
      };
      const counted = await patientsCounted(tx);
      if (counted.length > 0) inputs.patientsCounted = counted;
      if (proven.length > 0) inputs.controlsProven = proven;
      return { inputs, before: await beforeOf(tx) };
    },
    { priority: 'background' },
  );
}

/** The scenarios with what the people of the site rated in place of the defaults. */
function rated(scenarios: readonly ThreatScenario[], { scenarios: combined }: Elicited): ThreatScenario[] {
  const byId = new Map(combined.map((rating) => [rating.scenario, rating]));
  return scenarios.map((scenario) => {
    const rating = byId.get(scenario.id);
    if (!rating) return scenario;
    const basis = (raters: number) => `rated here by ${raters} ${raters === 1 ? 'person' : 'people'}`;
    const severity = { ...scenario.severity };
    for (const aspect of SEVERITY_ASPECTS) {
      const { from, low, mode, high, raters } = rating.severity[aspect];
      if (from === 'raters') severity[aspect] = { value: { low, mode, high }, basis: basis(raters) };
    }
    const { from, low, mode, high, raters } = rating.likelihood;
    const value = { dist: 'pert' as const, low, mode, high };
    const likelihood =
      from === 'default'
        ? scenario.likelihood
        : rating.likelihoodKind === 'intent'
          ? { intent: { value, basis: basis(raters) } }
          : { yearly: { value, basis: basis(raters) } };
    return { ...scenario, severity, likelihood };
  });
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
      maker: device.vendor,
      ...(Object.keys(device.circumstances ?? {}).length > 0 ? { circumstances: device.circumstances } : {}),
    });
  }
  return devices.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Of each archive the count of its patients that says most. */
async function patientsCounted(tx: Tenant): Promise<RiskPatients[]> {
  const stated = await everStatedOfAddresses(tx, 'archive.patients');
  return countsToUse(
    stated.map(({ address: archive, value, at }) => ({ ...countedPatients.parse(value), archive, at })),
  );
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
async function beforeOf(tx: Tenant): Promise<RiskDraft['before']> {
  const last = await riskOf(tx);
  if (!last) return null;
  return {
    id: last.id,
    at: last.at,
    mean: last.expected.today.mean,
    interval: last.expected.today.interval,
    reached: last.targets.reduce((sum, { probability }) => sum + probability.mode, 0),
    text: (await riskInputsOf(tx, last.id)).inputs,
  };
}

/** Works an assessment out again from what was kept; `same` when every byte agrees. */
export async function replayRisk(
  store: Store,
  tenantId: TenantId,
  id?: string,
  watch?: RiskWatch,
): Promise<{ id: string; same: boolean; differs: string | null }> {
  const kept = await store.tenant(tenantId, (tx) => riskInputsOf(tx, id));
  const earlier = await store.tenant(tenantId, (tx) =>
    earlierInputs(tx, risk.riskInputs.pick({ done: true }).parse(JSON.parse(kept.inputs))),
  );
  const { text } = await riskInThread({ kind: 'again', text: kept.inputs, earlier }, watch);
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
  watch?: RiskWatch,
): Promise<PlanDocument> {
  const { inputs } = await store.tenant(tenantId, (tx) => riskInputsOf(tx));
  const { text } = await riskInThread({ kind: 'plan', text: inputs, asked }, watch);
  return plans.planDocument.parse(JSON.parse(text));
}

/** Inputs up to so many characters, some 300 devices, have their questions answered at once, from memory; for larger ones a thread works. */
const ANSWERED_AT_ONCE = 1_000_000;
/** Sites whose questions are answered from memory, and by a thread. */
const [MOST_ASKED, MOST_THREADS] = [20, 2];

interface Asked {
  readonly id: string;
  /** Gives the answer, at once or from a thread. */
  readonly ask: (actions: readonly string[], settings: RiskSettingsInput | undefined) => Promise<WhatIfResult>;
  readonly end?: () => void;
}
const asked = new Map<string, Asked>();

/** What would be, from the newest assessment, with some actions done and some figures changed. */
export async function whatIf(
  store: Store,
  tenantId: TenantId,
  question: { readonly actions: readonly string[]; readonly settings?: RiskSettingsInput | undefined },
): Promise<WhatIfResult> {
  const { actions, settings } = question;
  return (await newestAsked(store, tenantId)).ask(actions, settings);
}

/** Lays a small site out, so that the first question is answered as fast as the next ones; what cannot be laid out, the question says. */
export async function readyForWhatIf(store: Store, tenantId: TenantId): Promise<void> {
  const { inputs } = await store.tenant(tenantId, (tx) => riskInputsOf(tx), { priority: 'background' });
  if (inputs.length <= ANSWERED_AT_ONCE) await (await newestAsked(store, tenantId)).ask([], undefined);
}

async function newestAsked(store: Store, tenantId: TenantId): Promise<Asked> {
  const newest = await store.tenant(tenantId, (tx) => newestRisk(tx), { priority: 'interactive' });
  const known = asked.get(tenantId);
  if (known?.id === newest) return known;
  const { inputs } = await store.tenant(tenantId, (tx) => riskInputsOf(tx, newest));
  // Somebody may have asked meanwhile.
  const since = asked.get(tenantId);
  if (since?.id === newest) return since;
  forget(tenantId);
  const found = askedOf(tenantId, newest, inputs);
  asked.set(tenantId, found);
  for (const [site, { end }] of asked) {
    const threads = [...asked.values()].filter((one) => one.end);
    if (asked.size > MOST_ASKED || (end && threads.length > MOST_THREADS)) forget(site);
  }
  return found;
}

function askedOf(tenantId: string, id: string, inputs: string): Asked {
  if (inputs.length <= ANSWERED_AT_ONCE) {
    const whatIf = new WhatIf(risk.riskInputs.parse(JSON.parse(inputs)));
    return { id, ask: async (actions, settings) => whatIf.ask(actions, settings) };
  }
  const thread = new WhatIfThread(inputs, () => {
    if (asked.get(tenantId) === found) asked.delete(tenantId);
  });
  const found: Asked = {
    id,
    ask: async (actions, settings) => risk.whatIfResult.parse(JSON.parse(await thread.ask(actions, settings))),
    end: () => void thread.end(),
  };
  return found;
}

function forget(tenantId: string): void {
  const known = asked.get(tenantId);
  asked.delete(tenantId);
  known?.end?.();
}

/** What the site stated, and every figure as it counts for its machines. */
export async function settingsNow(tx: Tenant): Promise<RiskSettingsNow> {
  const { settings: stated, by, at, version } = await riskSettings(tx);
  const figures = riskFiguresToEdit(resolveSettings(stated), await devicesOf(tx), await patientsCounted(tx));
  return { stated, by, at, version, figures };
}
