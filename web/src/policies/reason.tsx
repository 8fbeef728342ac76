// Asks for the reason of a step, in a window.
import { Modal, Stack, Text, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { FormActions } from '../parts/form-actions.tsx';
import { Failure } from '../parts/states.tsx';
import { text } from '../text/index.ts';

interface ReasonProps {
  /** What is done: the heading, and the name of the button. */
  readonly title: string;
  readonly label: string;
  /** What it leads to. */
  readonly what?: string;
  readonly busy: boolean;
  readonly error: unknown;
  readonly onClose: () => void;
  readonly onGive: (reason: string) => void;
}

/** The window. */
export function Reason({ title, label, what, busy, error, onClose, onGive }: ReasonProps) {
  const [reason, setReason] = useState('');
  function submit(event: FormEvent): void {
    event.preventDefault();
    onGive(reason);
  }
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': text.common.close }}>
      <form onSubmit={submit}>
        <Stack gap="md">
          {what === undefined ? null : <Text size="sm">{what}</Text>}
          <Textarea
            label={label}
            data-autofocus
            autosize
            minRows={2}
            maxLength={1000}
            value={reason}
            onChange={({ currentTarget }) => setReason(currentTarget.value)}
          />
          {error ? <Failure error={error} /> : null}
          <FormActions action={title} busy={busy} onCancel={onClose} />
        </Stack>
      </form>
    </Modal>
  );
}
