// Loads the newest assessment, those before it and the figures; works it out anew.
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Job, RiskSettingsInput } from '#contracts/index.ts';
import { ApiFault } from '../api/fault.ts';
import { isOver, stopJob } from '../api/jobs.ts';
import { assessRisk, loadRisk, loadRiskList, loadRiskSettings, saveRiskSettings } from '../api/risk.ts';
import { useJob } from '../api/use-job.ts';
import { useLoad, useWrite } from '../api/use-load.ts';
import { useOverview } from '../overview/use-overview.ts';

const HISTORY = 12;

/** The newest assessment. */
export function useRisk() {
  return useLoad(['risk'], loadRisk);
}

/** The last few assessments, the newest first. */
export function useRiskHistory() {
  return useLoad(['risk', 'assessments'], (signal) => loadRiskList({ limit: HISTORY }, signal));
}

/** The figures as they count. */
export function useRiskSettings() {
  return useLoad(['risk', 'settings'], loadRiskSettings);
}

/** Replaces what is stated, as long as it is still that of `version`; otherwise what was saved meanwhile is loaded. */
export function useSaveRiskSettings(version: string, onDone: () => void) {
  const client = useQueryClient();
  const save = async (settings: RiskSettingsInput) => {
    try {
      return await saveRiskSettings(settings, version);
    } catch (error) {
      if (error instanceof ApiFault && error.status === 409) await client.invalidateQueries();
      throw error;
    }
  };
  return useWrite(save, onDone);
}

export interface Assessing {
  readonly start: () => void;
  /** Ends the work that is under way; the assessment before stays. */
  readonly stop: () => void;
  readonly stopping: boolean;
  readonly busy: boolean;
  /** The work under way or just ended. */
  readonly job: Job | undefined;
  /** It could not be started or stopped. */
  readonly error: unknown;
}

/** Works the risk out anew, or follows who does already; everything on screen is asked for again when it is done. */
export function useAssess(): Assessing {
  const [own, setId] = useState<string | null>(null);
  const running = useOverview().data?.running.find(({ kind }) => kind === 'risk')?.job;
  const id = own ?? running ?? null;
  const client = useQueryClient();
  const begin = useWrite(assessRisk, ({ job }) => setId(job));
  const end = useWrite(stopJob, () => undefined);
  const job = useJob(id);
  const over = job !== undefined && isOver(job);
  useEffect(() => {
    if (over) void client.invalidateQueries();
  }, [over, client]);
  return {
    start: () => begin.mutate(undefined),
    stop: () => {
      if (id !== null) end.mutate(id);
    },
    stopping: end.isPending,
    busy: begin.isPending || (id !== null && !over),
    job,
    error: begin.error ?? end.error,
  };
}
