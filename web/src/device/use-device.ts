// Loads one device, and carries out what people decide about it.
import { changeDevice, loadDevice, retireDevice, splitDevice, undoDecision } from '../api/devices.ts';
import { useLoad, useWrite } from '../api/use-load.ts';

/** The device with everything known about it. */
export function useDevice(id: string) {
  return useLoad(['device', id], (signal) => loadDevice(id, signal));
}

/** Records what a person knows. */
export function useChangeDevice(id: string, onDone: () => void) {
  return useWrite((body: Parameters<typeof changeDevice>[1]) => changeDevice(id, body), onDone);
}

/** Takes the device out of service, or back. */
export function useRetire(id: string, onDone: () => void) {
  return useWrite((retired: boolean) => retireDevice(id, retired), onDone);
}

/** Makes another device of some sightings; gives the devices there are then. */
export function useSplit(id: string, onDone: (devices: readonly string[]) => void) {
  return useWrite(
    (subjects: Parameters<typeof splitDevice>[1]['subjects']) => splitDevice(id, { subjects }),
    (result) => onDone(result.devices),
  );
}

/** Takes a decision back. */
export function useUndoDecision(onDone: () => void) {
  return useWrite(undoDecision, onDone);
}
