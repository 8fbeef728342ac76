// The flows behind what was picked on the map, each with its proof: who called whom, by which titles, what was done, and which
// capture or log says so.
import { Button, Group, Text } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { FlowRow } from '#contracts/index.ts';
import { counted } from '../format/format.ts';
import { FactLine } from '../parts/fact-line.tsx';
import { Foreign } from '../parts/foreign.tsx';
import { TextLink } from '../parts/link.tsx';
import { Panel } from '../parts/panel.tsx';
import { Failure, Waiting } from '../parts/states.tsx';
import { Tag } from '../parts/tag.tsx';
import { Unfold } from '../parts/unfold.tsx';
import { When } from '../parts/when.tsx';
import { text } from '../text/index.ts';
import classes from './network.module.css';
import { type FlowsOf, useFlows } from './use-network.ts';

interface FlowProofProps {
  readonly title: string;
  readonly of: FlowsOf;
  /** Someone asked for it, so it is brought into sight; otherwise it only goes with what was picked. */
  readonly isAskedFor?: boolean;
  readonly onClose: () => void;
}

/** The list of flows with their proof. */
export function FlowProof({ title, of, isAskedFor = false, onClose }: FlowProofProps) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isAskedFor) box.current?.focus();
  }, [isAskedFor]);
  const flows = useFlows(of);
  const rows = flows.data?.pages.flatMap(({ items }) => items) ?? [];
  const total = flows.data?.pages[0]?.total;
  return (
    <div ref={box} tabIndex={-1} className={classes['asked']}>
      <Panel
        title={title}
        lead={
          total
            ? `${total.relation === 'gte' ? `${text.network.atLeast} ` : ''}${counted(total.value, text.units.flow, text.units.flows)}`
            : null
        }
        actions={
          <Button variant="default" size="xs" onClick={onClose}>
            {text.common.close}
          </Button>
        }
        flush
      >
        {flows.error ? <Failure error={flows.error} onRetry={() => void flows.refetch()} /> : null}
        {flows.data === undefined && !flows.error ? <Waiting lines={4} /> : null}
        {flows.data !== undefined && rows.length === 0 ? (
          <Text size="sm" px="lg" pb="md">
            {text.network.noFlows}
          </Text>
        ) : null}
        <ul className={classes['proof']}>
          {rows.map((flow) => (
            <li key={flow.key}>
              <Flow flow={flow} />
            </li>
          ))}
        </ul>
        {flows.hasNextPage ? (
          <Group justify="center" p="md">
            <Button variant="default" loading={flows.isFetchingNextPage} onClick={() => void flows.fetchNextPage()}>
              {text.common.showMore}
            </Button>
          </Group>
        ) : null}
      </Panel>
    </div>
  );
}

function Flow({ flow }: { readonly flow: FlowRow }) {
  return (
    <>
      <div className={classes['ends']}>
        <End device={flow.clientDevice} address={flow.client} />
        <span className="quiet">{text.network.calls}</span>
        <End device={flow.serverDevice} address={flow.server} />
        <span className={classes['tags']}>
          {flow.protocols.map((protocol) => (
            <Tag key={protocol} tone="info">
              <Foreign>{protocol}</Foreign>
            </Tag>
          ))}
          <span className="quiet">
            {flow.transport} {flow.port}
          </span>
        </span>
      </div>
      {flow.titles.map(({ calling, called, outcome }) => (
        <div key={`${calling} ${called} ${outcome}`} className={classes['line']}>
          <Foreign>{calling ?? text.titles.untitled}</Foreign> → <Foreign>{called ?? text.titles.untitled}</Foreign>{' '}
          <Tag tone={outcome === 'rejected' ? 'watch' : outcome === 'accepted' ? 'safe' : 'unknown'}>
            {text.relations.outcomes[outcome]}
          </Tag>
        </div>
      ))}
      {flow.operations.length > 0 ? (
        <div className={classes['line']}>
          <span className="quiet">{text.network.does} </span>
          <Foreign>{flow.operations.join(', ')}</Foreign>
        </div>
      ) : null}
      <div className={classes['line']}>
        <span className="quiet">{text.network.seenBy} </span>
        {flow.sources.map(({ sensor, run, name, at, by }) => (
          <span key={`${sensor} ${run}`}>
            <Foreign>{name}</Foreign> <When at={at} /> (<Foreign>{by}</Foreign>){' '}
          </span>
        ))}
        {flow.sources.length === 0 ? <span>{text.network.sourceGone} </span> : null}
        <span className="quiet">
          {text.network.lastSeen} <When at={flow.lastSeenAt} />
        </span>
      </div>
      <Unfold label={text.network.facts(flow.facts.length)}>
        <ul className={classes['facts']}>
          {flow.facts.map((fact) => (
            <li key={fact.id}>
              <FactLine fact={fact} />
            </li>
          ))}
        </ul>
      </Unfold>
    </>
  );
}

function End({ device, address }: { readonly device: FlowRow['clientDevice']; readonly address: string }) {
  if (device === null) return <Foreign>{address}</Foreign>;
  return (
    <span>
      <TextLink to="/devices/$id" params={{ id: device.id }}>
        <Foreign>{device.name}</Foreign>
      </TextLink>{' '}
      <span className="quiet">{address}</span>
    </span>
  );
}
