// The door of jobs: long work, one file each.
export type { AssessInput } from './assess.ts';
export { assessmentOf, writeAssessment } from './assess.ts';
export type { CaptureInput, CaptureJob } from './capture.ts';
export { performCapture } from './capture.ts';
export { performImages } from './images.ts';
export type { ImportDeps, ImportInput, ImportRun } from './import.ts';
export type { ChangedDevices } from './judge.ts';
export { judgeDevices } from './judge.ts';
export type { ScanDeps, ScanRun } from './scan.ts';
export { performScan, scanDocumentOf } from './scan.ts';
export { parseTarget } from './scan-targets.ts';
export type { Schedule, ScheduleInput } from './schedules.store.ts';
export { addSchedule, changeSchedule, listSchedules, removeSchedule } from './schedules.store.ts';
export type { Taken } from './take-facts.ts';
export { takeFacts } from './take-facts.ts';
export { CAPTURE_KIND, previewOf, takeIn } from './take-in.ts';
export type { Work, WorkDeps } from './work.ts';
export { startWork } from './work.ts';
