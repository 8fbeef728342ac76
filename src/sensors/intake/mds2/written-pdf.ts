// Writes small PDFs for tests (ISO 32000-2 7.5): lines of text at places, and fields of a form that somebody filled in.

interface Written {
  readonly text: string;
  readonly left: number;
  readonly y: number;
  /** As the value of a field, not as text of the page. */
  readonly isField?: boolean;
}

/** A PDF with these texts on its pages. */
export function writtenPdf(pages: readonly (readonly Written[])[]): Buffer {
  const objects: string[] = ['', '', '<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>'];
  const add = (body: string) => objects.push(body);
  const kids = pages.map((page) => {
    const drawn = page
      .filter(({ isField }) => isField !== true)
      .map(({ text, left, y }) => `BT /F1 8 Tf ${left} ${y} Td (${quoted(text)}) Tj ET`)
      .join('\n');
    const content = add(`<</Length ${Buffer.byteLength(drawn, 'latin1')}>>stream\n${drawn}\nendstream`);
    const fields = page
      .filter(({ isField }) => isField === true)
      .map(({ text, left, y }) =>
        add(
          `<</Type/Annot/Subtype/Widget/FT/Tx/T(f${objects.length})/V(${quoted(text)})/Rect[${left} ${y - 3} ${left + 40} ${y + 7}]>>`,
        ),
      );
    return add(
      `<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F1 3 0 R>>>>/Contents ${content} 0 R/Annots[${fields.map((field) => `${field} 0 R`).join(' ')}]>>`,
    );
  });
  objects[0] = '<</Type/Catalog/Pages 2 0 R>>';
  objects[1] = `<</Type/Pages/Count ${kids.length}/Kids[${kids.map((kid) => `${kid} 0 R`).join(' ')}]>>`;
  let body = '%PDF-1.7\n';
  const places = objects.map((object, at) => {
    const place = Buffer.byteLength(body, 'latin1');
    body += `${at + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(place).padStart(10, '0')} 00000 n \n`;
  });
  const start = Buffer.byteLength(body, 'latin1');
  body += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${places.join('')}trailer<</Size ${objects.length + 1}/Root 1 0 R>>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(body, 'latin1');
}

function quoted(text: string): string {
  return text.replace(/[^ -~]/g, '?').replace(/[\\()]/g, '\\$&');
}

const LINE = 10;
const WIDTH = 62;
/** Left ends of the columns: id, question, answer, note. */
const COLUMNS = [36, 90, 390, 460] as const;

/** Rows of four cells as a maker's program prints them: cells hang from the top of their row, or stand in its middle. */
export function printedForm(
  rows: readonly (readonly string[])[],
  { middle, fields = false }: { readonly middle: boolean; readonly fields?: boolean },
): Buffer {
  const pages: Written[][] = [[]];
  let y = 760;
  for (const row of rows) {
    const cells = row.map((cell, at) => wrapped(cell, at === 1 ? WIDTH : at === 3 ? 28 : 40));
    const lines = Math.max(...cells.map((cell) => cell.length), 1);
    if (y - lines * LINE < 40) {
      pages.push([]);
      y = 760;
    }
    for (const [at, cell] of cells.entries()) {
      const down = middle ? ((lines - cell.length) * LINE) / 2 : 0;
      for (const [line, text] of cell.entries()) {
        const isField = fields && at === 2;
        pages.at(-1)?.push({ text, left: COLUMNS[at] ?? 36, y: y - down - line * LINE, isField });
      }
    }
    y -= lines * LINE + 6;
  }
  return writtenPdf(pages);
}

function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/).filter((each) => each !== '')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
