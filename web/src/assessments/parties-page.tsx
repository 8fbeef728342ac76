// Questionnaires to business associates and vendors: each question is answered by itself and kept at once.
import { Button, Group, Modal, Select, Stack, TextInput } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { type AskedParty, assessments, type QuestionnaireKind } from '#contracts/index.ts';
import { addParty, dropParty, loadParties } from '../api/assessments.ts';
import { useLoad, useWrite } from '../api/use-load.ts';
import { usePowers } from '../api/use-session.ts';
import { count } from '../format/format.ts';
import { Confirm } from '../parts/confirm.tsx';
import { Foreign, visible } from '../parts/foreign.tsx';
import { FormActions } from '../parts/form-actions.tsx';
import { TextLink } from '../parts/link.tsx';
import { notice } from '../parts/notice.ts';
import { Page } from '../parts/page.tsx';
import { Panel } from '../parts/panel.tsx';
import { Empty, Failure, Loaded, Waiting } from '../parts/states.tsx';
import { Tag } from '../parts/tag.tsx';
import { Unfold } from '../parts/unfold.tsx';
import { text } from '../text/index.ts';
import { AnswerForm, type Asked } from './answer-form.tsx';
import { AnswerTag } from './answer-tag.tsx';
import classes from './assessments.module.css';
import { Said } from './framework-row.tsx';

const words = text.programParties;

/** The page. */
export function PartiesPage() {
  const { edit } = usePowers();
  const [adding, setAdding] = useState(false);
  const [asked, ask] = useState<Asked | null>(null);
  return (
    <Page
      title={words.title}
      lead={words.lead}
      above={<TextLink to="/program/assessments">{text.programAssess.back}</TextLink>}
      actions={edit ? <Button onClick={() => setAdding(true)}>{words.add}</Button> : null}
    >
      <Loaded of={useLoad(['assessments', 'parties'], loadParties)} waiting={<Waiting />}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty icon={IconUsers} title={words.none}>
              {words.noneWhy}
            </Empty>
          ) : (
            items.map((party) => <PartyPanel key={party.id} party={party} onAsk={edit ? ask : null} />)
          )
        }
      </Loaded>
      {adding ? <AddParty onClose={() => setAdding(false)} /> : null}
      {asked ? <AnswerForm asked={asked} onClose={() => ask(null)} /> : null}
    </Page>
  );
}

interface PartyPanelProps {
  readonly party: AskedParty;
  readonly onAsk: ((asked: Asked) => void) | null;
}

function PartyPanel({ party, onAsk }: PartyPanelProps) {
  const { id, name, questionnaire, contact, questions, answered, bad } = party;
  return (
    <Panel
      title={visible(name)}
      lead={
        <>
          {words.kinds[questionnaire]}
          {contact === '' ? null : (
            <>
              {', '}
              <Foreign>{contact}</Foreign>
            </>
          )}
          {'. '}
          {words.progress(count(answered), count(questions.length))}
          {bad > 0 ? `, ${words.bad(count(bad))}` : null}
        </>
      }
      actions={onAsk ? <Remove id={id} name={name} /> : null}
    >
      <Unfold label={words.questions}>
        <ul className={classes['rows']}>
          {questions.map((question) => (
            <li key={question.id} className={classes['row']}>
              <div className={classes['line']}>
                <span className={classes['name']}>
                  <span className="quiet">{question.section}</span> {question.ask}
                </span>
                <span className={classes['tags']}>
                  <AnswerTag answer={question.stale ? 'unknown' : (question.answer?.answer ?? 'unknown')} />
                  {question.stale ? <Tag tone="watch">{text.programAssess.stale}</Tag> : null}
                  {onAsk ? (
                    <Button
                      size="compact-sm"
                      variant="default"
                      aria-label={text.programAssess.answerOf(question.ask)}
                      onClick={() =>
                        onAsk({
                          kind: 'question',
                          scope: id,
                          subject: question.id,
                          what: question.ask,
                          before: question.answer,
                        })
                      }
                    >
                      {text.programAssess.answer}
                    </Button>
                  ) : null}
                </span>
              </div>
              {question.answer ? <Said answer={question.answer} /> : null}
            </li>
          ))}
        </ul>
      </Unfold>
    </Panel>
  );
}

function Remove({ id, name }: { readonly id: string; readonly name: string }) {
  const [asking, setAsking] = useState(false);
  const drop = useWrite(dropParty, () => {
    setAsking(false);
    notice(words.removed);
  });
  return (
    <>
      <Button
        size="compact-sm"
        variant="subtle"
        aria-label={words.removeOf(visible(name))}
        onClick={() => setAsking(true)}
      >
        {words.remove}
      </Button>
      <Confirm
        opened={asking}
        danger
        title={words.removeOf(visible(name))}
        action={words.remove}
        busy={drop.isPending}
        error={drop.error}
        onClose={() => setAsking(false)}
        onConfirm={() => drop.mutate(id)}
      >
        {words.removeWhy}
      </Confirm>
    </>
  );
}

function AddParty({ onClose }: { readonly onClose: () => void }) {
  const [questionnaire, setQuestionnaire] = useState<QuestionnaireKind>('business-associate');
  const [name, setName] = useState('');
  const [contact, setContact] = useState('');
  const [isMissing, setMissing] = useState(false);
  const save = useWrite(addParty, () => {
    onClose();
    notice(words.added);
  });

  function submit(event: FormEvent): void {
    event.preventDefault();
    setMissing(name.trim() === '');
    if (name.trim() !== '') save.mutate({ questionnaire, name: name.trim(), contact: contact.trim() });
  }

  return (
    <Modal opened onClose={onClose} title={words.addTitle} closeButtonProps={{ 'aria-label': text.common.close }}>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <Select
            label={words.kind}
            data={assessments.QUESTIONNAIRES.map((value) => ({ value, label: words.kinds[value] }))}
            value={questionnaire}
            allowDeselect={false}
            onChange={(chosen) =>
              setQuestionnaire(assessments.QUESTIONNAIRES.find((each) => each === chosen) ?? questionnaire)
            }
          />
          <TextInput
            label={words.name}
            data-autofocus
            maxLength={200}
            value={name}
            error={isMissing ? text.forms.required : null}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <TextInput
            label={words.contact}
            maxLength={200}
            value={contact}
            onChange={(event) => setContact(event.currentTarget.value)}
          />
          {save.error ? <Failure error={save.error} /> : null}
          <Group justify="flex-end">
            <FormActions action={words.add} busy={save.isPending} onCancel={onClose} />
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
