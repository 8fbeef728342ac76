// What each budget buys: a chart, and the same figures as a table on demand.
import { useCallback, useId } from 'react';
import { type ChartTheme, frontierChart } from '#charts/index.ts';
import type { RiskDocument } from '#contracts/index.ts';
import { count, money } from '../format/format.ts';
import { moneyRange } from '../format/ranges.ts';
import { Chart } from '../parts/chart.tsx';
import { Panel } from '../parts/panel.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { Unfold } from '../parts/unfold.tsx';
import { text } from '../text/index.ts';

/** The panel; nothing where there is nothing to choose from. */
export function Frontier({ risk }: { readonly risk: RiskDocument }) {
  const id = useId();
  const { plan, expected, currency } = risk;
  const last = plan.chosen.at(-1);
  const left = last?.lossAfter ?? expected.today.mean;
  const range = last ? last.afterInterval : expected.today.interval;
  const draw = useCallback(
    (width: number, theme: ChartTheme) =>
      frontierChart(
        plan.frontier,
        { budget: plan.cost, remainingLoss: left, interval: range },
        {
          width,
          theme,
          id,
          title: text.plan.frontier,
          words: {
            across: text.plan.frontierAcross,
            up: text.plan.frontierUp,
            chosen: text.plan.frontierChosen,
            money: (amount) => money(amount, currency),
            range: ([low, high]) => moneyRange(low, high, currency),
          },
        },
      ),
    [plan, left, range, currency, id],
  );
  if (plan.frontier.length === 0) return null;
  return (
    <Panel title={text.plan.frontier} lead={text.plan.frontierLead}>
      <Chart draw={draw} />
      <Unfold label={text.plan.frontierTable}>
        <PlainTable
          label={text.plan.frontier}
          columns={text.plan.frontierColumns}
          rows={plan.frontier}
          rowKey={({ budget }) => String(budget)}
          cells={({ budget, actions, remainingLoss, interval }) => [
            money(budget, currency),
            count(actions),
            money(remainingLoss, currency),
            interval === undefined ? text.common.notKnown : moneyRange(...interval, currency),
          ]}
        />
      </Unfold>
    </Panel>
  );
}
