// The device list on a wide screen: a real table whose rows outside the window are two spacers.
import { Checkbox } from '@mantine/core';
import { IconArrowDown, IconArrowsSort, IconArrowUp } from '@tabler/icons-react';
import { columnVisibilityFeature, createColumnHelper, tableFeatures, useTable } from '@tanstack/react-table';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useMemo, useRef } from 'react';
import type { DeviceRow } from '#contracts/index.ts';
import { counted } from '../format/format.ts';
import { Foreign, visible as visibleText } from '../parts/foreign.tsx';
import { RetiredTag, RungTag, rungMeaning, SeverityTag } from '../parts/ladder-tag.tsx';
import { TextLink } from '../parts/link.tsx';
import { When } from '../parts/when.tsx';
import { text } from '../text/index.ts';
import { DEFAULT_SORT, type DeviceSearch, type DeviceSort, firstOrder } from './device-search.ts';
import classes from './devices.module.css';
import type { VisibleColumns } from './use-columns.ts';

export interface DeviceListProps {
  readonly rows: readonly DeviceRow[];
  /** How many devices fit the search in all. */
  readonly size: number;
  readonly selected: ReadonlyMap<string, DeviceRow>;
  readonly selectable: boolean;
  readonly onToggle: (row: DeviceRow) => void;
  readonly hasMore: boolean;
  readonly loadingMore: boolean;
  readonly onMore: () => void;
}

interface DeviceTableProps extends DeviceListProps {
  readonly search: DeviceSearch;
  readonly onSort: (search: DeviceSearch) => void;
  readonly visible: VisibleColumns;
}

const ROW_HEIGHT = 62;
/** The next page is asked for when this many rows remain. */
const AHEAD = 60;

const features = tableFeatures({ columnVisibilityFeature });
const helper = createColumnHelper<typeof features, DeviceRow>();
const columns = helper.columns([
  helper.display({ id: 'name', cell: ({ row }) => <NameCell row={row.original} /> }),
  helper.display({
    id: 'what',
    cell: ({ row }) => (
      <TwoLines
        first={joined([row.original.modality, row.original.kind], ' ')}
        second={joined([row.original.vendor, row.original.model], ' · ')}
      />
    ),
  }),
  helper.display({ id: 'os', cell: ({ row }) => <TwoLines first={row.original.os} second={null} /> }),
  helper.display({ id: 'exposure', cell: ({ row }) => <ExposureCell row={row.original} /> }),
  helper.display({ id: 'severity', cell: ({ row }) => <SeverityCell row={row.original} /> }),
  helper.display({ id: 'criticality', cell: ({ row }) => <Criticality level={row.original.criticality} /> }),
  helper.display({
    id: 'place',
    cell: ({ row }) => <TwoLines first={row.original.zoneName ?? row.original.zone} second={row.original.location} />,
  }),
  helper.display({ id: 'seen', cell: ({ row }) => <When at={row.original.lastSeenAt} /> }),
]);

type ColumnId = keyof typeof text.devices.column;
const SORTED_BY: Readonly<Partial<Record<ColumnId, DeviceSort>>> = {
  name: 'name',
  exposure: 'exposure',
  severity: 'severity',
  criticality: 'criticality',
  seen: 'lastSeen',
};

/** The table of devices. */
export function DeviceTable(props: DeviceTableProps) {
  const { rows, size, selected, selectable, onToggle, hasMore, loadingMore, onMore, search, onSort, visible } = props;
  const data = useMemo(() => [...rows], [rows]);
  const table = useTable({
    features,
    columns,
    data,
    getRowId: (row) => row.id,
    state: { columnVisibility: { ...visible } },
  });
  const body = useRef<HTMLTableSectionElement>(null);
  const virtualizer = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
    scrollMargin: body.current ? body.current.getBoundingClientRect().top + window.scrollY : 300,
  });
  const shown = virtualizer.getVirtualItems();
  const first = shown[0]?.index ?? 0;
  const last = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && !loadingMore && last >= rows.length - AHEAD) onMore();
  }, [hasMore, loadingMore, last, rows.length, onMore]);

  const model = table.getRowModel().rows;
  const columnIds = table.getVisibleLeafColumns().map((column) => column.id);
  const width = columnIds.length + (selectable ? 1 : 0);
  return (
    <div className={classes['frame']}>
      <table className={classes['table']} aria-rowcount={size + 1} aria-label={text.devices.title}>
        <colgroup>
          {selectable ? <col className={classes['colSelect']} /> : null}
          {columnIds.map((id) => (
            <col key={id} className={classes[`col-${id}`]} />
          ))}
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            {selectable ? (
              <th scope="col">
                <span className={classes['spoken']}>{text.devices.select}</span>
              </th>
            ) : null}
            {columnIds.map((id) => (
              <HeaderCell key={id} id={id} search={search} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <tbody ref={body}>
          <Spacer height={first * ROW_HEIGHT} width={width} />
          {shown.map((item) => {
            const row = model[item.index];
            if (!row) return null;
            const device = row.original;
            return (
              <tr
                key={row.id}
                aria-rowindex={item.index + 2}
                className={classes['row']}
                data-selected={selected.has(device.id) || undefined}
              >
                {selectable ? (
                  <td>
                    <Checkbox
                      checked={selected.has(device.id)}
                      onChange={() => onToggle(device)}
                      aria-label={text.devices.selectOne(visibleText(device.name))}
                    />
                  </td>
                ) : null}
                {row.getVisibleCells().map((cell) => (
                  <td key={cell.id}>
                    <table.FlexRender cell={cell} />
                  </td>
                ))}
              </tr>
            );
          })}
          <Spacer height={(rows.length - 1 - last) * ROW_HEIGHT} width={width} />
        </tbody>
      </table>
      <div className={classes['more']}>{loadingMore ? text.common.loadingMore : ''}</div>
    </div>
  );
}

function Spacer({ height, width }: { readonly height: number; readonly width: number }) {
  if (height <= 0) return null;
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: nothing in the spacer takes the focus
    <tr aria-hidden="true">
      <td colSpan={width} style={{ height, padding: 0 }} />
    </tr>
  );
}

interface HeaderCellProps {
  readonly id: string;
  readonly search: DeviceSearch;
  readonly onSort: (search: DeviceSearch) => void;
}

function isColumn(id: string): id is ColumnId {
  return id in text.devices.column;
}

function HeaderCell({ id, search, onSort }: HeaderCellProps) {
  if (!isColumn(id)) return null;
  const label = text.devices.column[id];
  const sort = SORTED_BY[id];
  if (!sort) return <th scope="col">{label}</th>;
  const present = (search.sort ?? DEFAULT_SORT.sort) === sort;
  const order = search.order ?? DEFAULT_SORT.order;
  const next = present ? (order === 'asc' ? 'desc' : 'asc') : firstOrder(sort);
  const Arrow = present ? (order === 'asc' ? IconArrowUp : IconArrowDown) : IconArrowsSort;
  return (
    <th scope="col" aria-sort={present ? (order === 'asc' ? 'ascending' : 'descending') : undefined}>
      <button
        type="button"
        className={classes['sort']}
        data-present={present || undefined}
        onClick={() => onSort({ ...search, sort, order: next })}
      >
        {label}
        <Arrow size={14} stroke={2} aria-hidden />
      </button>
    </th>
  );
}

function NameCell({ row }: { readonly row: DeviceRow }) {
  return (
    <>
      <div className={classes['line']} title={visibleText(row.name)}>
        <TextLink to="/devices/$id" params={{ id: row.id }} fw={600}>
          <Foreign>{row.name}</Foreign>
        </TextLink>{' '}
        {row.retired ? <RetiredTag /> : null}
      </div>
      <div className={`${classes['line']} ${classes['second']}`}>{addressLine(row)}</div>
    </>
  );
}

/** First address and how many more there are, then the AE title. */
export function addressLine(row: DeviceRow): ReactNode {
  const [address] = row.addresses;
  const [title] = row.aeTitles;
  const more = row.addresses.length - 1;
  return (
    <>
      {address ? <Foreign mono>{address}</Foreign> : text.devices.noAddress}
      {more > 0 ? ` ${text.devices.more(more)}` : ''}
      {title ? (
        <>
          {' · '}
          <Foreign mono>{title}</Foreign>
        </>
      ) : null}
    </>
  );
}

function joined(parts: readonly (string | null)[], between: string): string | null {
  return parts.filter((part) => part !== null).join(between) || null;
}

function TwoLines({ first, second }: { readonly first: string | null; readonly second: string | null }) {
  const [above, below] = first === null ? [second, null] : [first, second];
  if (above === null) return <span className={classes['second']}>{text.common.notKnown}</span>;
  return (
    <>
      <div className={classes['line']} title={visibleText(above)}>
        <Foreign>{above}</Foreign>
      </div>
      {below === null ? null : (
        <div className={`${classes['line']} ${classes['second']}`} title={visibleText(below)}>
          <Foreign>{below}</Foreign>
        </div>
      )}
    </>
  );
}

function ExposureCell({ row }: { readonly row: DeviceRow }) {
  return (
    <>
      <RungTag rung={row.exposure} />
      <div className={`${classes['line']} ${classes['second']}`} title={rungMeaning(row.exposure)}>
        {rungMeaning(row.exposure)}
      </div>
    </>
  );
}

function SeverityCell({ row }: { readonly row: DeviceRow }) {
  return (
    <>
      <SeverityTag severity={row.severity} />
      <div className={`${classes['line']} ${classes['second']}`}>
        {counted(row.findings, text.units.finding, text.units.findings)}
      </div>
    </>
  );
}

/** How critical the device is, 1 to 5, as a figure with its scale. */
export function Criticality({ level }: { readonly level: number | null }) {
  if (level === null) return <span className={classes['second']}>{text.common.notKnown}</span>;
  return (
    <span title={text.criticality[level] ?? ''}>
      <b>{level}</b>
      <span className={classes['second']}> / 5</span>
    </span>
  );
}
