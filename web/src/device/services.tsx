// The services of a device, most open first, each with its rung, what was asked and answered, and the proof.
import { IconPlugConnected } from '@tabler/icons-react';
import type { DeviceDetail } from '#contracts/index.ts';
import { EndpointDetail, endpointRung, openness } from '../parts/endpoint.tsx';
import { FactLine } from '../parts/fact-line.tsx';
import { Foreign } from '../parts/foreign.tsx';
import { RungTag } from '../parts/ladder-tag.tsx';
import { TextLink } from '../parts/link.tsx';
import { Panel } from '../parts/panel.tsx';
import { Empty } from '../parts/states.tsx';
import { Unfold } from '../parts/unfold.tsx';
import { When } from '../parts/when.tsx';
import { text } from '../text/index.ts';
import classes from './device.module.css';

type Service = DeviceDetail['services'][number];

/** All services seen on the device. */
export function Services({ services }: { readonly services: readonly Service[] }) {
  const sorted = [...services].sort((a, b) => openness(b.endpoint) - openness(a.endpoint) || a.port - b.port);
  return (
    <Panel title={text.device.services} lead={text.device.servicesLead} flush>
      {sorted.length === 0 ? (
        <Empty icon={IconPlugConnected} title={text.device.noServices}>
          {text.device.noServicesWhy}
        </Empty>
      ) : (
        <ul className={classes['rows']}>
          {sorted.map((service) => (
            <li key={service.id} className={classes['service']}>
              <div className={classes['serviceHead']}>
                <h3>
                  <Foreign mono>{`${service.address} : ${service.port}`}</Foreign>{' '}
                  <span className="quiet">{text.protocol[service.endpoint.protocol]}</span>
                </h3>
                <RungTag rung={endpointRung(service.endpoint)} words />
              </div>
              <EndpointDetail endpoint={service.endpoint} />
              {service.facts.length > 0 ? (
                <Unfold label={text.device.serviceFacts(service.facts.length)}>
                  <ul className={classes['plain']}>
                    {service.facts.map((fact) => (
                      <li key={fact.id}>
                        <FactLine fact={fact} />
                      </li>
                    ))}
                  </ul>
                </Unfold>
              ) : null}
              <div className={classes['seen']}>
                {text.device.seen} <When at={service.observedAt} />
                {service.scan ? (
                  <>
                    {' · '}
                    <TextLink to="/scans/$id" params={{ id: service.scan }} size="xs" underline="always">
                      {text.device.inScan}
                    </TextLink>
                  </>
                ) : null}
              </div>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
