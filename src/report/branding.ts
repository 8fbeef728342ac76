// What a site puts on its reports. Without branding nothing of a report changes, to the byte.
import { type Branding, branding as shapes } from '#contracts/index.ts';

/** The document under the name that the site shows on its reports. */
export function named<D extends { readonly site: string }>(document: D, branding: Branding | null): D {
  return branding === null || branding.name === '' ? document : { ...document, site: branding.name };
}

/** Who prepared it and whom to ask, each a line. */
export function senderLines({ preparedBy, contact }: Branding): string[] {
  return [...(preparedBy === '' ? [] : [`Prepared by ${preparedBy}`]), ...(contact === '' ? [] : [contact])];
}

/** A color (as #0b5c7a), made darker or lighter until it can be read on a ground. */
export function readableOn(color: string, ground: string): string {
  const towards = shapes.contrastOf(ground) > shapes.contrastOf(ground, '#000000') ? 255 : 0;
  const parts = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
  for (let share = 0; share < 1; share += 0.05) {
    const mixed = parts.map((part) => Math.round(part + (towards - part) * share));
    const hex = `#${mixed.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
    if (shapes.contrastOf(hex, ground) >= shapes.ACCENT_CONTRAST) return hex;
  }
  return towards === 0 ? '#000000' : '#ffffff';
}
