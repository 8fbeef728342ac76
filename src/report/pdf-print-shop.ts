// The PDF writer (pdfmake), shut in: it may read its own four font files and nothing else, and no network address at all.
import { createRequire } from 'node:module';
import path from 'node:path';
import type { TDocumentDefinitions } from 'pdfmake/interfaces.js';
import { tagWhatIsDrawn } from './pdf-tags.ts';

const FONT_FOLDER = path.join(
  path.dirname(createRequire(import.meta.url).resolve('pdfmake/package.json')),
  'fonts',
  'Roboto',
);

const FONTS = {
  normal: path.join(FONT_FOLDER, 'Roboto-Regular.ttf'),
  bold: path.join(FONT_FOLDER, 'Roboto-Medium.ttf'),
  italics: path.join(FONT_FOLDER, 'Roboto-Italic.ttf'),
  bolditalics: path.join(FONT_FOLDER, 'Roboto-MediumItalic.ttf'),
};
const READABLE: ReadonlySet<string> = new Set(Object.values(FONTS));

/** Prints a document; the same document gives the same bytes. */
export async function printPdf(definition: TDocumentDefinitions): Promise<Uint8Array> {
  // Loaded when the first PDF is asked for: it is large, and most runs need none.
  const { default: pdfmake } = await import('pdfmake');
  tagWhatIsDrawn();
  pdfmake.setFonts({ Roboto: FONTS });
  pdfmake.setUrlAccessPolicy(() => false);
  pdfmake.setLocalAccessPolicy((file) => READABLE.has(file));
  const printed = await pdfmake.createPdf(definition).getBuffer();
  return new Uint8Array(printed.buffer, printed.byteOffset, printed.byteLength);
}
