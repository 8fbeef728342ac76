// Colors and type of the charts, for light and dark pages and for paper. Pages take their own tones from the same
// table, so that a rung has one color everywhere. Every solid color stands at least 3:1 off its surface (WCAG 1.4.11).

export type Tone = 'unknown' | 'quiet' | 'info' | 'safe' | 'watch' | 'warn' | 'danger' | 'extreme';

export interface ChartTheme {
  readonly text: string;
  readonly muted: string;
  readonly line: string;
  readonly track: string;
  readonly font: string;
  readonly tones: Readonly<Record<Tone, string>>;
}

const PAGE_FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif";

/** For pages on a light ground. */
export const lightChart: ChartTheme = {
  text: '#17212b',
  muted: '#51606f',
  line: '#c9d2da',
  track: '#edf0f3',
  font: PAGE_FONT,
  tones: {
    unknown: '#74838f',
    quiet: '#7b8a97',
    info: '#2f7fb8',
    safe: '#1c8a6c',
    watch: '#b47a00',
    warn: '#d2601a',
    danger: '#cb3232',
    extreme: '#a0135d',
  },
};

/** For pages on a dark ground. */
export const darkChart: ChartTheme = {
  text: '#dbe3ea',
  muted: '#9aa9b7',
  line: '#3a4652',
  track: '#232c35',
  font: PAGE_FONT,
  tones: {
    unknown: '#8b9aa7',
    quiet: '#7f8f9d',
    info: '#4da0d8',
    safe: '#35b08e',
    watch: '#d9a521',
    warn: '#e9803f',
    danger: '#e5605d',
    extreme: '#dc5399',
  },
};

/** For paper; `font` names a font that the PDF embeds. */
export const printChart: ChartTheme = { ...lightChart, text: '#000000', muted: '#3d4852', font: 'Roboto' };

const RUNG_TONES: Readonly<Record<string, Tone>> = {
  E0: 'quiet',
  E1: 'quiet',
  E1t: 'info',
  E2: 'safe',
  E3: 'watch',
  E4: 'warn',
  E5: 'warn',
  E6: 'danger',
  E7: 'extreme',
  E8o: 'warn',
  W0: 'quiet',
  W1: 'quiet',
  W2: 'safe',
  W3: 'watch',
  W4: 'danger',
  W5: 'extreme',
};

/** The tone of a rung of the exposure ladder; anything else, and nothing, is unknown. */
export function rungTone(rung: string | null): Tone {
  return (rung !== null && RUNG_TONES[rung]) || 'unknown';
}

const SEVERITY_TONES: Readonly<Record<string, Tone>> = {
  none: 'quiet',
  low: 'info',
  medium: 'watch',
  high: 'warn',
  critical: 'danger',
};

/** The tone of a severity word. */
export function severityTone(severity: string): Tone {
  return SEVERITY_TONES[severity] ?? 'unknown';
}
