// An answer of the fake to "what if": it adds up what the actions save, and goes along with the exams of a CT.
import { risk } from '#contracts/index.ts';
import { documentOf } from './fake-risk.ts';
import type { Route } from './fake-routes.ts';
import { CRITICAL_PROBABLE, CRITICAL_REMOTE } from './sample-paths.ts';

const USUAL_EXAMS = 20;

/** /risk/what-if. */
export const WHAT_IF_ROUTES: readonly Route[] = [
  [
    'POST',
    /^risk\/what-if$/,
    ({ tenant, body }) => {
      const document = documentOf(tenant);
      if (!document) return undefined;
      const { actions, settings } = risk.whatIfInput.parse(body);
      const done = document.actions.filter(({ id }) => actions.includes(id));
      const today = document.expected.today.mean;
      const saved = done.reduce((sum, { saves }) => sum + saves.mean, 0);
      const exams = settings?.modalities?.['CT']?.examsPerDay?.mode ?? USUAL_EXAMS;
      const mean = Math.max(today / 5, today - saved) * (0.5 + exams / USUAL_EXAMS / 2);
      return {
        json: {
          currency: document.currency,
          today,
          mean,
          todayInterval: document.expected.today.interval,
          interval: [mean * 0.4, mean * 2.1],
          cost: done.reduce((sum, { cost }) => sum + cost.mode, 0),
          costRange: [
            done.reduce((sum, { cost }) => sum + cost.low, 0),
            done.reduce((sum, { cost }) => sum + cost.high, 0),
          ],
          worstHarm: done.length > 2 ? CRITICAL_REMOTE : CRITICAL_PROBABLE,
          targets: document.targets.map(({ device, name, probability: { low, mode, high } }) => {
            const left = Math.min(1, mean / today);
            return {
              device,
              name,
              before: mode,
              beforeRange: [low, high],
              after: mode * left,
              afterRange: [low * left, high * left],
            };
          }),
        },
      };
    },
  ],
];
