// Answers one row, control or question, or sets what is wanted. In a window.
import { Modal, Radio, Stack, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { AnswerInput, KeptAnswer, RowStanding } from '#contracts/index.ts';
import { sayAnswer } from '../api/assessments.ts';
import { useWrite } from '../api/use-load.ts';
import { Foreign } from '../parts/foreign.tsx';
import { FormActions } from '../parts/form-actions.tsx';
import { notice } from '../parts/notice.ts';
import { Failure } from '../parts/states.tsx';
import { text } from '../text/index.ts';

const words = text.programAssess;
const ANSWERS = ['yes', 'partly', 'no', 'unknown'] as const;

/** What is answered, and what was said of it before. */
export interface Asked {
  readonly kind: AnswerInput['kind'];
  readonly scope: string;
  readonly subject: string;
  readonly what: string;
  readonly before: KeptAnswer | null;
  /** What is wanted so far; for a target. */
  readonly target?: RowStanding['target'];
}

/** The form. */
export function AnswerForm({ asked, onClose }: { readonly asked: Asked; readonly onClose: () => void }) {
  const { kind, scope, subject, what, before, target } = asked;
  const isTarget = kind === 'target';
  const [answer, setAnswer] = useState<RowStanding['answer'] | null>(target ?? before?.answer ?? null);
  const [note, setNote] = useState(before?.note ?? '');
  const [evidence, setEvidence] = useState(before?.evidence ?? '');
  const [on, setOn] = useState('');
  const [isMissing, setMissing] = useState(false);
  const save = useWrite(sayAnswer, () => {
    onClose();
    notice(words.saved);
  });

  function submit(event: FormEvent): void {
    event.preventDefault();
    setMissing(answer === null);
    if (answer === null) return;
    save.mutate({ kind, scope, subject, answer, note, evidence, ...(on === '' ? {} : { on }) });
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title={isTarget ? words.answerTarget : words.answer}
      closeButtonProps={{ 'aria-label': text.common.close }}
    >
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <b>
            <Foreign>{what}</Foreign>
          </b>
          <Radio.Group
            label={isTarget ? words.wanted : words.isIt}
            value={answer ?? ''}
            error={isMissing ? text.forms.required : null}
            onChange={(chosen) => setAnswer(ANSWERS.find((each) => each === chosen) ?? null)}
          >
            <Stack gap="xs" mt="xs">
              {ANSWERS.map((each) => (
                <Radio key={each} value={each} label={words.answers[each]} />
              ))}
            </Stack>
          </Radio.Group>
          {isTarget ? null : (
            <>
              <Textarea
                label={words.note}
                autosize
                minRows={2}
                maxLength={1000}
                value={note}
                onChange={(event) => setNote(event.currentTarget.value)}
              />
              <TextInput
                label={words.evidence}
                description={words.evidenceHow}
                maxLength={500}
                value={evidence}
                onChange={(event) => setEvidence(event.currentTarget.value)}
              />
              <TextInput
                type="date"
                label={words.day}
                value={on}
                onChange={(event) => setOn(event.currentTarget.value)}
              />
            </>
          )}
          {save.error ? <Failure error={save.error} /> : null}
          <FormActions action={text.common.save} busy={save.isPending} onCancel={onClose} />
        </Stack>
      </form>
    </Modal>
  );
}
