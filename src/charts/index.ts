// The door of charts: data to SVG text, the same for the page and for the PDF.

export type {
  ExceedanceFrame,
  ExceedanceLine,
  ExceedancePoint,
  ExceedanceWords,
  ToleratedLoss,
} from './exceedance-chart.ts';
export { chanceAbove, decadesOf, exceedanceChart } from './exceedance-chart.ts';
export type { FrontierFrame, FrontierPoint, FrontierWords } from './frontier-chart.ts';
export { frontierChart } from './frontier-chart.ts';
export type { Interval, IntervalFrame, IntervalWords } from './interval-bar.ts';
export { intervalBar } from './interval-bar.ts';
export type { LadderFrame, LadderRow, LadderWords } from './ladder-chart.ts';
export { ladderChart } from './ladder-chart.ts';
export type { PathFrame, PathStop, PathWords } from './path-drawing.ts';
export { pathDrawing } from './path-drawing.ts';
export type { RangeFrame, RangeRow } from './range-chart.ts';
export { rangeChart } from './range-chart.ts';
export type { SeverityCount, SeverityFrame } from './severity-bar.ts';
export { severityBar } from './severity-bar.ts';
export type { ChartFrame } from './svg.ts';
export type { ChartTheme, Tone } from './theme.ts';
export { darkChart, lightChart, printChart, rungTone, severityTone } from './theme.ts';
export type { TimelineFrame, TimelineRow, TimelineWords } from './timeline-chart.ts';
export { timelineChart } from './timeline-chart.ts';
export type { TornadoFrame, TornadoRow } from './tornado-chart.ts';
export { tornadoChart } from './tornado-chart.ts';
export type { TrendFrame, TrendPoint } from './trend-chart.ts';
export { trendChart } from './trend-chart.ts';
