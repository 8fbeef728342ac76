// What would have to change elsewhere if this device got another address or title. Asked for when it is opened.
import { IconRoute } from '@tabler/icons-react';
import type { Renumbering as Impact } from '#contracts/index.ts';
import { loadRenumbering } from '../api/devices.ts';
import { useLoad } from '../api/use-load.ts';
import { Foreign } from '../parts/foreign.tsx';
import { TextLink } from '../parts/link.tsx';
import { Note } from '../parts/note.tsx';
import { Panel } from '../parts/panel.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { Proof } from '../parts/proof.tsx';
import { Empty, Loaded, Waiting } from '../parts/states.tsx';
import { Unfold } from '../parts/unfold.tsx';
import { When } from '../parts/when.tsx';
import { text } from '../text/index.ts';

/** The panel. */
export function Renumbering({ id }: { readonly id: string }) {
  return (
    <Panel title={text.renumbering.title} lead={text.renumbering.lead}>
      <Unfold label={text.renumbering.show}>
        <Shown id={id} />
      </Unfold>
    </Panel>
  );
}

function Shown({ id }: { readonly id: string }) {
  const impact = useLoad(['renumbering', id], (signal) => loadRenumbering(id, signal));
  return (
    <Loaded of={impact} waiting={<Waiting lines={4} />}>
      {(known) =>
        known.configured.length + known.partners.length + known.flows.length === 0 ? (
          <Empty icon={IconRoute} title={text.renumbering.none}>
            {text.renumbering.noneWhy}
          </Empty>
        ) : (
          <Known impact={known} />
        )
      }
    </Loaded>
  );
}

function Known({ impact: { addresses, configured, partners, flows, truncated } }: { readonly impact: Impact }) {
  return (
    <>
      {truncated ? <Note tone="watch">{text.renumbering.truncated}</Note> : null}
      {configured.length > 0 ? (
        <>
          <h3>{text.renumbering.configured}</h3>
          <PlainTable
            label={text.renumbering.configured}
            columns={text.renumbering.configuredColumns}
            rows={configured}
            rowKey={({ device, title, address, port }) => [device, title, address, port].join(' ')}
            cells={({ device, name, title, address, port, by, facts }) => [
              <TextLink key="device" to="/devices/$id" params={{ id: device }}>
                <Foreign>{name}</Foreign>
              </TextLink>,
              <Foreign key="entry">{[title, place(address, port)].filter((part) => part !== '').join(' · ')}</Foreign>,
              by.map((each) => text.renumbering.by[each]).join(', '),
              <Proof key="proof" facts={facts} />,
            ]}
          />
        </>
      ) : null}
      {partners.length > 0 ? (
        <>
          <h3>{text.renumbering.partners}</h3>
          <PlainTable
            label={text.renumbering.partners}
            columns={text.renumbering.partnerColumns}
            rows={partners}
            rowKey={({ title, address, port }) => [title, address, port].join(' ')}
            cells={({ title, address, port, facts }) => [
              <Foreign key="title">{title}</Foreign>,
              <Foreign key="place" mono>
                {place(address, port)}
              </Foreign>,
              <Proof key="proof" facts={facts} />,
            ]}
          />
        </>
      ) : null}
      {flows.length > 0 ? (
        <>
          <h3>{text.renumbering.flows}</h3>
          <PlainTable
            label={text.renumbering.flows}
            columns={text.renumbering.flowColumns}
            rows={flows}
            rowKey={({ direction, own, address, transport, port }) =>
              [direction, own, address, transport, port].join(' ')
            }
            cells={({ direction, own, address, device, port, protocols, titles, lastSeenAt }) => [
              <>
                {device ? (
                  <TextLink to="/devices/$id" params={{ id: device.id }}>
                    <Foreign>{device.name}</Foreign>
                  </TextLink>
                ) : null}
                <div className="quiet">
                  <Foreign mono>{address}</Foreign>
                </div>
              </>,
              <div key="direction">
                {text.renumbering.directions[direction]}
                {addresses.length > 1 ? (
                  <div className="quiet">
                    <Foreign mono>{own}</Foreign>
                  </div>
                ) : null}
              </div>,
              <Foreign key="what">{[...protocols, String(port), ...titles].join(' · ')}</Foreign>,
              <When key="at" at={lastSeenAt} />,
            ]}
          />
        </>
      ) : null}
    </>
  );
}

function place(address: string | null, port: number | null): string {
  return [address, port].filter((part) => part !== null).join(':');
}
