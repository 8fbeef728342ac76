// The door of sensors/capture: what passes on the wire, read without sending anything.
export { beginsCapture } from './begins-capture.ts';
export { captureDocument } from './capture-document.ts';
export type { CaptureCounts } from './capture-run.ts';
export { CaptureRun } from './capture-run.ts';
export { livePackets } from './live.ts';
export type { CaptureEnd, ReadOptions } from './read-capture.ts';
export { readCaptureFile, readCaptureStream } from './read-capture.ts';
