// Makers: what each was asked, how long it has kept the site waiting, and the letter to it.
import { Anchor, Group } from '@mantine/core';
import { IconBuildingFactory2 } from '@tabler/icons-react';
import type { MakerQuestion, MakerRow } from '#contracts/index.ts';
import { loadMakerQuestions, loadMakers } from '../api/decisions.ts';
import { tenantHref } from '../api/http.ts';
import { useLoad, usePages } from '../api/use-load.ts';
import { count, date } from '../format/format.ts';
import { Foreign } from '../parts/foreign.tsx';
import { LinkButton, TextLink } from '../parts/link.tsx';
import { Page } from '../parts/page.tsx';
import { moreOf, PagedTable } from '../parts/paged-table.tsx';
import { Panel } from '../parts/panel.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { Empty, Loaded, Waiting } from '../parts/states.tsx';
import { Tag } from '../parts/tag.tsx';
import { Unfold } from '../parts/unfold.tsx';
import { text } from '../text/index.ts';

/** The page. */
export function MakersPage() {
  const makers = useLoad(['makers'], loadMakers);
  return (
    <Page title={text.makers.title} lead={text.makers.lead}>
      <Panel title={text.makers.panel} lead={text.makers.panelLead} flush>
        <Loaded of={makers} waiting={<Waiting lines={6} />}>
          {({ items }) =>
            items.length === 0 ? (
              <Empty
                icon={IconBuildingFactory2}
                title={text.makers.none}
                actions={<LinkButton to="/findings">{text.makers.toFindings}</LinkButton>}
              >
                {text.makers.noneWhy}
              </Empty>
            ) : (
              <PlainTable
                label={text.makers.panel}
                columns={text.makers.columns}
                rows={items}
                rowKey={({ maker }) => maker}
                cells={cellsOf}
              />
            )
          }
        </Loaded>
      </Panel>
    </Page>
  );
}

function cellsOf(row: MakerRow) {
  const { maker, devices, notAsked, waiting, longestDays, promisesBroken, answered, refused } = row;
  return [
    <>
      <b>
        <Foreign>{maker}</Foreign>
      </b>
      {waiting + answered + refused > 0 ? (
        <Unfold label={text.makers.questions}>
          <Questions maker={maker} />
        </Unfold>
      ) : null}
    </>,
    <TextLink key="devices" to="/devices" search={{ vendor: maker }}>
      {count(devices)}
    </TextLink>,
    count(notAsked),
    <Group key="waiting" gap="xs">
      {count(waiting)}
      {waiting > 0 ? <span className="quiet">{text.makers.longest(longestDays)}</span> : null}
      {promisesBroken > 0 ? <Tag tone="danger">{text.makers.broken(promisesBroken)}</Tag> : null}
    </Group>,
    text.makers.answers(answered, refused),
    <Group key="letter" gap="xs">
      <Anchor
        size="sm"
        href={tenantHref('makers/letter', { maker, format: 'pdf' })}
        download
        aria-label={text.makers.letterTo(maker)}
      >
        {text.makers.letter}
      </Anchor>
      <Anchor
        size="sm"
        href={tenantHref('makers/letter', { maker, format: 'text' })}
        target="_blank"
        rel="noopener"
        aria-label={text.makers.textTo(maker)}
      >
        {text.makers.text}
      </Anchor>
    </Group>,
  ];
}

function Questions({ maker }: { readonly maker: string }) {
  const questions = usePages(['makers', maker], (cursor, signal) => loadMakerQuestions({ maker, cursor }, signal));
  return (
    <Loaded of={questions}>
      {({ pages }) => (
        <PagedTable
          label={text.makers.questionsTo(maker)}
          columns={text.makers.questionColumns}
          pages={pages}
          rowKey={({ decision }) => decision}
          cells={questionCells}
          more={moreOf(questions)}
        />
      )}
    </Loaded>
  );
}

function questionCells(row: MakerQuestion) {
  return [
    <>
      <Foreign>{row.title}</Foreign>
      <div className="quiet">
        <Foreign>{row.device.name}</Foreign>
      </div>
    </>,
    <Foreign key="question">{row.question}</Foreign>,
    date(row.askedAt),
    text.makers.states[row.state](row.days),
    <>
      <Foreign>{row.answer ?? '–'}</Foreign>
      {row.promisedFor ? (
        <div className="quiet">{text.makers.promised(date(`${row.promisedFor}T00:00:00Z`))}</div>
      ) : null}
    </>,
  ];
}
