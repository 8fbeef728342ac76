// SVG as text: escaped, and only the plain elements and attributes that browsers and PDF writers both understand.
import type { ChartTheme } from './theme.ts';

export interface ChartFrame {
  /** Width in pixels; the height follows from what is shown. */
  readonly width: number;
  readonly theme: ChartTheme;
  /** Unique on the page: the ids of title and description start with it. */
  readonly id: string;
  /** What a screen reader says first. */
  readonly title: string;
}

type Attributes = Readonly<Record<string, string | number | undefined>>;

/** Text as XML character data or attribute value; characters that XML 1.0 forbids are dropped. */
export function escapeXml(text: string): string {
  return Array.from(text)
    .filter(isXml)
    .join('')
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** XML 1.0, production 2: no controls but tab and line ends, no lone surrogates, no non-characters. */
function isXml(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return code === 0x09 || code === 0x0a || code === 0x0d;
  return !(code >= 0xd800 && code <= 0xdfff) && code !== 0xfffe && code !== 0xffff;
}

/** An element; `inside` is markup already, attribute values are escaped here. */
export function element(name: string, attributes: Attributes, inside = ''): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${typeof value === 'number' ? tidy(value) : escapeXml(value ?? '')}"`)
    .join('');
  return inside === '' ? `<${name}${written}/>` : `<${name}${written}>${inside}</${name}>`;
}

function tidy(value: number): string {
  return String(Math.round(value * 100) / 100);
}

export interface Writing {
  readonly x: number;
  /** The baseline. */
  readonly y: number;
  readonly size: number;
  readonly fill: string;
  readonly bold?: boolean;
  readonly anchor?: 'start' | 'middle' | 'end';
}

/** One line of text. */
export function write(text: string, theme: ChartTheme, at: Writing): string {
  return element(
    'text',
    {
      x: at.x,
      y: at.y,
      'font-size': at.size,
      'font-family': theme.font,
      'font-weight': at.bold ? 'bold' : undefined,
      'text-anchor': at.anchor === 'start' ? undefined : at.anchor,
      fill: at.fill,
    },
    escapeXml(text) || ' ',
  );
}

/** About how wide a line will be: no fonts are measured here, so this errs on the wide side. */
export function estimateWidth(text: string, size: number): number {
  return Array.from(text).length * size * 0.64;
}

/** Breaks words into lines of at most `width`; what does not fit `maxLines` ends in an ellipsis. */
export function wrapText(
  text: string,
  width: number,
  at: { readonly size: number; readonly maxLines: number },
): string[] {
  const perLine = Math.max(4, Math.floor(width / (at.size * 0.58)));
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter((part) => part !== '')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (Array.from(longer).length <= perLine) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    line = word;
  }
  if (line !== '') lines.push(line);
  const kept = lines.slice(0, at.maxLines).map((each) => cut(each, perLine));
  if (lines.length > at.maxLines) kept.push(`${cut(kept.pop() ?? '', perLine - 1).replace(/…$/, '')}…`);
  return kept;
}

function cut(text: string, length: number): string {
  const characters = Array.from(text);
  return characters.length > length ? `${characters.slice(0, Math.max(1, length - 1)).join('')}…` : text;
}

/** Diagonal lines in a box: "not known", told apart without color. */
export function hatch(box: { x: number; y: number; width: number; height: number }, color: string): string {
  const right = box.x + box.width;
  const bottom = box.y + box.height;
  let out = '';
  for (let start = box.x - box.height + 4; start < right; start += 6) {
    const x1 = Math.max(start, box.x);
    const x2 = Math.min(start + box.height, right);
    if (x2 - x1 < 0.5) continue;
    out += element('line', {
      x1,
      y1: bottom - (x1 - start),
      x2,
      y2: bottom - (x2 - start),
      stroke: color,
      'stroke-width': 1.5,
    });
  }
  return out;
}

/** The whole drawing with its title and description; with links inside it is a group, otherwise one picture. */
export function drawing(
  frame: ChartFrame,
  picture: { readonly height: number; readonly description: string; readonly inside: string; readonly links?: boolean },
): string {
  const title = element('title', { id: `${frame.id}-title` }, escapeXml(frame.title) || ' ');
  const description = element('desc', { id: `${frame.id}-desc` }, escapeXml(picture.description) || ' ');
  return element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width: frame.width,
      height: picture.height,
      viewBox: `0 0 ${tidy(frame.width)} ${tidy(picture.height)}`,
      role: picture.links ? 'group' : 'img',
      'aria-labelledby': `${frame.id}-title`,
      'aria-describedby': `${frame.id}-desc`,
    },
    title + description + picture.inside,
  );
}
