// The calendar: what is due, the next first, and what is done by hand about it.
import { Button, Group, Select } from '@mantine/core';
import { IconCalendarEvent, IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import type { Tone } from '#charts/index.ts';
import { type CalendarItem, DUE_STATES, type DueState } from '#contracts/index.ts';
import { loadCalendar } from '../api/calendar.ts';
import { tenantHref } from '../api/http.ts';
import { usePages } from '../api/use-load.ts';
import { usePowers } from '../api/use-session.ts';
import { date } from '../format/format.ts';
import { Foreign, visible } from '../parts/foreign.tsx';
import { TextLink } from '../parts/link.tsx';
import { Page } from '../parts/page.tsx';
import { PagedList } from '../parts/paged-list.tsx';
import { Panel } from '../parts/panel.tsx';
import { choiceParam } from '../parts/search-params.ts';
import { Empty } from '../parts/states.tsx';
import { Tag } from '../parts/tag.tsx';
import { text } from '../text/index.ts';
import { CalendarSettings } from './calendar-settings.tsx';
import { SayDone } from './say-done.tsx';

const words = text.calendar;
const TONES: Readonly<Record<DueState, Tone>> = {
  overdue: 'danger',
  soon: 'watch',
  later: 'quiet',
  unplanned: 'unknown',
};

/** The page. */
export function CalendarPage() {
  const { edit } = usePowers();
  const [state, setState] = useState<DueState | undefined>();
  const [doing, setDoing] = useState<CalendarItem | null>(null);
  const pages = usePages(['calendar', state ?? ''], (cursor, signal) => loadCalendar(state, cursor, signal));
  const first = pages.data?.pages[0];
  return (
    <Page title={words.title} lead={words.lead}>
      <Panel
        title={words.list}
        lead={first ? words.today(date(first.today), first.timeZone) : null}
        flush
        actions={
          <Group gap="xs" align="end">
            <Select
              size="xs"
              label={words.only}
              allowDeselect={false}
              data={[
                { value: 'all', label: words.all },
                ...DUE_STATES.map((value) => ({
                  value,
                  label: first ? `${words.states[value]} (${first.counts[value]})` : words.states[value],
                })),
              ]}
              value={state ?? 'all'}
              onChange={(value) => setState(choiceParam(value ?? '', DUE_STATES))}
            />
            <Button
              variant="default"
              size="xs"
              component="a"
              href={tenantHref('program/calendar.ics')}
              download="duties.ics"
              leftSection={<IconDownload size={15} aria-hidden />}
            >
              {words.export}
            </Button>
          </Group>
        }
      >
        <PagedList
          bare
          label={words.list}
          columns={edit ? [...words.columns, words.done] : words.columns}
          pages={pages}
          rowKey={({ key }: CalendarItem) => key}
          cells={(item) => [
            ...cellsOf(item),
            ...(edit
              ? [item.kind === 'duty' ? <DoneButton key="do" item={item} onClick={() => setDoing(item)} /> : '']
              : []),
          ]}
          empty={
            <Empty icon={IconCalendarEvent} title={words.none}>
              {words.noneWhy}
            </Empty>
          }
        />
      </Panel>
      <CalendarSettings />
      {doing && first ? <SayDone item={doing} today={first.today} onClose={() => setDoing(null)} /> : null}
    </Page>
  );
}

function DoneButton({ item, onClick }: { readonly item: CalendarItem; readonly onClick: () => void }) {
  return (
    <Button variant="default" size="compact-sm" aria-label={words.doneOf(visible(item.title))} onClick={onClick}>
      {words.done}
    </Button>
  );
}

function cellsOf({ title, why, source, due, state, side, months, last, href }: CalendarItem) {
  return [
    <div key="what">
      {href === null ? (
        <Foreign>{title}</Foreign>
      ) : (
        <TextLink to={href}>
          <Foreign>{title}</Foreign>
        </TextLink>
      )}
      <div className="quiet">
        <Foreign>{why}</Foreign>
      </div>
      <div className="quiet">
        {[months === null ? '' : words.every(months), source ?? ''].filter((part) => part !== '').join(' · ')}
      </div>
    </div>,
    <div key="due">
      {due === null ? null : date(due)} <Tag tone={TONES[state]}>{words.states[state]}</Tag>
    </div>,
    side === null ? '' : words.sides[side],
    last === null ? (
      months === null ? (
        ''
      ) : (
        <span key="last" className="quiet">
          {words.never}
        </span>
      )
    ) : (
      <div key="last">
        {date(last.on)}, <Foreign>{last.by}</Foreign>
        {last.note === '' ? null : (
          <div className="quiet">
            <Foreign>{last.note}</Foreign>
          </div>
        )}
      </div>
    ),
  ];
}
