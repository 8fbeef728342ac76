// The door of jobs: long work, one file each.
export type { AssessInput } from './assess.ts';
export { assessmentOf, writeAssessment } from './assess.ts';
export type { AssessmentAt } from './assessments.ts';
export { answerAssessment, assessmentList, frameworkStandingOf, partyList } from './assessments.ts';
export type { BenchmarkCaller, BenchmarkDeps } from './benchmark.ts';
export {
  agreeToBenchmark,
  benchmarkOf,
  distrustBenchmark,
  exchangeOf,
  exportBenchmark,
  importBenchmark,
  trustBenchmark,
} from './benchmark.ts';
export { boardOf, boardText } from './board.ts';
export type { CaptureInput, CaptureJob } from './capture.ts';
export { performCapture } from './capture.ts';
export { issueClearanceLetter } from './clearance-letter.ts';
export { Clients } from './clients.ts';
export type { ControlKnowledge } from './control-catalogue.ts';
export { controlKnowledge, controlsDocument } from './control-catalogue.ts';
export { doneList, sayDone, takeBack } from './done.ts';
export { feedsStatus, packFeeds, performFeeds, verifyFeeds } from './feeds.ts';
export { listSources, updateFeeds } from './feeds-update.ts';
export type { HandOverRun } from './hand-over.ts';
export { writeHandOver } from './hand-over.ts';
export { keepImages, performImages } from './images.ts';
export type { ImportDeps, ImportInput, ImportRun } from './import.ts';
export type { ChangedDevices } from './judge.ts';
export { judgeDevices, judgeDue } from './judge.ts';
export { knowledgeOf } from './knowledge.ts';
export { letterTo } from './maker-letter.ts';
export type { Matched } from './match.ts';
export { knowledgeIn, withFeeds } from './match.ts';
export { matchInThreads } from './match-in-threads.ts';
export { devicesMeant, dropMds2, pickMds2 } from './mds2.ts';
export type { OscalSite } from './oscal.ts';
export { oscalDocument, oscalSite, SHIPPED_CATALOGUE } from './oscal.ts';
export { readOscalAtSite } from './oscal-read.ts';
export { performPacs } from './pacs.ts';
export { mailPolicy } from './policy-mail.ts';
export type { PurchaseFile } from './purchase.ts';
export { purchaseOf } from './purchase.ts';
export { quantifyInThreads } from './quantify-in-threads.ts';
export { performRisk, planOf, replayRisk, settingsNow, whatIf } from './risk.ts';
export type { FileSpeaker } from './risk-file.ts';
export { riskFileOf, riskFileQuestions, sayInRiskFile } from './risk-file.ts';
export type { ScanDeps, ScanRun } from './scan.ts';
export { performScan, scanDocumentOf } from './scan.ts';
export { parseTarget } from './scan-targets.ts';
export type { Schedule, ScheduleInput } from './schedules.store.ts';
export { addSchedule, changeSchedule, listSchedules, removeSchedule } from './schedules.store.ts';
export type { SegmentationAsked } from './segmentation.ts';
export { dryRunOf, segmentationInputOf, segmentationOptionsOf } from './segmentation.ts';
export { segmentationInThread } from './segmentation-in-thread.ts';
export { attest, checkDetail, checkList, sumsForPolicies } from './site-checks.ts';
export { controlDetail, controlList, isControlQuestion } from './site-controls.ts';
export { importSra, readSra } from './sra-import.ts';
export { finishStart, saveStart, startWalkOf, stateStart, takeStartDevices } from './start.ts';
export type { AnswersTaken } from './start-answers.ts';
export { takeAnswers } from './start-answers.ts';
export { startPolicies, startResultOf } from './start-result.ts';
export { askForRisk, stateFigures } from './state-risk.ts';
export type { Taken } from './take-facts.ts';
export { takeFacts } from './take-facts.ts';
export { CAPTURE_KIND, previewOf, takeIn } from './take-in.ts';
export type { TakeOverRun } from './take-over.ts';
export { takeOver } from './take-over.ts';
export { threatFolders, threatLibrary } from './threat-library.ts';
export {
  answerLesson,
  learnPage,
  lessonCalled,
  linksToLessons,
  mailLessons,
  takeReturnedMail,
  trainingState,
} from './training.ts';
export { asMade, vexOf } from './vex.ts';
export type { Work, WorkDeps } from './work.ts';
export { settleAccess, startWork } from './work.ts';
export { stateWay, zoneWays } from './zone-ways.ts';
