// What a picture of a lesson may be: an SVG of shapes that take the color of the text around it, so that it stands in a light page and in
// a dark one, grows with the page, and can neither run anything nor fetch anything.
import { SaxesParser } from 'saxes';

const SHAPES = new Set(['svg', 'g', 'path', 'rect', 'circle', 'ellipse', 'line', 'polyline', 'polygon']);
const ATTRIBUTES = new Set([
  'xmlns',
  'viewBox',
  'd',
  'x',
  'y',
  'x1',
  'y1',
  'x2',
  'y2',
  'cx',
  'cy',
  'r',
  'rx',
  'ry',
  'width',
  'height',
  'points',
  'transform',
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-linecap',
  'stroke-linejoin',
  'stroke-dasharray',
  'opacity',
]);
const COLORS = new Set(['none', 'currentColor']);
const SPACE = 'http://www.w3.org/2000/svg';

/** What is wrong with a picture, in words; null when nothing is. */
export function pictureFault(svg: string): string | null {
  const parser = new SaxesParser();
  let found: string | null = null;
  let depth = 0;
  const tell = (words: string) => {
    found ??= words;
  };
  parser.on('error', () => tell('This is no well-formed XML.'));
  parser.on('doctype', () => tell('Leave out the document type.'));
  parser.on('processinginstruction', () => tell('Leave out the processing instructions.'));
  parser.on('text', (words) => {
    if (words.trim() !== '') tell('Leave out letters in the picture; say in "alt" what it shows.');
  });
  parser.on('opentag', ({ name, attributes }) => {
    const isRoot = depth === 0;
    depth += 1;
    if (isRoot !== (name === 'svg')) return tell('Write one <svg> around everything.');
    if (!SHAPES.has(name)) return tell(`Leave out <${name}>; only shapes can be shown.`);
    if (isRoot && !/^0 0 [1-9]\d* [1-9]\d*$/.test(attributes['viewBox'] ?? '')) {
      return tell('Give <svg> a viewBox such as "0 0 320 180".');
    }
    if (isRoot && attributes['xmlns'] !== SPACE) return tell(`Give <svg> xmlns="${SPACE}".`);
    if (isRoot && ('width' in attributes || 'height' in attributes)) {
      return tell('Leave out width and height of <svg>; the page decides how large it is.');
    }
    for (const [attribute, value] of Object.entries(attributes)) {
      if (!ATTRIBUTES.has(attribute)) return tell(`Leave out the attribute ${attribute}.`);
      if ((attribute === 'fill' || attribute === 'stroke') && !COLORS.has(value)) {
        return tell(`Use currentColor or none for ${attribute}, so that it can be seen on light and on dark.`);
      }
    }
  });
  parser.on('closetag', () => {
    depth -= 1;
  });
  parser.write(svg).close();
  return found;
}
