// The devices that a bill is about, how it came to them, and what a person can say about that.
import { Button, Group, Select } from '@mantine/core';
import { useState } from 'react';
import type { SbomDetail } from '#contracts/index.ts';
import { loadDevices } from '../api/devices.ts';
import { linkSbom } from '../api/sboms.ts';
import { useLoad, useWrite } from '../api/use-load.ts';
import { usePowers } from '../api/use-session.ts';
import { count } from '../format/format.ts';
import { Foreign, visible } from '../parts/foreign.tsx';
import { TextLink } from '../parts/link.tsx';
import { Panel } from '../parts/panel.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { Failure } from '../parts/states.tsx';
import { useTyped } from '../parts/use-typed.ts';
import { text } from '../text/index.ts';
import classes from './sboms.module.css';

/** Devices offered at a time; more are found by typing. */
const OFFERED = 50;

/** The panel. */
export function LinkedDevices({ bill }: { readonly bill: SbomDetail }) {
  const { edit } = usePowers();
  const link = useWrite(linkSbom);
  const { linked, devices } = bill;
  return (
    <Panel title={text.sboms.devices} lead={text.sboms.devicesLead} flush>
      {linked.length === 0 ? (
        <p className={`quiet ${classes['inPanel']}`}>{text.sboms.devicesNone}</p>
      ) : (
        <PlainTable
          label={text.sboms.devices}
          columns={edit ? text.sboms.deviceColumns : text.sboms.deviceColumns.slice(0, 2)}
          rows={linked}
          rowKey={({ id }) => id}
          cells={({ id, name, how, by }) => [
            <TextLink key="device" to="/devices/$id" params={{ id }}>
              <Foreign>{name}</Foreign>
            </TextLink>,
            how === 'matched' ? text.sboms.matched : <Foreign key="who">{text.sboms.chosen(by)}</Foreign>,
            ...(edit
              ? [
                  <Button
                    key="take"
                    size="xs"
                    variant="default"
                    disabled={link.isPending}
                    aria-label={text.sboms.unlinkOne(visible(name))}
                    onClick={() => link.mutate({ sbom: bill.id, device: id, linked: false })}
                  >
                    {text.sboms.unlink}
                  </Button>,
                ]
              : []),
          ]}
        />
      )}
      {devices > linked.length ? (
        <p className={`quiet ${classes['inPanel']}`}>{text.common.shownOf(count(linked.length), count(devices))}</p>
      ) : null}
      {edit ? <LinkDevice bill={bill} link={link} /> : null}
    </Panel>
  );
}

interface LinkDeviceProps {
  readonly bill: SbomDetail;
  readonly link: ReturnType<typeof useWrite<Parameters<typeof linkSbom>[0], void>>;
}

function LinkDevice({ bill, link }: LinkDeviceProps) {
  const [asked, ask] = useState('');
  const [typed, type] = useTyped(asked, ask);
  const [chosen, choose] = useState<string | null>(null);
  const found = useLoad(
    ['devices', 'to link', asked],
    (signal) => loadDevices({ q: asked, limit: OFFERED, sort: 'name', order: 'asc' }, signal),
    { keep: true },
  );
  const taken = new Set(bill.linked.map(({ id }) => id));
  return (
    <div className={classes['inPanel']}>
      <Group align="end" gap="sm">
        <Select
          label={text.sboms.link}
          placeholder={text.sboms.linkHint}
          data={(found.data?.items ?? [])
            .filter(({ id }) => !taken.has(id))
            .map(({ id, name }) => ({ value: id, label: visible(name) }))}
          value={chosen}
          onChange={choose}
          searchable
          searchValue={typed}
          onSearchChange={type}
          // The server has searched, also by address and serial number.
          filter={({ options }) => options}
          nothingFoundMessage={text.common.nothingFound}
          w={340}
          maw="100%"
        />
        <Button
          variant="default"
          disabled={chosen === null}
          loading={link.isPending}
          onClick={() => {
            if (chosen !== null) link.mutate({ sbom: bill.id, device: chosen, linked: true });
            choose(null);
            type('');
          }}
        >
          {text.sboms.linkAction}
        </Button>
      </Group>
      {found.error ? <Failure error={found.error} onRetry={() => void found.refetch()} /> : null}
      {link.error ? <Failure error={link.error} /> : null}
    </div>
  );
}
