// One framework, row by row: what is known of each, from what, and an answer of one's own.
import { Button, Group, SegmentedControl, TextInput } from '@mantine/core';
import { IconListCheck } from '@tabler/icons-react';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { AnalysisPart, FrameworkStanding, RowStanding } from '#contracts/index.ts';
import { loadFramework } from '../api/assessments.ts';
import { tenantHref } from '../api/http.ts';
import { useLoad } from '../api/use-load.ts';
import { usePowers } from '../api/use-session.ts';
import { count, date } from '../format/format.ts';
import { Foreign } from '../parts/foreign.tsx';
import { TextLink } from '../parts/link.tsx';
import { Page } from '../parts/page.tsx';
import { Panel } from '../parts/panel.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { choiceParam } from '../parts/search-params.ts';
import { Empty, Loaded, Waiting } from '../parts/states.tsx';
import { text } from '../text/index.ts';
import { AnswerForm, type Asked } from './answer-form.tsx';
import { AnswerTag } from './answer-tag.tsx';
import classes from './assessments.module.css';
import { FrameworkRow } from './framework-row.tsx';
import { SraForm } from './sra-form.tsx';

const words = text.programAssess;
const SHOWS = ['open', 'all'] as const;
/** Rows that are shown before somebody asks for more. */
const PAGE = 50;

/** The page. */
export function FrameworkPage() {
  const { id } = useParams({ from: '/program/assessments/$id' });
  const standing = useLoad(['assessments', id], (signal) => loadFramework(id, signal));
  return (
    <Page
      title={<Foreign>{standing.data?.name ?? words.title}</Foreign>}
      tab={standing.data?.name ?? words.title}
      lead={standing.data ? <Foreign>{standing.data.source}</Foreign> : null}
      above={<TextLink to="/program/assessments">{words.back}</TextLink>}
      actions={(['csv', 'html'] as const).map((format) => (
        <Button
          key={format}
          variant="default"
          component="a"
          href={tenantHref(`program/assessments/${encodeURIComponent(id)}/export`, { format })}
          download
        >
          {words.formats[format]}
        </Button>
      ))}
    >
      <Loaded of={standing} waiting={<Waiting lines={12} />}>
        {(known) => (
          <>
            {known.analysis ? <Analysis parts={known.analysis} /> : null}
            {known.analysis ? <SraForm /> : null}
            <Rows of={known} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Analysis({ parts }: { readonly parts: readonly AnalysisPart[] }) {
  return (
    <Panel title={words.analysis} lead={words.analysisLead} flush>
      <PlainTable
        label={words.analysis}
        columns={words.analysisColumns}
        rows={parts}
        rowKey={({ id }) => id}
        cells={({ name, asks, answer, why, proof }) => [
          <div key="name">
            <b>{name}</b>
            <div className="quiet">{asks}</div>
          </div>,
          <AnswerTag key="answer" answer={answer} />,
          <div key="why">
            {why}
            {proof.map(({ text: what, at }) => (
              <div key={what} className="quiet">
                {at === null ? what : words.on(what, date(at))}
              </div>
            ))}
          </div>,
        ]}
      />
    </Panel>
  );
}

function Rows({ of: { id, rows, counts } }: { readonly of: FrameworkStanding }) {
  const { edit } = usePowers();
  const [show, setShow] = useState<(typeof SHOWS)[number]>('all');
  const [search, setSearch] = useState('');
  const [most, setMost] = useState(PAGE);
  const [asked, ask] = useState<Asked | null>(null);
  const wanted = search.trim().toLowerCase();
  const fits = (row: RowStanding) =>
    (show === 'all' || (row.asks && row.answer !== 'yes')) && `${row.id} ${row.name}`.toLowerCase().includes(wanted);
  const shown = rows.filter(fits);
  return (
    <Panel
      title={words.list}
      lead={words.listLead(count(counts.rows), count(counts.rows - counts.unknown))}
      actions={
        <SegmentedControl
          size="xs"
          aria-label={words.show}
          data={SHOWS.map((value) => ({ value, label: words.shows[value] }))}
          value={show}
          onChange={(value) => setShow(choiceParam(value, SHOWS) ?? 'all')}
        />
      }
    >
      <TextInput
        aria-label={words.search}
        placeholder={words.search}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
        mb="md"
        maw={460}
      />
      {shown.length === 0 ? (
        <Empty icon={IconListCheck} title={words.none}>
          {words.noneWhy}
        </Empty>
      ) : (
        <ul className={classes['rows']}>
          {shown.slice(0, most).map((row) => (
            <FrameworkRow key={row.id} row={row} framework={id} onAsk={edit ? ask : null} />
          ))}
        </ul>
      )}
      {shown.length > most ? (
        <Group justify="center" mt="md">
          <Button variant="default" onClick={() => setMost((before) => before + PAGE)}>
            {text.common.showMore}
          </Button>
        </Group>
      ) : null}
      {asked ? <AnswerForm asked={asked} onClose={() => ask(null)} /> : null}
    </Panel>
  );
}
