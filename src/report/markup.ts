// HTML that is safe by construction: a template escapes every value, unless the value is markup that a template made.
import { escapeHtml, inertText } from '#kit/index.ts';

const MADE = Symbol('made by a template');

/** Markup that went through a template. */
export interface Markup {
  readonly [MADE]: true;
  readonly text: string;
}

type Value = Markup | string | number | null | undefined | false | readonly Value[];

const LONGEST = 2_000;

/** Builds markup; texts are escaped, and made inert once more although the borders did it already. */
export function html(strings: TemplateStringsArray, ...values: readonly Value[]): Markup {
  let text = strings[0] ?? '';
  values.forEach((value, index) => {
    text += write(value) + (strings[index + 1] ?? '');
  });
  return { [MADE]: true, text };
}

/** Markup that this program wrote itself (a style sheet, a chart): goes in as it is. */
export function trusted(text: string): Markup {
  return { [MADE]: true, text };
}

/** A text for places outside templates: inert, not escaped. */
export function plain(text: string): string {
  return inertText(text, LONGEST);
}

function write(value: Value): string {
  if (value === null || value === undefined || value === false) return '';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return escapeHtml(plain(value));
  if (isList(value)) return value.map(write).join('');
  return value.text;
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}
