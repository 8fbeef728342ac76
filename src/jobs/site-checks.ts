// How every check stands at a site, worked out batch by batch, so that nobody waits for a long inventory; of a long one it is kept for a minute.
import {
  type AttestationInput,
  CHECK_STATES,
  type CheckCounts,
  type CheckDetail,
  type CheckedDevice,
  type CheckList,
  type CheckQuestion,
  type CheckResult,
  type CheckRow,
  type CheckState,
  type PolicyCheck,
} from '#contracts/index.ts';
import { type Clock, Invalid, NotFound } from '#kit/index.ts';
import {
  type AttestationActor,
  type AttestationsKept,
  type CheckSums,
  CONTROL_LINKS,
  checkedBatch,
  eachChecked,
  exceptedOn,
  keepAttestations,
  policyHeads,
  policyLibrary,
} from '#program/index.ts';
import type { Store, Tenant, TenantId } from '#store/index.ts';

export interface ChecksDeps {
  readonly store: Store;
  readonly clock: Clock;
}

/** A device of the site, and in the order of the checks of devices how each stands there: its place in CHECK_STATES, or EXCUSED. */
interface Row {
  readonly id: string;
  readonly name: string;
  readonly states: Uint8Array;
}

export interface SiteChecks {
  readonly at: Date;
  /** By name. */
  readonly rows: readonly Row[];
  /** Of the checks of the site. */
  readonly ofSite: ReadonlyMap<string, CheckResult>;
  readonly counts: ReadonlyMap<string, CheckCounts>;
}

const EXCUSED = CHECK_STATES.length;
const BATCH = 200;
/** From so many devices on, what was worked out is kept for a while. */
const LONG = 1_000;
const KEPT_MS = 60_000;
const MOST_KEPT = 20;

const kept = new WeakMap<Store, Map<string, { readonly at: number; readonly checks: SiteChecks }>>();

/** How every check stands. `fresh`: worked out now, whatever was kept. */
export async function checksOfSite(deps: ChecksDeps, tenantId: TenantId, fresh = false): Promise<SiteChecks> {
  const { store, clock } = deps;
  const ofStore = kept.get(store) ?? new Map<string, { at: number; checks: SiteChecks }>();
  kept.set(store, ofStore);
  const known = ofStore.get(tenantId);
  const age = known ? clock.now().getTime() - known.at : 0;
  if (known && !fresh && age >= 0 && age < KEPT_MS) return known.checks;
  const checks = await workOut({ store, at: clock.now() }, tenantId);
  ofStore.delete(tenantId);
  if (checks.rows.length >= LONG) ofStore.set(tenantId, { at: checks.at.getTime(), checks });
  const [oldest] = ofStore.keys();
  if (oldest !== undefined && ofStore.size > MOST_KEPT) ofStore.delete(oldest);
  return checks;
}

/** How every check stands at a moment of the past, as far as it is still known: by today's facts and findings, and by what was said up to it. */
export function checksAt({ store }: Pick<ChecksDeps, 'store'>, tenantId: TenantId, moment: Date): Promise<SiteChecks> {
  return workOut({ store, at: moment, until: moment }, tenantId);
}

async function workOut(
  { store, at, until }: { readonly store: Store; readonly at: Date; readonly until?: Date },
  tenantId: TenantId,
): Promise<SiteChecks> {
  const { checks } = await policyLibrary();
  const perDevice = checks.filter(({ of }) => of === 'device');
  const rows: Row[] = [];
  const said = until ? { until } : {};
  const site = await store.tenant(tenantId, (tx) => eachChecked(tx, at, { ids: [], ...said }).next());
  for (let after = ''; ; ) {
    const batch = await store.tenant(tenantId, (tx) => checkedBatch(tx, at, { after, count: BATCH, ...said }), {
      priority: 'background',
    });
    for (const { device, results, excused } of batch.checked) {
      if (device === null || device.retired) continue;
      const states = Uint8Array.from(results, ({ check, state }) =>
        excused.has(check) ? EXCUSED : CHECK_STATES.indexOf(state),
      );
      rows.push({ id: device.id, name: device.name, states });
    }
    if (batch.next === null) break;
    after = batch.next;
  }
  rows.sort((a, b) => order(a.name, b.name) || order(a.id, b.id));
  const found = site.done === true ? [] : site.value.results;
  const ofSite = new Map(found.map((result) => [result.check, result]));
  const counts = new Map(
    checks.map((check) => {
      const one = ofSite.get(check.id);
      const states = one ? [CHECK_STATES.indexOf(one.state)] : statesOf(rows, perDevice.indexOf(check));
      return [check.id, countsOf(states)] as const;
    }),
  );
  return { at, rows, ofSite, counts };
}

/** Each check with its devices that are excepted counted apart; of a device with an exception a broken check is, and one that holds by its excuse. */
export async function checkSums(tx: Tenant, { at, rows, ofSite, counts }: SiteChecks): Promise<CheckSums> {
  const { checks } = await policyLibrary();
  const places = new Map(checks.filter(({ of }) => of === 'device').map(({ id }, place) => [id, place]));
  const sums = new Map(
    [...counts].map(([id, { holds, broken, unknown }]) => [id, { holds, broken, unknown, excepted: 0 }]),
  );
  const pairs = await exceptedOn(tx, at);
  const states = new Map(pairs.length === 0 ? [] : rows.map((row) => [row.id, row.states]));
  for (const { check, device } of pairs) {
    const sum = sums.get(check);
    if (!sum) continue;
    const one = ofSite.get(check);
    const state =
      device === null ? one && CHECK_STATES.indexOf(one.state) : states.get(device)?.[places.get(check) ?? -1];
    if (state === CHECK_STATES.indexOf('broken')) sum.broken -= 1;
    else if (state === EXCUSED) sum.holds -= 1;
    else continue;
    sum.excepted += 1;
  }
  return sums;
}

/** The same as it stands now; nothing is looked through at a site without a policy. */
export async function sumsForPolicies(deps: ChecksDeps, tenantId: TenantId): Promise<CheckSums> {
  const heads = await deps.store.tenant(tenantId, policyHeads);
  if (heads.length === 0) return new Map();
  const checks = await checksOfSite(deps, tenantId);
  return deps.store.tenant(tenantId, (tx) => checkSums(tx, checks));
}

function statesOf(rows: readonly Row[], place: number): number[] {
  return rows.map(({ states }) => states[place] ?? CHECK_STATES.indexOf('unknown'));
}

function countsOf(states: readonly number[]): CheckCounts {
  const many = (state: CheckState) => states.filter((each) => each === CHECK_STATES.indexOf(state)).length;
  const excused = states.filter((each) => each === EXCUSED).length;
  return {
    holds: many('holds') + excused,
    excused,
    broken: many('broken'),
    unknown: many('unknown'),
    notApplicable: many('not applicable'),
  };
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Each check with how many devices it holds for. */
export async function checkList(deps: ChecksDeps, tenantId: TenantId): Promise<CheckList> {
  const { at, rows, counts } = await checksOfSite(deps, tenantId);
  return {
    schema: 'dosimeter.site-checks/1',
    at: at.toISOString(),
    devices: rows.length,
    checks: await checkRows(counts),
  };
}

/** Rows of all checks, in the order of the library. */
export async function checkRows(counts: SiteChecks['counts']): Promise<CheckRow[]> {
  const { checks, policies } = await policyLibrary();
  return checks.map((check) => ({
    id: check.id,
    title: check.title,
    of: check.of,
    counts: counts.get(check.id) ?? countsOf([]),
    questions: questionsOf(check),
    controls: Object.entries(CONTROL_LINKS).flatMap(([id, { checks: ids = [] }]) =>
      ids.includes(check.id) ? [id] : [],
    ),
    policies: policies.items
      .filter(({ clauses }) => clauses.some((clause) => clause.checks.includes(check.id)))
      .map(({ id }) => id),
  }));
}

function questionsOf({ attested, excusedBy }: PolicyCheck): CheckQuestion[] {
  return [
    ...(attested ? [{ question: attested.question, ask: attested.ask, months: attested.months, excuses: false }] : []),
    ...(excusedBy
      ? [{ question: excusedBy.question, ask: excusedBy.ask, months: excusedBy.months, excuses: true }]
      : []),
  ];
}

/**
 * The devices on which a check stands so, by name; of a check of the site the site, when it stands so. Throws NotFound for a check that is not
 * there, Invalid for a cursor of another list.
 */
export async function checkDetail(
  deps: ChecksDeps,
  tenantId: TenantId,
  asked: {
    readonly id: string;
    readonly state: CheckState;
    readonly cursor?: string | undefined;
    readonly limit: number;
  },
): Promise<CheckDetail> {
  const { checks } = await policyLibrary();
  const check = checks.find(({ id }) => id === asked.id);
  if (!check) throw new NotFound('There is no such check.');
  const all = await checksOfSite(deps, tenantId);
  const row = (await checkRows(all.counts)).find(({ id }) => id === check.id);
  if (!row) throw new Error('a check without a row');
  const head = { at: all.at.toISOString(), check: { ...row, asks: check.asks } };
  const one = all.ofSite.get(check.id);
  if (one) {
    const items = one.state === asked.state ? [toldOf(one, null)] : [];
    return { ...head, items, next: null, total: { value: items.length, relation: 'eq' } };
  }
  const found = rowsInState(all, checks, check.id, asked.state);
  const start = asked.cursor === undefined ? 0 : found.findIndex(({ id }) => id === asked.cursor) + 1;
  if (asked.cursor !== undefined && start === 0)
    throw new Invalid('cursor: the list has changed since. Start again from the first page.');
  const shown = found.slice(start, start + asked.limit);
  return {
    ...head,
    items: await toldDevices(deps, tenantId, { at: all.at, check: check.id, ids: shown.map(({ id }) => id) }),
    next: start + shown.length < found.length ? (shown.at(-1)?.id ?? null) : null,
    total: { value: found.length, relation: 'eq' },
  };
}

/** Devices on which a check stands so, by name. */
export function rowsInState(
  { rows }: SiteChecks,
  checks: readonly PolicyCheck[],
  check: string,
  state: CheckState,
): readonly { readonly id: string; readonly name: string }[] {
  const place = checks.filter(({ of }) => of === 'device').findIndex(({ id }) => id === check);
  const wanted = CHECK_STATES.indexOf(state);
  return rows.filter(({ states }) => {
    const found = states[place];
    return found === wanted || (state === 'holds' && found === EXCUSED);
  });
}

/** What a check says of some devices, with why, in their order. */
export async function toldDevices(
  { store }: ChecksDeps,
  tenantId: TenantId,
  { at, check, ids }: { readonly at: Date; readonly check: string; readonly ids: readonly string[] },
): Promise<CheckedDevice[]> {
  if (ids.length === 0) return [];
  const told = await store.tenant(
    tenantId,
    async (tx) => {
      const found = new Map<string, CheckedDevice>();
      for await (const { device, results } of eachChecked(tx, at, { ids })) {
        const result = results.find((each) => each.check === check);
        if (device && result) found.set(device.id, toldOf(result, device));
      }
      return found;
    },
    { priority: 'interactive' },
  );
  return ids.flatMap((id) => told.get(id) ?? []);
}

/** Of every check the first devices, by name, that break it, or the site: at most `most` of each, with why. */
export async function firstBroken(
  { store }: ChecksDeps,
  tenantId: TenantId,
  all: SiteChecks,
  most: number,
): Promise<ReadonlyMap<string, readonly CheckedDevice[]>> {
  const { checks } = await policyLibrary();
  const named = new Map(
    checks.map((check) => [check.id, rowsInState(all, checks, check.id, 'broken').slice(0, most)] as const),
  );
  const ids = [...new Set([...named.values()].flatMap((rows) => rows.map(({ id }) => id)))];
  const told = new Map<string, ReadonlyMap<string, CheckedDevice>>();
  if (ids.length > 0)
    await store.tenant(
      tenantId,
      async (tx) => {
        for await (const { device, results } of eachChecked(tx, all.at, { ids }))
          if (device) told.set(device.id, new Map(results.map((result) => [result.check, toldOf(result, device)])));
      },
      { priority: 'background' },
    );
  return new Map(
    checks.map(({ id }) => {
      const one = all.ofSite.get(id);
      if (one) return [id, one.state === 'broken' ? [toldOf(one, null)] : []];
      return [id, (named.get(id) ?? []).flatMap((row) => told.get(row.id)?.get(id) ?? [])];
    }),
  );
}

export function toldOf(
  { state, why, evidence, asks }: CheckResult,
  device: { readonly id: string; readonly name: string; readonly kind: string | null } | null,
): CheckedDevice {
  return {
    device: device && { id: device.id, name: device.name, kind: device.kind },
    state,
    why,
    evidence,
    asks,
  };
}

/** Keeps what somebody says; whatever was kept of how the checks stand is worked out anew. */
export async function attest(
  { store }: Pick<ChecksDeps, 'store'>,
  tenantId: TenantId,
  said: readonly AttestationInput[],
  { via, ...actor }: AttestationActor & { readonly via: string },
): Promise<AttestationsKept> {
  const done = await store.tenant(tenantId, (tx) => keepAttestations(tx, said, actor, via), {
    priority: 'interactive',
  });
  kept.get(store)?.delete(tenantId);
  return done;
}
