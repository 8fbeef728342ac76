// Every advisory that is known here; those that concern a device here come first.
import { Checkbox, TextInput } from '@mantine/core';
import { IconFileAlert, IconSearch } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { loadAdvisories } from '../api/flaws.ts';
import { usePages } from '../api/use-load.ts';
import { count, date, total } from '../format/format.ts';
import { Foreign } from '../parts/foreign.tsx';
import { TextLink } from '../parts/link.tsx';
import { Page } from '../parts/page.tsx';
import { PagedList } from '../parts/paged-list.tsx';
import { given } from '../parts/search-params.ts';
import { Empty } from '../parts/states.tsx';
import { Tag } from '../parts/tag.tsx';
import { useTyped } from '../parts/use-typed.ts';
import { text } from '../text/index.ts';
import type { AdvisorySearch } from './advisory-search.ts';
import classes from './flaws.module.css';

const route = getRouteApi('/advisories');
const PAGE = 100;

/** The page of advisories. */
export function AdvisoriesPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = (next: AdvisorySearch) => void navigate({ search: next, replace: true, resetScroll: false });
  const [typed, type] = useTyped(search.q ?? '', (q) => change(given({ ...search, q: q === '' ? undefined : q })));
  const pages = usePages(['advisories', search], (cursor, signal) =>
    loadAdvisories({ ...search, cursor, limit: PAGE }, signal),
  );
  const size = pages.data?.pages[0]?.total;
  return (
    <Page title={text.advisories.title} lead={text.advisories.lead}>
      <search aria-label={text.advisories.filters} className={classes['tools']}>
        <TextInput
          type="search"
          label={text.advisories.search}
          placeholder={text.advisories.searchHint}
          leftSection={<IconSearch size={18} stroke={1.7} aria-hidden />}
          value={typed}
          onChange={(event) => type(event.currentTarget.value)}
          className={classes['search'] ?? ''}
        />
        <Checkbox
          label={text.advisories.here}
          checked={search.here === 'true'}
          onChange={(event) =>
            change(given({ ...search, here: event.currentTarget.checked ? ('true' as const) : undefined }))
          }
          pb={8}
        />
      </search>
      <div role="status" className="quiet">
        {size ? text.advisories.found(total(size), size.value) : ' '}
      </div>
      <PagedList
        pages={pages}
        empty={
          <Empty icon={IconFileAlert} title={text.advisories.none}>
            {text.advisories.noneWhy}
          </Empty>
        }
        label={text.advisories.list}
        columns={text.advisories.columns}
        rowKey={({ id, source }) => source + id}
        cells={(row) => [
          <div key="name">
            <TextLink to="/advisories/$id" params={{ id: row.id }}>
              <Foreign>{row.title}</Foreign>
            </TextLink>
            <div className="quiet">
              <Foreign>{row.id}</Foreign>
            </div>
          </div>,
          row.findings > 0 ? (
            <Tag key="here" tone="warn">
              {text.advisories.findings(count(row.findings), row.findings)}
            </Tag>
          ) : (
            <span key="here" className="quiet">
              {text.advisories.nothing}
            </span>
          ),
          count(row.flaws),
          <Foreign key="publisher">{row.publisher}</Foreign>,
          date(row.revised),
          <span key="source" className="quiet">
            {row.source}
          </span>,
        ]}
      />
    </Page>
  );
}
