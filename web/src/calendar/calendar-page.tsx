// The calendar: what is due, the next first, and what is done by hand about it.
import { Button, Group, Select } from '@mantine/core';
import { IconCalendarEvent, IconDownload, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import type { Tone } from '#charts/index.ts';
import { type CalendarItem, DUE_STATES, type DueState } from '#contracts/index.ts';
import { loadCalendar, loadCalendarState } from '../api/calendar.ts';
import { tenantHref } from '../api/http.ts';
import { useLoad, usePages } from '../api/use-load.ts';
import { usePowers } from '../api/use-session.ts';
import { date } from '../format/format.ts';
import { Foreign, visible } from '../parts/foreign.tsx';
import { TextLink } from '../parts/link.tsx';
import { Page } from '../parts/page.tsx';
import { PagedList } from '../parts/paged-list.tsx';
import { Panel } from '../parts/panel.tsx';
import { choiceParam } from '../parts/search-params.ts';
import { Empty, Loaded } from '../parts/states.tsx';
import { Tag } from '../parts/tag.tsx';
import { text } from '../text/index.ts';
import { CalendarSettings } from './calendar-settings.tsx';
import { DutyHistory } from './duty-history.tsx';
import { OffDuties } from './off-duties.tsx';
import { PlanDuty } from './plan-duty.tsx';
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
  const { edit, own } = usePowers();
  const [state, setState] = useState<DueState | undefined>();
  const [doing, setDoing] = useState<CalendarItem | null>(null);
  const [past, setPast] = useState<CalendarItem | null>(null);
  const [planning, setPlanning] = useState<{ readonly id: string | null } | null>(null);
  const settings = useLoad(['calendar-settings'], loadCalendarState);
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
            {own && settings.data ? (
              <Button
                size="xs"
                leftSection={<IconPlus size={15} aria-hidden />}
                onClick={() => setPlanning({ id: null })}
              >
                {words.plan}
              </Button>
            ) : null}
          </Group>
        }
      >
        <PagedList
          bare
          label={words.list}
          columns={[...words.columns, words.toDo]}
          pages={pages}
          rowKey={({ key }: CalendarItem) => key}
          cells={(item) => [
            ...cellsOf(item),
            item.kind === 'duty' ? (
              <Group key="do" gap={6}>
                {edit ? <DutyButton item={item} what="done" onClick={() => setDoing(item)} /> : null}
                {own && settings.data ? (
                  <DutyButton item={item} what="change" onClick={() => setPlanning({ id: idOf(item) })} />
                ) : null}
                <DutyButton item={item} what="history" onClick={() => setPast(item)} />
              </Group>
            ) : (
              ''
            ),
          ]}
          empty={
            <Empty icon={IconCalendarEvent} title={words.none}>
              {words.noneWhy}
            </Empty>
          }
        />
      </Panel>
      <Loaded of={settings}>
        {(known) => (
          <>
            <OffDuties state={known} />
            {own ? <CalendarSettings key={known.settings.version} state={known} /> : null}
          </>
        )}
      </Loaded>
      {doing && first ? <SayDone item={doing} today={first.today} onClose={() => setDoing(null)} /> : null}
      {past ? <DutyHistory item={past} onClose={() => setPast(null)} /> : null}
      {planning && settings.data ? (
        <PlanDuty state={settings.data} id={planning.id} onClose={() => setPlanning(null)} />
      ) : null}
    </Page>
  );
}

interface DutyButtonProps {
  readonly item: CalendarItem;
  readonly what: 'done' | 'change' | 'history';
  readonly onClick: () => void;
}

function DutyButton({ item, what, onClick }: DutyButtonProps) {
  const label = `${words[what]}: ${visible(item.title)}`;
  return (
    <Button variant="default" size="compact-sm" aria-label={label} onClick={onClick}>
      {words[what]}
    </Button>
  );
}

function idOf({ key }: CalendarItem): string {
  return key.replace(/^duty /, '');
}

function Who({ item: { kind, side, told } }: { readonly item: CalendarItem }) {
  if (side === null && told.length === 0 && kind !== 'duty') return null;
  return (
    <div>
      {side === null ? '' : words.sides[side]}
      {told.map(({ name, email, as, because }) => (
        <div key={`${as} ${email ?? name}`} className="quiet">
          <Foreign>{words.told[as](visible(name))}</Foreign>
          {because === null ? null : (
            <div>
              <Tag tone="watch" long>
                <Foreign>{because}</Foreign>
              </Tag>
            </div>
          )}
        </div>
      ))}
      {kind === 'duty' && told.length === 0 ? <div className="quiet">{words.heldByNobody}</div> : null}
    </div>
  );
}

function cellsOf(item: CalendarItem) {
  const { title, why, source, due, state, months, last, href } = item;
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
    <Who key="who" item={item} />,
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
