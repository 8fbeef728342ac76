// Says that a duty was done, on which day, by whom and what came out.
import { Modal, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { CalendarItem } from '#contracts/index.ts';
import { sayDone } from '../api/calendar.ts';
import { useWrite } from '../api/use-load.ts';
import { Foreign } from '../parts/foreign.tsx';
import { FormActions } from '../parts/form-actions.tsx';
import { notice } from '../parts/notice.ts';
import { Failure } from '../parts/states.tsx';
import { text } from '../text/index.ts';

const words = text.calendar;

interface SayDoneProps {
  readonly item: CalendarItem;
  /** At the site. */
  readonly today: string;
  readonly onClose: () => void;
}

/** The form. */
export function SayDone({ item, today, onClose }: SayDoneProps) {
  const [on, setOn] = useState(today);
  const [by, setBy] = useState('');
  const [note, setNote] = useState('');
  const save = useWrite(sayDone, () => {
    onClose();
    notice(words.kept);
  });

  function submit(event: FormEvent): void {
    event.preventDefault();
    const duty = item.key.replace(/^duty /, '');
    save.mutate({ duty, on, note, ...(by.trim() === '' ? {} : { by }) });
  }

  return (
    <Modal opened onClose={onClose} title={words.done} closeButtonProps={{ 'aria-label': text.common.close }}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <Text size="sm" fw={600}>
            <Foreign>{item.title}</Foreign>
          </Text>
          <TextInput
            label={words.onDay}
            type="date"
            required
            data-autofocus
            max={today}
            value={on}
            onChange={(event) => setOn(event.currentTarget.value)}
          />
          <TextInput
            label={words.by}
            description={words.byHow}
            maxLength={120}
            value={by}
            onChange={(event) => setBy(event.currentTarget.value)}
          />
          <Textarea
            label={words.note}
            description={words.noteHow}
            autosize
            minRows={2}
            maxLength={500}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
          {save.error ? <Failure error={save.error} /> : null}
          <FormActions action={words.done} busy={save.isPending} onCancel={onClose} />
        </Stack>
      </form>
    </Modal>
  );
}
