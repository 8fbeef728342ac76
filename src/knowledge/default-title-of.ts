// Whether software ships with an AE title. Titles are compared without regard to case and padding (PS3.5 6.2, AE).
import { DEFAULT_TITLES, type DefaultTitle } from './default-titles.data.ts';

const BY_TITLE: ReadonlyMap<string, DefaultTitle> = new Map(DEFAULT_TITLES.map((row) => [row.title, row]));

/** What ships with a title, or null. */
export function defaultTitleOf(title: string): DefaultTitle | null {
  return BY_TITLE.get(title.trim().toUpperCase()) ?? null;
}

/** Every default title, in capitals. */
export function defaultTitles(): readonly string[] {
  return [...BY_TITLE.keys()];
}
