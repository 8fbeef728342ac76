// Writes one text of the risk-management file, or takes it back. In a window.
import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { type RiskFileQuestion, riskFile } from '#contracts/index.ts';
import { sayInRiskFile } from '../api/risk-file.ts';
import { useWrite } from '../api/use-load.ts';
import { Foreign } from '../parts/foreign.tsx';
import { notice } from '../parts/notice.ts';
import { Failure } from '../parts/states.tsx';
import { text } from '../text/index.ts';

const words = text.riskFile;

interface SayTextProps {
  readonly question: RiskFileQuestion;
  readonly onClose: () => void;
}

/** The form. */
export function SayText({ question: { key, what, toBeFilledBy, text: before }, onClose }: SayTextProps) {
  const [said, setSaid] = useState(before ?? '');
  const [isMissing, setMissing] = useState(false);
  const save = useWrite(sayInRiskFile, () => {
    onClose();
    notice(words.saved);
  });

  function submit(event: FormEvent): void {
    event.preventDefault();
    setMissing(said.trim() === '');
    if (said.trim() !== '') save.mutate({ [key]: said.trim() });
  }

  return (
    <Modal opened onClose={onClose} size="lg" title={words.say} closeButtonProps={{ 'aria-label': text.common.close }}>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <Text size="sm" c="dimmed">
            {words.isFor(toBeFilledBy)}
          </Text>
          <Textarea
            label={<Foreign>{what}</Foreign>}
            data-autofocus
            autosize
            minRows={4}
            maxRows={16}
            maxLength={riskFile.MOST_TEXT}
            value={said}
            error={isMissing ? text.forms.required : null}
            onChange={(event) => setSaid(event.currentTarget.value)}
          />
          {save.error ? <Failure error={save.error} /> : null}
          <Group justify="flex-end">
            {before === null ? null : (
              <Button variant="default" disabled={save.isPending} onClick={() => save.mutate({ [key]: null })}>
                {words.takeBack}
              </Button>
            )}
            <Button variant="default" onClick={onClose}>
              {text.common.cancel}
            </Button>
            <Button type="submit" loading={save.isPending}>
              {text.common.save}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
