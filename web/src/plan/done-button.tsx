// On a step of the plan: say that it is done, with a note; once said, that it was.
import { Button, Modal, Stack, Text, Textarea } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { usePowers } from '../api/use-session.ts';
import { Foreign } from '../parts/foreign.tsx';
import { FormActions } from '../parts/form-actions.tsx';
import { notice } from '../parts/notice.ts';
import { Failure } from '../parts/states.tsx';
import { Tag } from '../parts/tag.tsx';
import { text } from '../text/index.ts';
import classes from './plan.module.css';
import { useDone, useSayDone } from './use-done.ts';

interface DoneButtonProps {
  /** Its id. */
  readonly action: string;
  readonly name: string;
  /** The assessment that is shown: what was said since counts in the next. */
  readonly assessedAt: string;
}

const MOST_NOTE = 1000;

/** The button; who may not say so sees what others said. */
export function DoneButton({ action, name, assessedAt }: DoneButtonProps) {
  const { edit } = usePowers();
  const done = useDone();
  const [open, setOpen] = useState(false);
  const isSaid = done.data?.items.some((step) => step.action === action && step.at > assessedAt) ?? false;
  if (isSaid)
    return (
      <p className={classes['because']}>
        <Tag tone="info" icon={IconCheck}>
          {text.doneSteps.markedDone}
        </Tag>
      </p>
    );
  if (!edit) return null;
  return (
    <>
      <Button
        size="xs"
        variant="default"
        className={classes['say']}
        leftSection={<IconCheck size={15} stroke={2} aria-hidden />}
        aria-label={`${text.doneSteps.done}: ${name}`}
        onClick={() => setOpen(true)}
      >
        {text.doneSteps.done}
      </Button>
      {open ? <DoneForm action={action} name={name} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

interface DoneFormProps {
  readonly action: string;
  readonly name: string;
  readonly onClose: () => void;
}

function DoneForm({ action, name, onClose }: DoneFormProps) {
  const [note, setNote] = useState('');
  const save = useSayDone(() => {
    onClose();
    notice(text.doneSteps.kept);
  });

  function submit(event: FormEvent): void {
    event.preventDefault();
    save.mutate({ action, note: note.trim() });
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title={text.doneSteps.sayDone}
      closeButtonProps={{ 'aria-label': text.common.close }}
    >
      <form onSubmit={submit}>
        <Stack gap="md">
          <Text size="sm" component="div">
            <b>
              <Foreign>{name}</Foreign>
            </b>
            <div className="quiet">{text.doneSteps.sayWhy}</div>
          </Text>
          <Textarea
            label={text.doneSteps.note}
            description={text.doneSteps.noteHow}
            maxLength={MOST_NOTE}
            autosize
            minRows={2}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
          {save.error ? <Failure error={save.error} /> : null}
          <FormActions action={text.doneSteps.done} busy={save.isPending} onCancel={onClose} />
        </Stack>
      </form>
    </Modal>
  );
}
