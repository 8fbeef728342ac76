// Steps of the plan that people say are done.
import { riskDone } from '#contracts/index.ts';
import { read, write } from './http.ts';

/** Every step that is said to be done, the newest first. */
export function loadDone(signal?: AbortSignal) {
  return read(riskDone.doneList, 'risk/done', signal ? { signal } : {});
}

/** Says that a step is done. */
export function sayDone(body: { readonly action: string; readonly note: string }) {
  return write({ method: 'POST', path: 'risk/done', body, shape: riskDone.doneList });
}

/** Takes that back. */
export function takeBack(action: string) {
  return write({ method: 'DELETE', path: `risk/done?action=${encodeURIComponent(action)}`, shape: riskDone.doneList });
}
