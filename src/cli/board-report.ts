// `report --board` and `report --review`: the report for the board of a day, or the pack for a management review, on stdout or in a file.
import { writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { board } from '#contracts/index.ts';
import { boardOf, boardText } from '#jobs/index.ts';
import { Invalid, systemClock } from '#kit/index.ts';
import { brandingOf } from '#program/index.ts';
import { boardHtml, boardPdf } from '#report/index.ts';
import type { Output } from './output.ts';
import type { Opened } from './session.ts';

/** What `report` was asked about the board. */
export interface BoardOptions {
  readonly review?: boolean;
  readonly date?: string;
  readonly since?: string;
  readonly format: string;
  readonly json?: boolean;
  readonly out?: string;
}

const day = z.iso.date();

/** Writes it. Throws Invalid for a day that is none, and for a form that it does not have. */
export async function boardReport({
  opened: { store, tenant },
  output,
  file,
  asked,
}: {
  readonly opened: Opened;
  readonly output: Output;
  readonly file: (name: string) => string;
  readonly asked: BoardOptions;
}): Promise<void> {
  const wanted = board.BOARD_FORMATS.find((each) => each === asked.format);
  if (!wanted) throw new Invalid(`--format: The report for the board is written as ${board.BOARD_FORMATS.join(', ')}.`);
  const format = asked.json ? 'json' : wanted;
  for (const name of ['date', 'since'] as const) {
    if (asked[name] !== undefined && !day.safeParse(asked[name]).success)
      throw new Invalid(`--${name}: Write a day as YYYY-MM-DD.`);
  }
  const { date, since, out } = asked;
  const document = await boardOf({ store, clock: systemClock }, tenant.id, { site: tenant.name, date, since });
  const pack = asked.review ? 'review' : 'board';
  const branding = await store.tenant(tenant.id, brandingOf);
  const body = await (async () => {
    if (format === 'json') return `${boardText(document)}\n`;
    return format === 'pdf' ? boardPdf(document, pack, branding) : boardHtml(document, pack, branding);
  })();
  if (out === undefined) return output.bytes(body);
  await writeFile(file(out), body, { mode: 0o600 });
  output.say(`wrote ${out}`);
}
