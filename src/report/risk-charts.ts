// The drawings of risk, the same for the screen and for paper.
import { type ChartTheme, exceedanceChart, tornadoChart } from '#charts/index.ts';
import type { RiskDocument } from '#contracts/index.ts';
import { plain } from './markup.ts';
import { chanceWords, moneyWords, shortMoney } from './risk-words.ts';

interface Frame {
  readonly width: number;
  readonly theme: ChartTheme;
  readonly id: string;
}

/** How likely a year is to lose more than so much: today and with the plan, on request with every way open. */
export function lossCurve(
  risk: RiskDocument,
  frame: Frame & { readonly plotHeight: number; readonly inherent?: boolean },
): string {
  const { loss, currency, tolerance, plan } = risk;
  return exceedanceChart(
    [
      ...(frame.inherent
        ? [{ label: 'every way open', points: loss.inherent.exceedance, tone: 'quiet', stroke: 'dotted' } as const]
        : []),
      { label: 'today', points: loss.today.exceedance, tone: 'danger', stroke: 'solid' },
      ...(plan.chosen.length > 0
        ? [{ label: 'with the plan', points: loss.after.exceedance, tone: 'safe', stroke: 'dashed' } as const]
        : []),
    ],
    {
      width: frame.width,
      theme: frame.theme,
      id: frame.id,
      plotHeight: frame.plotHeight,
      title: 'Chance that a year loses more',
      tolerance,
      words: {
        money: (amount) => shortMoney(amount, currency),
        chance: chanceWords,
        across: 'loss of a year',
        up: 'chance that a year loses more',
        tolerance: 'tolerated at most',
      },
    },
  );
}

const SWINGS = 10;

/** What the average year hangs on. */
export function swings({ sensitivity, currency }: RiskDocument, { width, theme, id }: Frame): string {
  return tornadoChart(
    sensitivity.slice(0, SWINGS).map(({ label, swing, sides }) => ({ label: plain(label), swing, sides })),
    {
      width,
      theme,
      id,
      title: 'What the average year hangs on',
      amount: (swing) => moneyWords(swing, currency),
      middle: 'less ← average year → more',
    },
  );
}
