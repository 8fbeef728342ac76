// What changed between two scans: appeared, gone, changed.
import { Select, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ScanDifference, ScanEndpoint, ScanRow } from '#contracts/index.ts';
import { count, dateTime } from '../format/format.ts';
import { endpointRung } from '../parts/endpoint.tsx';
import { Foreign, visible } from '../parts/foreign.tsx';
import { RungTag } from '../parts/ladder-tag.tsx';
import { Panel } from '../parts/panel.tsx';
import { Loaded } from '../parts/states.tsx';
import { text } from '../text/index.ts';
import classes from './scans.module.css';
import { useDifference, useRecentScans } from './use-scans.ts';

interface DifferenceProps {
  readonly scan: ScanRow;
  readonly from: string | undefined;
  readonly onChoose: (scan: string | undefined) => void;
}

/** Chooses a scan to compare with, and shows the difference. */
export function Difference({ scan, from, onChoose }: DifferenceProps) {
  const scans = useRecentScans().data?.items ?? [];
  const others = scans.filter((other) => other.id !== scan.id && other.state !== 'running');
  const difference = useDifference(scan.id, from);
  return (
    <Panel title={text.difference.title} lead={text.difference.lead}>
      <Select
        label={text.difference.with}
        placeholder={others.length === 0 ? text.difference.noOther : text.difference.choose}
        disabled={others.length === 0}
        maw={420}
        data={others.map((other) => ({
          value: other.id,
          label: `${dateTime(other.startedAt)} · ${visible(other.targets.join(', ').slice(0, 60))}`,
        }))}
        value={from ?? null}
        onChange={(value) => onChoose(value ?? undefined)}
        clearable
        clearButtonProps={{ 'aria-label': text.common.clear(text.difference.with) }}
      />
      {from ? <Loaded of={difference}>{(loaded) => <Changes difference={loaded} />}</Loaded> : null}
    </Panel>
  );
}

function Changes({ difference }: { readonly difference: ScanDifference }) {
  const { appeared, disappeared, changed, unchanged } = difference;
  return (
    <>
      <Text size="sm" mt="md" role="status">
        {text.difference.summary(
          count(appeared.length),
          count(disappeared.length),
          count(changed.length),
          count(unchanged),
        )}
      </Text>
      {appeared.length > 0 ? <Part title={text.difference.appeared}>{endpointLines(appeared)}</Part> : null}
      {disappeared.length > 0 ? <Part title={text.difference.disappeared}>{endpointLines(disappeared)}</Part> : null}
      {changed.length > 0 ? (
        <Part title={text.difference.changed}>
          <div className={classes['scroll']}>
            <table className={classes['changes']}>
              <thead>
                <tr>
                  <th scope="col">{text.difference.where}</th>
                  <th scope="col">{text.difference.what}</th>
                  <th scope="col">{text.difference.before}</th>
                  <th scope="col">{text.difference.after}</th>
                </tr>
              </thead>
              <tbody>
                {changed.map((change) => (
                  <tr key={`${change.address}:${change.port} ${change.field}`}>
                    <th scope="row">
                      <Foreign mono>{`${change.address}:${change.port}`}</Foreign>
                    </th>
                    <td>
                      <Foreign>{change.field}</Foreign>
                    </td>
                    <td>
                      <Foreign>{change.before}</Foreign>
                    </td>
                    <td>
                      <Foreign>{change.after}</Foreign>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </Part>
      ) : null}
    </>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <>
      <Text component="h3" fw={600} mt="md" mb={4} size="sm">
        {title}
      </Text>
      {children}
    </>
  );
}

function endpointLines(endpoints: readonly ScanEndpoint[]) {
  return (
    <ul className={classes['differenceList']}>
      {endpoints.map((endpoint) => (
        <li key={`${endpoint.address}:${endpoint.port}`}>
          <Foreign mono>{`${endpoint.address}:${endpoint.port}`}</Foreign>
          <RungTag rung={endpointRung(endpoint)} words />
        </li>
      ))}
    </ul>
  );
}
