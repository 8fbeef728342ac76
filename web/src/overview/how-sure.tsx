// The open share as an interval, what makes it wide, and the cheapest facts that would narrow it.
import { Progress, Text } from '@mantine/core';
import { useCallback } from 'react';
import { type ChartTheme, intervalBar } from '#charts/index.ts';
import type { AssessmentDocument } from '#contracts/index.ts';
import { count, counted, percent } from '../format/format.ts';
import { Chart } from '../parts/chart.tsx';
import { Foreign } from '../parts/foreign.tsx';
import { Panel } from '../parts/panel.tsx';
import { text } from '../text/index.ts';
import classes from './overview.module.css';

type Summary = AssessmentDocument['summary'];

const WORDS = {
  yes: text.overview.surelyOpen,
  unknown: text.overview.notKnown,
  no: text.overview.surelyClosed,
  percent,
};

/** How sure the picture is. */
export function HowSure({ summary }: { readonly summary: Summary }) {
  const { openShare, coverage, narrow } = summary;
  const exact = openShare.high - openShare.low < 0.005;
  const draw = useCallback(
    (width: number, theme: ChartTheme) =>
      intervalBar(openShare, { width, theme, id: 'open-share', title: text.overview.openShareTitle, words: WORDS }),
    [openShare],
  );
  const unsure = Math.round((openShare.high - openShare.low) * coverage.devices);
  const parts = [
    [text.overview.observed, coverage.observed],
    [text.overview.withOperatingSystem, coverage.withOperatingSystem],
    [text.overview.withOwner, coverage.withOwner],
  ] as const;
  return (
    <Panel title={text.overview.sureTitle} lead={text.overview.openShareTitle}>
      <div className={classes['figure']}>
        {exact ? percent(openShare.low) : text.overview.between(percent(openShare.low), percent(openShare.high))}
      </div>
      <Chart draw={draw} />
      <Text size="sm" mt="xs">
        {exact ? text.overview.exactWhy : text.overview.intervalWhy(count(unsure), count(coverage.devices))}
      </Text>
      <ul className={classes['coverage']}>
        {parts.map(([label, known]) => (
          <li key={label}>
            <span className={classes['coverageLine']}>
              <span>{label}</span>
              <span>{text.overview.of(count(known), count(coverage.devices))}</span>
            </span>
            <Progress
              size="sm"
              color="petrol"
              value={coverage.devices === 0 ? 0 : (100 * known) / coverage.devices}
              aria-label={label}
            />
          </li>
        ))}
      </ul>
      {narrow.length > 0 ? (
        <>
          <h3 className={classes['small']}>{text.overview.narrowTitle}</h3>
          <ul className={classes['narrow']}>
            {narrow.map((each) => (
              <li key={`${each.fact}-${each.how}`}>
                <span className={classes['narrowFact']}>
                  <Foreign>{each.fact}</Foreign>
                  <span className="quiet"> · {counted(each.devices, text.units.device, text.units.devices)}</span>
                </span>
                <Text size="sm" c="dimmed">
                  <Foreign>{each.how}</Foreign>
                </Text>
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </Panel>
  );
}
