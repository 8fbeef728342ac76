// The few things to do first: what, who, why, and for which devices.
import { Text } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import type { AssessmentDocument } from '#contracts/index.ts';
import { counted } from '../format/format.ts';
import { Foreign } from '../parts/foreign.tsx';
import { TextLink } from '../parts/link.tsx';
import { Panel } from '../parts/panel.tsx';
import { Empty } from '../parts/states.tsx';
import { Unfold } from '../parts/unfold.tsx';
import { WhoTag } from '../parts/who-tag.tsx';
import { text } from '../text/index.ts';
import classes from './overview.module.css';

type Step = AssessmentDocument['doFirst'][number];

/** The ordered list of steps. */
export function DoFirst({ steps }: { readonly steps: readonly Step[] }) {
  return (
    <Panel title={text.overview.doFirstTitle} lead={text.overview.doFirstLead} flush>
      {steps.length === 0 ? (
        <Empty icon={IconCircleCheck} title={text.overview.nothingToDo}>
          {text.overview.nothingToDoWhy}
        </Empty>
      ) : (
        <ol className={classes['steps']}>
          {steps.map((step) => (
            <li key={step.action + step.findings.join()} className={classes['step']}>
              <div>
                <div className={classes['stepAction']}>
                  <Foreign>{step.action}</Foreign>
                </div>
                <Text c="dimmed" size="sm" mt={2}>
                  <Foreign>{step.because}</Foreign>
                </Text>
                <Devices step={step} />
              </div>
              <WhoTag who={step.who} />
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}

/** The API lists no more findings of one step; how many there are stands in its reason. */
const MOST_LISTED = 500;

function Devices({ step }: { readonly step: Step }) {
  const links = step.devices.map((device) => (
    <li key={device.id}>
      <TextLink to="/devices/$id" params={{ id: device.id }}>
        <Foreign>{device.name}</Foreign>
      </TextLink>
    </li>
  ));
  if (links.length <= 3) return <ul className={classes['stepDevices']}>{links}</ul>;
  const findings = counted(step.findings.length, text.units.finding, text.units.findings);
  const devices = counted(step.devices.length, text.units.device, text.units.devices);
  return (
    <Unfold
      label={
        step.findings.length < MOST_LISTED
          ? text.overview.settles(devices, findings)
          : text.overview.settlesMore(devices)
      }
    >
      <ul className={classes['stepDevices']}>{links}</ul>
    </Unfold>
  );
}
