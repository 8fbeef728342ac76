// The assessment of a tenant as it stands: every device and finding, with the scan and the import that led to it,
// and the newest assessment of risk.
import type { AssessmentDocument, Finding, ImportDocument, ScanDocument } from '#contracts/index.ts';
import { exportFacts, factSpan } from '#evidence/index.ts';
import { type DeviceSnapshot, deviceIdsAfter, snapshots } from '#inventory/index.ts';
import type { Clock } from '#kit/index.ts';
import { builtInKnowledge } from '#knowledge/index.ts';
import {
  brandingOf,
  type FindingPlace,
  type FindingsOnPage,
  findingsAfter,
  riskOf,
  settleDecisions,
} from '#program/index.ts';
import { buildAssessment, writeReport } from '#report/index.ts';
import type { ReadTenant, Store, Tenant, TenantId } from '#store/index.ts';

export interface AssessInput {
  readonly site: string;
  readonly scan: ScanDocument | null;
  readonly imports: ImportDocument | null;
}

/** Builds the document from what is stored, in one transaction, so that it shows one moment. */
export async function assessmentOf(tx: Tenant, clock: Clock, input: AssessInput): Promise<AssessmentDocument> {
  const now = clock.now();
  await settleDecisions(tx, now);
  return settledAssessmentOf((work) => work(tx), now, input);
}

/** Devices that are read at once. */
const DEVICES = 500;

/** The same where decisions are settled already; it only reads. `findings`: those of `openFindings`, where they were read already. */
export async function settledAssessmentOf(
  read: ReadTenant,
  now: Date,
  { findings, ...input }: AssessInput & { readonly findings?: readonly Finding[] },
): Promise<AssessmentDocument> {
  const span = await read(factSpan);
  return buildAssessment({
    ...input,
    generatedAt: now.toISOString(),
    evidence: {
      facts: span.facts,
      oldestFact: span.oldest,
      newestFact: span.newest,
      knowledgeAsOf: builtInKnowledge.asOf,
    },
    devices: await devicesOf(read),
    findings: findings ?? (await Array.fromAsync(openFindings(read, now))).flat(),
    risk: await read(riskOf),
  });
}

async function devicesOf(read: ReadTenant): Promise<DeviceSnapshot[]> {
  const devices: DeviceSnapshot[] = [];
  for (let after = ''; ; ) {
    const ids = await read((tx) => deviceIdsAfter(tx, after, DEVICES));
    devices.push(...(await read((tx) => Array.fromAsync(snapshots(tx, ids)))));
    const last = ids.at(-1);
    if (last === undefined || ids.length < DEVICES) return devices;
    after = last;
  }
}

/** Every open finding in the order of work, page by page. */
export async function* openFindings(read: ReadTenant, now: Date): AsyncGenerator<Finding[]> {
  for (let after: FindingPlace | null = null; ; ) {
    const place: FindingPlace | null = after;
    const { items, next }: FindingsOnPage = await read((tx) => findingsAfter(tx, now, { after: place }));
    yield items;
    if (next === null) return;
    after = next;
  }
}

/** Writes the report of a document into a folder, with the facts that it rests on. */
export function writeAssessment(
  store: Store,
  tenantId: TenantId,
  folder: string,
  document: AssessmentDocument,
): Promise<string[]> {
  return store.tenant(tenantId, async (tx) => writeReport(folder, document, exportFacts(tx), await brandingOf(tx)), {
    priority: 'background',
  });
}
