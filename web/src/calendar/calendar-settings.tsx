// The time zone of the site, and who is reminded of everything.
import { Autocomplete, Button, NumberInput, Stack, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { CalendarState } from '#contracts/index.ts';
import { saveCalendar } from '../api/calendar.ts';
import { useWrite } from '../api/use-load.ts';
import { Foreign } from '../parts/foreign.tsx';
import { Note } from '../parts/note.tsx';
import { notice } from '../parts/notice.ts';
import { Panel } from '../parts/panel.tsx';
import { Failure } from '../parts/states.tsx';
import { text } from '../text/index.ts';

const words = text.calendar;

/** The panel, for owners. */
export function CalendarSettings({ state }: { readonly state: CalendarState }) {
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
