// A document by the product that it is about.
import type { Mds2Row } from '#contracts/index.ts';
import { text } from '../text/index.ts';

/** Maker, model and release. */
export function productName({
  manufacturer,
  model,
  version,
}: Pick<Mds2Row, 'manufacturer' | 'model' | 'version'>): string {
  const name = [manufacturer, model, version].filter((part) => part !== null).join(' ');
  return name === '' ? text.mds2.unnamed : name;
}

/** The same with the day of the document, to tell versions apart. */
export function datedName(row: Mds2Row): string {
  return `${productName(row)}, ${row.day ?? text.mds2.noDay}`;
}
