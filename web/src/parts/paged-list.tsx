// A list that comes page by page, in each of its states: it waits, it failed, it is empty, or it is a table.
import type { ReactNode } from 'react';
import { moreOf, PagedTable, type PagedTableProps, type Paging } from './paged-table.tsx';
import { Panel } from './panel.tsx';
import { Failure, Waiting } from './states.tsx';

interface PagedListProps<T> extends Omit<PagedTableProps<T>, 'pages' | 'more'> {
  readonly pages: Paging & {
    readonly data: { readonly pages: PagedTableProps<T>['pages'] } | undefined;
    readonly error: unknown;
    readonly refetch: () => unknown;
  };
  /** What stands there when nothing is in it. */
  readonly empty: ReactNode;
  /** It stands in a panel already. */
  readonly bare?: boolean;
}

/** The list. */
export function PagedList<T>({ pages, empty, bare = false, ...table }: PagedListProps<T>) {
  if (!pages.data)
    return pages.error ? <Failure error={pages.error} onRetry={() => void pages.refetch()} /> : <Waiting lines={8} />;
  if (pages.data.pages[0]?.total.value === 0) return empty;
  const rows = <PagedTable {...table} pages={pages.data.pages} more={moreOf(pages)} />;
  if (bare) return rows;
  return (
    <Panel title={table.label} flush>
      {rows}
    </Panel>
  );
}
