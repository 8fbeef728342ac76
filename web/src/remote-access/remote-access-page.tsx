// The register of makers' remote access: who may reach what until when, what was seen of it, and what nobody entered.
import { Button, Group } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { useState } from 'react';
import type { RemoteAccessEntry, RemoteAccessList } from '#contracts/index.ts';
import { endRemoteAccess, loadRemoteAccess } from '../api/assessments.ts';
import { useLoad, useWrite } from '../api/use-load.ts';
import { usePowers } from '../api/use-session.ts';
import { count, date } from '../format/format.ts';
import { Confirm } from '../parts/confirm.tsx';
import { Foreign, visible } from '../parts/foreign.tsx';
import { TextLink } from '../parts/link.tsx';
import { notice } from '../parts/notice.ts';
import { Page } from '../parts/page.tsx';
import { Panel } from '../parts/panel.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { Empty, Loaded, Waiting } from '../parts/states.tsx';
import { Tag } from '../parts/tag.tsx';
import { When } from '../parts/when.tsx';
import { text } from '../text/index.ts';
import { AccessForm, type Entering } from './access-form.tsx';

const words = text.programAccess;
const TONES = { valid: 'safe', expired: 'danger', ended: 'quiet' } as const;
/** Devices that are named in a cell. */
const NAMED = 3;

/** The page. */
export function RemoteAccessPage() {
  const { edit } = usePowers();
  const [entering, enter] = useState<Entering | null>(null);
  return (
    <Page
      title={words.title}
      lead={words.lead}
      above={<TextLink to="/program/assessments">{text.programAssess.back}</TextLink>}
      actions={edit ? <Button onClick={() => enter({ entry: null, device: null })}>{words.add}</Button> : null}
    >
      <Loaded of={useLoad(['remote-access'], loadRemoteAccess)} waiting={<Waiting />}>
        {(register) => <Register of={register} onEnter={edit ? enter : null} />}
      </Loaded>
      {entering ? <AccessForm entering={entering} onClose={() => enter(null)} /> : null}
    </Page>
  );
}

interface RegisterProps {
  readonly of: RemoteAccessList;
  readonly onEnter: ((entering: Entering) => void) | null;
}

function Register({ of: { items, unregistered }, onEnter }: RegisterProps) {
  return (
    <>
      {unregistered.length > 0 ? (
        <Panel title={words.unregistered} lead={words.unregisteredLead} flush>
          <PlainTable
            label={words.unregistered}
            columns={words.unregisteredColumns}
            rows={unregistered}
            rowKey={({ id }) => id}
            cells={({ id, name, maker, service, at }) => [
              <DeviceLink key="device" id={id} name={name} />,
              <Foreign key="what">{service}</Foreign>,
              <When key="when" at={at} />,
              onEnter ? (
                <Button
                  key="enter"
                  size="compact-sm"
                  variant="default"
                  aria-label={words.enterOf(visible(name))}
                  onClick={() => onEnter({ entry: null, device: { id, maker } })}
                >
                  {words.enter}
                </Button>
              ) : null,
            ]}
          />
        </Panel>
      ) : null}
      {items.length === 0 ? (
        <Empty icon={IconPlugConnectedX} title={words.none}>
          {words.noneWhy}
        </Empty>
      ) : (
        <Panel title={words.list} flush>
          <PlainTable
            label={words.list}
            columns={words.columns}
            rows={items}
            rowKey={({ id }) => id}
            cells={(entry) => cellsOf(entry, onEnter)}
          />
        </Panel>
      )}
    </>
  );
}

function cellsOf(entry: RemoteAccessEntry, onEnter: RegisterProps['onEnter']) {
  const { who, maker, contact, secondFactor, devices, service, reason, until, state, lastSeen, endedAt, endedBy } =
    entry;
  return [
    <div key="who">
      <Foreign>{words.of(who, maker)}</Foreign>
      <div className="quiet">
        {words.factor[secondFactor]}
        {contact === '' ? null : (
          <>
            {', '}
            <Foreign>{contact}</Foreign>
          </>
        )}
      </div>
      {onEnter && state !== 'ended' ? (
        <Group gap="xs" mt={4}>
          <Button
            size="compact-sm"
            variant="default"
            aria-label={words.changeOf(visible(who))}
            onClick={() => onEnter({ entry, device: null })}
          >
            {words.change}
          </Button>
          <End entry={entry} />
        </Group>
      ) : null}
    </div>,
    <div key="devices">
      {devices.slice(0, NAMED).map(({ id, name }) => (
        <div key={id}>
          <DeviceLink id={id} name={name} />
        </div>
      ))}
      {devices.length > NAMED ? <div className="quiet">{words.more(count(devices.length - NAMED))}</div> : null}
    </div>,
    <div key="why">
      <Foreign>{reason}</Foreign>
      {service === '' ? null : (
        <div className="quiet">
          <Foreign>{service}</Foreign>
        </div>
      )}
    </div>,
    <div key="until">
      {date(until)} <Tag tone={TONES[state]}>{words.states[state]}</Tag>
      {endedAt === null ? null : (
        <div className="quiet">
          <Foreign>{words.ended(endedBy ?? '', date(endedAt))}</Foreign>
        </div>
      )}
    </div>,
    lastSeen === null ? (
      <span key="seen" className="quiet">
        {words.neverSeen}
      </span>
    ) : (
      <div key="seen">
        <When at={lastSeen.at} />
        <div className="quiet">
          <Foreign>{lastSeen.service}</Foreign>
        </div>
      </div>
    ),
  ];
}

function DeviceLink({ id, name }: { readonly id: string; readonly name: string }) {
  return (
    <TextLink to="/devices/$id" params={{ id }}>
      <Foreign>{name}</Foreign>
    </TextLink>
  );
}

function End({ entry: { id, who } }: { readonly entry: RemoteAccessEntry }) {
  const [asking, setAsking] = useState(false);
  const end = useWrite(endRemoteAccess, () => {
    setAsking(false);
    notice(words.isOver);
  });
  return (
    <>
      <Button size="compact-sm" variant="subtle" aria-label={words.endOf(visible(who))} onClick={() => setAsking(true)}>
        {words.end}
      </Button>
      <Confirm
        opened={asking}
        title={words.endOf(visible(who))}
        action={words.end}
        busy={end.isPending}
        error={end.error}
        onClose={() => setAsking(false)}
        onConfirm={() => end.mutate(id)}
      >
        {words.endWhy}
      </Confirm>
    </>
  );
}
