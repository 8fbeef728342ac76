// Sensors on other machines: what each last said, how old that is, and what goes wrong; owners add and revoke them.
import { ActionIcon, Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconBroadcast, IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { SensorRow } from '#contracts/index.ts';
import { loadSensors, revokeSensor } from '../api/sensors.ts';
import { useLoad, useWrite } from '../api/use-load.ts';
import { usePowers } from '../api/use-session.ts';
import { count } from '../format/format.ts';
import { Confirm } from '../parts/confirm.tsx';
import { Foreign } from '../parts/foreign.tsx';
import { Panel } from '../parts/panel.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { Empty, Loaded } from '../parts/states.tsx';
import { Tag } from '../parts/tag.tsx';
import { When } from '../parts/when.tsx';
import { text } from '../text/index.ts';
import { AddSensor } from './add-sensor.tsx';

/** A sensor gives a sign of life twice a minute; after ten missed ones something is wrong. */
const SILENT_MS = 5 * 60_000;
const REFRESH_MS = 15_000;

/** The list of remote sensors. */
export function RemoteSensors() {
  const sensors = useLoad(['sensors'], loadSensors, { refetchMs: REFRESH_MS });
  const { own } = usePowers();
  const [adding, add] = useDisclosure(false);
  const [revoking, setRevoking] = useState<SensorRow | null>(null);
  const revoke = useWrite(revokeSensor, () => setRevoking(null));
  return (
    <Panel
      title={text.sensors.title}
      lead={text.sensors.lead}
      flush
      actions={
        own ? (
          <Button size="xs" leftSection={<IconPlus size={16} aria-hidden />} onClick={add.open}>
            {text.sensors.add}
          </Button>
        ) : null
      }
    >
      <Loaded of={sensors}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty icon={IconBroadcast} title={text.sensors.none}>
              {text.sensors.noneWhy}
            </Empty>
          ) : (
            <PlainTable
              label={text.sensors.title}
              columns={own ? [...text.sensors.columns, text.sensors.change] : [...text.sensors.columns]}
              rows={items}
              rowKey={({ id }) => id}
              cells={(row) => [
                ...cellsOf(row),
                ...(own ? [row.revokedAt ? null : <Revoke key="revoke" of={row} />] : []),
              ]}
            />
          )
        }
      </Loaded>
      {adding ? <AddSensor onClose={add.close} /> : null}
      <Confirm
        opened={revoking !== null}
        title={text.sensors.revokeTitle}
        action={text.sensors.revoke}
        danger
        busy={revoke.isPending}
        error={revoke.error}
        onClose={() => setRevoking(null)}
        onConfirm={() => revoking && revoke.mutate(revoking.id)}
      >
        {revoking ? text.sensors.revokeWhat(revoking.name) : null}
      </Confirm>
    </Panel>
  );

  function Revoke({ of }: { readonly of: SensorRow }) {
    return (
      <ActionIcon variant="default" aria-label={text.sensors.revokeNamed(of.name)} onClick={() => setRevoking(of)}>
        <IconTrash size={16} aria-hidden />
      </ActionIcon>
    );
  }
}

function cellsOf(row: SensorRow) {
  const { status } = row;
  const waiting = status && !row.revokedAt && status.waiting > 0 ? text.sensors.waiting(count(status.waiting)) : null;
  const problems = [...(row.lastError ? [row.lastError] : []), ...(status?.problems ?? [])].slice(0, 3);
  return [
    <>
      <b>
        <Foreign>{row.name}</Foreign>
      </b>
      <div className="quiet">{status ? <Foreign>{status.reads}</Foreign> : null}</div>
    </>,
    <>
      <State of={row} />
      {waiting ? <div>{waiting}</div> : null}
      {status && status.dropped > 0 ? <div>{text.sensors.dropped(count(status.dropped))}</div> : null}
      {problems.map((problem) => (
        <div key={problem}>
          <Foreign>{problem}</Foreign>
        </div>
      ))}
    </>,
    row.lastSeenAt ? <When key="seen" at={row.lastSeenAt} /> : text.sensors.never,
    <>
      {count(row.facts)}
      {row.refused > 0 ? <div className="quiet">{text.sensors.refused(count(row.refused))}</div> : null}
    </>,
  ];
}

function State({ of: { revokedAt, lastSeenAt, lastError } }: { readonly of: SensorRow }) {
  if (revokedAt) return <Tag tone="quiet">{text.sensors.revoked}</Tag>;
  if (!lastSeenAt) return <Tag tone="quiet">{text.sensors.unheard}</Tag>;
  if (Date.now() - Date.parse(lastSeenAt) > SILENT_MS) return <Tag tone="watch">{text.sensors.silent}</Tag>;
  return lastError ? <Tag tone="watch">{text.sensors.trouble}</Tag> : <Tag tone="safe">{text.sensors.well}</Tag>;
}
