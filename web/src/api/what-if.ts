// What would be if: a question to the newest assessment, answered at once and kept nowhere.
import type { z } from 'zod';
import { risk, type WhatIfResult } from '#contracts/index.ts';
import { write } from './http.ts';

export type WhatIfQuestion = z.input<typeof risk.whatIfInput>;

/** What a year would cost with these actions done and these figures changed. */
export function askWhatIf(body: WhatIfQuestion, signal: AbortSignal): Promise<WhatIfResult> {
  return write({ method: 'POST', path: 'risk/what-if', body, shape: risk.whatIfResult, signal });
}
