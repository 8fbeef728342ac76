// The overview that the database counts and the assessment that a report builds say the same of the same organization.
import { expect, test } from 'vitest';
import type { Finding } from '#contracts/index.ts';
import { overviewOf, recordFindings } from '#program/index.ts';
import { addTestTenant, type Store, type Tenant, testStores } from '#store/index.ts';
import { buildAssessment, highestRung } from './assessment.ts';
import { sampleDevices, sampleInput } from './sample-centre.ts';

async function store(tx: Tenant): Promise<void> {
  await tx.db
    .insertInto('devices')
    .values(
      sampleDevices.map((device) => ({
        tenantId: tx.id,
        id: device.id,
        name: device.name,
        kind: device.kind,
        modality: device.modality,
        os: device.os?.name ?? null,
        owner: device.owner,
        criticality: device.criticality?.level ?? null,
        exposure: highestRung(device),
        criticalityReasons: '[]',
        exposureRank: 0,
        severity: 0,
        findings: 0,
        retired: false,
        search: '',
        addresses: [],
        aeTitles: [],
        macs: [],
        updatedAt: new Date(sampleInput.generatedAt),
      })),
    )
    .execute();
  const judged = new Map<string, Finding[]>(sampleDevices.map((device) => [device.id, []]));
  for (const finding of sampleInput.findings) judged.get(finding.device)?.push(finding);
  await recordFindings(tx, judged, new Date(sampleInput.generatedAt));
}

async function inNewTenant<T>(opened: Store, work: (tx: Tenant) => Promise<T>): Promise<T> {
  return opened.tenant(await addTestTenant(opened), work);
}

test.each(testStores())('on $name', async (kind) => {
  await using opened = await kind.open();
  await inNewTenant(opened, async (tx) => {
    await store(tx);
    const { summary, doFirst } = buildAssessment(sampleInput);
    const counted = await overviewOf(tx);
    expect(counted.summary).toEqual(summary);
    expect(counted.doFirst).toEqual(doFirst);
  });
});

test.each(testStores())('an organization of which nothing is known, on $name', async (kind) => {
  await using opened = await kind.open();
  await inNewTenant(opened, async (tx) => {
    const { summary, doFirst } = buildAssessment({ ...sampleInput, devices: [], findings: [] });
    expect(await overviewOf(tx)).toEqual({ summary, doFirst });
  });
});
