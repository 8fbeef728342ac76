// The guided start: what was said so far, devices typed in, its end and its page of results.
import { type StartDeviceRow, type StartSaved, startWalk } from '#contracts/index.ts';
import { read, write } from './http.ts';

/** The walk as it stands. */
export function loadWalk(signal?: AbortSignal) {
  return read(startWalk.startWalk, 'start', signal ? { signal } : {});
}

/** Keeps one field, unless somebody said something else since `version`. */
export function saveField(body: {
  readonly field: string;
  readonly value: StartSaved['value'];
  readonly version: number;
}) {
  return write({ method: 'PUT', path: 'start', body, shape: startWalk.startWalk });
}

/** Takes in devices that were typed. */
export function takeDevices(rows: readonly StartDeviceRow[]) {
  return write({ method: 'POST', path: 'start/devices', body: { rows }, shape: startWalk.startDevicesTaken });
}

/** States what was said, and begins to work the risk out. */
export function finishWalk(replace: readonly string[]) {
  return write({ method: 'POST', path: 'start/finish', body: { replace }, shape: startWalk.startFinished });
}

/** The page at the end. */
export function loadResult(signal?: AbortSignal) {
  return read(startWalk.startResult, 'start/result', signal ? { signal } : {});
}
