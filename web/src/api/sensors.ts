// Remote sensors: who may post facts from another machine.
import { api } from '#contracts/index.ts';
import { read, tell, write } from './http.ts';

/** Those that may post, then those that were revoked. */
export function loadSensors(signal?: AbortSignal) {
  return read(api.sensorList, 'sensors', signal ? { signal } : {});
}

/** Adds a sensor; the answer holds its token, which is shown this once. */
export function addSensor(name: string) {
  return write({ method: 'POST', path: 'sensors', body: { name }, shape: api.sensorAdded });
}

/** Ends its right to post; what it posted stays. */
export function revokeSensor(id: string): Promise<void> {
  return tell({ method: 'DELETE', path: `sensors/${encodeURIComponent(id)}` });
}
