// Names and values under each other.
import type { ReactNode } from 'react';
import classes from './facts-list.module.css';

interface FactsListProps {
  readonly items: readonly (readonly [name: string, value: ReactNode] | null)[];
}

/** A definition list; entries that are null are left out. */
export function FactsList({ items }: FactsListProps) {
  return (
    <dl className={classes['list']}>
      {items.map((item) =>
        item === null ? null : (
          <div key={item[0]} className={classes['item']}>
            <dt>{item[0]}</dt>
            <dd>{item[1]}</dd>
          </div>
        ),
      )}
    </dl>
  );
}
