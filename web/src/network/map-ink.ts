// The colors of the map, which the browser's canvas does not take from the style sheet.
import { type ChartTheme, darkChart, lightChart } from '#charts/index.ts';

/** The colors of everything on the map. */
export interface Ink extends ChartTheme {
  readonly ground: string;
  readonly disc: string;
  readonly rim: string;
  readonly faint: string;
  readonly seen: string;
  readonly quiet: string;
  readonly configured: string;
  readonly chosen: string;
}

/** On a light page. */
export const LIGHT: Ink = {
  ...lightChart,
  ground: '#ffffff',
  disc: '#f1f5f7',
  rim: '#d3dde3',
  faint: '#e3e8ec',
  seen: '#8fa3b1',
  quiet: '#cbd6dd',
  configured: '#d5dee4',
  chosen: '#17212b',
};
/** On a dark page. */
export const DARK: Ink = {
  ...darkChart,
  ground: '#11171d',
  disc: '#1b242c',
  rim: '#33414d',
  faint: '#27313b',
  seen: '#6b8394',
  quiet: '#3a4853',
  configured: '#34404a',
  chosen: '#ffffff',
};
