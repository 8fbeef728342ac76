// A table of a few columns that shows its rows a page at a time; on a phone each row is a card, with the column's name over each cell.
import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { text } from '../text/index.ts';
import { HeadRow } from './head-row.tsx';
import classes from './plain-table.module.css';

interface PlainTableProps<T> {
  /** What the table holds, for who cannot see it. */
  readonly label: string;
  readonly columns: readonly string[];
  readonly rows: readonly T[];
  readonly rowKey: (row: T) => string;
  /** The cells of a row, one for each column. */
  readonly cells: (row: T) => readonly ReactNode[];
}

const PAGE = 100;

/** The table. */
export function PlainTable<T>({ label, columns, rows, rowKey, cells }: PlainTableProps<T>) {
  const [shown, setShown] = useState(PAGE);
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <section className={classes['scroll']} tabIndex={0} aria-label={text.common.lineByLine(label)}>
        <table className={classes['table']}>
          <thead>
            <HeadRow columns={columns} />
          </thead>
          <tbody>
            {rows.slice(0, shown).map((row) => (
              <tr key={rowKey(row)}>
                {cells(row).map((cell, at) => (
                  <td key={columns[at] ?? at} data-column={columns[at]}>
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {rows.length > shown ? (
        <div className={classes['more']}>
          <Button variant="default" onClick={() => setShown((before) => before + PAGE)}>
            {text.common.showMore}
          </Button>
        </div>
      ) : null}
    </>
  );
}
