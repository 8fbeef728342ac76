// The report for the board of a day: five questions and their answers, what stands behind them, and both packs to take away.
import { Button, Group, List, Stack, Text, TextInput } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import type { BoardDocument, BoardPack } from '#contracts/index.ts';
import { boardHref, loadBoard } from '../api/board.ts';
import { useLoad } from '../api/use-load.ts';
import { count, date } from '../format/format.ts';
import { Foreign } from '../parts/foreign.tsx';
import { Page } from '../parts/page.tsx';
import { Panel } from '../parts/panel.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { Loaded, Waiting } from '../parts/states.tsx';
import { text } from '../text/index.ts';

const words = text.board;
const route = getRouteApi('/program/board');
const PACKS = ['board', 'review'] as const satisfies readonly BoardPack[];
const FORMATS = ['pdf', 'html'] as const;

/** The page. */
export function BoardPage() {
  const days = route.useSearch();
  const loaded = useLoad(['board', days.date ?? '', days.since ?? ''], (signal) => loadBoard(days, signal));
  return (
    <Page title={words.title} lead={words.lead}>
      <Take />
      <Loaded of={loaded} waiting={<Waiting lines={12} />}>
        {(document) => <Report document={document} />}
      </Loaded>
    </Page>
  );
}

/** Which day, and the files. */
function Take() {
  const days = route.useSearch();
  const navigate = route.useNavigate();
  const choose = (name: 'date' | 'since', day: string) =>
    void navigate({
      search: (before) => {
        const { [name]: _, ...rest } = before;
        return day === '' ? rest : { ...rest, [name]: day };
      },
      replace: true,
    });
  return (
    <Panel title={words.which}>
      <Stack gap="md">
        <Group align="end">
          <TextInput
            type="date"
            label={words.date}
            value={days.date ?? ''}
            onChange={(event) => choose('date', event.currentTarget.value)}
          />
          <TextInput
            type="date"
            label={words.since}
            value={days.since ?? ''}
            onChange={(event) => choose('since', event.currentTarget.value)}
          />
        </Group>
        <Text size="sm">{words.daysHow}</Text>
        <Group>
          {PACKS.flatMap((pack) =>
            FORMATS.map((format) => (
              <Button
                key={`${pack} ${format}`}
                variant="default"
                component="a"
                href={boardHref(days, pack, format)}
                download
              >
                {words.takes[pack][format]}
              </Button>
            )),
          )}
        </Group>
      </Stack>
    </Panel>
  );
}

function Report({ document }: { readonly document: BoardDocument }) {
  const { headline, hurt, cost, decisions, changed, asks, moved } = document;
  return (
    <>
      <Panel title={words.hurt} lead={<Foreign>{headline.harm}</Foreign>} flush={hurt.rows.length > 0}>
        {hurt.rows.length === 0 ? (
          <Text>{document.assessment ? words.hurtsNobody : <Foreign>{hurt.basis}</Foreign>}</Text>
        ) : (
          <PlainTable
            label={words.hurt}
            columns={words.hurtColumns}
            rows={hurt.rows}
            rowKey={({ what }) => what}
            cells={(row) => [
              <Foreign key="what">{row.what}</Foreign>,
              <Foreign key="where">{row.where}</Foreign>,
              row.severity,
              `${row.today}, ${row.acceptability}`,
              row.after,
            ]}
          />
        )}
      </Panel>
      <Panel title={words.cost} lead={<Foreign>{headline.money}</Foreign>}>
        {cost ? (
          <Stack gap="md">
            <PlainTable
              label={words.cost}
              columns={words.costColumns}
              rows={cost.rows}
              rowKey={({ label }) => label}
              cells={({ label, today, after }) => [label, today, after]}
            />
            <Lines lines={[...cost.tolerance, cost.basis]} />
          </Stack>
        ) : (
          <Text>{words.costUnknown}</Text>
        )}
      </Panel>
      <Panel title={words.decided} lead={words.decidedLead(count(decisions.count), count(decisions.total))}>
        <Stack gap="md">
          <Lines lines={decisions.items.map(({ subject, decision, by }) => `${subject}: ${decision} (${by})`)} />
          {decisions.head ? (
            <Text size="sm">
              {words.hash} <Foreign mono>{decisions.head.hash}</Foreign>
            </Text>
          ) : null}
        </Stack>
      </Panel>
      <Panel title={words.changed} lead={changedSince(document.previous)}>
        <Stack gap="md">
          <Lines lines={changed.lines} />
          {changed.because.length === 0 ? null : (
            <>
              <Text fw={600}>{words.because}</Text>
              <Lines lines={changed.because} />
            </>
          )}
        </Stack>
      </Panel>
      <Panel title={words.asks} flush={asks.length > 0}>
        {asks.length === 0 ? (
          <Text>{words.noAsks}</Text>
        ) : (
          <PlainTable
            label={words.asks}
            columns={words.askColumns}
            rows={asks}
            rowKey={({ ask }) => ask}
            cells={({ ask, because }) => [
              <Foreign key="ask">{ask}</Foreign>,
              <Foreign key="because">{because}</Foreign>,
            ]}
          />
        )}
      </Panel>
      <Panel title={words.program}>
        <Lines lines={[...document.standing.map((each) => each.words), ...document.limits]} />
      </Panel>
      <Panel title={words.moved} lead={<Foreign>{moved.words}</Foreign>} flush={moved.rows.length > 0}>
        {moved.rows.length === 0 ? null : (
          <PlainTable
            label={words.moved}
            columns={words.movedColumns}
            rows={moved.rows}
            rowKey={({ subject, what }) => `${subject} ${what}`}
            cells={(row) => [
              <Foreign key="what">{row.what}</Foreign>,
              row.was,
              row.is,
              <Foreign key="because">{row.because.join('; ')}</Foreign>,
            ]}
          />
        )}
      </Panel>
    </>
  );
}

function changedSince(previous: BoardDocument['previous']): string {
  return previous === null ? words.noPrevious : words.changedSince[previous.from](date(previous.day));
}

function Lines({ lines }: { readonly lines: readonly string[] }) {
  if (lines.length === 0) return <Text>{words.none}</Text>;
  return (
    <List>
      {[...new Set(lines)].map((line) => (
        <List.Item key={line}>
          <Foreign>{line}</Foreign>
        </List.Item>
      ))}
    </List>
  );
}
