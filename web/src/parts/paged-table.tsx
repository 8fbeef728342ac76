// A table whose rows come page by page.
import { Button, Group } from '@mantine/core';
import type { ReactNode } from 'react';
import { count } from '../format/format.ts';
import { text } from '../text/index.ts';
import { PlainTable } from './plain-table.tsx';

/** Rows by pages, and how each is shown. */
export interface PagedTableProps<T> {
  readonly label: string;
  readonly columns: readonly string[];
  readonly pages: readonly { readonly items: readonly T[]; readonly total: { readonly value: number } }[];
  readonly rowKey: (row: T) => string;
  readonly cells: (row: T) => readonly ReactNode[];
  readonly more: { readonly has: boolean; readonly busy: boolean; readonly load: () => void };
}

/** A list that can load more. */
export interface Paging {
  readonly hasNextPage: boolean;
  readonly isFetchingNextPage: boolean;
  readonly fetchNextPage: () => unknown;
}

/** What the button for the next page needs. */
export function moreOf(pages: Paging): PagedTableProps<unknown>['more'] {
  return { has: pages.hasNextPage, busy: pages.isFetchingNextPage, load: () => void pages.fetchNextPage() };
}

/** The table, with a button for the next page. */
export function PagedTable<T>({ label, columns, pages, rowKey, cells, more }: PagedTableProps<T>) {
  const rows = pages.flatMap(({ items }) => items);
  return (
    <>
      <PlainTable label={label} columns={columns} rows={rows} rowKey={rowKey} cells={cells} />
      <ShowMore more={more} shown={rows.length} of={pages[0]?.total.value ?? 0} />
    </>
  );
}

interface ShowMoreProps {
  readonly more: PagedTableProps<unknown>['more'];
  readonly shown: number;
  readonly of: number;
}

/** The button for the next page of a list; nothing when all is shown. */
export function ShowMore({ more, shown, of }: ShowMoreProps) {
  if (!more.has) return null;
  return (
    <Group justify="center" p="md">
      <Button variant="default" loading={more.busy} onClick={more.load}>
        {text.common.showMore}
      </Button>
      <span className="quiet">{text.common.shownOf(count(shown), count(of))}</span>
    </Group>
  );
}
