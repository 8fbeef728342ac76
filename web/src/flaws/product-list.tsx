// Products as a document names them, with versions in its own words.
import { Button } from '@mantine/core';
import { useState } from 'react';
import { Foreign } from '../parts/foreign.tsx';
import { text } from '../text/index.ts';
import classes from './flaws.module.css';

interface ProductListProps {
  readonly products: readonly {
    readonly vendor: string;
    readonly product: string;
    readonly versions: string;
    readonly state?: string;
  }[];
}

const PAGE = 50;

/** The list, a page at a time. */
export function ProductList({ products }: ProductListProps) {
  const [shown, setShown] = useState(PAGE);
  return (
    <>
      <ul className={classes['products']}>
        {products.slice(0, shown).map(({ vendor, product, versions, state }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: documents name the same product twice; the order never changes
          <li key={at}>
            <b>
              <Foreign>{product.startsWith(vendor) ? product : `${vendor} ${product}`.trim()}</Foreign>
            </b>
            <div className="quiet">
              <Foreign>{versions === '*' ? text.advisories.everyVersion : versions}</Foreign>
              {state ? ` · ${state}` : ''}
            </div>
          </li>
        ))}
      </ul>
      {products.length > shown ? (
        <Button variant="default" size="xs" m="md" onClick={() => setShown((before) => before + PAGE)}>
          {text.common.showMore}
        </Button>
      ) : null}
    </>
  );
}
