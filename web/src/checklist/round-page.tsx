// The walk-round: pick the device that one stands in front of, and see which are done; scripts that look instead.
import { Group, SegmentedControl, TextInput } from '@mantine/core';
import { IconListCheck } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import type { RoundList } from '#contracts/index.ts';
import { loadRound } from '../api/checklists.ts';
import { usePages } from '../api/use-load.ts';
import { count } from '../format/format.ts';
import { Foreign } from '../parts/foreign.tsx';
import { LinkButton, TextLink } from '../parts/link.tsx';
import { Page } from '../parts/page.tsx';
import { moreOf, PagedTable } from '../parts/paged-table.tsx';
import { Panel } from '../parts/panel.tsx';
import { Empty, Loaded, Waiting } from '../parts/states.tsx';
import { Tag } from '../parts/tag.tsx';
import { useTyped } from '../parts/use-typed.ts';
import { When } from '../parts/when.tsx';
import { text } from '../text/index.ts';
import { Collectors } from './collectors.tsx';
import { roundSearch } from './round-search.ts';

const route = getRouteApi('/checklist');
const TONES = { open: 'unknown', begun: 'watch', done: 'safe' } as const;

type Row = RoundList['items'][number];

/** The page of the walk-round. */
export function RoundPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const round = usePages(['round', search], (cursor, signal) => loadRound({ ...search, cursor, limit: 50 }, signal));
  const set = (change: object) =>
    void navigate({ search: (before) => roundSearch({ ...before, ...change }), replace: true });
  const [q, typeQ] = useTyped(search.q ?? '', (value) => set({ q: value }));
  const [zone, typeZone] = useTyped(search.zone ?? '', (value) => set({ zone: value }));
  const isSearch = Object.keys(search).length > 0;
  return (
    <Page title={text.checklist.title} lead={text.checklist.lead}>
      <Panel title={text.checklist.pick} flush>
        <Group px={20} pb="md" gap="sm" align="end">
          <TextInput
            type="search"
            label={text.checklist.search}
            placeholder={text.checklist.searchHint}
            value={q}
            onChange={({ currentTarget }) => typeQ(currentTarget.value)}
          />
          <TextInput
            label={text.checklist.zone}
            placeholder={text.checklist.zoneHint}
            value={zone}
            onChange={({ currentTarget }) => typeZone(currentTarget.value)}
          />
          <SegmentedControl
            aria-label={text.checklist.state}
            data={[
              { value: '', label: text.checklist.all },
              ...(['open', 'begun', 'done'] as const).map((value) => ({ value, label: text.checklist.states[value] })),
            ]}
            value={search.state ?? ''}
            onChange={(state) => set({ state })}
          />
        </Group>
        <Loaded of={round} waiting={<Waiting lines={8} />}>
          {({ pages }) => {
            const [first] = pages;
            if (!first || first.items.length === 0) {
              return (
                <Empty
                  icon={IconListCheck}
                  title={isSearch ? text.checklist.nothing : text.checklist.none}
                  {...(isSearch ? {} : { actions: <LinkButton to="/import">{text.sources.add}</LinkButton> })}
                >
                  {isSearch ? text.checklist.nothingWhy : text.checklist.noneWhy}
                </Empty>
              );
            }
            const { counts, of } = first;
            return (
              <>
                <p className="quiet" style={{ margin: 0, padding: '0 20px 12px' }} role="status">
                  {text.checklist.progress(count(counts.done), count(counts.begun), count(counts.devices))}
                </p>
                <PagedTable
                  label={text.checklist.pick}
                  columns={text.checklist.columns}
                  pages={pages}
                  rowKey={({ device }) => device}
                  cells={(row) => cellsOf(row, of)}
                  more={moreOf(round)}
                />
              </>
            );
          }}
        </Loaded>
      </Panel>
      <Collectors />
    </Page>
  );
}

function cellsOf({ device, name, kind, zone, location, state, answered, at, by }: Row, of: number) {
  const where = [location, zone, kind].filter((part) => part !== null).join(' · ');
  return [
    <>
      <TextLink to="/checklist/$id" params={{ id: device }} fw={600}>
        <Foreign>{name}</Foreign>
      </TextLink>
      <div className="quiet">
        <Foreign>{where}</Foreign>
      </div>
    </>,
    <Tag key="state" tone={TONES[state]}>
      {text.checklist.states[state]}
    </Tag>,
    text.checklist.answered(answered, of),
    <span key="at">
      <When at={at} /> {by === null ? null : <Foreign>{by}</Foreign>}
    </span>,
  ];
}
