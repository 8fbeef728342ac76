// The time zone of the site, who is reminded, and duties of its own.
import {
  ActionIcon,
  Autocomplete,
  Button,
  Group,
  NumberInput,
  Select,
  Stack,
  Textarea,
  TextInput,
} from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { type CalendarState, PARTY_SIDES } from '#contracts/index.ts';
import { loadCalendarState, saveCalendar } from '../api/calendar.ts';
import { freshKey } from '../api/http.ts';
import { useLoad, useWrite } from '../api/use-load.ts';
import { usePowers } from '../api/use-session.ts';
import { Foreign, visible } from '../parts/foreign.tsx';
import { Note } from '../parts/note.tsx';
import { notice } from '../parts/notice.ts';
import { Panel } from '../parts/panel.tsx';
import { choiceParam } from '../parts/search-params.ts';
import { Failure, Loaded } from '../parts/states.tsx';
import { text } from '../text/index.ts';

const words = text.calendar;

/** The panel, for owners. */
export function CalendarSettings() {
  const { own } = usePowers();
  const load = useLoad(['calendar-settings'], loadCalendarState);
  if (!own) return null;
  return (
    <Loaded of={load}>
      {(state) => (
        <>
          <Days key={`days ${state.settings.version}`} state={state} />
          <OwnDuties key={`own ${state.settings.version}`} state={state} />
        </>
      )}
    </Loaded>
  );
}

function Days({ state }: { readonly state: CalendarState }) {
  const { settings, mailIsSet, refused } = state;
  const [timeZone, setZone] = useState(settings.timeZone);
  const [people, setPeople] = useState(settings.remindTo.join('\n'));
  const [remindDays, setDays] = useState(settings.remindDays);
  const save = useWrite(saveCalendar, () => notice(words.saved));

  function submit(event: FormEvent): void {
    event.preventDefault();
    const remindTo = people
      .split(/[\s,;]+/)
      .map((email) => email.trim())
      .filter((email) => email !== '');
    save.mutate({ ...settings, timeZone: timeZone.trim(), remindTo, remindDays });
  }

  return (
    <Panel title={words.settings} lead={words.settingsLead}>
      <form onSubmit={submit}>
        <Stack gap="md" maw={460}>
          {mailIsSet || settings.remindTo.length === 0 ? null : <Note tone="watch">{words.mailOff}</Note>}
          {refused.map(({ email, because }) => (
            <Note key={email} tone="watch">
              <Foreign>{words.refused(email, because)}</Foreign>
            </Note>
          ))}
          <Autocomplete
            label={words.zone}
            description={words.zoneHow}
            data={['UTC', ...Intl.supportedValuesOf('timeZone')]}
            limit={20}
            value={timeZone}
            onChange={setZone}
          />
          <Textarea
            label={words.remind}
            description={words.remindHow}
            autosize
            minRows={2}
            value={people}
            onChange={(event) => setPeople(event.currentTarget.value)}
          />
          <NumberInput
            label={words.days}
            min={0}
            max={90}
            allowDecimal={false}
            value={remindDays}
            onChange={(value) => setDays(typeof value === 'number' ? value : 0)}
          />
          {save.error ? <Failure error={save.error} /> : null}
          <Button type="submit" variant="default" loading={save.isPending}>
            {text.common.save}
          </Button>
        </Stack>
      </form>
    </Panel>
  );
}

function OwnDuties({ state: { settings } }: { readonly state: CalendarState }) {
  const [name, setName] = useState('');
  const [months, setMonths] = useState(12);
  const [side, setSide] = useState<(typeof PARTY_SIDES)[number]>('provider');
  const [nextOn, setNext] = useState('');
  const save = useWrite(saveCalendar, () => notice(words.saved));

  function submit(event: FormEvent): void {
    event.preventDefault();
    // Fresh: what was said of a duty that was removed is not said of this one.
    const added = { id: `own-${freshKey()}`, name, why: '', months, side, nextOn: nextOn === '' ? null : nextOn };
    save.mutate({ ...settings, own: [...settings.own, added] });
  }

  return (
    <Panel title={words.own} lead={words.ownLead}>
      <Stack gap="sm">
        {settings.own.map((duty) => (
          <Group key={duty.id} gap="sm" wrap="nowrap">
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={words.remove(visible(duty.name))}
              disabled={save.isPending}
              onClick={() => save.mutate({ ...settings, own: settings.own.filter(({ id }) => id !== duty.id) })}
            >
              <IconTrash size={16} aria-hidden />
            </ActionIcon>
            <span>
              <Foreign>{duty.name}</Foreign> <span className="quiet">{words.every(duty.months)}</span>
            </span>
          </Group>
        ))}
        <form onSubmit={submit}>
          <Group align="end" gap="sm">
            <TextInput
              label={words.ownName}
              required
              minLength={3}
              maxLength={160}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <NumberInput
              label={words.ownMonths}
              w={160}
              min={1}
              max={60}
              allowDecimal={false}
              value={months}
              onChange={(value) => setMonths(typeof value === 'number' ? value : 12)}
            />
            <Select
              label={words.ownSide}
              w={150}
              allowDeselect={false}
              data={PARTY_SIDES.map((value) => ({ value, label: words.sides[value] }))}
              value={side}
              onChange={(value) => setSide(choiceParam(value ?? '', PARTY_SIDES) ?? 'provider')}
            />
            <TextInput
              label={words.ownNext}
              type="date"
              value={nextOn}
              onChange={(event) => setNext(event.currentTarget.value)}
            />
            <Button
              type="submit"
              variant="default"
              leftSection={<IconPlus size={15} aria-hidden />}
              loading={save.isPending}
            >
              {words.add}
            </Button>
          </Group>
        </form>
        {save.error ? <Failure error={save.error} /> : null}
      </Stack>
    </Panel>
  );
}
