// Names on the map: written after everything else, the most important first, and none over another; one that finds no room appears
// when the map is brought nearer.
import type { ChartTheme } from '#charts/index.ts';

/** A name that wants to be written. */
export interface WantedLabel {
  /** The middle of a disc that carries its name, or the dot that the name stands beside. */
  readonly x: number;
  readonly y: number;
  /** Size of the dot on screen. */
  readonly size: number;
  readonly words: string;
  /** Stays when the words are cut, unless there is hardly any room. */
  readonly suffix: string;
  /** A second line (or '' for none) under words that stand in the middle; null for words beside a dot. */
  readonly below: string | null;
  /** Room for the words on screen, the most first: what collides in one is tried in the next. */
  readonly rooms: readonly number[];
  readonly rank: number;
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const SIZE = 12;
/** Where words would get less room than this, they get that of the suffix, too. */
const LEAST_WORDS = 64;

/** Writes what finds room. */
export function writeLabels(
  context: CanvasRenderingContext2D,
  wanted: readonly WantedLabel[],
  theme: ChartTheme & { readonly ground: string },
): void {
  const taken: Box[] = [];
  context.lineJoin = 'round';
  context.lineWidth = 3;
  context.textAlign = 'left';
  const widthOf = (words: string) => context.measureText(words).width;
  for (const each of [...wanted].sort((a, b) => b.rank - a.rank || (a.words < b.words ? -1 : 1))) {
    const { x, y, below } = each;
    const size = below === '' ? SIZE - 1 : SIZE;
    context.font = `${below === null ? 400 : 600} ${size}px ${theme.font}`;
    const [above, under] = below ? [13, 15] : [6, 6];
    const tries = each.rooms.flatMap((room) => {
      const words = fitting(each, room, widthOf);
      if (words === null) return [];
      const width = widthOf(words);
      const left = below === null ? x + each.size + 4 : x - width / 2;
      // Words in a disc may give way up or down.
      const shifts = below === null ? [0] : [0, -14, 14];
      return shifts.map((by) => ({ words, left, right: left + width, top: y + by - above, bottom: y + by + under }));
    });
    const place = tries.find((tried) => !taken.some((other) => overlaps(tried, other)));
    if (!place) continue;
    taken.push(place);
    context.strokeStyle = theme.ground;
    context.fillStyle = theme.text;
    const base = place.top + (below ? 11 : 10);
    context.strokeText(place.words, place.left, base);
    context.fillText(place.words, place.left, base);
    if (!below) continue;
    context.font = `400 ${SIZE - 1}px ${theme.font}`;
    context.fillStyle = theme.muted;
    context.strokeText(below, x - widthOf(below) / 2, place.top + 26);
    context.fillText(below, x - widthOf(below) / 2, place.top + 26);
  }
}

function fitting({ words, suffix, below }: WantedLabel, room: number, widthOf: (words: string) => number) {
  // The name of a zone says more than how many stand in it.
  if (below !== null && widthOf(words + suffix) > room && widthOf(words) <= room) return words;
  const forWords = room - widthOf(suffix);
  if (forWords < LEAST_WORDS) return shortened(words, room, widthOf);
  const cut = shortened(words, forWords, widthOf);
  return cut === null ? null : `${cut}${suffix}`;
}

/** The words cut to a width; null when not even a few letters fit. */
export function shortened(words: string, room: number, widthOf: (words: string) => number): string | null {
  if (widthOf(words) <= room) return words;
  for (let length = words.length - 1; length >= 4; length--) {
    const cut = `${words.slice(0, length).trimEnd()}…`;
    if (widthOf(cut) <= room) return cut;
  }
  return null;
}

function overlaps(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
