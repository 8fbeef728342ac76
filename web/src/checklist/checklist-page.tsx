// The checklist of one device, made for a phone in the hand: each answer is kept as soon as it is given, and can be gone back to.
import { Button, Group, Progress } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { type Checklist, HARDENING_TOPICS, hardeningEntry } from '#contracts/index.ts';
import { loadChecklist, sendAnswers } from '../api/checklists.ts';
import { useLoad, useWrite } from '../api/use-load.ts';
import { usePowers } from '../api/use-session.ts';
import { Foreign, visible } from '../parts/foreign.tsx';
import { LinkButton, TextLink } from '../parts/link.tsx';
import { Note } from '../parts/note.tsx';
import { Page } from '../parts/page.tsx';
import { Panel } from '../parts/panel.tsx';
import { Failure, Waiting } from '../parts/states.tsx';
import { When } from '../parts/when.tsx';
import { text } from '../text/index.ts';
import classes from './checklist.module.css';
import { MakerPorts } from './maker-ports.tsx';
import { Question } from './question.tsx';

const route = getRouteApi('/checklist/$id');

/** The page of one device's checklist. */
export function ChecklistPage() {
  const { id } = route.useParams();
  const checklist = useLoad(['checklist', id], (signal) => loadChecklist(id, signal));
  if (checklist.data) return <Known checklist={checklist.data} />;
  return (
    <Page title={text.checklist.one}>
      {checklist.error ? (
        <Failure error={checklist.error} onRetry={() => void checklist.refetch()} />
      ) : (
        <Waiting lines={14} />
      )}
    </Page>
  );
}

function Known({ checklist }: { readonly checklist: Checklist }) {
  const { device, answers, answered, of, makerPorts, doneAt, doneBy } = checklist;
  const { edit } = usePowers();
  const done = useWrite((value: boolean) => sendAnswers(device.id, { done: value }));
  const where = [device.location, device.zone].filter((part) => part !== null).join(' · ');
  const found = answers.filter(({ topic, answer }) => answer === 'no' && hardeningEntry(topic));
  return (
    <Page
      title={<Foreign>{device.name}</Foreign>}
      tab={visible(device.name)}
      above={
        <div className={classes['crumbs']}>
          <TextLink to="/checklist" size="sm">
            {text.checklist.title}
          </TextLink>
          <IconChevronRight size={14} aria-hidden />
        </div>
      }
      lead={<Foreign>{where}</Foreign>}
    >
      {edit ? null : <Note tone="watch">{text.checklist.readOnly}</Note>}
      <div className={classes['progress']}>
        <span role="status">{text.checklist.answered(answered, of)}</span>
        <Progress value={(100 * answered) / of} aria-label={text.checklist.answered(answered, of)} />
      </div>
      <ol className={classes['questions']}>
        {HARDENING_TOPICS.map((topic) => (
          <li key={topic}>
            <Question
              device={device.id}
              topic={topic}
              given={answers.find((each) => each.topic === topic)}
              disabled={!edit}
            />
          </li>
        ))}
        <li>
          <MakerPorts device={device.id} ports={makerPorts} disabled={!edit} />
        </li>
      </ol>
      <Panel title={text.checklist.found}>
        {found.length === 0 ? (
          <p className={classes['plain']}>
            {answered === 0 ? text.checklist.foundNothingYet : text.checklist.foundNothing}
          </p>
        ) : (
          <ul className={classes['found']}>
            {found.map(({ topic }) => {
              const { label, values, no } = hardeningEntry(topic);
              return <li key={topic}>{`${label} ${values[no]?.words ?? ''}`}</li>;
            })}
          </ul>
        )}
        {done.error ? <Failure error={done.error} /> : null}
        <Group mt="md">
          {doneAt === null ? (
            <Button loading={done.isPending} disabled={!edit} onClick={() => done.mutate(true)}>
              {text.checklist.finish}
            </Button>
          ) : (
            <>
              <span role="status">
                {text.checklist.doneBy} <Foreign>{doneBy ?? ''}</Foreign>, <When at={doneAt} />
              </span>
              <LinkButton to="/checklist">{text.checklist.next}</LinkButton>
              <Button variant="default" loading={done.isPending} disabled={!edit} onClick={() => done.mutate(false)}>
                {text.checklist.reopen}
              </Button>
            </>
          )}
          <LinkButton variant="default" to="/devices/$id" params={{ id: device.id }}>
            {text.checklist.toDevice}
          </LinkButton>
        </Group>
      </Panel>
    </Page>
  );
}
