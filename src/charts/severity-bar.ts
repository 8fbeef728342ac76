// Findings by severity: one stacked bar, and under it each count in words, so that color carries nothing alone.
import { type ChartFrame, drawing, element, estimateWidth, write } from './svg.ts';
import { severityTone } from './theme.ts';

export interface SeverityCount {
  /** `none`, `low`, `medium`, `high`, `critical`. */
  readonly severity: string;
  /** The severity in the reader's words. */
  readonly label: string;
  readonly count: number;
}

export interface SeverityFrame extends ChartFrame {
  readonly count?: (count: number) => string;
}

const BAR = 18;
const SIZE = 13;
const GAP = 2;

/** Counts by severity, in the order given, as one bar with a legend of values. */
export function severityBar(rows: readonly SeverityCount[], frame: SeverityFrame): string {
  const { theme, width } = frame;
  const count = frame.count ?? ((value: number) => value.toLocaleString('en-US'));
  const total = rows.reduce((sum, row) => sum + row.count, 0);
  let inside = element('rect', { x: 0, y: 0, width, height: BAR, rx: 3, fill: theme.track });

  let before = 0;
  for (const row of rows) {
    if (row.count <= 0) continue;
    const share = (width * row.count) / total;
    const isLast = before + row.count >= total;
    inside += element('rect', {
      x: (width * before) / total,
      y: 0,
      width: Math.max(3, share - (isLast ? 0 : GAP)),
      height: BAR,
      rx: 3,
      fill: theme.tones[severityTone(row.severity)],
    });
    before += row.count;
  }

  let left = 0;
  let baseline = BAR + 24;
  for (const row of rows) {
    const value = count(row.count);
    const room = 18 + estimateWidth(value, SIZE) + 6 + estimateWidth(row.label, SIZE) + 14;
    if (left > 0 && left + room > width) {
      left = 0;
      baseline += 22;
    }
    const fill = theme.tones[severityTone(row.severity)];
    inside += element('rect', { x: left, y: baseline - 10, width: 11, height: 11, rx: 2, fill });
    const valueLeft = left + 18;
    inside += write(value, theme, { x: valueLeft, y: baseline, size: SIZE, bold: true, fill: theme.text });
    inside += write(row.label, theme, {
      x: valueLeft + estimateWidth(value, SIZE) + 6,
      y: baseline,
      size: SIZE,
      fill: theme.muted,
    });
    left += room;
  }

  const description = rows.map((row) => `${row.label}: ${count(row.count)}`).join(', ');
  return drawing(frame, { height: baseline + 8, description, inside });
}
