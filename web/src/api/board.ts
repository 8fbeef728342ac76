// The report for the board.
import { type BoardPack, board } from '#contracts/index.ts';
import { read, tenantHref } from './http.ts';

/** Which day, and since which. */
export interface BoardDays {
  readonly date?: string | undefined;
  readonly since?: string | undefined;
}

/** The report of a day; without one, of today. */
export function loadBoard({ date, since }: BoardDays, signal?: AbortSignal) {
  return read(board.boardDocument, 'report/board', {
    query: { format: 'json', date, since },
    ...(signal ? { signal } : {}),
  });
}

/** Where the report is taken away. */
export function boardHref(days: BoardDays, pack: BoardPack, format: 'pdf' | 'html' | 'json'): string {
  return tenantHref('report/board', { ...days, pack, format });
}
