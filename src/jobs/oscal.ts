// The OSCAL documents of a site, from what is known of it now. What they say decides their ids and dates: the same data gives the same bytes.
import type { ControlStatus, Finding, OscalPlace, PolicyCheck, RiskDocument } from '#contracts/index.ts';
import { factSpan } from '#evidence/index.ts';
import { snapshots } from '#inventory/index.ts';
import { inertText } from '#kit/index.ts';
import { type OscalDocument, oscalCatalogue, oscalComponents, oscalProfile } from '#knowledge/index.ts';
import {
  allFindings,
  answersOf,
  attestationsOf,
  doneSteps,
  policyLibrary,
  riskOf,
  settleDecisions,
} from '#program/index.ts';
import {
  assessmentResults,
  componentsOfPlace,
  OSCAL_FILES,
  type OscalFileName,
  planOfAction,
  systemSecurityPlan,
} from '#report/index.ts';
import type { Tenant, TenantId } from '#store/index.ts';
import { type ControlKnowledge, controlKnowledge } from './control-catalogue.ts';
import { type ChecksDeps, checkRows, checksOfSite, firstBroken } from './site-checks.ts';
import { controlStatuses } from './site-controls.ts';
import { asMade } from './vex.ts';

/** When the catalogue that ships was written: its exports carry this and not the day of the export, so that they stay the same. */
export const SHIPPED_CATALOGUE = { at: '2026-11-27T00:00:00Z', version: '1.0' } as const;

/** So many of the devices that break a check are named in its observation. */
const NAMED_OF_CHECK = 10;

/** A site, and how its documents are made. */
export interface OscalSite {
  readonly place: OscalPlace;
  readonly knowledge: ControlKnowledge;
}

/** Reads what the documents of a site with this name are made from. */
export async function oscalSite(deps: ChecksDeps, tenantId: TenantId, site: string): Promise<OscalSite> {
  const { store, clock } = deps;
  const now = clock.now();
  await store.tenant(tenantId, (tx) => settleDecisions(tx, now));
  const statuses = await controlStatuses(deps, tenantId);
  const knowledge = await controlKnowledge(store.dataDir);
  const checks = await checksIn(deps, tenantId);
  return store.tenant(tenantId, (tx) => siteWith(tx, { now, site, knowledge, statuses, checks }), {
    priority: 'background',
  });
}

/** Every check with the first devices that break it. */
async function checksIn(deps: ChecksDeps, tenantId: TenantId): Promise<OscalPlace['checks']> {
  const all = await checksOfSite(deps, tenantId);
  const broken = await firstBroken(deps, tenantId, all, NAMED_OF_CHECK);
  const { checks } = await policyLibrary();
  const byId = new Map(checks.map((check) => [check.id, check]));
  return (await checkRows(all.counts)).map(({ id, title, counts, controls }) => ({
    id,
    title: clip(title, 400),
    methods: methodsOf(byId.get(id)),
    counts,
    broken: (broken.get(id) ?? []).map(({ device, why, evidence }) => ({
      device: device?.id ?? null,
      name: device === null ? 'The site' : clip(device.name, 200),
      why: clip(why, 600),
      evidence: evidence.slice(0, 5),
    })),
    controls,
  }));
}

/** By facts it is a test; where people state it, what they keep of it is examined. */
function methodsOf(check: PolicyCheck | undefined): OscalPlace['checks'][number]['methods'] {
  if (check === undefined || check.of === 'site') return ['EXAMINE'];
  const isTest = check.breaks.length > 0 || check.needs.length > 0;
  return [...(isTest ? ['TEST' as const] : []), ...(check.attested || !isTest ? ['EXAMINE' as const] : [])];
}

interface Around {
  readonly now: Date;
  readonly site: string;
  readonly knowledge: ControlKnowledge;
  readonly statuses: ReadonlyMap<string, ControlStatus>;
  readonly checks: OscalPlace['checks'];
}

async function siteWith(tx: Tenant, { now, site, knowledge, statuses, checks }: Around): Promise<OscalSite> {
  const devices = (await Array.fromAsync(snapshots(tx))).filter(({ retired }) => !retired);
  const findings = await Array.fromAsync(allFindings(tx, now));
  const answers = await answersOf(tx);
  const risk = await riskOf(tx);
  const done = await doneSteps(tx);
  const span = await factSpan(tx);
  const { controls } = knowledge;
  const name = clip(site, 200);
  const times = [
    span.newest,
    risk?.at,
    ...answers.map(({ at }) => at),
    ...(await attestationsOf(tx)).map(({ at }) => at),
    ...done.map(({ at }) => at),
    ...findings.map(({ standing }) => standing?.firstSeenAt),
  ].filter((time) => typeof time === 'string');
  return {
    knowledge,
    place: {
      id: tx.id,
      name,
      organization: name,
      description: `Medical imaging of ${name}: ${devices.length} devices with their archive, worklist and network.`,
      asOf: times.sort().at(-1) ?? `${now.toISOString().slice(0, 10)}T00:00:00.000Z`,
      devices: devices.map((device) => ({
        id: device.id,
        name: clip(device.name, 200),
        kind: clip(device.kind ?? 'kind not known', 80),
        maker: device.vendor === null ? null : clip(device.vendor, 200),
        model: device.model === null ? null : clip(device.model, 200),
        version: asMade(device).version?.slice(0, 200) ?? null,
        addresses: device.addresses.map((address) => clip(address, 60)),
      })),
      controls: controls.flatMap(({ id }) => {
        const status = statuses.get(id);
        return status ? [{ id, status, owner: null }] : [];
      }),
      findings: findings.map((finding) => findingOf(finding, knowledge)),
      checks,
      actions: [...actionsOf(risk), ...done.map(doneAction)],
    },
  };
}

function findingOf(finding: Finding, { controls }: ControlKnowledge): OscalPlace['findings'][number] {
  return {
    id: finding.id,
    device: finding.device,
    title: clip(finding.title, 400),
    severity: finding.severity,
    state: finding.state,
    reasons: finding.reasons.map(({ because }) => clip(because, 600)),
    observedAt: finding.standing?.firstSeenAt ?? '1970-01-01T00:00:00.000Z',
    controls: controls.filter(({ brokenBy }) => brokenBy.includes(finding.rule)).map(({ id }) => id),
  };
}

/** The actions that the plan of the newest assessment chose; what it left out is no decision of anybody. */
function actionsOf(risk: RiskDocument | null): OscalPlace['actions'] {
  const chosen = new Set(risk?.plan.chosen.map(({ action }) => action));
  return (risk?.actions ?? [])
    .filter(({ id }) => chosen.has(id))
    .map((action) => ({
      id: action.id,
      title: clip(action.name, 400),
      what: clip(action.why, 2000),
      owner: clip(action.ownerRole, 200),
      due: null,
      done: false,
      findings: action.findings,
    }));
}

function doneAction(step: Awaited<ReturnType<typeof doneSteps>>[number]): OscalPlace['actions'][number] {
  return {
    id: step.action,
    title: clip(step.name, 400),
    what: clip(step.note, 2000),
    owner: clip(step.by, 200),
    due: null,
    done: true,
    findings: step.findings.map(({ id }) => id),
  };
}

function clip(text: string, most: number): string {
  return inertText(text, most).slice(0, most) || '-';
}

/** One document of a site. Throws Invalid where there is nothing to do and a plan of action is asked for. */
export function oscalDocument({ place, knowledge }: OscalSite, file: OscalFileName): OscalDocument {
  const { controls, frameworks } = knowledge;
  switch (file) {
    case 'catalog':
      return oscalCatalogue(controls, frameworks, SHIPPED_CATALOGUE);
    case 'profile':
      return oscalProfile({ ...SHIPPED_CATALOGUE, href: OSCAL_FILES.catalog });
    case 'component-definition':
      return componentsOfPlace(
        oscalComponents(controls, frameworks, { ...SHIPPED_CATALOGUE, href: OSCAL_FILES.catalog }),
        place,
      );
    case 'system-security-plan':
      return systemSecurityPlan(place, OSCAL_FILES.profile);
    case 'assessment-results':
      return assessmentResults(place);
    case 'plan-of-action-and-milestones':
      return planOfAction(place, OSCAL_FILES['system-security-plan']);
  }
}
