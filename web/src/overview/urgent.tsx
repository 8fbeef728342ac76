// Findings by severity, and the most urgent ones by name.
import { Text } from '@mantine/core';
import { useCallback, useMemo } from 'react';
import { type ChartTheme, severityBar } from '#charts/index.ts';
import type { AssessmentDocument, Finding } from '#contracts/index.ts';
import { SEVERITY_ORDER } from '#contracts/index.ts';
import { count } from '../format/format.ts';
import { Chart } from '../parts/chart.tsx';
import { Foreign } from '../parts/foreign.tsx';
import { SeverityTag } from '../parts/ladder-tag.tsx';
import { TextLink } from '../parts/link.tsx';
import { Panel } from '../parts/panel.tsx';
import { text } from '../text/index.ts';
import classes from './overview.module.css';

const SHOWN = 6;

interface UrgentProps {
  readonly findings: readonly Finding[];
  readonly counts: AssessmentDocument['summary']['bySeverity'];
}

/** What is wrong, worst first. */
export function Urgent({ findings, counts }: UrgentProps) {
  const rows = useMemo(
    () =>
      [...SEVERITY_ORDER].reverse().map((severity) => ({
        severity,
        label: text.severity[severity].toLowerCase(),
        count: counts.find((each) => each.severity === severity)?.findings ?? 0,
      })),
    [counts],
  );
  const draw = useCallback(
    (width: number, theme: ChartTheme) =>
      severityBar(
        rows.filter((row) => row.count > 0 || row.severity !== 'none'),
        {
          width,
          theme,
          id: 'severities',
          title: text.overview.findingsTitle,
          count,
        },
      ),
    [rows],
  );
  return (
    <Panel
      title={text.overview.findingsTitle}
      actions={
        <TextLink to="/findings" size="sm">
          {text.overview.allFindings}
        </TextLink>
      }
    >
      <Chart draw={draw} />
      {findings.length === 0 ? (
        <Text c="dimmed" mt="sm">
          {text.overview.noFindings}
        </Text>
      ) : (
        <ul className={classes['urgent']}>
          {findings.slice(0, SHOWN).map((finding) => (
            <li key={finding.id}>
              <SeverityTag severity={finding.severity} />
              <div className={classes['urgentWords']}>
                <Foreign>{finding.title}</Foreign>
                <div>
                  <TextLink to="/devices/$id" params={{ id: finding.device }} size="sm">
                    <Foreign>{finding.deviceName}</Foreign>
                  </TextLink>
                </div>
              </div>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
