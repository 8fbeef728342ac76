// One step of a decision in a window: why, until when, whom was asked, what came back.
import { Modal, Select, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { api, type Finding, type Standing } from '#contracts/index.ts';
import { type DecisionStep, decide } from '../api/decisions.ts';
import { useWrite } from '../api/use-load.ts';
import { Foreign } from '../parts/foreign.tsx';
import { FormActions } from '../parts/form-actions.tsx';
import { notice } from '../parts/notice.ts';
import { choiceParam } from '../parts/search-params.ts';
import { Failure } from '../parts/states.tsx';
import { text } from '../text/index.ts';

interface DecisionFormProps {
  readonly finding: Finding;
  readonly standing: Standing;
  readonly step: DecisionStep;
  readonly onClose: () => void;
}

const OUTCOMES = ['answered', 'promised', 'refused'] as const;

/** The form of one step. */
export function DecisionForm({ finding, standing, step, onClose }: DecisionFormProps) {
  const words = text.decisions;
  const [reason, setReason] = useState('');
  const [day, setDay] = useState('');
  const [justification, setJustification] = useState<string | null>(null);
  const [how, setHow] = useState<string>('e-mail');
  const [maker, setMaker] = useState('');
  const [outcome, setOutcome] = useState<(typeof OUTCOMES)[number]>('answered');
  const save = useWrite(
    (body: unknown) => decide(finding.id, step, body),
    ({ advice }) => {
      onClose();
      notice(advice ?? words.done[step]);
    },
  );
  const wantsDay = step === 'accept' || step === 'ask-maker' || (step === 'maker-answer' && outcome === 'promised');

  function bodyOf(): unknown {
    const decision = step === 'maker-answer' ? standing.maker?.decision : standing.acceptance?.decision;
    switch (step) {
      case 'accept':
        return { reason, until: day, justification };
      case 'approve':
        return { decision, note: reason };
      case 'refuse':
      case 'withdraw':
        return { decision, reason };
      case 'ask-maker':
        return { how, question: reason, on: day === '' ? null : day, maker: maker === '' ? null : maker };
      case 'maker-answer':
        return { decision, outcome, answer: reason, promisedFor: outcome === 'promised' ? day : null };
    }
  }

  function submit(event: FormEvent): void {
    event.preventDefault();
    save.mutate(bodyOf());
  }

  return (
    <Modal opened onClose={onClose} title={words.steps[step]} closeButtonProps={{ 'aria-label': text.common.close }}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <Text size="sm" component="div">
            <b>
              <Foreign>{finding.title}</Foreign>
            </b>
            <div className="quiet">{words.what[step]}</div>
            {step === 'approve' && standing.acceptance ? <Foreign>{standing.acceptance.reason}</Foreign> : null}
          </Text>
          {step === 'accept' && finding.cve !== null ? (
            <Select
              label={words.justification}
              description={words.justificationHow}
              data={api.vexJustification.options.map((value) => ({ value, label: words.justifications[value] }))}
              value={justification}
              onChange={setJustification}
              clearable
              clearButtonProps={{ 'aria-label': text.common.clear(words.justification) }}
            />
          ) : null}
          {step === 'maker-answer' ? (
            <Select
              label={words.outcome}
              data={OUTCOMES.map((value) => ({ value, label: words.outcomes[value] }))}
              value={outcome}
              onChange={(value) => setOutcome(choiceParam(value, OUTCOMES) ?? 'answered')}
              allowDeselect={false}
            />
          ) : null}
          {step === 'ask-maker' ? (
            <>
              <Select
                label={words.how}
                data={api.askedHow.options.map((value) => ({ value, label: words.hows[value] }))}
                value={how}
                onChange={(value) => setHow(value ?? 'e-mail')}
                allowDeselect={false}
              />
              <TextInput
                label={words.maker}
                description={words.makerHow}
                maxLength={100}
                value={maker}
                onChange={(event) => setMaker(event.currentTarget.value)}
              />
            </>
          ) : null}
          <Textarea
            label={words.words[step]}
            data-autofocus
            autosize
            minRows={3}
            maxLength={2000}
            required={step !== 'approve'}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          {wantsDay ? (
            <TextInput
              type="date"
              label={step === 'accept' ? words.until : step === 'ask-maker' ? words.on : words.promisedFor}
              required={step !== 'ask-maker'}
              value={day}
              onChange={(event) => setDay(event.currentTarget.value)}
            />
          ) : null}
          {save.error ? <Failure error={save.error} /> : null}
          <FormActions action={words.steps[step]} busy={save.isPending} onCancel={onClose} />
        </Stack>
      </form>
    </Modal>
  );
}
