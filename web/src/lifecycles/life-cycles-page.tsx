// Which devices fall out of support when: the operating systems in use against the years, and the same as a table.
import { Text } from '@mantine/core';
import { IconCalendarOff } from '@tabler/icons-react';
import { useCallback, useMemo } from 'react';
import { type ChartTheme, type TimelineRow, type Tone, timelineChart } from '#charts/index.ts';
import type { LifeCycleRow, LifeCycles } from '#contracts/index.ts';
import { loadLifeCycles } from '../api/flaws.ts';
import { useLoad } from '../api/use-load.ts';
import { count, counted, date } from '../format/format.ts';
import { Chart } from '../parts/chart.tsx';
import { Foreign } from '../parts/foreign.tsx';
import { TextLink } from '../parts/link.tsx';
import { Page } from '../parts/page.tsx';
import { Panel } from '../parts/panel.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { Empty, Loaded, Waiting } from '../parts/states.tsx';
import { Tag } from '../parts/tag.tsx';
import { text } from '../text/index.ts';

/** Lines in the picture; the table shows all. */
const DRAWN = 40;

const TONES: Readonly<Record<LifeCycleRow['standing'], Tone>> = {
  supported: 'safe',
  ending: 'watch',
  ended: 'danger',
  'assumed ended': 'warn',
  unknown: 'unknown',
};

/** The page of life cycles. */
export function LifeCyclesPage() {
  const cycles = useLoad(['life-cycles'], loadLifeCycles);
  return (
    <Page title={text.lifeCycles.title} lead={text.lifeCycles.lead}>
      <Loaded of={cycles} waiting={<Waiting lines={12} />}>
        {(loaded) =>
          loaded.items.length === 0 ? (
            <Empty icon={IconCalendarOff} title={text.lifeCycles.none}>
              {text.lifeCycles.noneWhy}
            </Empty>
          ) : (
            <Known cycles={loaded} />
          )
        }
      </Loaded>
    </Page>
  );
}

function Known({ cycles }: { readonly cycles: LifeCycles }) {
  const { items, today } = cycles;
  const rows = useMemo(() => items.slice(0, DRAWN).map(rowOf), [items]);
  const draw = useCallback(
    (width: number, theme: ChartTheme) =>
      timelineChart(rows, {
        width,
        theme,
        today,
        id: 'life-cycles',
        title: text.lifeCycles.title,
        words: { today: text.lifeCycles.today, notKnown: text.lifeCycles.notKnown, day: date },
      }),
    [rows, today],
  );
  return (
    <>
      <Panel title={text.lifeCycles.picture} lead={text.lifeCycles.pictureLead}>
        <Chart draw={draw} />
        {items.length > DRAWN ? (
          <Text size="sm" c="dimmed" mt="md">
            {text.lifeCycles.drawn(DRAWN, count(items.length))}
          </Text>
        ) : null}
      </Panel>
      <Panel title={text.lifeCycles.table} flush>
        <PlainTable
          label={text.lifeCycles.table}
          columns={text.lifeCycles.columns}
          rows={items}
          rowKey={({ os }) => os ?? ''}
          cells={cellsOf}
        />
        {cycles.left > 0 ? (
          <Text size="sm" c="dimmed" p="md">
            {text.lifeCycles.left(count(cycles.left))}
          </Text>
        ) : null}
      </Panel>
    </>
  );
}

function hrefOf({ os }: LifeCycleRow): string | undefined {
  return os === null ? undefined : `/devices?q=${encodeURIComponent(os)}`;
}

function rowOf(row: LifeCycleRow): TimelineRow {
  const href = hrefOf(row);
  return {
    label: row.os === null ? text.lifeCycles.noSystem : row.label,
    note: `${counted(row.devices, text.units.device, text.units.devices)} · ${text.lifeCycles.standing[row.standing]}`,
    tone: TONES[row.standing],
    end: row.securityEnd,
    paidEnd: row.paidEnd,
    earliest: row.earliestEnd,
    latest: row.latestEnd,
    ...(href === undefined ? {} : { href }),
  };
}

function cellsOf(row: LifeCycleRow) {
  return [
    <div key="system">
      <b>{row.os === null ? text.lifeCycles.noSystem : <Foreign>{row.label}</Foreign>}</b>
      {row.os !== null && row.os !== row.label ? (
        <div className="quiet">
          <Foreign>{row.os}</Foreign>
        </div>
      ) : null}
    </div>,
    <Tag key="standing" tone={TONES[row.standing]}>
      {text.lifeCycles.standing[row.standing]}
    </Tag>,
    <Ends key="ends" row={row} />,
    <Devices key="devices" row={row} />,
    <span key="source" className="quiet">
      {row.source === null ? '' : `${row.source}, ${row.asOf ?? ''}`}
      {row.certainty === 'unverified' && row.securityEnd !== null ? ` (${text.lifeCycles.unverified})` : ''}
    </span>,
  ];
}

function Ends({ row }: { readonly row: LifeCycleRow }) {
  const { securityEnd, paidEnd, earliestEnd, latestEnd, wouldSettle } = row;
  return (
    <>
      {securityEnd !== null
        ? date(securityEnd)
        : earliestEnd !== null && latestEnd !== null && earliestEnd !== latestEnd
          ? text.lifeCycles.between(date(earliestEnd), date(latestEnd))
          : text.common.notKnown}
      {paidEnd ? <div className="quiet">{text.lifeCycles.paid(date(paidEnd))}</div> : null}
      {wouldSettle ? <div className="quiet">{text.lifeCycles.settle(wouldSettle)}</div> : null}
    </>
  );
}

function Devices({ row }: { readonly row: LifeCycleRow }) {
  return (
    <>
      {row.examples.map(({ id, name }, at) => (
        <span key={id}>
          {at > 0 ? ', ' : ''}
          <TextLink to="/devices/$id" params={{ id }} size="sm">
            <Foreign>{name}</Foreign>
          </TextLink>
        </span>
      ))}
      {row.devices > row.examples.length ? (
        <span className="quiet"> {text.lifeCycles.more(count(row.devices - row.examples.length))}</span>
      ) : null}
    </>
  );
}
