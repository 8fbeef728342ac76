// Branding on paper: the logo with who prepared it on the first page, the color of accents, the note at the foot of each page.
import type { Content, ContentImage, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import { type Branding, branding as shapes } from '#contracts/index.ts';
import { opaquePng } from '#wire/picture/index.ts';
import { senderLines } from './branding.ts';
import { INK, said } from './pdf-style.ts';

/** Width and height of the box that a logo fills, in points. */
const LOGO_BOX: [number, number] = [170, 36];
const LETTER_WIDTH = 612;

interface Marked {
  readonly branding: Branding | null;
  /** The first page of the document is in it. */
  readonly isFirst?: boolean;
}

/** The document with its branding; as it was where there is none. */
export function branded(definition: TDocumentDefinitions, { branding, isFirst = true }: Marked): TDocumentDefinitions {
  if (branding === null) return definition;
  const { content, footer, pageMargins } = definition;
  const side = Array.isArray(pageMargins) ? pageMargins[0] : 0;
  const head = isFirst ? letterhead(branding, LETTER_WIDTH - 2 * side) : [];
  return {
    ...definition,
    content: [...head, branding.accent === null ? content : inAccent(content, branding.accent)],
    ...(branding.footer === '' || typeof footer !== 'function'
      ? {}
      : {
          footer: (page, pages, size) => ({
            stack: [
              footer(page, pages, size) ?? '',
              {
                text: said(branding.footer, 160),
                fontSize: 7,
                lineHeight: 1.1,
                color: INK.soft,
                margin: [side, 1, side, 0],
              },
            ],
          }),
        }),
  };
}

function letterhead(branding: Branding, width: number): Content[] {
  const { accent, logo } = branding;
  const lines = senderLines(branding).map((line) => ({ text: said(line, 180) }));
  const rule: Content[] =
    accent === null
      ? []
      : [
          {
            canvas: [{ type: 'line', x1: 0, y1: 0, x2: width, y2: 0, lineWidth: 1.4, lineColor: accent }],
            margin: [0, 0, 0, 7],
          },
        ];
  if (logo === null && lines.length === 0) return rule;
  return [
    {
      columns: [
        ...(logo === null ? [] : [{ width: LOGO_BOX[0], stack: [logoPdf(branding, logo)] }]),
        {
          width: '*',
          stack: lines,
          alignment: logo === null ? 'left' : 'right',
          fontSize: 8,
          lineHeight: 1.15,
          color: INK.soft,
        },
      ],
      columnGap: 14,
      margin: [0, 0, 0, accent === null ? 9 : 5],
    },
    ...rule,
  ];
}

/** Pictures on paper say what they are to those who cannot see them (pdf-tags.ts). */
function logoPdf({ name }: Branding, logo: NonNullable<Branding['logo']>): ContentImage {
  const picture: ContentImage & { readonly alt: string } = {
    image: `data:${logo.mime};base64,${onPaper(logo)}`,
    fit: LOGO_BOX,
    alt: name === '' ? 'Logo' : `Logo of ${name}`,
  };
  return picture;
}

const PRINTED = new WeakMap<object, string>();

/**
 * Without transparency: the writer unpacks that beside its work, so that the order of what it writes, and with it the bytes of the file, would
 * hang on who is done first.
 */
function onPaper(logo: NonNullable<Branding['logo']>): string {
  if (logo.mime === 'image/jpeg') return logo.data;
  const known = PRINTED.get(logo);
  if (known !== undefined) return known;
  const data = Buffer.from(opaquePng(Buffer.from(logo.data, 'base64'), shapes.LOGO_SIDE)).toString('base64');
  PRINTED.set(logo, data);
  return data;
}

/** A copy in which what had the color of accents has this one. */
function inAccent(content: Content, accent: string): Content {
  return recolored(content, accent) as Content; // the same shape, with another color here and there
}

function recolored(value: unknown, accent: string): unknown {
  if (Array.isArray(value)) return value.map((each) => recolored(each, accent));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => {
      if (key === 'color' && each === INK.accent) return [key, accent];
      if (key === 'vLineColor' && typeof each === 'function' && each() === INK.accent) return [key, () => accent];
      return [key, recolored(each, accent)];
    }),
  );
}
