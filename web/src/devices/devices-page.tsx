// The list of devices: filters in the address, pages by cursor, only the rows on screen in the document.
import { Button, Checkbox, Menu } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconColumns3, IconDeviceDesktop, IconFilterOff } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import type { DeviceRow } from '#contracts/index.ts';
import { usePowers } from '../api/use-session.ts';
import { total } from '../format/format.ts';
import { LinkButton } from '../parts/link.tsx';
import { Page } from '../parts/page.tsx';
import { Empty, Failure, Waiting } from '../parts/states.tsx';
import { text } from '../text/index.ts';
import { DeviceCards } from './device-cards.tsx';
import { DeviceFilters } from './device-filters.tsx';
import type { DeviceSearch } from './device-search.ts';
import { DeviceTable } from './device-table.tsx';
import classes from './devices.module.css';
import { MergeBar } from './merge-bar.tsx';
import { OPTIONAL_COLUMNS, useColumns } from './use-columns.ts';
import { useDevices } from './use-devices.ts';

const route = getRouteApi('/devices');

/** The page of all devices. */
export function DevicesPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const devices = useDevices(search);
  const wide = useMediaQuery('(min-width: 62em)', true, { getInitialValueInEffect: false });
  const [selected, setSelected] = useState<ReadonlyMap<string, DeviceRow>>(new Map());
  const columns = useColumns();
  const powers = usePowers();
  const rows = useMemo(() => devices.data?.pages.flatMap((page) => page.items) ?? [], [devices.data]);
  const size = devices.data?.pages[0]?.total;

  function change(next: DeviceSearch): void {
    void navigate({ search: next, replace: true, resetScroll: false });
  }

  function toggle(row: DeviceRow): void {
    setSelected((before) => {
      const after = new Map(before);
      if (!after.delete(row.id)) after.set(row.id, row);
      return after;
    });
  }

  const list = {
    rows,
    size: size?.value ?? rows.length,
    selected,
    selectable: powers.edit,
    onToggle: toggle,
    hasMore: devices.hasNextPage,
    loadingMore: devices.isFetchingNextPage,
    onMore: () => void devices.fetchNextPage(),
  };

  return (
    <Page
      title={text.devices.title}
      lead={text.devices.lead}
      actions={
        wide ? (
          <Menu closeOnItemClick={false}>
            <Menu.Target>
              <Button variant="default" leftSection={<IconColumns3 size={18} stroke={1.7} aria-hidden />}>
                {text.devices.columns}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {OPTIONAL_COLUMNS.map((column) => (
                <Menu.Item
                  key={column}
                  role="menuitemcheckbox"
                  aria-checked={columns.visible[column] !== false}
                  onClick={() => columns.toggle(column)}
                >
                  <Checkbox.Indicator size="xs" checked={columns.visible[column] !== false} mr="sm" component="span" />
                  {text.devices.column[column]}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        ) : null
      }
    >
      <DeviceFilters search={search} onChange={change} />
      <div className={classes['summary']} role="status">
        {size ? text.devices.found(total(size), size.value) : ' '}
        {devices.isFetching && devices.data ? <span className="quiet"> · {text.common.updating}</span> : null}
      </div>
      {devices.error && rows.length === 0 ? (
        <Failure error={devices.error} onRetry={() => void devices.refetch()} />
      ) : devices.isPending ? (
        <Waiting lines={12} />
      ) : rows.length === 0 ? (
        <Nothing search={search} onClear={() => change({})} />
      ) : wide ? (
        <DeviceTable {...list} search={search} onSort={change} visible={columns.visible} />
      ) : (
        <DeviceCards {...list} />
      )}
      {devices.error && rows.length > 0 ? (
        <Failure error={devices.error} onRetry={() => void devices.fetchNextPage()} />
      ) : null}
      <MergeBar selected={selected} onClear={() => setSelected(new Map())} />
    </Page>
  );
}

function Nothing({ search, onClear }: { readonly search: DeviceSearch; readonly onClear: () => void }) {
  if (Object.keys(search).some((key) => key !== 'sort' && key !== 'order')) {
    return (
      <Empty
        icon={IconFilterOff}
        title={text.devices.noMatch}
        actions={
          <Button variant="default" onClick={onClear}>
            {text.common.clearFilters}
          </Button>
        }
      >
        {text.devices.noMatchWhy}
      </Empty>
    );
  }
  return (
    <Empty
      icon={IconDeviceDesktop}
      title={text.devices.none}
      actions={
        <>
          <LinkButton to="/scans/new">{text.scans.start}</LinkButton>
          <LinkButton to="/import" variant="default">
            {text.start.importAction}
          </LinkButton>
        </>
      }
    >
      {text.devices.noneWhy}
    </Empty>
  );
}
