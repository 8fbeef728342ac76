// Money: what a year loses, as ranges; how likely it is to lose more; and what may be lost at most.
import { useCallback, useMemo } from 'react';
import {
  type ChartTheme,
  chanceAbove,
  decadesOf,
  type ExceedanceLine,
  exceedanceChart,
  type RangeRow,
  rangeChart,
  type Tone,
} from '#charts/index.ts';
import type { RiskDocument } from '#contracts/index.ts';
import { chance, money } from '../format/format.ts';
import { Chart } from '../parts/chart.tsx';
import { TextLink } from '../parts/link.tsx';
import { Panel } from '../parts/panel.tsx';
import { Tag } from '../parts/tag.tsx';
import { Unfold } from '../parts/unfold.tsx';
import { text } from '../text/index.ts';
import { anyLossWithRange, meanWithRange, TIMES, worstYears, yearsRange } from './losses.ts';
import classes from './risk.module.css';
import { SmallTable } from './small-table.tsx';

const words = text.risk.money;

const LOOKS: Readonly<Record<(typeof TIMES)[number], { tone: Tone; stroke: ExceedanceLine['stroke'] }>> = {
  inherent: { tone: 'quiet', stroke: 'dotted' },
  today: { tone: 'info', stroke: 'solid' },
  after: { tone: 'safe', stroke: 'dashed' },
};

/** The panel. */
export function Money({ document }: { readonly document: RiskDocument }) {
  return (
    <Panel title={words.title} lead={words.lead} id="money">
      <ExpectedLoss document={document} />
      <h3 className={classes['small']}>{words.curve}</h3>
      <p className="quiet">{words.curveHow}</p>
      <Curve loss={document.loss} currency={document.currency} tolerance={document.tolerance} />
      <Tolerance tolerance={document.tolerance} currency={document.currency} />
    </Panel>
  );
}

interface LossProps {
  readonly loss: RiskDocument['loss'];
  readonly currency: string;
}

/** The mean year with its range at the three times, drawn and as a table. */
function ExpectedLoss({ document: { expected, loss, currency } }: { readonly document: RiskDocument }) {
  const rows = useMemo(
    () =>
      TIMES.map((time): RangeRow => {
        const { mean, interval } = expected[time];
        const [low, high] = interval;
        const said = words.said(money(mean, currency), text.risk.between(money(low, currency), money(high, currency)));
        return { label: text.risk.times[time], said, low, mean, high, tone: LOOKS[time].tone };
      }),
    [expected, currency],
  );
  const draw = useCallback(
    (width: number, theme: ChartTheme) =>
      rangeChart(rows, {
        width,
        theme,
        id: 'loss-range',
        title: words.range,
        amount: (value) => money(value, currency),
      }),
    [rows, currency],
  );
  return (
    <>
      <Chart draw={draw} />
      <p className={classes['fine']}>{words.rangeHow}</p>
      <SmallTable
        label={words.table}
        columns={words.columns}
        rows={TIMES.map((time) => [
          text.risk.times[time],
          meanWithRange(expected[time], currency),
          anyLossWithRange(expected[time], loss[time]),
          money(loss[time].quantiles['0.95'], currency),
          worstYears(loss[time], currency),
        ])}
      />
    </>
  );
}

interface LossProps {
  readonly loss: RiskDocument['loss'];
  readonly currency: string;
}

/** The years of one scenario at the three times, as a table. */
export function LossYears({ loss, currency }: LossProps) {
  if (TIMES.every((time) => loss[time].quantiles['0.95'] === 0)) return <RareLoss loss={loss} currency={currency} />;
  return (
    <SmallTable
      label={words.table}
      columns={words.yearColumns}
      rows={TIMES.map((time) => [
        text.risk.times[time],
        money(loss[time].mean, currency),
        yearsRange(loss[time], currency),
        chance(loss[time].probabilityOfAnyLoss),
      ])}
    />
  );
}

/** What is so rare that its usual years lose nothing: how rare, and what such a year loses. */
function RareLoss({ loss, currency }: LossProps) {
  return (
    <>
      <p className={classes['plain']}>{words.rareHow}</p>
      <SmallTable
        label={words.table}
        columns={words.rareColumns}
        rows={TIMES.map((time) => {
          const { mean, probabilityOfAnyLoss: any } = loss[time];
          return [
            text.risk.times[time],
            money(mean, currency),
            chance(any),
            any > 0 ? words.about(money(mean / any, currency)) : text.risk.people.none,
          ];
        })}
      />
    </>
  );
}

function Curve({ loss, currency, tolerance }: LossProps & { readonly tolerance: RiskDocument['tolerance'] }) {
  const lines = useMemo(
    () =>
      TIMES.map(
        (time): ExceedanceLine => ({ label: text.risk.times[time], points: loss[time].exceedance, ...LOOKS[time] }),
      ),
    [loss],
  );
  const draw = useCallback(
    (width: number, theme: ChartTheme) =>
      exceedanceChart(lines, {
        width,
        theme,
        tolerance,
        id: 'loss-curve',
        title: words.curve,
        words: {
          money: (amount) => money(amount, currency),
          chance,
          across: words.across,
          up: words.up,
          tolerance: words.tolerance,
        },
      }),
    [lines, currency, tolerance],
  );
  return (
    <>
      <Chart draw={draw} />
      <Unfold label={words.curveTable}>
        <SmallTable
          label={words.curve}
          columns={[words.moreThan, ...TIMES.map((time) => text.risk.times[time])]}
          rows={decadesOf(lines, tolerance).map((amount) => [
            money(amount, currency),
            ...lines.map(({ points }) => chance(chanceAbove(points, amount))),
          ])}
        />
      </Unfold>
    </>
  );
}

interface ToleranceProps {
  readonly tolerance: RiskDocument['tolerance'];
  readonly currency: string;
}

function Tolerance({ tolerance, currency }: ToleranceProps) {
  return (
    <>
      <h3 className={classes['small']}>{words.toleranceTitle}</h3>
      {tolerance.length === 0 ? (
        <p className="quiet">
          {words.noTolerance}{' '}
          <TextLink to="/risk/figures" underline="always">
            {words.state}
          </TextLink>
        </p>
      ) : (
        <ul className={classes['rows']}>
          {tolerance.map(({ loss, probability, today, after }) => (
            <li key={loss}>
              <Tag tone={today > probability ? 'danger' : 'safe'}>
                {today > probability ? words.above : words.within}
              </Tag>{' '}
              {words.toleranceLine(money(loss, currency), chance(probability))}
              <div className="quiet">{words.toleranceNow(chance(today), chance(after))}</div>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
