// Work that a person may stop.
import { Fault } from '#kit/index.ts';

/** Gives what the work gives; where it failed because it was stopped, says so (status 1). `before`: what was not done yet. */
export async function orStopped<T>(work: Promise<T>, signal: AbortSignal, before: string): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw signal.aborted ? new Fault('stopped', 409, `Stopped before ${before}.`) : error;
  }
}
