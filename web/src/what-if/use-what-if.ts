// Asks what would be if, a moment after the last change; only the answer to the newest question is shown.

import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { RiskDocument, WhatIfResult } from '#contracts/index.ts';
import { useTenant } from '../api/tenant.ts';
import { askWhatIf, type WhatIfQuestion } from '../api/what-if.ts';
import { type Changed, movableOf, settingsOf } from './figures.ts';

const PAUSE_MS = 200;

export interface WhatIfAnswer {
  readonly result: WhatIfResult | undefined;
  /** A newer question is on its way. */
  readonly isOpen: boolean;
  readonly error: unknown;
  readonly retry: () => void;
}

/** The answer for these actions and figures. */
export function useWhatIf(risk: RiskDocument, done: ReadonlySet<string>, changed: Changed): WhatIfAnswer {
  const tenant = useTenant();
  const question = useMemo((): WhatIfQuestion => {
    const actions = [...done].sort();
    return changed.size === 0 ? { actions } : { actions, settings: settingsOf(movableOf(risk), changed) };
  }, [risk, done, changed]);
  const [asked] = useDebouncedValue(question, PAUSE_MS);
  const answer = useQuery({
    queryKey: [tenant, 'what-if', risk.id, asked],
    queryFn: ({ signal }) => askWhatIf(asked, signal),
    placeholderData: keepPreviousData,
  });
  return {
    result: answer.data,
    isOpen: answer.error === null && (answer.isFetching || asked !== question),
    error: answer.error,
    retry: () => void answer.refetch(),
  };
}
