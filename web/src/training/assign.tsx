// Assigns lessons by role and findings, in a window.
import { Button, Modal, NumberInput, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { type FormEvent, useState } from 'react';
import { assignLessons } from '../api/training.ts';
import { useWrite } from '../api/use-load.ts';
import { count } from '../format/format.ts';
import { FormActions } from '../parts/form-actions.tsx';
import { notice } from '../parts/notice.ts';
import { Failure } from '../parts/states.tsx';
import { text } from '../text/index.ts';

const words = text.training;

/** The button with its window. */
export function Assign() {
  const [isOpen, dialog] = useDisclosure(false);
  const [most, setMost] = useState(3);
  const [dueInDays, setDue] = useState(14);
  const assign = useWrite(assignLessons, ({ assigned }) => {
    dialog.close();
    notice(words.assignedDone(count(assigned), assigned));
  });
  function submit(event: FormEvent): void {
    event.preventDefault();
    assign.mutate({ most, dueInDays });
  }
  return (
    <>
      <Button onClick={dialog.open}>{words.assign}</Button>
      <Modal
        opened={isOpen}
        onClose={dialog.close}
        title={words.assign}
        closeButtonProps={{ 'aria-label': text.common.close }}
      >
        <form onSubmit={submit}>
          <Stack>
            <Text size="sm">{words.assignWhat}</Text>
            <NumberInput
              label={words.most}
              min={1}
              max={15}
              value={most}
              onChange={(value) => setMost(typeof value === 'number' ? value : 3)}
            />
            <NumberInput
              label={words.due}
              min={1}
              max={365}
              value={dueInDays}
              onChange={(value) => setDue(typeof value === 'number' ? value : 14)}
            />
            {assign.error ? <Failure error={assign.error} /> : null}
            <FormActions action={words.assign} busy={assign.isPending} onCancel={dialog.close} />
          </Stack>
        </form>
      </Modal>
    </>
  );
}
