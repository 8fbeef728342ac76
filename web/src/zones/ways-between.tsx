// The ways between zones: what was stated beside what recorded conversations say, the contradicted first; each can be stated anew.
import { ActionIcon, Button, Group, Select } from '@mantine/core';
import { IconPencil, IconSitemap, IconWallOff } from '@tabler/icons-react';
import { useState } from 'react';
import type { Tone } from '#charts/index.ts';
import { WAY_STANDINGS, type WayRow, type WayStanding } from '#contracts/index.ts';
import { usePages } from '../api/use-load.ts';
import { usePowers } from '../api/use-session.ts';
import { loadWays } from '../api/ways.ts';
import { count, counted } from '../format/format.ts';
import { Foreign, visible } from '../parts/foreign.tsx';
import { Note } from '../parts/note.tsx';
import { moreOf, PagedTable } from '../parts/paged-table.tsx';
import { Panel } from '../parts/panel.tsx';
import { choiceParam } from '../parts/search-params.ts';
import { Empty, Loaded, Waiting } from '../parts/states.tsx';
import { Tag } from '../parts/tag.tsx';
import { When } from '../parts/when.tsx';
import { text } from '../text/index.ts';
import { StateWay } from './state-way.tsx';
import { useZoneNames } from './use-zone-names.ts';
import classes from './zones.module.css';

const words = text.ways;
const SHOWS = ['all', 'stated', ...WAY_STANDINGS] as const;
/** Contradictions that are told above the list. */
const MOST_TOLD = 3;
const PAGE = 50;

const TONES: Readonly<Record<WayStanding, Tone>> = {
  contradicted: 'danger',
  open: 'watch',
  closed: 'safe',
  seen: 'info',
  unknown: 'unknown',
};

/** A way that is being stated; both ends are null while a person chooses them. */
interface Stating {
  readonly from: string | null;
  readonly to: string | null;
  readonly row: WayRow | null;
}

/** The panel. */
export function WaysBetween() {
  const zones = useZoneNames();
  const [zone, setZone] = useState<string | null>(null);
  const [show, setShow] = useState<(typeof SHOWS)[number]>('all');
  const [stating, setStating] = useState<Stating | null>(null);
  const { edit } = usePowers();
  const ways = usePages(['ways', zone, show], (cursor, signal) =>
    loadWays({ cursor, show, limit: PAGE, ...(zone === null ? {} : { zone }) }, signal),
  );
  return (
    <Panel
      title={words.title}
      lead={words.lead}
      flush
      actions={
        edit && zones && zones.length > 1 ? (
          <Button variant="default" onClick={() => setStating({ from: null, to: null, row: null })}>
            {words.add}
          </Button>
        ) : null
      }
    >
      <Loaded of={ways} waiting={<Waiting lines={5} />}>
        {({ pages }) => {
          const total = pages[0]?.total.value ?? 0;
          const isWhole = zone === null && show === 'all';
          if (total === 0 && isWhole)
            return (
              <Empty icon={IconSitemap} title={words.noZones}>
                {words.noZonesWhy}
              </Empty>
            );
          const contradicted = pages
            .flatMap(({ items }) => items)
            .filter(({ standing }) => standing === 'contradicted')
            .slice(0, MOST_TOLD);
          return (
            <>
              <Group className={classes['filters'] ?? ''} gap="md" align="flex-end">
                <Select
                  label={words.zone}
                  placeholder={words.anyZone}
                  data={zones ?? []}
                  value={zone}
                  searchable
                  clearable
                  clearButtonProps={{ 'aria-label': text.common.clear(words.zone) }}
                  onChange={setZone}
                  w={{ base: '100%', xs: 280 }}
                />
                <Select
                  label={words.show}
                  data={SHOWS.map((value) => ({ value, label: words.shows[value] }))}
                  value={show}
                  allowDeselect={false}
                  onChange={(value) => setShow(choiceParam(value, SHOWS) ?? 'all')}
                  w={{ base: '100%', xs: 260 }}
                />
                <span className="quiet" aria-live="polite">
                  {words.found(count(total))}
                </span>
              </Group>
              {contradicted.map((row) => (
                <div key={`${row.from}>${row.to}`} className={classes['told']}>
                  <Note tone="danger">{words.contradiction(nameOf(row, 'from'), nameOf(row, 'to'))}</Note>
                </div>
              ))}
              {total === 0 ? (
                <Empty icon={IconWallOff} title={words.none}>
                  {words.noneWhy}
                </Empty>
              ) : (
                <PagedTable
                  label={words.title}
                  columns={edit ? [...words.columns, words.change] : words.columns}
                  pages={pages}
                  rowKey={({ from, to }) => `${from}>${to}`}
                  cells={(row) => [
                    ...cellsOf(row),
                    ...(edit
                      ? [
                          <ActionIcon
                            key="change"
                            variant="default"
                            aria-label={words.changeOf(nameOf(row, 'from'), nameOf(row, 'to'))}
                            onClick={() => setStating({ from: row.from, to: row.to, row })}
                          >
                            <IconPencil size={16} aria-hidden />
                          </ActionIcon>,
                        ]
                      : []),
                  ]}
                  more={moreOf(ways)}
                />
              )}
            </>
          );
        }}
      </Loaded>
      {stating ? <StateWay {...stating} zones={zones ?? []} onClose={() => setStating(null)} /> : null}
    </Panel>
  );
}

/** What a zone is called in running text. */
export function nameOf(row: WayRow, end: 'from' | 'to'): string {
  if (row[end] === 'internet') return words.internet;
  return visible((end === 'from' ? row.fromName : row.toName) ?? row[end]);
}

function cellsOf(row: WayRow) {
  const { standing, stated, done, empty, seen } = row;
  return [
    <Zone key="from" row={row} end="from" />,
    <Zone key="to" row={row} end="to" />,
    <div key="stated">
      <Tag tone={TONES[standing]}>{words.standings[standing]}</Tag>
      {stated && stated.because !== '' ? (
        <div className="quiet">
          <Foreign>{stated.because}</Foreign>
        </div>
      ) : null}
      {stated?.forAll ? <div className="quiet">{words.forAll}</div> : null}
      {done ? (
        <div className="quiet">
          {words.doneOn} <When at={done.at} />
        </div>
      ) : null}
      {standing === 'closed' && seen ? <div className="quiet">{words.usedBefore}</div> : null}
      {empty.map((zone) => (
        <div key={zone} className="quiet">
          {words.nothingIn} <Foreign mono>{zone}</Foreign>
        </div>
      ))}
    </div>,
    seen ? (
      <span key="seen">
        {words.passed(counted(seen.conversations, words.conversation, words.conversations), seen.ports.join(', '))}{' '}
        <When at={seen.lastSeenAt} />
      </span>
    ) : (
      <span key="seen" className="quiet">
        {words.nothingPassed}
      </span>
    ),
  ];
}

function Zone({ row, end }: { readonly row: WayRow; readonly end: 'from' | 'to' }) {
  const name = end === 'from' ? row.fromName : row.toName;
  return (
    <>
      <b>{nameOf(row, end)}</b>
      {name === null ? null : (
        <div className="quiet">
          <Foreign mono>{row[end]}</Foreign>
        </div>
      )}
    </>
  );
}
