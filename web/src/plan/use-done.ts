// Loads what is said to be done, says it of a step, takes it back.
import { loadDone, sayDone, takeBack } from '../api/done.ts';
import { useLoad, useWrite } from '../api/use-load.ts';

/** Every step that is said to be done. */
export function useDone() {
  return useLoad(['risk', 'done'], loadDone);
}

/** Says that a step is done. */
export function useSayDone(onDone: () => void) {
  return useWrite(sayDone, onDone);
}

/** Takes it back. */
export function useTakeBack(onDone: () => void) {
  return useWrite(takeBack, onDone);
}
