// What the OSCAL documents that we write have in common.
import { oscal } from '#contracts/index.ts';
import { inertText } from '#kit/index.ts';

/** The namespace of our own properties. */
export const OSCAL_NAMESPACE = 'https://dosimeter.example/ns/oscal';

export interface OscalProp {
  readonly name: string;
  readonly ns: string;
  readonly value: string;
  readonly class?: string;
  readonly remarks?: string;
}

/** A property of our own. */
export function ownProp(
  name: string,
  value: string,
  more: { readonly class?: string; readonly remarks?: string } = {},
): OscalProp {
  return { name, ns: OSCAL_NAMESPACE, value: oneLine(value), ...more };
}

/** Text as OSCAL's StringDatatype allows it: one line that neither begins nor ends with a space; a hyphen where there is none. */
export function oneLine(text: string): string {
  const line = inertText(text.replace(/\s+/gu, ' ').trim(), 2000);
  return line === '' ? '-' : line;
}

/** The head of a document. `at` is when what it says was true, as an ISO time. */
export function metadataOf(title: string, at: string, version: string) {
  return {
    title: oneLine(title),
    'last-modified': at,
    version: oneLine(version),
    'oscal-version': oscal.OSCAL_VERSION,
  };
}
