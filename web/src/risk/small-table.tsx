// A small table of figures whose first column names the row; it scrolls by itself where it is wider than its place.
import type { ReactNode } from 'react';
import { HeadRow } from '../parts/head-row.tsx';
import { text } from '../text/index.ts';
import classes from './risk.module.css';

interface SmallTableProps {
  readonly label: string;
  /** The first may be empty: it names the rows. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly [name: string, ...cells: ReactNode[]])[];
}

/** The table. */
export function SmallTable({ label, columns, rows }: SmallTableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className={classes['scroll']} tabIndex={0} aria-label={text.common.lineByLine(label)}>
      <table className={classes['table']}>
        <thead>
          <HeadRow columns={columns} />
        </thead>
        <tbody>
          {rows.map(([name, ...cells], row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two rows may have one name, and none holds state of its own
            <tr key={row}>
              <th scope="row">{name}</th>
              {cells.map((cell, at) => (
                <td key={columns[at + 1] ?? at}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
