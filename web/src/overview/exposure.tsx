// How many devices stand on each rung of the exposure ladder. Empty rungs are named in one line.
import { Text } from '@mantine/core';
import { useCallback, useMemo } from 'react';
import { type ChartTheme, ladderChart } from '#charts/index.ts';
import type { AssessmentDocument } from '#contracts/index.ts';
import { count, counted } from '../format/format.ts';
import { Chart } from '../parts/chart.tsx';
import { TextLink } from '../parts/link.tsx';
import { Panel } from '../parts/panel.tsx';
import { text } from '../text/index.ts';

const WORDS = {
  open: text.ladder.open,
  closed: text.ladder.closed,
  unknown: text.ladder.unknownGroup,
  devices: (devices: number) => counted(devices, text.units.device, text.units.devices),
  count,
};

/** Where the devices on a rung are listed. */
function rungHref(rung: string): string | undefined {
  return /^[EW]\d/.test(rung) ? `/devices?exposure=${encodeURIComponent(rung)}` : undefined;
}

/** The ladder with its counts. */
export function Exposure({ rows }: { readonly rows: AssessmentDocument['summary']['byExposure'] }) {
  const filled = useMemo(() => rows.filter((row) => row.devices > 0), [rows]);
  const empty = rows.filter((row) => row.devices === 0 && /^[EW]\d/.test(row.rung));
  const draw = useCallback(
    (width: number, theme: ChartTheme) =>
      ladderChart(filled, {
        width,
        theme,
        id: 'ladder',
        title: text.overview.exposureTitle,
        words: WORDS,
        href: rungHref,
      }),
    [filled],
  );
  return (
    <Panel
      title={text.overview.exposureTitle}
      lead={text.overview.exposureLead}
      actions={
        <TextLink to="/devices" size="sm">
          {text.overview.allDevices}
        </TextLink>
      }
    >
      {filled.length > 0 ? <Chart draw={draw} /> : <Text c="dimmed">{text.overview.noDevices}</Text>}
      {empty.length > 0 ? (
        <Text size="sm" c="dimmed" mt="md">
          {text.overview.emptyRungs(empty.map((row) => row.rung))}
        </Text>
      ) : null}
    </Panel>
  );
}
