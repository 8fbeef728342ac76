// The walk as React state. Fields are sent one after the other, each with the version that the page has seen last.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { StartSaved, StartWalk } from '#contracts/index.ts';
import { finishWalk, loadResult, loadWalk, saveField, takeDevices } from '../api/start.ts';
import { useTenant } from '../api/tenant.ts';
import { useLoad, useWrite } from '../api/use-load.ts';

/** Loads the walk. */
export function useWalk() {
  return useLoad(['start'], loadWalk);
}

export interface Said {
  readonly field: string;
  readonly value: StartSaved['value'];
}

/** Of all fields: what is typed while another is on its way waits for it. */
let last: Promise<unknown> = Promise.resolve();

/** Keeps a field; after a conflict the walk is loaded anew, so that the page shows what the other one said. */
export function useSaveField() {
  const tenant = useTenant();
  const client = useQueryClient();
  const key = [tenant, 'start'];
  return useMutation({
    mutationFn: ({ field, value }: Said) => {
      const sent = last.then(async () => {
        const version = client.getQueryData<StartWalk>(key)?.saved.find((each) => each.field === field)?.version ?? 0;
        const walk = await saveField({ field, value, version });
        client.setQueryData(key, walk);
        return walk;
      });
      last = sent.catch(() => undefined);
      return sent;
    },
    onError: () => client.invalidateQueries({ queryKey: key }),
  });
}

/** Takes in what was typed. */
export function useTakeDevices() {
  return useWrite(takeDevices);
}

/** Finishes the walk. */
export function useFinish() {
  return useWrite(finishWalk);
}

/** The page of results. */
export function useResult() {
  return useLoad(['start', 'result'], loadResult);
}
