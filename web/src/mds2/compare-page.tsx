// Two MDS2 side by side: versions of one product, or two products.
import { Checkbox, Group, Select } from '@mantine/core';
import { IconArrowsDiff } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import type { Tone } from '#charts/index.ts';
import type { Mds2Comparison } from '#contracts/index.ts';
import { compareMds2, loadMds2List } from '../api/mds2.ts';
import { useLoad } from '../api/use-load.ts';
import { count } from '../format/format.ts';
import { Foreign, visible } from '../parts/foreign.tsx';
import { Page } from '../parts/page.tsx';
import { Panel } from '../parts/panel.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { given } from '../parts/search-params.ts';
import { Empty, Loaded, Waiting } from '../parts/states.tsx';
import { Tag } from '../parts/tag.tsx';
import { text } from '../text/index.ts';
import type { CompareSearch } from './compare-search.ts';
import { datedName } from './document-name.ts';

const route = getRouteApi('/mds2/compare');
const MOST_DOCUMENTS = 1000;
type Row = Mds2Comparison['rows'][number];

const TONES: Readonly<Record<Row['change'], Tone>> = { same: 'quiet', better: 'safe', worse: 'warn', other: 'info' };

/** The page. */
export function ComparePage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = (next: CompareSearch) => void navigate({ search: next, replace: true, resetScroll: false });
  const list = useLoad(['mds2', 'all'], (signal) => loadMds2List({ limit: MOST_DOCUMENTS }, signal));
  return (
    <Page title={text.mds2.compareTitle} lead={text.mds2.compareLead}>
      <Loaded of={list} waiting={<Waiting lines={6} />}>
        {({ items }) => {
          if (items.length < 2) {
            return (
              <Empty icon={IconArrowsDiff} title={text.mds2.tooFew}>
                {text.mds2.tooFewWhy}
              </Empty>
            );
          }
          const data = items.map((row) => ({ value: row.id, label: visible(datedName(row)) }));
          return (
            <>
              <Group align="end" gap="md">
                {(['left', 'right'] as const).map((side) => (
                  <Select
                    key={side}
                    label={text.mds2.sides[side]}
                    data={data}
                    value={search[side] ?? null}
                    searchable
                    w={340}
                    maw="100%"
                    onChange={(value) => change(given({ ...search, [side]: value ?? undefined }))}
                  />
                ))}
                <Checkbox
                  label={text.mds2.showSame}
                  checked={search.same === 'true'}
                  pb={8}
                  onChange={(event) =>
                    change(given({ ...search, same: event.currentTarget.checked ? ('true' as const) : undefined }))
                  }
                />
              </Group>
              {search.left !== undefined && search.right !== undefined ? (
                <Compared left={search.left} right={search.right} withSame={search.same === 'true'} />
              ) : (
                <p className="quiet">{text.mds2.chooseTwo}</p>
              )}
            </>
          );
        }}
      </Loaded>
    </Page>
  );
}

interface ComparedProps {
  readonly left: string;
  readonly right: string;
  readonly withSame: boolean;
}

function Compared({ left, right, withSame }: ComparedProps) {
  const compared = useLoad(['mds2', 'compare', left, right], (signal) => compareMds2(left, right, signal));
  return (
    <Loaded of={compared} waiting={<Waiting lines={10} />}>
      {({ rows, counts, ...sides }) => {
        const kept = withSame ? rows : rows.filter(({ change }) => change !== 'same');
        return (
          <Panel
            title={text.mds2.differences}
            lead={text.mds2.counts(count(counts.better), count(counts.worse), count(counts.other), count(counts.same))}
            flush={kept.length > 0}
          >
            {kept.length === 0 ? (
              <p className="quiet">{text.mds2.allSame}</p>
            ) : (
              <PlainTable
                label={text.mds2.differences}
                columns={[
                  ...text.mds2.compareColumns,
                  visible(`1: ${datedName(sides.left)}`),
                  visible(`2: ${datedName(sides.right)}`),
                  text.mds2.change,
                ]}
                rows={kept}
                rowKey={({ id }) => id}
                cells={cellsOf}
              />
            )}
          </Panel>
        );
      }}
    </Loaded>
  );
}

function cellsOf({ id, asks, left, right, change }: Row) {
  return [
    <span key="id" className="mono">
      {id}
    </span>,
    asks ?? <Foreign key="question">{left?.question ?? right?.question ?? '–'}</Foreign>,
    <Side key="left" of={left} />,
    <Side key="right" of={right} />,
    <Tag key="change" tone={TONES[change]}>
      {text.mds2.changes[change]}
    </Tag>,
  ];
}

function Side({ of }: { readonly of: Row['left'] }) {
  if (of === null) return <span className="quiet">{text.mds2.notAsked}</span>;
  return (
    <>
      <Foreign>{of.answer === '' ? '–' : of.answer}</Foreign>
      {of.note === null ? null : (
        <div className="quiet">
          <Foreign>{of.note}</Foreign>
        </div>
      )}
    </>
  );
}
