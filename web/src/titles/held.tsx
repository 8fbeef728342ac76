// Who has which title: one on several devices, or one that software ships with, identifies nobody.
import { SegmentedControl } from '@mantine/core';
import { IconId } from '@tabler/icons-react';
import { useState } from 'react';
import type { AeTitleRow } from '#contracts/index.ts';
import { loadTitles } from '../api/site.ts';
import { usePages } from '../api/use-load.ts';
import { Foreign } from '../parts/foreign.tsx';
import { LinkButton, TextLink } from '../parts/link.tsx';
import { moreOf, PagedTable } from '../parts/paged-table.tsx';
import { Panel } from '../parts/panel.tsx';
import { choiceParam } from '../parts/search-params.ts';
import { Empty, Loaded, Waiting } from '../parts/states.tsx';
import { Tag } from '../parts/tag.tsx';
import { When } from '../parts/when.tsx';
import { text } from '../text/index.ts';

const CHOICES = ['all', 'shared', 'default'] as const;

/** The registry. */
export function Held() {
  const [only, setOnly] = useState<(typeof CHOICES)[number]>('all');
  const titles = usePages(['ae-titles', only], (cursor, signal) =>
    loadTitles({ cursor, ...(only === 'all' ? {} : { only }) }, signal),
  );
  return (
    <Panel
      title={text.titles.held}
      lead={text.titles.heldLead}
      flush
      actions={
        <SegmentedControl
          size="xs"
          aria-label={text.titles.only}
          data={CHOICES.map((value) => ({ value, label: text.titles.choices[value] }))}
          value={only}
          onChange={(value) => setOnly(choiceParam(value, CHOICES) ?? 'all')}
        />
      }
    >
      <Loaded of={titles} waiting={<Waiting lines={6} />}>
        {({ pages }) =>
          pages[0]?.items.length === 0 ? (
            only === 'all' ? (
              <Empty
                icon={IconId}
                title={text.titles.none}
                actions={<LinkButton to="/import">{text.sources.add}</LinkButton>}
              >
                {text.titles.noneWhy}
              </Empty>
            ) : (
              <Empty icon={IconId} title={text.titles.noneOf[only]} />
            )
          ) : (
            <PagedTable
              label={text.titles.held}
              columns={text.titles.heldColumns}
              pages={pages}
              rowKey={({ title }) => title}
              cells={cellsOf}
              more={moreOf(titles)}
            />
          )
        }
      </Loaded>
    </Panel>
  );
}

function cellsOf(row: AeTitleRow) {
  return [
    <b key="title">
      <Foreign>{row.title}</Foreign>
    </b>,
    <>
      {row.devices.map((device) => (
        <div key={device.id}>
          <TextLink to="/devices/$id" params={{ id: device.id }}>
            <Foreign>{device.name}</Foreign>
          </TextLink>{' '}
          <span className="quiet">
            <Foreign>{device.addresses.slice(0, 2).join(' ')}</Foreign>
          </span>
        </div>
      ))}
      {row.holders > row.devices.length ? (
        <span className="quiet">{text.devices.more(row.holders - row.devices.length)}</span>
      ) : null}
    </>,
    <Marks key="marks" row={row} />,
    <When key="seen" at={row.lastSeenAt} />,
  ];
}

function Marks({ row }: { readonly row: AeTitleRow }) {
  if (row.holders < 2 && row.shippedWith === null) return <span className="quiet">–</span>;
  return (
    <>
      {row.holders > 1 ? <Tag tone="watch">{text.titles.shared}</Tag> : null}{' '}
      {row.shippedWith === null ? null : (
        <>
          <Tag tone="watch">{text.titles.default}</Tag>
          <div className="quiet">{text.titles.shippedWith(row.shippedWith.product, row.shippedWith.source)}</div>
        </>
      )}
    </>
  );
}
