// Versions of Siemens imaging software: `VB19A`, `VB60A_HF05`, `syngo.via VB20A SP1`. Two letters for the line, a number, a letter, and
// maybe a service pack and a hot fix. The form is not published; the order follows how its advisories use it ("all versions < VB20A").
import { firstOf, type Order, orderOfDigits, orderOfText, schemeOf } from './version-scheme.ts';

interface SiemensVersion {
  readonly product: string;
  readonly line: string;
  readonly number: string;
  readonly letter: string;
  readonly servicePack: string;
  readonly hotFix: string;
}

const SIEMENS =
  /^(?:([A-Za-z][A-Za-z0-9. ]{0,60}) )?(V[A-Z]|X[A-Z])([0-9]{2,3})([A-Z]?)(?:[ _-]?SP ?0*([0-9]{1,3}))?(?:[ _-]?(?:HF|Hot ?[Ff]ix) ?0*([0-9]{1,3}))?$/;

/** No order across products, across the lines V and X, and where the letter or the service pack leaves it open. */
export const siemens = schemeOf<SiemensVersion>('siemens', siemensOf, (a, b) => {
  if (a.product !== b.product && a.product !== '' && b.product !== '') return null;
  if (a.line.charAt(0) !== b.line.charAt(0)) return null;
  const order = firstOf(orderOfText(a.line, b.line), orderOfDigits(a.number, b.number));
  if (order !== 0) return order;
  // `VB20` may mean the first VB20A or any of them.
  if ((a.letter === '') !== (b.letter === '')) return null;
  return firstOf(orderOfText(a.letter, b.letter)) || orderOfFixes(a, b);
});

/** A hot fix for the older service pack can be younger than the next service pack: no order. */
function orderOfFixes(a: SiemensVersion, b: SiemensVersion): Order | null {
  const pack = orderOfDigits(a.servicePack, b.servicePack);
  if (pack === 0) return orderOfDigits(a.hotFix, b.hotFix);
  const older = pack < 0 ? a : b;
  return older.hotFix === '' ? pack : null;
}

function siemensOf(version: string): SiemensVersion | null {
  const found = SIEMENS.exec(version);
  if (found === null) return null;
  const [, product = '', line = '', number = '', letter = '', servicePack = '', hotFix = ''] = found;
  return { product: product.toLowerCase(), line, number, letter, servicePack, hotFix };
}
