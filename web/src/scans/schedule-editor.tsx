// A schedule in a window: what to scan, on which days and when, and the hours in which it may start at all.
import { ActionIcon, Button, Checkbox, Group, Modal, Select, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { ApiFault } from '../api/fault.ts';
import { FormActions } from '../parts/form-actions.tsx';
import { Note } from '../parts/note.tsx';
import { notice } from '../parts/notice.ts';
import { Failure } from '../parts/states.tsx';
import { text } from '../text/index.ts';
import { ClearanceChoice } from './clearance-choice.tsx';
import { formatWeekly, inWindow, parseWeekly, touchesClinicalHours, type Window } from './cron.ts';
import classes from './scans.module.css';
import type { Schedule } from './schedules.tsx';
import { splitTargets } from './targets.ts';
import { useSaveSchedule } from './use-scans.ts';

interface Values {
  name: string;
  targets: string;
  clearance: string;
  authority: string;
  days: string[];
  time: string;
  /** Used instead of days and time when the schedule cannot be said in those. */
  cron: string;
  timeZone: string;
  hours: { from: string; to: string }[];
}

const EVERY_DAY = ['1', '2', '3', '4', '5', '6', '0'];

function valuesOf(schedule: Schedule | undefined): Values {
  const weekly = schedule ? parseWeekly(schedule.cron) : { days: [6], time: '21:00' };
  return {
    name: schedule?.name ?? '',
    targets: schedule?.scan.targets.join('\n') ?? '',
    clearance: schedule?.scan.clearance ?? 'query',
    authority: schedule?.scan.authority ?? '',
    days: weekly?.days.map(String) ?? [],
    time: weekly?.time ?? '',
    cron: weekly ? '' : (schedule?.cron ?? ''),
    timeZone: schedule?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
    hours: schedule?.allowedHours.map((hours) => ({ ...hours })) ?? [{ from: '20:00', to: '06:00' }],
  };
}

/** Why the schedule could never start, or undefined. */
function neverStarts({ time, cron, hours }: Values): string | undefined {
  if (cron !== '' || time === '' || hours.some((window) => inWindow(time, window))) return undefined;
  return text.schedules.neverStarts(time);
}

interface ScheduleEditorProps {
  readonly schedule: Schedule | undefined;
  readonly onClose: () => void;
}

/** The form; without a schedule it makes a new one. */
export function ScheduleEditor({ schedule, onClose }: ScheduleEditorProps) {
  const form = useForm<Values>({
    initialValues: valuesOf(schedule),
    validate: {
      name: (value) => (value.trim() === '' ? text.forms.required : null),
      targets: (value) => (splitTargets(value).length === 0 ? text.newScan.targetsMissing : null),
      days: (value, values) => (values.cron === '' && value.length === 0 ? text.schedules.noDay : null),
      time: (value, values) =>
        values.cron === '' && value === '' ? text.forms.required : (neverStarts(values) ?? null),
      hours: { from: requiredTime, to: requiredTime },
    },
  });
  const save = useSaveSchedule(schedule?.id, () => {
    onClose();
    notice(text.schedules.saved);
  });
  const { values } = form;

  function submit(): void {
    save.mutate(
      {
        name: values.name.trim(),
        scan: {
          targets: splitTargets(values.targets),
          clearance: values.clearance === 'handshake' || values.clearance === 'full' ? values.clearance : 'query',
          authority: values.authority.trim() || null,
          ports: schedule?.scan.ports ?? null,
          perHostIntervalMs: schedule?.scan.perHostIntervalMs ?? null,
          vantage: schedule?.scan.vantage ?? 'this server',
        },
        cron: values.cron || formatWeekly({ days: values.days.map(Number), time: values.time }),
        timeZone: values.timeZone,
        allowedHours: values.hours,
        enabled: schedule?.enabled ?? true,
      },
      { onError: (error) => error instanceof ApiFault && form.setErrors({ ...error.fields }) },
    );
  }

  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={schedule ? text.schedules.editTitle : text.schedules.addTitle}
      closeButtonProps={{ 'aria-label': text.common.close }}
    >
      <form onSubmit={form.onSubmit(submit)}>
        <Stack gap="md">
          <TextInput label={text.schedules.name} required maxLength={100} {...form.getInputProps('name')} />
          <Textarea
            label={text.newScan.targets}
            description={text.newScan.targetsHow}
            autosize
            minRows={2}
            spellCheck={false}
            required
            {...form.getInputProps('targets')}
          />
          {values.cron === '' ? (
            <>
              <Checkbox.Group label={text.schedules.days} {...form.getInputProps('days')}>
                <div className={classes['days']}>
                  {EVERY_DAY.map((day) => (
                    <Checkbox key={day} value={day} label={text.weekdays[Number(day)] ?? ''} />
                  ))}
                </div>
              </Checkbox.Group>
              <Group align="flex-start">
                <TextInput type="time" label={text.schedules.time} required {...form.getInputProps('time')} />
                <ZoneSelect value={values.timeZone} onChange={(zone) => form.setFieldValue('timeZone', zone)} />
              </Group>
            </>
          ) : (
            <TextInput label={text.schedules.cron} className="mono" {...form.getInputProps('cron')} />
          )}
          <AllowedHours
            hours={values.hours}
            inputs={(index, end) => form.getInputProps(`hours.${index}.${end}`)}
            onAdd={() => form.insertListItem('hours', { from: '20:00', to: '06:00' })}
            onRemove={(index) => form.removeListItem('hours', index)}
          />
          <ClearanceChoice {...form.getInputProps('clearance')} />
          <Textarea
            label={text.newScan.authority}
            description={text.newScan.authorityHow}
            autosize
            minRows={2}
            {...form.getInputProps('authority')}
          />
          {save.error ? <Failure error={save.error} /> : null}
          <FormActions action={text.common.save} busy={save.isPending} onCancel={onClose} />
        </Stack>
      </form>
    </Modal>
  );
}

function requiredTime(value: string): string | null {
  return value === '' ? text.forms.required : null;
}

interface AllowedHoursProps {
  readonly hours: readonly Window[];
  readonly inputs: (index: number, end: 'from' | 'to') => object;
  readonly onAdd: () => void;
  readonly onRemove: (index: number) => void;
}

function AllowedHours({ hours, inputs, onAdd, onRemove }: AllowedHoursProps) {
  return (
    <fieldset style={{ border: 0, margin: 0, padding: 0 }}>
      <Text component="legend" size="sm" fw={500}>
        {text.schedules.hours}
      </Text>
      <Text size="xs" c="dimmed" mb="xs">
        {text.schedules.hoursHow}
      </Text>
      <Stack gap="xs">
        {hours.map((window, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the form itself names its rows by index
          <div key={index} className={classes['hours']}>
            <TextInput type="time" label={text.schedules.from} {...inputs(index, 'from')} />
            <TextInput type="time" label={text.schedules.to} {...inputs(index, 'to')} />
            <ActionIcon
              variant="default"
              size={36}
              disabled={hours.length === 1}
              aria-label={text.schedules.removeHours(window.from, window.to)}
              onClick={() => onRemove(index)}
            >
              <IconTrash size={17} aria-hidden />
            </ActionIcon>
          </div>
        ))}
      </Stack>
      <Button
        size="compact-sm"
        variant="subtle"
        mt="xs"
        leftSection={<IconPlus size={15} aria-hidden />}
        onClick={onAdd}
      >
        {text.schedules.addHours}
      </Button>
      {hours.some(touchesClinicalHours) ? (
        <div className={classes['beside']}>
          <Note tone="watch">{text.schedules.clinical}</Note>
        </div>
      ) : null}
    </fieldset>
  );
}

function ZoneSelect({ value, onChange }: { readonly value: string; readonly onChange: (zone: string) => void }) {
  const zones = [...new Set([value, 'UTC', ...Intl.supportedValuesOf('timeZone')])];
  return (
    <Select
      label={text.schedules.timeZone}
      data={zones}
      value={value}
      searchable
      allowDeselect={false}
      limit={60}
      onChange={(zone) => zone && onChange(zone)}
      nothingFoundMessage={text.common.nothingFound}
      w={260}
    />
  );
}
