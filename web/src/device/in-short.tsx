// The device in a column: what it is, where it is, whose it is, how much depends on it.
import type { DeviceDetail } from '#contracts/index.ts';
import { FactsList } from '../parts/facts-list.tsx';
import { Foreign } from '../parts/foreign.tsx';
import { Panel } from '../parts/panel.tsx';
import { When } from '../parts/when.tsx';
import { text } from '../text/index.ts';

/** What one wants to know at a glance. */
export function InShort({ detail }: { readonly detail: DeviceDetail }) {
  const { device, criticality } = detail;
  const level = criticality?.level ?? device.criticality;
  return (
    <Panel title={text.device.inShort}>
      <FactsList
        items={[
          [text.device.kind, known([device.kind, device.modality])],
          [text.device.maker, known([device.vendor, device.model])],
          [text.device.os, known([device.os])],
          [text.device.addresses, several(device.addresses)],
          [text.device.aeTitles, several(device.aeTitles)],
          [text.device.place, known([device.zoneName, device.zone, device.location])],
          [text.device.owner, known([device.owner])],
          [
            text.device.criticality,
            level === null ? (
              <Missing key="criticality" />
            ) : (
              <>
                {level} / 5 · {text.criticality[level] ?? ''}
                {criticality?.reasons.map((reason) => (
                  <div key={reason} className="quiet">
                    <Foreign>{reason}</Foreign>
                  </div>
                ))}
              </>
            ),
          ],
          [text.device.lastSeen, <When key="seen" at={device.lastSeenAt} />],
        ]}
      />
    </Panel>
  );
}

function Missing() {
  return <span className="quiet">{text.common.notKnown}</span>;
}

function known(values: readonly (string | null)[]) {
  const given = values.filter((value) => value !== null);
  return given.length === 0 ? <Missing /> : <Foreign>{given.join(' · ')}</Foreign>;
}

function several(values: readonly string[]) {
  if (values.length === 0) return <Missing />;
  return values.map((value) => (
    <div key={value}>
      <Foreign mono>{value}</Foreign>
    </div>
  ));
}
