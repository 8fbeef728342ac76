// The components of a bill, page by page: searched, or only those with findings, each with the flaws that it may bring.
import { Checkbox, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import type { SbomComponentRow, SbomDetail } from '#contracts/index.ts';
import { loadSbomComponents } from '../api/sboms.ts';
import { usePages } from '../api/use-load.ts';
import { count, total } from '../format/format.ts';
import { Foreign } from '../parts/foreign.tsx';
import { SeverityTag } from '../parts/ladder-tag.tsx';
import { TextLink } from '../parts/link.tsx';
import { PagedList } from '../parts/paged-list.tsx';
import { Panel } from '../parts/panel.tsx';
import { given } from '../parts/search-params.ts';
import { Unfold } from '../parts/unfold.tsx';
import { useTyped } from '../parts/use-typed.ts';
import { text } from '../text/index.ts';
import type { ComponentSearch } from './sbom-search.ts';
import classes from './sboms.module.css';

const route = getRouteApi('/sboms/$id');
const PAGE = 100;
/** Flaws of a component that are shown at once; the others unfold. */
const FLAWS = 3;

/** The panel. */
export function Components({ bill }: { readonly bill: SbomDetail }) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = (next: ComponentSearch) => void navigate({ search: next, replace: true, resetScroll: false });
  const [typed, type] = useTyped(search.q ?? '', (q) => change(given({ ...search, q: q === '' ? undefined : q })));
  const pages = usePages(['sboms', bill.id, 'components', search], (cursor, signal) =>
    loadSbomComponents(bill.id, { ...search, cursor, limit: PAGE }, signal),
  );
  const size = pages.data?.pages[0]?.total;
  return (
    <Panel title={text.sboms.components} lead={text.sboms.componentsLead} flush>
      <search aria-label={text.sboms.componentFilters} className={`${classes['tools']} ${classes['inPanel']}`}>
        <TextInput
          type="search"
          label={text.sboms.componentSearch}
          placeholder={text.sboms.componentHint}
          leftSection={<IconSearch size={18} stroke={1.7} aria-hidden />}
          value={typed}
          onChange={(event) => type(event.currentTarget.value)}
          className={classes['search'] ?? ''}
        />
        <Checkbox
          label={text.sboms.flawedOnly}
          checked={search.flawed === 'true'}
          pb={8}
          onChange={(event) =>
            change(given({ ...search, flawed: event.currentTarget.checked ? ('true' as const) : undefined }))
          }
        />
        <div role="status" className="quiet">
          {size ? text.sboms.foundComponents(total(size), size.value) : ' '}
        </div>
      </search>
      <PagedList
        pages={pages}
        empty={
          <p className={`quiet ${classes['inPanel']}`}>
            {search.flawed === 'true' ? text.sboms.noFlawed : text.common.nothingFound}
          </p>
        }
        label={text.sboms.components}
        columns={text.sboms.componentColumns}
        rowKey={({ seq }) => String(seq)}
        cells={(row) => cellsOf(bill.id, row)}
        bare
      />
    </Panel>
  );
}

function cellsOf(sbom: string, row: SbomComponentRow) {
  const { name, version, purl, cpe, supplier, license, flaws, findings } = row;
  return [
    <div key="name" className={classes['purl']}>
      <b>
        <Foreign>{name}</Foreign>
      </b>{' '}
      <Foreign>{version ?? ''}</Foreign>
      <div className="quiet">
        <Foreign>{purl ?? cpe ?? text.sboms.byNameOnly}</Foreign>
      </div>
    </div>,
    flaws.length === 0 ? (
      <span key="flaws" className="quiet">
        {text.sboms.noFlaw}
      </span>
    ) : (
      <div key="flaws">
        <Flaws of={flaws.slice(0, FLAWS)} />
        {flaws.length > FLAWS ? (
          <Unfold label={text.sboms.moreFlaws(count(flaws.length - FLAWS))}>
            <Flaws of={flaws.slice(FLAWS)} />
          </Unfold>
        ) : null}
      </div>
    ),
    findings === 0 ? (
      <span key="findings" className="quiet">
        {text.sboms.noFinding}
      </span>
    ) : (
      <TextLink key="findings" to="/findings" search={{ sbom, component: name, state: 'potential' }}>
        {text.sboms.findings(count(findings), findings)}
      </TextLink>
    ),
    <div key="from">
      <Foreign>{supplier ?? '–'}</Foreign>
      {license === null ? null : (
        <div className="quiet">
          <Foreign>{license}</Foreign>
        </div>
      )}
    </div>,
  ];
}

function Flaws({ of }: { readonly of: SbomComponentRow['flaws'] }) {
  return (
    <ul className={classes['flaws']}>
      {of.map(({ cve, title, severity }) => (
        <li key={`${cve} ${title}`} className={cve === null ? undefined : classes['cve']}>
          <SeverityTag severity={severity} />{' '}
          {cve === null ? (
            <Foreign>{title}</Foreign>
          ) : (
            <TextLink to="/flaws/$id" params={{ id: cve }}>
              {cve}
            </TextLink>
          )}
        </li>
      ))}
    </ul>
  );
}
