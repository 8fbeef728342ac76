// Scans that run by themselves, within the hours that are allowed.
import { ActionIcon, Button, Switch } from '@mantine/core';
import { IconCalendarTime, IconPencil, IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { z } from 'zod';
import type { api } from '#contracts/index.ts';
import { usePowers } from '../api/use-session.ts';
import { dateTime, listed } from '../format/format.ts';
import { Confirm } from '../parts/confirm.tsx';
import { Foreign, visible } from '../parts/foreign.tsx';
import { Panel } from '../parts/panel.tsx';
import { Empty, Failure, Loaded } from '../parts/states.tsx';
import { text } from '../text/index.ts';
import { parseWeekly } from './cron.ts';
import classes from './scans.module.css';
import { ScheduleEditor } from './schedule-editor.tsx';
import { targetsText } from './targets-text.tsx';
import { useRemoveSchedule, useSchedules, useSwitchSchedule } from './use-scans.ts';

export type Schedule = z.infer<typeof api.schedule>;

/** When a schedule starts, in words; an unusual cron expression stays as it is. */
function startsText(cron: string): string {
  const weekly = parseWeekly(cron);
  if (!weekly) return `cron ${cron}`;
  const days =
    weekly.days.length === 7 ? text.schedules.everyDay : listed(weekly.days.map((day) => text.weekdays[day] ?? ''));
  return text.schedules.starts(days, weekly.time);
}

/** The list of schedules. */
export function Schedules() {
  const schedules = useSchedules();
  const { edit } = usePowers();
  const [editing, setEditing] = useState<Schedule | 'new' | null>(null);
  const [removing, setRemoving] = useState<Schedule | null>(null);
  const remove = useRemoveSchedule(() => setRemoving(null));
  const toggle = useSwitchSchedule();
  return (
    <Panel
      title={text.schedules.title}
      lead={text.schedules.lead}
      flush
      actions={
        edit ? (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPlus size={16} aria-hidden />}
            onClick={() => setEditing('new')}
          >
            {text.schedules.add}
          </Button>
        ) : null
      }
    >
      {toggle.error ? <Failure error={toggle.error} /> : null}
      <Loaded of={schedules}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty icon={IconCalendarTime} title={text.schedules.none}>
              {text.schedules.noneWhy}
            </Empty>
          ) : (
            <ul className={classes['rows']}>
              {items.map((schedule) => (
                <li key={schedule.id} className={classes['schedule']}>
                  <div>
                    <b>
                      <Foreign>{schedule.name}</Foreign>
                    </b>
                    <div className={classes['second']}>
                      {startsText(schedule.cron)} ({schedule.timeZone}) · {targetsText(schedule.scan.targets)} ·{' '}
                      {text.clearance[schedule.scan.clearance].name}
                    </div>
                    <div className={classes['second']}>
                      {text.schedules.allowed(
                        listed(schedule.allowedHours.map((hours) => `${hours.from}–${hours.to}`)),
                      )}
                      {schedule.enabled && schedule.nextRunAt
                        ? ` · ${text.schedules.next(dateTime(schedule.nextRunAt))}`
                        : ''}
                    </div>
                  </div>
                  <div className={classes['scheduleActions']}>
                    <Switch
                      checked={schedule.enabled}
                      disabled={!edit}
                      label={schedule.enabled ? text.schedules.on : text.schedules.off}
                      aria-label={text.schedules.switch(visible(schedule.name))}
                      onChange={(event) => toggle.mutate({ id: schedule.id, enabled: event.currentTarget.checked })}
                    />
                    {edit ? (
                      <>
                        <ActionIcon
                          variant="default"
                          aria-label={text.schedules.edit(visible(schedule.name))}
                          onClick={() => setEditing(schedule)}
                        >
                          <IconPencil size={16} aria-hidden />
                        </ActionIcon>
                        <ActionIcon
                          variant="default"
                          aria-label={text.schedules.remove(visible(schedule.name))}
                          onClick={() => setRemoving(schedule)}
                        >
                          <IconTrash size={16} aria-hidden />
                        </ActionIcon>
                      </>
                    ) : null}
                  </div>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      {editing ? (
        <ScheduleEditor schedule={editing === 'new' ? undefined : editing} onClose={() => setEditing(null)} />
      ) : null}
      <Confirm
        opened={removing !== null}
        title={text.schedules.removeTitle}
        action={text.common.remove}
        danger
        busy={remove.isPending}
        error={remove.error}
        onClose={() => setRemoving(null)}
        onConfirm={() => removing && remove.mutate(removing.id)}
      >
        {removing ? text.schedules.removeWhat(visible(removing.name)) : null}
      </Confirm>
    </Panel>
  );
}
