// The checks of policies over the inventory of a site: devices are read in batches with their facts, findings and what people said of them.
import { sql } from 'kysely';
import { type Attestation, type CheckResult, documents, type Finding, type PolicyCheck } from '#contracts/index.ts';
import type { DeviceSnapshot } from '#inventory/index.ts';
import { deviceIdsAfter, snapshots } from '#inventory/index.ts';
import type { Tenant } from '#store/index.ts';
import { registeredAttestations } from './assessments/remote-access.store.ts';
import { attestationsOf } from './attestations.store.ts';
import { evaluateCheck, evaluateSiteCheck } from './checks/evaluate-check.ts';
import { policyLibrary } from './program-library.ts';

/** A device with what each check of devices says of it, or the site (null) with what each check of the site says. */
export interface Checked {
  readonly device: Pick<DeviceSnapshot, 'id' | 'name' | 'kind' | 'modality' | 'retired'> | null;
  readonly results: readonly CheckResult[];
  /** Checks that hold by an excuse alone, such as an exception of the maker. */
  readonly excused: ReadonlySet<string>;
}

/** Devices whose findings are read in one statement. */
const BATCH = 200;

/**
 * Every check as it stands at `now`: those of the site first, in the order of the file, then those of devices, device by device in the order of
 * ids. A long inventory: use `eachChecked`, which keeps a batch in memory.
 */
export async function siteChecks(tx: Tenant, now: Date): Promise<CheckResult[]> {
  const all: CheckResult[] = [];
  for await (const { results } of eachChecked(tx, now)) all.push(...results);
  return all;
}

/** Devices after one, by id, with what each check says of them; `next` is null after the last. */
export async function checkedBatch(
  tx: Tenant,
  now: Date,
  { after, count, until }: { readonly after: string; readonly count: number; readonly until?: Date },
): Promise<{ readonly checked: readonly Checked[]; readonly next: string | null }> {
  const ids = await deviceIdsAfter(tx, after, count);
  const checked = (await Array.fromAsync(eachChecked(tx, now, { ids, ...(until ? { until } : {}) }))).filter(
    ({ device }) => device !== null,
  );
  return { checked, next: ids.length < count ? null : (ids.at(-1) ?? null) };
}

/**
 * As `siteChecks`: the site first, then one device at a time; of devices those named by `ids` alone, of answers those said by `until` alone,
 * where they are given.
 */
export async function* eachChecked(
  tx: Tenant,
  now: Date,
  { ids, until }: { readonly ids?: readonly string[]; readonly until?: Date } = {},
): AsyncGenerator<Checked> {
  const { checks } = await policyLibrary();
  // The register of remote access answers its question by itself.
  const answers = [...(await attestationsOf(tx, until)), ...(await registeredAttestations(tx, now))];
  const said = Map.groupBy(answers, ({ device }) => device);
  const ofSite = said.get(null) ?? [];
  const at = now.toISOString();
  const site = checks.filter(({ of }) => of === 'site');
  yield {
    device: null,
    results: site.map((check) => evaluateSiteCheck(check, { attestations: ofSite, now: at })),
    excused: new Set(),
  };
  if (ids?.length === 0) return;
  const perDevice = checks.filter(({ of }) => of === 'device');
  const rules = [
    ...new Set(perDevice.flatMap(({ breaks, unsettledBy }) => [...breaks.map(({ rule }) => rule), ...unsettledBy])),
  ];
  const context = (device: string): { attestations: readonly Attestation[]; now: string } => ({
    attestations: [...(said.get(device) ?? []), ...ofSite],
    now: at,
  });
  for await (const batch of batchesOf(snapshots(tx, ids))) {
    const findings = await openFindings(
      tx,
      batch.map(({ id }) => id),
      rules,
    );
    for (const device of batch) {
      const own = { ...context(device.id), findings: findings.get(device.id) ?? [] };
      const { id, name, kind, modality, retired } = device;
      const results = perDevice.map((check) => evaluateCheck(check, device, own));
      yield {
        device: { id, name, kind, modality, retired },
        results,
        excused: excusedOf(perDevice, results, own.attestations),
      };
    }
  }
}

function excusedOf(
  checks: readonly PolicyCheck[],
  results: readonly CheckResult[],
  attestations: readonly Attestation[],
): Set<string> {
  const questions = new Map(checks.flatMap(({ id, excusedBy }) => (excusedBy ? [[id, excusedBy.question]] : [])));
  return new Set(
    results.flatMap(({ check, state, evidence: [by] }) => {
      const question = questions.get(check);
      if (question === undefined || state !== 'holds' || by?.kind !== 'attestation') return [];
      return attestations.some((said) => said.id === by.id && said.question === question) ? [check] : [];
    }),
  );
}

async function* batchesOf(devices: AsyncIterable<DeviceSnapshot>): AsyncGenerator<DeviceSnapshot[]> {
  let batch: DeviceSnapshot[] = [];
  for await (const device of devices) {
    batch.push(device);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** Open findings of some rules on some devices, by device, each in the order of work. */
async function openFindings(
  tx: Tenant,
  devices: readonly string[],
  rules: readonly string[],
): Promise<Map<string, Finding[]>> {
  const { rows } = await sql<{ body: unknown; state: string }>`
    select whole.body as body, finding.state as state
    from findings finding join finding_bodies whole on whole.tenant_id = finding.tenant_id and whole.finding_id = finding.id
    where finding.tenant_id = ${tx.id} and finding.closed_at is null and finding.device_id = any(${devices}::text[])
      and finding.rule = any(${rules}::text[])
    order by finding.priority desc, finding.id`.execute(tx.db);
  const found = rows.map(({ body, state }) => ({
    ...documents.finding.parse(body),
    state: documents.findingState.parse(state),
  }));
  return Map.groupBy(found, ({ device }) => device);
}
