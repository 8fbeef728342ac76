// Every finding in the order of work, with filters in the address.
import { Button, Select, TextInput } from '@mantine/core';
import { useIntersection } from '@mantine/hooks';
import { IconCircleCheck, IconFilterOff, IconSearch, IconX } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect } from 'react';
import { api, documents, flaws, SEVERITY_ORDER, severity } from '#contracts/index.ts';
import { total } from '../format/format.ts';
import { Foreign } from '../parts/foreign.tsx';
import { Page } from '../parts/page.tsx';
import { choiceParam, given } from '../parts/search-params.ts';
import { Empty, Failure, Waiting } from '../parts/states.tsx';
import { useTyped } from '../parts/use-typed.ts';
import { text } from '../text/index.ts';
import { ExportMenu } from './export-menu.tsx';
import { FindingCard } from './finding-card.tsx';
import type { FindingSearch } from './finding-search.ts';
import classes from './findings.module.css';
import { GroupList } from './group-list.tsx';
import { useFindings } from './use-findings.ts';

const route = getRouteApi('/findings');

/** Filters that come with a link; each can be taken away. */
const NARROWED = ['rule', 'cve', 'advisory', 'maker', 'action', 'sbom', 'component', 'device'] as const;

/** The page of all findings. */
export function FindingsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = (next: FindingSearch) => void navigate({ search: next, replace: true, resetScroll: false });
  return (
    <Page title={text.findings.title} lead={text.findings.lead} actions={<ExportMenu search={search} />}>
      <Filters search={search} onChange={change} />
      {search.by ? (
        <GroupList by={search.by} search={search} />
      ) : (
        <FindingList search={search} onClear={() => change({})} />
      )}
    </Page>
  );
}

function FindingList({ search, onClear }: { readonly search: FindingSearch; readonly onClear: () => void }) {
  const findings = useFindings(search);
  const { ref, entry } = useIntersection({ rootMargin: '800px' });
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = findings;
  const nearEnd = entry?.isIntersecting === true;
  useEffect(() => {
    if (nearEnd && hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [nearEnd, hasNextPage, isFetchingNextPage, fetchNextPage]);

  const rows = findings.data?.pages.flatMap((page) => page.items) ?? [];
  const size = findings.data?.pages[0]?.total;
  return (
    <>
      <div className={classes['count']} role="status">
        {size ? text.findings.found(total(size), size.value) : ' '}
        {findings.isFetching && findings.data ? <span className="quiet"> · {text.common.updating}</span> : null}
      </div>
      {findings.error && rows.length === 0 ? (
        <Failure error={findings.error} onRetry={() => void findings.refetch()} />
      ) : findings.isPending ? (
        <Waiting lines={10} />
      ) : rows.length === 0 ? (
        <Nothing filtered={Object.keys(search).length > 0} onClear={onClear} />
      ) : (
        <ol className={classes['list']}>
          {rows.map((finding) => (
            <li key={finding.id}>
              <FindingCard finding={finding} withDevice heading="h2" />
            </li>
          ))}
        </ol>
      )}
      <div ref={ref} className={classes['end']}>
        {isFetchingNextPage ? text.common.loadingMore : ''}
      </div>
    </>
  );
}

interface FiltersProps {
  readonly search: FindingSearch;
  readonly onChange: (search: FindingSearch) => void;
}

function Filters({ search, onChange }: FiltersProps) {
  const [typed, type] = useTyped(search.q ?? '', (q) => onChange(given({ ...search, q: q === '' ? undefined : q })));
  const kinds = documents.findingKind.options;
  const states = documents.findingState.options;
  return (
    <search aria-label={text.findings.filters} className={classes['filters']}>
      <TextInput
        type="search"
        label={text.findings.search}
        placeholder={text.findings.searchHint}
        leftSection={<IconSearch size={18} stroke={1.7} aria-hidden />}
        value={typed}
        onChange={(event) => type(event.currentTarget.value)}
        className={classes['searchBox'] ?? ''}
      />
      <Select
        label={text.findings.severity}
        placeholder={text.common.all}
        data={[...SEVERITY_ORDER].reverse().map((value) => ({ value, label: text.severity[value] }))}
        value={search.severity ?? null}
        onChange={(value) => onChange(given({ ...search, severity: choiceParam(value, severity.options) }))}
        clearable
        clearButtonProps={{ 'aria-label': text.common.clear(text.findings.severity) }}
        className={classes['filter'] ?? ''}
      />
      <Select
        label={text.findings.kind}
        placeholder={text.common.all}
        data={kinds.map((value) => ({ value, label: text.findingKind[value] }))}
        value={search.kind ?? null}
        onChange={(value) => onChange(given({ ...search, kind: choiceParam(value, kinds) }))}
        clearable
        clearButtonProps={{ 'aria-label': text.common.clear(text.findings.kind) }}
        className={classes['filter'] ?? ''}
      />
      <Select
        label={text.findings.state}
        placeholder={text.common.all}
        data={states.map((value) => ({ value, label: text.findingState[value] }))}
        value={search.state ?? null}
        onChange={(value) => onChange(given({ ...search, state: choiceParam(value, states) }))}
        clearable
        clearButtonProps={{ 'aria-label': text.common.clear(text.findings.state) }}
        className={classes['filter'] ?? ''}
      />
      <Select
        label={text.scoring.howSoonFilter}
        placeholder={text.common.all}
        data={[...documents.ssvcDecision.options]
          .reverse()
          .map((value) => ({ value, label: text.scoring.decisions[value] }))}
        value={search.ssvc ?? null}
        onChange={(value) => onChange(given({ ...search, ssvc: choiceParam(value, documents.ssvcDecision.options) }))}
        clearable
        clearButtonProps={{ 'aria-label': text.common.clear(text.scoring.howSoonFilter) }}
        className={classes['filter'] ?? ''}
      />
      <Select
        label={text.scoring.usedFilter}
        placeholder={text.common.all}
        data={[
          { value: 'true', label: text.scoring.used },
          { value: 'false', label: text.scoring.notUsed },
        ]}
        value={search.kev ?? null}
        onChange={(value) => onChange(given({ ...search, kev: choiceParam(value, ['true', 'false']) }))}
        clearable
        clearButtonProps={{ 'aria-label': text.common.clear(text.scoring.usedFilter) }}
        className={classes['filter'] ?? ''}
      />
      <Select
        label={text.decisions.filter}
        placeholder={text.common.all}
        data={api.findingDecision.options.map((value) => ({ value, label: text.decisions.filters[value] }))}
        value={search.decision ?? null}
        onChange={(value) => onChange(given({ ...search, decision: choiceParam(value, api.findingDecision.options) }))}
        clearable
        clearButtonProps={{ 'aria-label': text.common.clear(text.decisions.filter) }}
        className={classes['filter'] ?? ''}
      />
      <Select
        label={text.findings.by}
        placeholder={text.findings.notGrouped}
        data={flaws.groupedBy.options.map((value) => ({ value, label: text.findings.groupedBy[value] }))}
        value={search.by ?? null}
        onChange={(value) => onChange(given({ ...search, by: choiceParam(value, flaws.groupedBy.options) }))}
        clearable
        clearButtonProps={{ 'aria-label': text.common.clear(text.findings.by) }}
        className={classes['filter'] ?? ''}
      />
      {NARROWED.map((member) => {
        const value = search[member];
        return value === undefined ? null : (
          <Button
            key={member}
            variant="light"
            rightSection={<IconX size={15} aria-hidden />}
            onClick={() => onChange(given({ ...search, [member]: undefined }))}
            aria-label={text.common.clear(`${text.findings.narrowed[member]} ${value}`)}
          >
            {text.findings.narrowed[member]} <Foreign>{member === 'device' || member === 'sbom' ? '' : value}</Foreign>
          </Button>
        );
      })}
    </search>
  );
}

function Nothing({ filtered, onClear }: { readonly filtered: boolean; readonly onClear: () => void }) {
  if (!filtered) {
    return (
      <Empty icon={IconCircleCheck} title={text.findings.none}>
        {text.findings.noneWhy}
      </Empty>
    );
  }
  return (
    <Empty
      icon={IconFilterOff}
      title={text.findings.noMatch}
      actions={
        <Button variant="default" onClick={onClear}>
          {text.common.clearFilters}
        </Button>
      }
    />
  );
}
