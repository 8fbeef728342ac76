// How the controls of the catalogue stand at a site: written, known and enforced, apart; and which controls of the threats library follow.
import {
  type ControlDetail,
  type ControlList,
  type ControlStatus,
  type KeptAnswer,
  programChecks,
  type SiteSize,
} from '#contracts/index.ts';
import { NotFound } from '#kit/index.ts';
import { effectsOf, mappingsOf } from '#knowledge/index.ts';
import {
  answersOf,
  attestationsOf,
  evidenceOfControl,
  linkOf,
  type OtherEvidence,
  policyEvidence,
  policyLibrary,
  type SiteEvidence,
  siteDay,
  statusOfControl,
  threatControlsInPlace,
  trainingEvidence,
} from '#program/index.ts';
import type { Tenant, TenantId } from '#store/index.ts';
import { type ControlKnowledge, controlKnowledge } from './control-catalogue.ts';
import {
  type ChecksDeps,
  checkRows,
  checksOfSite,
  rowsInState,
  type SiteChecks,
  toldDevices,
  toldOf,
} from './site-checks.ts';
import { threatFolders, threatLibrary } from './threat-library.ts';

/** Of each check of a control so many devices are shown; the page of the check has all of them. */
const SHOWN = 5;
/** Up to so many devices a site counts as small or middle: the geometric mean of 5 and 50, and of 50 and 5,000. */
const [SMALL, MIDDLE] = [15, 500];

/** What policies and lessons show, by their ids. */
async function otherEvidence(tx: Tenant, at: Date, until?: Date): Promise<OtherEvidence> {
  return {
    policies: await policyEvidence(tx, await siteDay(tx, at), until),
    lessons: await trainingEvidence(tx, at),
  };
}

interface Standing {
  readonly checks: SiteChecks;
  readonly catalogue: ControlKnowledge;
  readonly statuses: ReadonlyMap<string, ControlStatus>;
  readonly size: SiteSize;
}

async function standingOf(deps: ChecksDeps, tenantId: TenantId, fresh = false): Promise<Standing> {
  return standingFrom(deps, tenantId, { checks: await checksOfSite(deps, tenantId, fresh) });
}

/** How each control stood when its checks were looked through; by what was said up to then, where `until` says so. */
export async function controlsFrom(
  deps: Pick<ChecksDeps, 'store'>,
  tenantId: TenantId,
  checks: { readonly checks: SiteChecks; readonly until?: Date },
): Promise<readonly { readonly id: string; readonly name: string; readonly status: ControlStatus }[]> {
  const { catalogue, statuses } = await standingFrom(deps, tenantId, checks);
  return catalogue.controls.map(({ id, name }) => ({ id, name, status: statusIn(statuses, id) }));
}

async function standingFrom(
  { store }: Pick<ChecksDeps, 'store'>,
  tenantId: TenantId,
  { checks, until }: { readonly checks: SiteChecks; readonly until?: Date },
): Promise<Standing> {
  const catalogue = await controlKnowledge(store.dataDir);
  const { checks: library } = await policyLibrary();
  const now = checks.at.toISOString();
  const { said, answered, others, today, timeZone } = await store.tenant(
    tenantId,
    async (tx) => ({
      said: await attestationsOf(tx, until),
      answered: answeredOf(await answersOf(tx, until)),
      others: await otherEvidence(tx, checks.at, until),
      ...(await siteDay(tx, checks.at)),
    }),
    { priority: 'interactive' },
  );
  const site = { checks: library, counts: checks.counts, said, answered, timeZone };
  const statuses = new Map(
    catalogue.controls.map(({ id }) => [id, statusOfControl(id, evidenceOfControl(id, site, others, now), today)]),
  );
  const devices = checks.rows.length;
  return {
    checks,
    catalogue,
    statuses,
    size: devices <= SMALL ? 'small' : devices <= MIDDLE ? 'middle' : 'large',
  };
}

/** What was answered of controls in assessments. */
function answeredOf(answers: readonly KeptAnswer[]): SiteEvidence['answered'] {
  return new Map(
    answers.flatMap(({ kind, subject, answer, on }) =>
      kind === 'control' && answer !== 'unknown' ? [[subject, { done: answer, on }] as const] : [],
    ),
  );
}

/** How each control stands, by its id: for whoever tells of controls elsewhere than on their page. */
export async function controlStatuses(
  deps: ChecksDeps,
  tenantId: TenantId,
): Promise<ReadonlyMap<string, ControlStatus>> {
  return (await standingOf(deps, tenantId)).statuses;
}

/** Every control of the catalogue as it stands. */
export async function controlList(deps: ChecksDeps, tenantId: TenantId): Promise<ControlList> {
  const { checks, catalogue, statuses, size } = await standingOf(deps, tenantId);
  return {
    schema: 'dosimeter.site-controls/1',
    at: checks.at.toISOString(),
    devices: checks.rows.length,
    size,
    controls: catalogue.controls.map(({ id, name, function: of, intent, brings }) => ({
      id,
      name,
      function: of,
      intent,
      status: statusIn(statuses, id),
      checks: [...(linkOf(id).checks ?? [])],
      brings: [...brings],
    })),
    counted: threatControlsInPlace(catalogue.controls, statuses),
    problems: [...catalogue.problems],
  };
}

/** Controls of the threats library that are in place because all of what brings them is enforced; worked out now. */
export async function provenControls(deps: ChecksDeps, tenantId: TenantId): Promise<string[]> {
  const { catalogue, statuses } = await standingOf(deps, tenantId, true);
  return threatControlsInPlace(catalogue.controls, statuses);
}

/** One control with its checks, the devices that break them, and what it serves. Throws NotFound. */
export async function controlDetail(deps: ChecksDeps, tenantId: TenantId, id: string): Promise<ControlDetail> {
  const { checks, catalogue, statuses, size } = await standingOf(deps, tenantId);
  const control = catalogue.controls.find((each) => each.id === id);
  if (!control) throw new NotFound('There is no such control.');
  const { scenarios } = await threatLibrary(threatFolders(deps.store.dataDir));
  const { checks: library } = await policyLibrary();
  const link = linkOf(id);
  const rows = (await checkRows(checks.counts)).filter((row) => link.checks?.includes(row.id));
  const names = new Map(scenarios.map((scenario) => [scenario.id, scenario.name]));
  const frameworks = new Map(catalogue.frameworks.map((framework) => [framework.id, framework.name]));
  const told: ControlDetail['checks'] = [];
  for (const row of rows) {
    const one = checks.ofSite.get(row.id);
    const ids = rowsInState(checks, library, row.id, 'broken').slice(0, SHOWN);
    const broken = one
      ? [toldOf(one, null)].filter(({ state }) => state === 'broken')
      : await toldDevices(deps, tenantId, { at: checks.at, check: row.id, ids: ids.map((each) => each.id) });
    told.push({ ...row, broken });
  }
  const { maps: _, ...own } = control;
  return {
    at: checks.at.toISOString(),
    size,
    control: { ...own, brings: [...own.brings], partOf: [...own.partOf], brokenBy: [...own.brokenBy] },
    status: statusIn(statuses, id),
    isPart: link.part === true,
    maps: mappingsOf(control, catalogue.frameworks).map((mapping) => ({
      ...mapping,
      frameworkName: frameworks.get(mapping.framework) ?? mapping.framework,
    })),
    effects: effectsOf(control, scenarios).map((effect) => ({
      ...effect,
      scenarioName: names.get(effect.scenario) ?? effect.scenario,
    })),
    checks: told,
    policy: link.policy ?? null,
    question:
      rows.length > 0
        ? null
        : {
            question: `${programChecks.CONTROL_QUESTION}${id}`,
            ask: `Is this done: ${control.name}?`,
            months: 12,
            excuses: false,
          },
  };
}

/** True for the question of a control that is in the catalogue. */
export async function isControlQuestion(deps: Pick<ChecksDeps, 'store'>, question: string): Promise<boolean> {
  const { CONTROL_QUESTION } = programChecks;
  if (!question.startsWith(CONTROL_QUESTION)) return false;
  const { controls } = await controlKnowledge(deps.store.dataDir);
  return controls.some(({ id }) => id === question.slice(CONTROL_QUESTION.length));
}

function statusIn(statuses: Standing['statuses'], id: string): ControlStatus {
  const status = statuses.get(id);
  if (!status) throw new Error(`control ${id} stands nowhere`);
  return status;
}
