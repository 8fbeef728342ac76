// Recalls that name a product here, unit by unit: whether each is on the list, and what to do.
import { Button, Select, TextInput } from '@mantine/core';
import { IconClipboardX, IconSearch, IconX } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { documents } from '#contracts/index.ts';
import { loadFindings } from '../api/results.ts';
import { usePages } from '../api/use-load.ts';
import { total } from '../format/format.ts';
import { Foreign } from '../parts/foreign.tsx';
import { TextLink } from '../parts/link.tsx';
import { Page } from '../parts/page.tsx';
import { PagedList } from '../parts/paged-list.tsx';
import { choiceParam, given } from '../parts/search-params.ts';
import { Empty } from '../parts/states.tsx';
import { useTyped } from '../parts/use-typed.ts';
import { text } from '../text/index.ts';
import { NoRecalls } from './no-recalls.tsx';
import { type RecallFinding, recallCells, recallsAmong } from './recall-cells.tsx';
import type { RecallSearch } from './recall-search.ts';
import classes from './recalls.module.css';

const route = getRouteApi('/recalls');
const PAGE = 100;
const UNITS = documents.recallAnswer.options;

/** The page. */
export function RecallsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = (next: RecallSearch) => void navigate({ search: next, replace: true, resetScroll: false });
  const [typed, type] = useTyped(search.q ?? '', (q) => change(given({ ...search, q: q === '' ? undefined : q })));
  const pages = usePages(['findings', 'recalls', search], async (cursor, signal) => {
    const page = await loadFindings({ ...search, rule: 'recall', cursor, limit: PAGE }, signal);
    return { ...page, items: recallsAmong(page.items) };
  });
  const size = pages.data?.pages[0]?.total;
  const isFiltered = Object.keys(search).length > 0;
  return (
    <Page title={text.recalls.title} lead={text.recalls.lead}>
      {size?.value === 0 && !isFiltered ? null : (
        <search aria-label={text.findings.filters} className={classes['tools']}>
          <TextInput
            type="search"
            label={text.findings.search}
            placeholder={text.recalls.searchHint}
            leftSection={<IconSearch size={18} stroke={1.7} aria-hidden />}
            value={typed}
            onChange={(event) => type(event.currentTarget.value)}
          />
          <Select
            label={text.recalls.unit}
            placeholder={text.common.all}
            data={UNITS.map((value) => ({ value, label: text.recalls.units[value] }))}
            value={search.unit ?? null}
            onChange={(value) => change(given({ ...search, unit: choiceParam(value, UNITS) }))}
            clearable
            clearButtonProps={{ 'aria-label': text.common.clear(text.recalls.unit) }}
          />
          {search.recall === undefined ? null : (
            <Button
              variant="light"
              rightSection={<IconX size={15} aria-hidden />}
              aria-label={text.common.clear(text.recalls.one(search.recall))}
              onClick={() => change(given({ ...search, recall: undefined }))}
            >
              <Foreign>{text.recalls.one(search.recall)}</Foreign>
            </Button>
          )}
          <div role="status" className="quiet">
            {size ? text.recalls.found(total(size), size.value) : ' '}
          </div>
        </search>
      )}
      <PagedList
        pages={pages}
        empty={
          isFiltered ? (
            <Empty
              icon={IconClipboardX}
              title={text.common.nothingFound}
              actions={
                <Button variant="default" onClick={() => change({})}>
                  {text.common.clearFilters}
                </Button>
              }
            />
          ) : (
            <NoRecalls />
          )
        }
        label={text.recalls.list}
        columns={text.recalls.pageColumns}
        rowKey={({ id }) => id}
        cells={cellsOf}
      />
    </Page>
  );
}

function cellsOf(finding: RecallFinding) {
  const [unit, ...recall] = recallCells(finding);
  return [
    <div key="device">
      <TextLink to="/devices/$id" params={{ id: finding.device }}>
        <Foreign>{finding.deviceName}</Foreign>
      </TextLink>
      <div>{unit}</div>
    </div>,
    ...recall,
  ];
}
