// Structure for screen readers (ISO 32000-1, 14.8): headings, paragraphs, and pictures with their descriptions. The PDF writer
// can mark a file as tagged but leaves the structure empty, so its renderer is taught here to say what each line is.
import { createRequire } from 'node:module';

interface Element {
  add(child: unknown): Element;
  end(): void;
}

/** The part of the drawing surface that marks content. */
interface Surface {
  readonly page: { readonly height: number };
  struct(type: string, options?: { readonly alt?: string }): Element;
  addStructure(element: Element): void;
  markStructureContent(type: string): unknown;
  markContent(type: 'Artifact', options: { readonly type: string }): void;
  endMarkedContent(): void;
}

interface Line {
  readonly inlines: readonly { readonly text: string; readonly fontSize: number }[];
  getHeight(): number;
}

interface Renderer {
  readonly pdfDocument: Surface;
  renderPages: (this: Renderer, pages: readonly unknown[]) => void;
  renderLine: (this: Renderer, line: Line, x: number, y: number) => void;
  renderVector: (this: Renderer, vector: unknown) => void;
  renderSVG: (this: Renderer, picture: { readonly svg: string }) => void;
  renderImage: (this: Renderer, picture: { readonly alt?: string }) => void;
}

type Block = {
  readonly type: string;
  readonly element: Element;
  readonly page: object;
  readonly x: number;
  bottom: number;
};

/** The structure of one file while it is drawn. */
class Tagger {
  readonly #surface: Surface;
  readonly #root: Element;
  #block: Block | null = null;

  constructor(surface: Surface) {
    this.#surface = surface;
    this.#root = surface.struct('Document');
    surface.addStructure(this.#root);
  }

  /** A line of text: continues the paragraph above when it stands right below it. */
  line(line: Line, at: { readonly x: number; readonly y: number }, draw: () => void): void {
    const surface = this.#surface;
    if (line.inlines.length === 0) {
      draw();
      return;
    }
    if (at.y > surface.page.height - FOOTER) {
      this.artifact('Pagination', draw);
      return;
    }
    const type = typeOf(line);
    const height = line.getHeight();
    let block = this.#block;
    const follows = block !== null && block.page === surface.page && Math.abs(at.y - block.bottom) < height * 0.6;
    if (!block || !follows || block.type !== type || Math.abs(at.x - block.x) > 1) {
      this.#block?.element.end();
      const element = surface.struct(type);
      this.#root.add(element);
      block = { type, element, page: surface.page, x: at.x, bottom: at.y };
      this.#block = block;
    }
    const content = surface.markStructureContent(type);
    draw();
    surface.endMarkedContent();
    block.element.add(content);
    block.bottom = at.y + height;
  }

  /** Lines and boxes that carry no meaning of their own. */
  artifact(type: string, draw: () => void): void {
    this.#surface.markContent('Artifact', { type });
    draw();
    this.#surface.endMarkedContent();
  }

  /** A picture, with the words that it brings for those who cannot see it. */
  picture(alt: string, draw: () => void): void {
    this.#block?.element.end();
    this.#block = null;
    const figure = this.#surface.struct('Figure', { alt });
    this.#root.add(figure);
    const content = this.#surface.markStructureContent('Figure');
    draw();
    this.#surface.endMarkedContent();
    figure.add(content);
    figure.end();
  }

  end(): void {
    this.#block?.element.end();
    this.#root.end();
  }
}

/** The footer's height, as laid out in pdf-report.ts. */
const FOOTER = 40;

/** Headings by size, as in pdf-style.ts; a number alone counts the list beside it. */
function typeOf(line: Line): string {
  const size = Math.max(...line.inlines.map((inline) => inline.fontSize));
  const text = line.inlines.map((inline) => inline.text).join('');
  if (/^\s*\d+\s*$/.test(text)) return 'P';
  if (size >= 19) return 'H1';
  if (size >= 12.5) return 'H2';
  return size > 10.2 ? 'H3' : 'P';
}

const LONGEST_ALT = 2_000;

/** The title and the description of a drawing. */
function wordsOf(svg: string): string {
  const words = ['title', 'desc'].map((name) => plainInside(svg, name)).filter((text) => text !== '');
  return words.join('. ');
}

function plainInside(svg: string, name: string): string {
  const inside = new RegExp(`<${name}[^>]*>([^<]*)</${name}>`).exec(svg)?.[1] ?? '';
  return inside
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
    .trim()
    .slice(0, LONGEST_ALT);
}

let taught = false;

/** Teaches the PDF writer to tag what it draws; once for the process. */
export function tagWhatIsDrawn(): void {
  if (taught) return;
  taught = true;
  // The renderer is an inner part of pdfmake 0.3 without types; its version is pinned, and a test reads the tags back.
  const inner = createRequire(import.meta.url)('pdfmake/js/Renderer.js') as { default: { prototype: Renderer } };
  const drawing = inner.default.prototype;
  const { renderPages, renderLine, renderVector, renderSVG, renderImage } = drawing;
  const taggers = new WeakMap<Surface, Tagger>();
  drawing.renderPages = function (pages) {
    const tagger = new Tagger(this.pdfDocument);
    taggers.set(this.pdfDocument, tagger);
    renderPages.call(this, pages);
    tagger.end();
  };
  drawing.renderLine = function (line, x, y) {
    const draw = () => renderLine.call(this, line, x, y);
    taggers.get(this.pdfDocument)?.line(line, { x, y }, draw);
  };
  drawing.renderVector = function (vector) {
    taggers.get(this.pdfDocument)?.artifact('Layout', () => renderVector.call(this, vector));
  };
  drawing.renderSVG = function (picture) {
    taggers.get(this.pdfDocument)?.picture(wordsOf(picture.svg), () => renderSVG.call(this, picture));
  };
  drawing.renderImage = function (picture) {
    taggers.get(this.pdfDocument)?.picture(picture.alt ?? '', () => renderImage.call(this, picture));
  };
}
