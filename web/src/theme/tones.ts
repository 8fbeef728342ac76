// Tones of badges and notes: ground, text and edge for light and dark. The solid colors are those of the charts, so a
// rung or severity looks the same in a drawing and in a badge. Text on its ground stands at least 4.5:1 (WCAG 1.4.3).
import { darkChart, lightChart, type Tone } from '#charts/index.ts';

interface ToneColors {
  readonly ground: string;
  readonly text: string;
  readonly edge: string;
}

const LIGHT: Readonly<Record<Tone, ToneColors>> = {
  unknown: { ground: '#ffffff', text: '#46535f', edge: '#9aa7b3' },
  quiet: { ground: '#eef1f4', text: '#414e5a', edge: '#d3dae0' },
  info: { ground: '#e6f1f9', text: '#134c74', edge: '#bcd8ec' },
  safe: { ground: '#e2f4ed', text: '#0c5641', edge: '#b2ddcd' },
  watch: { ground: '#fcf2d6', text: '#674600', edge: '#ecd593' },
  warn: { ground: '#fdeadd', text: '#80350a', edge: '#f3c6a6' },
  danger: { ground: '#fde8e7', text: '#8c1b1b', edge: '#f1bcb9' },
  extreme: { ground: '#fbe5f0', text: '#780e49', edge: '#edb5d3' },
};

const DARK: Readonly<Record<Tone, ToneColors>> = {
  unknown: { ground: '#171d24', text: '#b4c0cb', edge: '#5b6976' },
  quiet: { ground: '#232c35', text: '#b9c4ce', edge: '#36424e' },
  info: { ground: '#122d42', text: '#a3d2f3', edge: '#1f4a69' },
  safe: { ground: '#103128', text: '#8adec3', edge: '#1d5445' },
  watch: { ground: '#382d0d', text: '#f1d07a', edge: '#5e4b16' },
  warn: { ground: '#3d2310', text: '#f7b88f', edge: '#6b3c1a' },
  danger: { ground: '#411b1b', text: '#f8aba7', edge: '#6e2b2b' },
  extreme: { ground: '#3d152b', text: '#f4a8d0', edge: '#6d2449' },
};

/** The CSS variables `--tone-NAME`, `--tone-NAME-ground`, `-text`, `-edge` of one color scheme. */
export function toneVariables(scheme: 'light' | 'dark'): Record<string, string> {
  const colors = scheme === 'light' ? LIGHT : DARK;
  const solids = (scheme === 'light' ? lightChart : darkChart).tones;
  const variables: Record<string, string> = {};
  for (const [tone, { ground, text, edge }] of Object.entries(colors)) {
    variables[`--tone-${tone}-ground`] = ground;
    variables[`--tone-${tone}-text`] = text;
    variables[`--tone-${tone}-edge`] = edge;
  }
  for (const [tone, solid] of Object.entries(solids)) variables[`--tone-${tone}`] = solid;
  return variables;
}
