import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  api,
  benchmark,
  board,
  branding,
  calendar,
  clients,
  documents,
  engagements,
  flaws,
  governance,
  handOvers,
  harm,
  mds2,
  policyExceptions,
  policyTexts,
  programChecks,
  ratings,
  risk,
  riskDone,
  riskFile,
  roster,
  sboms,
  segmentation,
  startWalk,
  training,
  trainingRecord,
  ways,
} from '#contracts/index.ts';
import { type FakeApi, startFakeApi } from './fake-api.ts';

let fake: FakeApi;
beforeAll(async () => {
  fake = await startFakeApi({ groupSize: 300 });
});
afterAll(() => fake.close());

const READS = [
  ['session', api.session],
  ['overview', api.overview],
  ['devices?limit=300', api.deviceList],
  ['devices/facets', api.deviceFacets],
  ['findings?limit=300', api.findingList],
  ['finding-groups?by=cve', flaws.findingGroups],
  ['finding-groups?by=maker&limit=20', flaws.findingGroups],
  ['flaws/CVE-2026-10001', flaws.flawDetail],
  ['advisories?limit=20', flaws.advisoryList],
  ['advisories/AUR-2026-01', flaws.advisoryDetail],
  ['life-cycles', flaws.lifeCycles],
  ['mds2', mds2.mds2List],
  ['mds2/mds2-2', mds2.mds2Document],
  ['mds2/compare?left=mds2-1&right=mds2-2', mds2.mds2Comparison],
  ['devices/demo-6/mds2', mds2.mds2OfDevice],
  ['policy', api.policyAnswer],
  ['program/policies', policyTexts.policyList],
  ['program/policies/remote-service', policyTexts.sitePolicy],
  ['program/policies/remote-service/readers', policyTexts.policyReaders],
  ['program/exceptions', policyExceptions.exceptionList],
  ['program/policies/remote-service/differences?from=1&to=2', policyTexts.policyDifferences],
  ['sboms', sboms.sbomList],
  ['sboms/sbom-1', sboms.sbomDetail],
  ['sboms/sbom-1/components?q=lib', sboms.sbomComponents],
  ['risk', risk.riskNow],
  ['risk/assessments', risk.riskList],
  ['risk/settings', risk.riskSettingsNow],
  ['risk/done', riskDone.doneList],
  ['program/checks', programChecks.checkList],
  ['program/checks/default-account-changed', programChecks.checkDetail],
  ['program/controls', programChecks.controlList],
  ['program/controls/unique-accounts', programChecks.controlDetail],
  ['program/controls/govern-1', programChecks.controlDetail],
  ['program/attestations?question=own-accounts', programChecks.attestationHistory],
  ['harm-matrix', harm.harmMatrixAnswer],
  ['report/board?format=json', board.boardDocument],
  ['program/decision-log', governance.decisionLogPage],
  ['program/decision-log/check', governance.decisionLogCheck],
  ['program/responsibilities', governance.responsibilities],
  ['clients', clients.clientList],
  ['clients?q=Hills&sort=loss&order=desc', clients.clientList],
  ['branding', branding.brandingState],
  ['hand-over/progress', handOvers.handOverProgress],
  ['program/calendar', calendar.calendarPage],
  ['program/calendar?state=soon', calendar.calendarPage],
  ['program/calendar/settings', calendar.calendarState],
  ['program/benchmark', benchmark.benchmarkView],
  ['program/benchmark/exchange', benchmark.exchangeState],
  ['program/calendar/duties/restore-test/done', calendar.doneHistory],
  ['program/metrics', calendar.metrics],
  ['program/metrics/devices-known', calendar.metricDetail],
  ['program/engagements', engagements.engagementList],
  ['program/engagements/engage-1', engagements.engagement],
  ['program/engagements/engage-1/hours', engagements.hourList],
  ['program/engagement-templates', engagements.templateList],
  ['training', trainingRecord.trainingState],
  ['training/people?limit=20', trainingRecord.traineeList],
  ['training/lessons/own-passwords', training.lesson],
  ['training/mail-server', trainingRecord.mailState],
  ['staff?limit=20', roster.staffList],
  ['learn/some-token', trainingRecord.learnPage],
  ['learn/some-token/policy', policyTexts.policyToRead],
  ['start', startWalk.startWalk],
  ['start/result', startWalk.startResult],
  ['risk/ways', ways.wayList],
  ['risk/file/texts', riskFile.riskFileQuestions],
  ['network', api.network],
  ['network?zone=10.20.3.0/24&protocol=dicom', api.network],
  ['flows?limit=20', api.flowList],
  ['ae-titles', api.aeTitleList],
  ['ae-titles/relations?state=unlisted', api.relationList],
  ['software', api.softwareList],
  ['zones', api.zoneList],
  ['checklists?q=a', api.roundList],
  ['collectors', api.collectorList],
  ['ratings', ratings.ratingsAnswer],
  ['flows/internet', api.internetFlowList],
  ['devices/coverage', api.deviceCoverage],
  ['sources', api.sourceList],
  ['feeds', documents.feedsDocument],
  ['sensors', api.sensorList],
  ['clearances', api.clearanceList],
  ['scans', api.scanList],
  ['scans/scan-2', api.scanDetail],
  ['scans/scan-2/difference?from=scan-1', api.scanDifference],
  ['schedules', api.scheduleList],
  ['users', api.userList],
  ['audit', api.auditList],
  ['segmentation', segmentation.segmentationDocument],
] as const;

test.each(READS)('the stand-in answers %s as the contract says, for every organization', async (path, shape) => {
  for (const tenant of ['demo', 'group', 'hospital', 'empty']) {
    if (tenant === 'empty' && (path.startsWith('scans/') || ['risk/file/texts', 'start/result'].includes(path)))
      continue;
    const response = await fetch(`${fake.url}/api/v1/${path}`, { headers: { 'x-tenant': tenant } });
    expect(shape.safeParse(await response.json()).error?.issues ?? []).toEqual([]);
  }
});

test('where nothing is recorded the stand-in denies all, says so, and hands out no rules, as the server does', async () => {
  const asked = (path: string) => fetch(`${fake.url}/api/v1/${path}`, { headers: { 'x-tenant': 'empty' } });
  const document = segmentation.segmentationDocument.parse(await (await asked('segmentation')).json());
  expect(document.rules.map(({ id }) => id)).toEqual(['deny-rest']);
  const rules = await asked('segmentation/rules?format=nftables');
  expect([rules.status, ((await rules.json()) as { detail: string }).detail]).toEqual([409, document.nothingKnown]);
});

test('each device and finding is as the contract says', async () => {
  for (const id of ['demo-1', 'demo-6', 'demo-10', 'demo-14']) {
    const response = await fetch(`${fake.url}/api/v1/devices/${id}`);
    expect(api.deviceDetail.safeParse(await response.json()).error?.issues ?? []).toEqual([]);
  }
  const finding = await fetch(`${fake.url}/api/v1/findings/demo-6-exposure`);
  expect(documents.finding.safeParse(await finding.json()).success).toBe(true);
});

test('a write without the token is refused, as the server does', async () => {
  const response = await fetch(`${fake.url}/api/v1/scans`, { method: 'POST', body: '{"targets":["10.0.0.1"]}' });
  expect(response.status).toBe(403);
  expect(api.problem.safeParse(await response.json()).success).toBe(true);
});
