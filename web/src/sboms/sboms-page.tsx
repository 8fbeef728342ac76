// Every bill of materials that is here: which product, how many parts, which devices, and what comes of it.
import { TextInput } from '@mantine/core';
import { IconPackages, IconSearch } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import type { SbomRow } from '#contracts/index.ts';
import { loadSboms } from '../api/sboms.ts';
import { usePages } from '../api/use-load.ts';
import { count, total } from '../format/format.ts';
import { Foreign } from '../parts/foreign.tsx';
import { TextLink } from '../parts/link.tsx';
import { Page } from '../parts/page.tsx';
import { PagedList } from '../parts/paged-list.tsx';
import { given } from '../parts/search-params.ts';
import { Empty } from '../parts/states.tsx';
import { Tag } from '../parts/tag.tsx';
import { useTyped } from '../parts/use-typed.ts';
import { When } from '../parts/when.tsx';
import { text } from '../text/index.ts';
import { billFormat, billName } from './bill-name.ts';
import { SbomUpload } from './sbom-upload.tsx';
import classes from './sboms.module.css';

const route = getRouteApi('/sboms');
const PAGE = 100;

/** The page. */
export function SbomsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const [typed, type] = useTyped(
    search.q ?? '',
    (q) => void navigate({ search: given({ q: q === '' ? undefined : q }), replace: true, resetScroll: false }),
  );
  const pages = usePages(['sboms', search], (cursor, signal) => loadSboms({ ...search, cursor, limit: PAGE }, signal));
  const size = pages.data?.pages[0]?.total;
  const isEmpty = size?.value === 0 && search.q === undefined;
  return (
    <Page title={text.sboms.title} lead={text.sboms.lead}>
      <SbomUpload />
      {isEmpty ? null : (
        <search aria-label={text.sboms.filters} className={classes['tools']}>
          <TextInput
            type="search"
            label={text.sboms.search}
            placeholder={text.sboms.searchHint}
            leftSection={<IconSearch size={18} stroke={1.7} aria-hidden />}
            value={typed}
            onChange={(event) => type(event.currentTarget.value)}
            className={classes['search'] ?? ''}
          />
          <div role="status" className="quiet">
            {size ? text.sboms.found(total(size), size.value) : ' '}
          </div>
        </search>
      )}
      <PagedList
        pages={pages}
        empty={
          <Empty icon={IconPackages} title={isEmpty ? text.sboms.none : text.sboms.noMatch}>
            {isEmpty ? text.sboms.noneWhy : text.sboms.noMatchWhy}
          </Empty>
        }
        label={text.sboms.list}
        columns={text.sboms.columns}
        rowKey={({ id }) => id}
        cells={cellsOf}
      />
    </Page>
  );
}

function cellsOf(row: SbomRow) {
  return [
    <div key="product">
      <TextLink to="/sboms/$id" params={{ id: row.id }}>
        <Foreign>{billName(row)}</Foreign>
      </TextLink>
      <div className="quiet">
        <Foreign>{billFormat(row)}</Foreign>
      </div>
    </div>,
    count(row.components),
    row.devices === 0 ? (
      <span key="devices" className="quiet">
        {text.sboms.noDevice}
      </span>
    ) : (
      count(row.devices)
    ),
    row.findings === 0 ? (
      <span key="findings" className="quiet">
        {text.sboms.noFinding}
      </span>
    ) : (
      <Tag key="findings" tone="warn">
        {text.sboms.findings(count(row.findings), row.findings)}
      </Tag>
    ),
    <When key="taken" at={row.importedAt} />,
  ];
}
