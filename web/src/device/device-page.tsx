// One device: what to do about it, how exposed it is and the proof, what is known and how, and what was decided.
import { Group } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { DeviceDetail, Fact } from '#contracts/index.ts';
import { FindingCard } from '../findings/finding-card.tsx';
import { counted } from '../format/format.ts';
import { Foreign, visible } from '../parts/foreign.tsx';
import { RetiredTag, RungTag, SeverityTag } from '../parts/ladder-tag.tsx';
import { TextLink } from '../parts/link.tsx';
import { Page } from '../parts/page.tsx';
import { Panel } from '../parts/panel.tsx';
import { Failure, Waiting } from '../parts/states.tsx';
import { text } from '../text/index.ts';
import { Attributes } from './attributes.tsx';
import { Because } from './because.tsx';
import classes from './device.module.css';
import { DeviceActions } from './device-actions.tsx';
import { Dose } from './dose.tsx';
import { HangsOnIt } from './hangs-on-it.tsx';
import { Hardening } from './hardening.tsx';
import { History } from './history.tsx';
import { InShort } from './in-short.tsx';
import { MakerPromises } from './promises.tsx';
import { DeviceRecalls } from './recalls.tsx';
import { Renumbering } from './renumbering.tsx';
import { Services } from './services.tsx';
import { Subjects } from './subjects.tsx';
import { useDevice } from './use-device.ts';

const route = getRouteApi('/devices/$id');

/** The page of one device. */
export function DevicePage() {
  const { id } = route.useParams();
  const device = useDevice(id);
  if (device.data) return <Known detail={device.data} />;
  return (
    <Page title={text.device.one}>
      {device.error ? <Failure error={device.error} onRetry={() => void device.refetch()} /> : <Waiting lines={14} />}
    </Page>
  );
}

function Known({ detail }: { readonly detail: DeviceDetail }) {
  const { device, findings, services } = detail;
  const facts = useMemo(() => factsById(detail), [detail]);
  return (
    <Page
      title={<Foreign>{device.name}</Foreign>}
      tab={visible(device.name)}
      above={
        <div className={classes['crumbs']}>
          <TextLink to="/devices" size="sm">
            {text.devices.title}
          </TextLink>
          <IconChevronRight size={14} aria-hidden />
        </div>
      }
      lead={
        <Group gap={8} mt={6}>
          <RungTag rung={device.exposure} words />
          <SeverityTag
            severity={device.severity}
            note={counted(device.findings, text.units.finding, text.units.findings)}
          />
          {device.retired ? <RetiredTag /> : null}
        </Group>
      }
      actions={<DeviceActions detail={detail} />}
    >
      <div className={classes['columns']}>
        <div className={classes['main']}>
          <Panel title={text.device.findings} lead={text.device.findingsLead} flush>
            {findings.length === 0 ? (
              <p className={classes['none']}>{text.device.noFindings}</p>
            ) : (
              <ol className={classes['rows']}>
                {findings.map((finding) => (
                  <li key={finding.id}>
                    <FindingCard finding={finding} facts={facts} />
                  </li>
                ))}
              </ol>
            )}
          </Panel>
          <Services services={services} />
        </div>
        <InShort detail={detail} />
      </div>
      <HangsOnIt detail={detail} />
      <DeviceRecalls findings={findings} />
      <Hardening device={device.id} hardening={detail.hardening} />
      <MakerPromises device={device.id} />
      <Attributes attributes={detail.attributes} />
      <Because because={detail.because} />
      <Dose days={detail.dose} />
      <Renumbering id={device.id} />
      <Subjects subjects={detail.subjects} />
      <History entries={detail.history} />
    </Page>
  );
}

function factsById(detail: DeviceDetail): ReadonlyMap<string, Fact> {
  return new Map(
    [...detail.attributes, ...detail.services, detail.hardening, { facts: detail.cited }].flatMap(({ facts }) =>
      facts.map((fact) => [fact.id, fact]),
    ),
  );
}
