// A question that people may answer: the form, and what was said so far.
import { Button, Modal, SegmentedControl, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { AttestationInput, AttestationKept, CheckQuestion } from '#contracts/index.ts';
import { loadAttestations, sendAttestation } from '../api/program-checks.ts';
import { useLoad, useWrite } from '../api/use-load.ts';
import { usePowers } from '../api/use-session.ts';
import { count, date } from '../format/format.ts';
import { Foreign } from '../parts/foreign.tsx';
import { FormActions } from '../parts/form-actions.tsx';
import { notice } from '../parts/notice.ts';
import { Failure, Loaded } from '../parts/states.tsx';
import { Unfold } from '../parts/unfold.tsx';
import { When } from '../parts/when.tsx';
import { text } from '../text/index.ts';
import classes from './program.module.css';

const words = text.checkPages;
const ANSWERS = ['yes', 'partly', 'no', 'unknown'] as const;
type Answer = AttestationInput['answer'];

interface QuestionsProps {
  readonly of: readonly CheckQuestion[];
}

/** The questions to the whole site, each with a way to answer and its history. */
export function Questions({ of }: QuestionsProps) {
  return of.map((question) => (
    <div key={question.question} className={classes['check']}>
      <p className={classes['words']}>
        <b>
          <Foreign>{question.ask}</Foreign>
        </b>
      </p>
      {question.excuses ? <p className="quiet">{words.excuse}</p> : null}
      <AttestButton question={question} device={null} />
      <Unfold label={words.history}>
        <History question={question.question} />
      </Unfold>
    </div>
  ));
}

interface AttestProps {
  readonly question: CheckQuestion;
  /** Of which device; null for the whole site. */
  readonly device: { readonly id: string; readonly name: string } | null;
}

/** The button to answer; nothing for who may not. */
export function AttestButton({ question, device }: AttestProps) {
  const { edit } = usePowers();
  const [open, setOpen] = useState(false);
  if (!edit) return null;
  return (
    <>
      <Button
        size="xs"
        variant="default"
        mt={8}
        aria-label={`${words.say}: ${question.ask} ${device?.name ?? words.theSite}`}
        onClick={() => setOpen(true)}
      >
        {words.say}
      </Button>
      {open ? <Form question={question} device={device} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function Form({ question, device, onClose }: AttestProps & { readonly onClose: () => void }) {
  const [answer, setAnswer] = useState<Answer>('yes');
  const [until, setUntil] = useState('');
  const [note, setNote] = useState('');
  const save = useWrite(sendAttestation, () => {
    onClose();
    notice(words.kept);
  });

  function submit(event: FormEvent): void {
    event.preventDefault();
    const end = until === '' ? null : until;
    save.mutate({ question: question.question, device: device?.id ?? null, answer, until: end, note: note.trim() });
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title={device ? <Foreign>{device.name}</Foreign> : words.theSite}
      closeButtonProps={{ 'aria-label': text.common.close }}
    >
      <form onSubmit={submit}>
        <Stack gap="md">
          <Text size="sm">
            <Foreign>{question.ask}</Foreign>
          </Text>
          <SegmentedControl
            aria-label={words.answer}
            orientation="vertical"
            data={ANSWERS.map((value) => ({ value, label: words.answers[value] }))}
            value={answer}
            onChange={(value) => setAnswer(ANSWERS.find((each) => each === value) ?? 'unknown')}
          />
          <TextInput
            type="date"
            label={words.until}
            description={words.untilHow(count(question.months))}
            value={until}
            onChange={({ currentTarget }) => setUntil(currentTarget.value)}
          />
          <Textarea
            label={words.note}
            description={words.noteHow}
            maxLength={2000}
            autosize
            minRows={2}
            value={note}
            onChange={({ currentTarget }) => setNote(currentTarget.value)}
          />
          {save.error ? <Failure error={save.error} /> : null}
          <FormActions action={text.common.save} busy={save.isPending} onCancel={onClose} />
        </Stack>
      </form>
    </Modal>
  );
}

function History({ question }: { readonly question: string }) {
  const said = useLoad(['attestations', question], (signal) => loadAttestations(question, signal));
  return (
    <Loaded of={said}>
      {({ items }) =>
        items.length === 0 ? (
          <p className="quiet">{words.historyNone}</p>
        ) : (
          <ul className={classes['lines']}>
            {items.map((each) => (
              <Said key={each.id} of={each} />
            ))}
          </ul>
        )
      }
    </Loaded>
  );
}

function Said({ of: { answer, by, at, note, until, device } }: { readonly of: AttestationKept }) {
  return (
    <li>
      <Foreign>{words.said(words.answers[answer], by)}</Foreign> <When at={at} />
      {device === null ? null : <span className="quiet"> · {words.ofDevice}</span>}
      {until === null ? null : <span className="quiet"> · {words.saidUntil(date(until))}</span>}
      {note === '' ? null : (
        <div className="quiet">
          <Foreign>{note}</Foreign>
        </div>
      )}
    </li>
  );
}
