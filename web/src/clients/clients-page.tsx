// The sites of the account side by side, for who looks after several.
import { Button, Code, Group, Select, TextInput } from '@mantine/core';
import { IconBuildingCommunity, IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import type { Tone } from '#charts/index.ts';
import type { ClientRow, DueState } from '#contracts/index.ts';
import { clientsHref, loadClients } from '../api/clients.ts';
import { chooseTenant, useTenant } from '../api/tenant.ts';
import { usePages } from '../api/use-load.ts';
import { useSession } from '../api/use-session.ts';
import { count, date, money } from '../format/format.ts';
import { Foreign, visible } from '../parts/foreign.tsx';
import { Note } from '../parts/note.tsx';
import { notice } from '../parts/notice.ts';
import { Page } from '../parts/page.tsx';
import { PagedList } from '../parts/paged-list.tsx';
import { Panel } from '../parts/panel.tsx';
import { Empty } from '../parts/states.tsx';
import { Tag } from '../parts/tag.tsx';
import { useTyped } from '../parts/use-typed.ts';
import { text } from '../text/index.ts';

const words = text.clients;
type SortName = keyof typeof words.sorts;
const SORTS = {
  'name asc': { sort: 'name', order: 'asc' },
  'urgent desc': { sort: 'urgent', order: 'desc' },
  'loss desc': { sort: 'loss', order: 'desc' },
  'devices desc': { sort: 'devices', order: 'desc' },
  'policies asc': { sort: 'policies', order: 'asc' },
  'trained asc': { sort: 'trained', order: 'asc' },
} as const satisfies Record<SortName, object>;
const SORT_NAMES: readonly SortName[] = [
  'name asc',
  'urgent desc',
  'loss desc',
  'devices desc',
  'policies asc',
  'trained asc',
];
const TONES: Readonly<Record<DueState, Tone>> = {
  overdue: 'danger',
  soon: 'watch',
  later: 'quiet',
  unplanned: 'unknown',
};

/** The page. */
export function ClientsPage() {
  const [q, setQ] = useState('');
  const [sort, setSort] = useState<SortName>('name asc');
  const [typed, type] = useTyped(q, setQ);
  const asked = { ...(q === '' ? {} : { q }), ...SORTS[sort] };
  const pages = usePages(['clients', q, sort], (cursor, signal) => loadClients(asked, cursor, signal));
  const sites = useSession().data?.tenants.length ?? 0;
  return (
    <Page title={words.title} lead={words.lead}>
      {sites === 1 ? (
        <Note title={words.one}>
          <p>{words.oneHow}</p>
          <Code block>{words.oneCommand}</Code>
        </Note>
      ) : null}
      <Panel
        title={words.list}
        flush
        actions={
          <Group gap="xs" align="end">
            <TextInput
              size="xs"
              label={words.find}
              value={typed}
              onChange={(event) => type(event.currentTarget.value)}
            />
            <Select
              size="xs"
              label={words.sort}
              allowDeselect={false}
              data={SORT_NAMES.map((value) => ({ value, label: words.sorts[value] }))}
              value={sort}
              onChange={(value) => setSort(SORT_NAMES.find((name) => name === value) ?? 'name asc')}
            />
            <Button
              variant="default"
              size="xs"
              component="a"
              href={clientsHref(asked)}
              download="clients.csv"
              leftSection={<IconDownload size={15} aria-hidden />}
            >
              {words.export}
            </Button>
          </Group>
        }
      >
        {sort === 'loss desc' && currenciesIn(pages.data?.pages ?? []) > 1 ? (
          <Note title={words.sorts[sort]}>{words.currencies}</Note>
        ) : null}
        <PagedList
          bare
          label={words.list}
          columns={words.columns}
          pages={pages}
          rowKey={({ id }: ClientRow) => id}
          cells={(row) => [...cellsOf(row), <OpenSite key="open" row={row} />]}
          empty={
            <Empty icon={IconBuildingCommunity} title={words.none}>
              {words.noneWhy}
            </Empty>
          }
        />
      </Panel>
    </Page>
  );
}

/** How many currencies stand in these lines. */
function currenciesIn(pages: readonly { readonly items: readonly ClientRow[] }[]): number {
  const losses = pages.flatMap(({ items }) => items.flatMap(({ loss }) => (loss === null ? [] : [loss.currency])));
  return new Set(losses).size;
}

function OpenSite({ row: { id, name } }: { readonly row: ClientRow }) {
  const present = useTenant();
  if (id === present) return <span className="quiet">{words.here}</span>;
  return (
    <Button
      variant="default"
      size="compact-sm"
      aria-label={words.openOf(visible(name))}
      onClick={() => {
        chooseTenant(id);
        notice(words.opened(visible(name)));
      }}
    >
      {words.open}
    </Button>
  );
}

function share({ value, of }: { readonly value: number; readonly of: number }): string {
  return words.share(count(value), count(of));
}

function cellsOf({ name, demo, devices, urgent, loss, policies, figures, nextDuty }: ClientRow) {
  return [
    <div key="name">
      <Foreign>{name}</Foreign>
      {demo ? <div className="quiet">{text.shell.demo}</div> : null}
    </div>,
    count(devices),
    count(urgent),
    loss === null ? (
      <span key="loss" className="quiet">
        {words.noLoss}
      </span>
    ) : (
      <div key="loss">
        {money(loss.mean, loss.currency ?? '')}
        <div className="quiet">
          {loss.interval === null
            ? null
            : `${words.range(money(loss.interval[0], loss.currency ?? ''), money(loss.interval[1], loss.currency ?? ''))}. `}
          {words.assessed(date(loss.at))}
        </div>
      </div>
    ),
    <div key="policies">
      {share(policies)}
      {figures?.enforced ? (
        <div className="quiet">{words.enforced(share(figures.enforced), date(figures.day))}</div>
      ) : null}
    </div>,
    figures?.trained ? (
      <div key="trained">
        {share(figures.trained)}
        <div className="quiet">{words.asOf(date(figures.day))}</div>
      </div>
    ) : (
      <span key="trained" className="quiet">
        {words.notKnown}
      </span>
    ),
    nextDuty === null ? (
      <span key="duty" className="quiet">
        {words.noDuty}
      </span>
    ) : (
      <div key="duty">
        <Foreign>{nextDuty.title}</Foreign>
        <div>
          {date(nextDuty.due)} <Tag tone={TONES[nextDuty.state]}>{text.calendar.states[nextDuty.state]}</Tag>
        </div>
      </div>
    ),
  ];
}
