// Figures of the program over time, each with what it counts.
import { useCallback } from 'react';
import { type ChartTheme, trendChart } from '#charts/index.ts';
import { FIX_METRIC, type Metric, unitOfMetric } from '#contracts/index.ts';
import { loadMetricDetail, loadMetrics } from '../api/calendar.ts';
import { useLoad } from '../api/use-load.ts';
import { count, date, money, percent, score } from '../format/format.ts';
import { Chart } from '../parts/chart.tsx';
import { Foreign } from '../parts/foreign.tsx';
import { TextLink } from '../parts/link.tsx';
import { Page } from '../parts/page.tsx';
import { Panel } from '../parts/panel.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { Loaded, Waiting } from '../parts/states.tsx';
import { Unfold } from '../parts/unfold.tsx';
import { text } from '../text/index.ts';

const words = text.metrics;
const NAMES = new Map<string, string>(Object.entries(words.names));
const HOW = new Map<string, string>(Object.entries(words.how));
const WHO = new Map<string, string>(Object.entries(text.who));

/** The page. */
export function MetricsPage() {
  return (
    <Page title={words.title} lead={words.lead}>
      <Loaded of={useLoad(['metrics'], loadMetrics)} waiting={<Waiting lines={10} />}>
        {({ items }) => items.map((metric) => <Figure key={metric.name} metric={metric} />)}
      </Loaded>
    </Page>
  );
}

function isFix(name: string): boolean {
  return name.startsWith(FIX_METRIC);
}

function nameOf(name: string): string {
  if (!isFix(name)) return NAMES.get(name) ?? name;
  const who = name.slice(FIX_METRIC.length);
  return words.fix(WHO.get(who) ?? who);
}

function written(name: string, { value, of }: Pick<Metric, 'value' | 'of'>): string {
  if (value === null) return words.unknown;
  switch (unitOfMetric(name)) {
    case 'days':
      return words.meanDays(score(value), count(of));
    case 'each':
      return words.each(score(value / (of || 1)), count(value), count(of));
    case 'dollars':
      return words.each(money(value / (of || 1), 'USD'), money(value, 'USD'), count(of));
    default:
  }
  return `${words.share(count(value), count(of))} (${percent(of === 0 ? 0 : value / of)})`;
}

/** A value on the scale of the chart. */
function scaled(name: string, value: number): string {
  const unit = unitOfMetric(name);
  return unit === 'share' ? percent(value) : unit === 'dollars' ? money(value, 'USD') : score(value);
}

function Figure({ metric }: { readonly metric: Metric }) {
  const { name, history } = metric;
  const title = nameOf(name);
  const draw = useCallback(
    (width: number, theme: ChartTheme) =>
      trendChart(
        history.map(({ day, value, of }) => ({
          day,
          value: value === null || isFix(name) ? value : value / (of || 1),
        })),
        {
          width,
          theme,
          id: `trend-${name}`,
          title: nameOf(name),
          most: 1,
          written: (value) => scaled(name, value),
          writtenDay: date,
        },
      ),
    [history, name],
  );
  return (
    <Panel title={title} lead={`${written(name, metric)}. ${HOW.get(name) ?? words.fixHow}`}>
      {history.length === 0 ? <p className="quiet">{words.noPast}</p> : <Chart draw={draw} />}
      {history.length === 0 ? null : (
        <Unfold label={words.byDay}>
          <PlainTable
            label={title}
            columns={words.dayColumns}
            rows={history.toReversed()}
            rowKey={({ day }) => day}
            cells={(row) => [date(row.day), written(name, row)]}
          />
        </Unfold>
      )}
      <Unfold label={words.counts}>
        <Counted name={name} title={title} />
      </Unfold>
    </Panel>
  );
}

function Counted({ name, title }: { readonly name: string; readonly title: string }) {
  return (
    <Loaded of={useLoad(['metric', name], (signal) => loadMetricDetail(name, signal))}>
      {({ counted, more }) =>
        counted.length === 0 ? (
          <p className="quiet">{words.nothing}</p>
        ) : (
          <>
            <PlainTable
              label={`${title}: ${words.counts}`}
              columns={words.columns}
              rows={counted}
              rowKey={({ key }) => key}
              cells={({ label, detail, counts, href }) => [
                href === null ? (
                  <Foreign key="what">{label}</Foreign>
                ) : (
                  <TextLink key="what" to={href}>
                    <Foreign>{label}</Foreign>
                  </TextLink>
                ),
                detail,
                counts ? words.yes : words.no,
              ]}
            />
            {more ? <p className="quiet">{words.more}</p> : null}
          </>
        )
      }
    </Loaded>
  );
}
