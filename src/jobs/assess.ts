// The assessment of a tenant as it stands: every device and finding, with the scan and the import that led to it,
// and the newest assessment of risk.
import type { AssessmentDocument, ImportDocument, ScanDocument } from '#contracts/index.ts';
import { exportFacts, factSpan } from '#evidence/index.ts';
import { snapshots } from '#inventory/index.ts';
import type { Clock } from '#kit/index.ts';
import { builtInKnowledge } from '#knowledge/index.ts';
import { allFindings, brandingOf, riskOf, settleDecisions } from '#program/index.ts';
import { buildAssessment, writeReport } from '#report/index.ts';
import type { Store, Tenant, TenantId } from '#store/index.ts';

export interface AssessInput {
  readonly site: string;
  readonly scan: ScanDocument | null;
  readonly imports: ImportDocument | null;
}

/** Builds the document from what is stored, in one transaction, so that it shows one moment. */
export async function assessmentOf(tx: Tenant, clock: Clock, input: AssessInput): Promise<AssessmentDocument> {
  const now = clock.now();
  await settleDecisions(tx, now);
  return settledAssessmentOf(tx, now, input);
}

/** The same where decisions are settled already; it only reads. */
export async function settledAssessmentOf(tx: Tenant, now: Date, input: AssessInput): Promise<AssessmentDocument> {
  const span = await factSpan(tx);
  return buildAssessment({
    ...input,
    generatedAt: now.toISOString(),
    evidence: {
      facts: span.facts,
      oldestFact: span.oldest,
      newestFact: span.newest,
      knowledgeAsOf: builtInKnowledge.asOf,
    },
    devices: await Array.fromAsync(snapshots(tx)),
    findings: await Array.fromAsync(allFindings(tx, now)),
    risk: await riskOf(tx),
  });
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
