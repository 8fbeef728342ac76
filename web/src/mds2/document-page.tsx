// One MDS2: what it says by capability, each answer beside the safer one, and the devices that it is about.
import { Button, Group } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { JudgedAnswer, Mds2Document } from '#contracts/index.ts';
import { loadMds2, removeMds2 } from '../api/mds2.ts';
import { useLoad, useWrite } from '../api/use-load.ts';
import { count, percent } from '../format/format.ts';
import { Confirm } from '../parts/confirm.tsx';
import { Foreign, visible } from '../parts/foreign.tsx';
import { LinkButton, TextLink } from '../parts/link.tsx';
import { Note } from '../parts/note.tsx';
import { Page } from '../parts/page.tsx';
import { Panel } from '../parts/panel.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { Failure, Waiting } from '../parts/states.tsx';
import { Tag } from '../parts/tag.tsx';
import { Unfold } from '../parts/unfold.tsx';
import { text } from '../text/index.ts';
import { datedName, productName } from './document-name.ts';
import { StandingTag } from './standing-tag.tsx';

const route = getRouteApi('/mds2/$id');

/** The page of one document. */
export function DocumentPage() {
  const { id } = route.useParams();
  const found = useLoad(['mds2', id], (signal) => loadMds2(id, signal));
  if (found.data) return <Known found={found.data} />;
  return (
    <Page title={text.mds2.one}>
      {found.error ? <Failure error={found.error} onRetry={() => void found.refetch()} /> : <Waiting lines={12} />}
    </Page>
  );
}

function Known({ found: { document, capabilities, devices, others } }: { readonly found: Mds2Document }) {
  const name = productName(document);
  return (
    <Page
      title={<Foreign>{name}</Foreign>}
      tab={visible(name)}
      above={
        <Group gap={4}>
          <TextLink to="/mds2" size="sm">
            {text.mds2.title}
          </TextLink>
          <IconChevronRight size={14} aria-hidden />
        </Group>
      }
      lead={text.mds2.about(document.day ?? text.mds2.noDay, text.mds2.editions[document.edition])}
      actions={
        <Group gap="sm">
          <Remove id={document.id} />
          <LinkButton to="/purchase" search={{ document: document.id }}>
            {text.purchase.title}
          </LinkButton>
        </Group>
      }
    >
      {document.supersededBy === null ? null : (
        <Note tone="info" title={text.mds2.superseded}>
          {text.mds2.supersededWhy}{' '}
          <TextLink to="/mds2/$id" params={{ id: document.supersededBy }}>
            {text.mds2.supersededOpen}
          </TextLink>
        </Note>
      )}
      {document.problems.length > 0 ? (
        <Note tone="watch" title={text.mds2.problems}>
          {document.problems.map((problem) => (
            <div key={problem}>
              <Foreign>{problem}</Foreign>
            </div>
          ))}
        </Note>
      ) : null}
      <Panel title={text.mds2.answers} lead={text.mds2.answersLead}>
        {capabilities.map((capability) => (
          <Unfold key={capability.code} label={<Summary of={capability} />}>
            <PlainTable
              label={capability.label}
              columns={text.mds2.answerColumns}
              rows={capability.answers}
              rowKey={({ id }) => id}
              cells={cellsOf}
            />
          </Unfold>
        ))}
      </Panel>
      <Panel title={text.mds2.devices} lead={text.mds2.devicesLead} flush={devices.length > 0}>
        {devices.length === 0 ? (
          <p className="quiet">{text.mds2.noDevices}</p>
        ) : (
          <PlainTable
            label={text.mds2.devices}
            columns={text.mds2.deviceColumns}
            rows={devices}
            rowKey={({ id }) => id}
            cells={({ id, name: device, because, confidence }) => [
              <TextLink key="device" to="/devices/$id" params={{ id }}>
                <Foreign>{device}</Foreign>
              </TextLink>,
              <Foreign key="why">{because}</Foreign>,
              percent(confidence),
            ]}
          />
        )}
      </Panel>
      {others.length > 0 ? (
        <Panel title={text.mds2.others}>
          <ul>
            {others.map((other) => (
              <li key={other.id}>
                <TextLink to="/mds2/compare" search={{ left: other.id, right: document.id }}>
                  <Foreign>{text.mds2.compareWith(datedName(other))}</Foreign>
                </TextLink>
              </li>
            ))}
          </ul>
        </Panel>
      ) : null}
    </Page>
  );
}

type Capability = Mds2Document['capabilities'][number];

function Summary({ of: { label, about, answers } }: { readonly of: Capability }) {
  const many = (standing: JudgedAnswer['standing']) => answers.filter((answer) => answer.standing === standing).length;
  const [bad, unknown] = [many('bad'), many('unknown')];
  return (
    <>
      <b>{label}</b> <span className="quiet">{about}</span>{' '}
      {bad > 0 ? <Tag tone="warn">{text.mds2.bad(count(bad))}</Tag> : null}{' '}
      {unknown > 0 ? <Tag tone="unknown">{text.mds2.open(count(unknown))}</Tag> : null}
    </>
  );
}

function cellsOf(answer: JudgedAnswer) {
  return [
    <span key="id" className="mono">
      {answer.id}
    </span>,
    <div key="question">
      {answer.asks ?? <Foreign>{answer.question ?? '–'}</Foreign>}
      {answer.asks !== null && answer.question !== null ? (
        <div className="quiet">
          <Foreign>{answer.question}</Foreign>
        </div>
      ) : null}
    </div>,
    <div key="answer">
      <Foreign>{answer.answer === '' ? '–' : answer.answer}</Foreign>
      {answer.note === null ? null : (
        <div className="quiet">
          <Foreign>{answer.note}</Foreign>
        </div>
      )}
    </div>,
    <StandingTag key="standing" of={answer.standing} />,
  ];
}

function Remove({ id }: { readonly id: string }) {
  const [asked, ask] = useState(false);
  const navigate = useNavigate();
  const remove = useWrite(removeMds2, () => void navigate({ to: '/mds2' }));
  return (
    <>
      <Button variant="default" onClick={() => ask(true)}>
        {text.mds2.remove}
      </Button>
      <Confirm
        opened={asked}
        danger
        title={text.mds2.removeTitle}
        action={text.mds2.remove}
        busy={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate(id)}
        onClose={() => ask(false)}
      >
        {text.mds2.removeWhat}
      </Confirm>
    </>
  );
}
