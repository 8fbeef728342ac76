// Asks what would be if, a moment after the last change; only the answer to the newest question is shown.

import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { RiskDocument, WhatIfResult } from '#contracts/index.ts';
import { useTenant } from '../api/tenant.ts';
import { askWhatIf, type WhatIfQuestion } from '../api/what-if.ts';
import { useRiskSettings } from '../risk/use-risk.ts';
import { type Changed, movableOf, settingsWith } from './figures.ts';

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
  const stated = useRiskSettings();
  const question = useMemo((): WhatIfQuestion | undefined => {
    const actions = [...done].sort();
    if (changed.size === 0) return { actions };
    if (stated.data === undefined) return undefined;
    return { actions, settings: settingsWith(stated.data.stated, movableOf(risk), changed) };
  }, [risk, done, changed, stated.data]);
  const [asked] = useDebouncedValue(question, PAUSE_MS);
  const answer = useQuery({
    queryKey: [tenant, 'what-if', risk.id, asked],
    queryFn: ({ signal }) => askWhatIf(asked ?? { actions: [] }, signal),
    enabled: asked !== undefined,
    placeholderData: keepPreviousData,
  });
  const error = answer.error ?? (question === undefined ? stated.error : null);
  return {
    result: answer.data,
    isOpen: error === null && (answer.isFetching || asked !== question),
    error,
    retry: () => void (answer.error ? answer.refetch() : stated.refetch()),
  };
}
