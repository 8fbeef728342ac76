// Loads scans, schedules and clearances, and starts and stops scans.
import { useQuery } from '@tanstack/react-query';
import {
  addSchedule,
  cancelScan,
  changeSchedule,
  loadClearances,
  loadDifference,
  loadScan,
  loadScans,
  loadSchedules,
  removeSchedule,
  startScan,
} from '../api/scans.ts';
import { useTenant } from '../api/tenant.ts';
import { useLoad, usePages, useWrite } from '../api/use-load.ts';

const WHILE_RUNNING_MS = 3000;

/** Scans, newest first, page by page. */
export function useScans() {
  return usePages(['scans'], (cursor, signal) => loadScans({ cursor, limit: 50 }, signal));
}

/** The newest scans, to compare with. */
export function useRecentScans() {
  return useLoad(['recent-scans'], (signal) => loadScans({ limit: 200 }, signal));
}

/** One scan; asked for again while it runs. */
export function useScan(id: string) {
  const tenant = useTenant();
  return useQuery({
    queryKey: [tenant, 'scan', id],
    queryFn: ({ signal }) => loadScan(id, signal),
    refetchInterval: (query) => (query.state.data?.scan.state === 'running' ? WHILE_RUNNING_MS : false),
  });
}

/** What changed from another scan to this one. */
export function useDifference(id: string, from: string | undefined) {
  return useLoad(['difference', id, from], (signal) => loadDifference(id, from ?? '', signal), {
    enabled: from !== undefined,
  });
}

/** Starts a scan; gives the id of the scan when the list knows it already. */
export function useStartScan(onStarted: (scan: string | undefined) => void) {
  return useWrite(async (input: Parameters<typeof startScan>[0]) => {
    const { job } = await startScan(input);
    const { items } = await loadScans({ limit: 20 });
    return items.find((scan) => scan.job === job)?.id;
  }, onStarted);
}

/** Stops a scan. */
export function useCancelScan(id: string, onDone: () => void) {
  return useWrite(() => cancelScan(id), onDone);
}

/** Scans that run by themselves. */
export function useSchedules() {
  return useLoad(['schedules'], loadSchedules);
}

type ScheduleInput = Parameters<typeof addSchedule>[0];

/** Adds a schedule, or changes the one with the id. */
export function useSaveSchedule(id: string | undefined, onDone: () => void) {
  return useWrite((body: ScheduleInput) => (id === undefined ? addSchedule(body) : changeSchedule(id, body)), onDone);
}

/** Switches a schedule on or off. */
export function useSwitchSchedule() {
  return useWrite(({ id, enabled }: { id: string; enabled: boolean }) => changeSchedule(id, { enabled }));
}

/** Removes a schedule. */
export function useRemoveSchedule(onDone: () => void) {
  return useWrite(removeSchedule, onDone);
}

/** Which addresses may be sent what. */
export function useClearances() {
  return useLoad(['clearances'], loadClearances);
}
