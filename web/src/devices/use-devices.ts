// Loads the device list page by page, and the values to filter by.
import { loadCoverage, loadDevices, loadFacets, mergeDevices, undoDecision } from '../api/devices.ts';
import { useLoad, usePages, useWrite } from '../api/use-load.ts';
import type { DeviceSearch } from './device-search.ts';

const PAGE = 250;

/** The devices that fit the search. */
export function useDevices(search: DeviceSearch) {
  return usePages(['devices', search], (cursor, signal) => loadDevices({ ...search, cursor, limit: PAGE }, signal));
}

/** Kinds, modalities, makers and rungs that occur, with counts. */
export function useFacets() {
  return useLoad(['facets'], loadFacets);
}

/** How many devices no list names, and how many of a list nobody saw. */
export function useCoverage() {
  return useLoad(['coverage'], loadCoverage);
}

/** Declares devices to be one, and gives the decision back so that it can be undone. */
export function useMerge(onDone: (decision: string) => void) {
  return useWrite(mergeDevices, (result) => onDone(result.decision));
}

/** Takes a decision back. */
export function useUndo(onDone: () => void) {
  return useWrite(undoDecision, onDone);
}
