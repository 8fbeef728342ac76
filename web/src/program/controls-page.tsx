// The controls of the catalogue as they stand here, by the functions of CSF 2.0: written, known and enforced, apart.
import { TextInput } from '@mantine/core';
import { IconShieldCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { type ControlList, type ControlRow, FUNCTIONS } from '#contracts/index.ts';
import { loadControls } from '../api/program-checks.ts';
import { useLoad } from '../api/use-load.ts';
import { count } from '../format/format.ts';
import { Foreign } from '../parts/foreign.tsx';
import { LinkButton, TextLink } from '../parts/link.tsx';
import { Note } from '../parts/note.tsx';
import { Page } from '../parts/page.tsx';
import { Panel } from '../parts/panel.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { Empty, Loaded, Waiting } from '../parts/states.tsx';
import { text } from '../text/index.ts';
import { StandingTag } from './state-tag.tsx';

const words = text.controlPages;

/** The page. */
export function ControlsPage() {
  return (
    <Page
      title={words.title}
      lead={words.lead}
      actions={
        <LinkButton variant="default" to="/program/checks">
          {words.toChecks}
        </LinkButton>
      }
    >
      <Loaded of={useLoad(['program-controls'], loadControls)} waiting={<Waiting lines={14} />}>
        {(list) => <Known list={list} />}
      </Loaded>
    </Page>
  );
}

function Known({ list: { controls, counted, devices, problems } }: { readonly list: ControlList }) {
  const [q, setQ] = useState('');
  const wanted = q.trim().toLowerCase();
  const shown = controls.filter(({ name, intent, id }) => `${name} ${intent} ${id}`.toLowerCase().includes(wanted));
  return (
    <>
      <div role="status">
        <p>
          {words.summary(count(enforcedOf(controls)), count(controls.length))} {words.unknownFirst}
        </p>
        <p className="quiet">{counted.length > 0 ? words.counted(counted.join(', ')) : words.countedNone}</p>
      </div>
      {devices === 0 ? (
        <Note tone="info" title={words.noDevices}>
          {words.noDevicesWhy}
        </Note>
      ) : null}
      {problems.map((problem) => (
        <Note key={problem} tone="watch">
          <Foreign>{problem}</Foreign>
        </Note>
      ))}
      <TextInput
        type="search"
        label={words.search}
        placeholder={words.searchHint}
        maw={360}
        value={q}
        onChange={({ currentTarget }) => setQ(currentTarget.value)}
      />
      {shown.length === 0 ? (
        <Empty icon={IconShieldCheck} title={words.nothing}>
          {words.nothingWhy}
        </Empty>
      ) : null}
      {FUNCTIONS.map((each) => {
        const own = shown.filter((control) => control.function === each);
        if (own.length === 0) return null;
        return (
          <Panel
            key={each}
            title={words.functions[each]}
            lead={words.enforcedIn(count(enforcedOf(own)), count(own.length))}
            flush
          >
            <PlainTable
              label={words.functions[each]}
              columns={words.columns}
              rows={own}
              rowKey={({ id }) => id}
              cells={cellsOf}
            />
          </Panel>
        );
      })}
    </>
  );
}

function enforcedOf(controls: readonly ControlRow[]): number {
  return controls.filter(({ status }) => status.enforced.answer === 'yes').length;
}

function cellsOf({ id, name, intent, status }: ControlRow) {
  return [
    <>
      <TextLink to="/program/controls/$id" params={{ id }} fw={600}>
        <Foreign>{name}</Foreign>
      </TextLink>
      <div className="quiet">
        <Foreign>{intent}</Foreign>
      </div>
    </>,
    <StandingTag key="written" answer={status.written.answer} />,
    <StandingTag key="known" answer={status.known.answer} />,
    <StandingTag key="enforced" answer={status.enforced.answer} />,
  ];
}
