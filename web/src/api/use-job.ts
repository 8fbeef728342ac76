// A job as React state, live.
import { useEffect, useState } from 'react';
import type { Job } from '#contracts/index.ts';
import { watchJob } from './jobs.ts';

/** The newest state of the job, or undefined before the first news or without a job. */
export function useJob(id: string | null | undefined): Job | undefined {
  const [job, setJob] = useState<Job>();
  useEffect(() => {
    setJob(undefined);
    return id ? watchJob(id, setJob) : undefined;
  }, [id]);
  return job?.id === id ? job : undefined;
}
