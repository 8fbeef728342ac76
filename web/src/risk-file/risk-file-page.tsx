// The risk-management file of IEC 80001-1: to take away, and everything in it that only the organization can say, to be said here.
import { Button, Group, SegmentedControl, TextInput } from '@mantine/core';
import { IconFileCheck, IconPencil } from '@tabler/icons-react';
import { useState } from 'react';
import type { RiskFileQuestion, RiskFileQuestions } from '#contracts/index.ts';
import { tenantHref } from '../api/http.ts';
import { loadRiskFileQuestions } from '../api/risk-file.ts';
import { useLoad } from '../api/use-load.ts';
import { usePowers } from '../api/use-session.ts';
import { count } from '../format/format.ts';
import { Foreign, visible } from '../parts/foreign.tsx';
import { Page } from '../parts/page.tsx';
import { Panel } from '../parts/panel.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { choiceParam } from '../parts/search-params.ts';
import { Empty, Loaded, Waiting } from '../parts/states.tsx';
import { When } from '../parts/when.tsx';
import { Assessed } from '../risk/assessed.tsx';
import { Crumbs } from '../risk/crumbs.tsx';
import { text } from '../text/index.ts';
import classes from './risk-file.module.css';
import { SayText } from './say-text.tsx';

const words = text.riskFile;
const FORMATS = ['pdf', 'html', 'json'] as const;
const SHOWS = ['open', 'said', 'all'] as const;

/** The page. */
export function RiskFilePage() {
  return (
    <Page title={words.title} lead={words.lead} above={<Crumbs />}>
      <Assessed>{() => <Known />}</Assessed>
    </Page>
  );
}

function Known() {
  return (
    <>
      <Panel title={words.take} lead={words.takeLead}>
        <Group>
          {FORMATS.map((format) => (
            <Button
              key={format}
              variant="default"
              component="a"
              href={tenantHref('risk/file', { format })}
              {...(format === 'pdf' ? { download: true } : { target: '_blank', rel: 'noopener' })}
            >
              {words.formats[format]}
            </Button>
          ))}
        </Group>
      </Panel>
      <Loaded of={useLoad(['risk', 'file'], loadRiskFileQuestions)} waiting={<Waiting lines={10} />}>
        {({ questions }) => <Questions questions={questions} />}
      </Loaded>
    </>
  );
}

function Questions({ questions }: RiskFileQuestions) {
  const { edit } = usePowers();
  const [show, setShow] = useState<(typeof SHOWS)[number]>('open');
  const [search, setSearch] = useState('');
  const [saying, setSaying] = useState<RiskFileQuestion | null>(null);
  const open = questions.filter((question) => question.text === null).length;
  const wanted = search.trim().toLowerCase();
  const rows = questions.filter(
    (question) =>
      (show === 'all' || (question.text === null) === (show === 'open')) &&
      `${question.what} ${question.toBeFilledBy} ${question.text ?? ''}`.toLowerCase().includes(wanted),
  );
  return (
    <Panel
      title={words.texts}
      lead={words.textsLead(count(open), count(questions.length))}
      flush
      actions={
        <SegmentedControl
          size="xs"
          aria-label={words.show}
          data={SHOWS.map((value) => ({ value, label: words.shows[value] }))}
          value={show}
          onChange={(value) => setShow(choiceParam(value, SHOWS) ?? 'open')}
        />
      }
    >
      <div className={classes['search']}>
        <TextInput
          aria-label={words.search}
          placeholder={words.search}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
      </div>
      {rows.length === 0 ? (
        <Empty icon={IconFileCheck} title={words.none}>
          {wanted === '' && show === 'open' ? words.allSaid : words.noneWhy}
        </Empty>
      ) : (
        <PlainTable
          label={words.texts}
          columns={edit ? [...words.columns, words.change] : words.columns}
          rows={rows}
          rowKey={({ key }) => key}
          cells={(question) => [
            ...cellsOf(question),
            ...(edit
              ? [
                  <Button
                    key="say"
                    variant="default"
                    size="compact-sm"
                    leftSection={<IconPencil size={14} aria-hidden />}
                    aria-label={words.sayOf(visible(question.what))}
                    onClick={() => setSaying(question)}
                  >
                    {question.text === null ? words.say : words.change}
                  </Button>,
                ]
              : []),
          ]}
        />
      )}
      {saying ? <SayText question={saying} onClose={() => setSaying(null)} /> : null}
    </Panel>
  );
}

function cellsOf({ what, toBeFilledBy, text: said, by, at, isAsked }: RiskFileQuestion) {
  return [
    <div key="what">
      <Foreign>{what}</Foreign>
      {isAsked ? null : <div className="quiet">{words.notAsked}</div>}
    </div>,
    <span key="who">{toBeFilledBy}</span>,
    said === null ? (
      <span key="said" className="quiet">
        {words.unsaid}
      </span>
    ) : (
      <div key="said">
        <div className={classes['said']}>
          <Foreign>{said}</Foreign>
        </div>
        <div className="quiet">
          <Foreign>{by ?? ''}</Foreign>, <When at={at} />
        </div>
      </div>
    ),
  ];
}
