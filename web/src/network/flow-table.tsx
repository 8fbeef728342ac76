// The network as a table: one line for each flow, a page at a time.
import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import type { NetworkMap } from '#contracts/index.ts';
import { Foreign } from '../parts/foreign.tsx';
import { RungTag } from '../parts/ladder-tag.tsx';
import { TextLink } from '../parts/link.tsx';
import { Panel } from '../parts/panel.tsx';
import { text } from '../text/index.ts';
import classes from './network.module.css';
import { isDevice } from './network-search.ts';

const PAGE = 100;

interface FlowTableProps {
  readonly network: NetworkMap;
  readonly found: ReadonlySet<string> | undefined;
}

/** All flows, or those of the devices found. */
export function FlowTable({ network, found }: FlowTableProps) {
  const [shown, setShown] = useState(PAGE);
  const nodes = new Map(network.nodes.map((node) => [node.id, node]));
  const zones = new Map(network.zones.map((zone) => [zone.id, zone.name]));
  const edges = found ? network.edges.filter((edge) => found.has(edge.from) || found.has(edge.to)) : network.edges;

  function device(id: string) {
    const node = nodes.get(id);
    return (
      <>
        {node === undefined || !isDevice(node) ? (
          <Foreign>{node?.name ?? id}</Foreign>
        ) : (
          <TextLink to="/devices/$id" params={{ id }}>
            <Foreign>{node.name}</Foreign>
          </TextLink>
        )}
        {node ? (
          <div className={classes['second']}>
            <Foreign>{zones.get(node.zone) ?? node.zone}</Foreign>
          </div>
        ) : null}
      </>
    );
  }

  return (
    <Panel title={text.network.tableTitle} lead={text.network.tableLead} flush>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <section className={classes['scroll']} tabIndex={0} aria-label={text.network.tableScroll}>
        <table className={classes['table']}>
          <thead>
            <tr>
              <th scope="col">{text.network.from}</th>
              <th scope="col">{text.network.to}</th>
              <th scope="col">{text.network.protocol}</th>
              <th scope="col">{text.network.basis}</th>
              <th scope="col">{text.network.rung}</th>
            </tr>
          </thead>
          <tbody>
            {edges.slice(0, shown).map((edge) => (
              <tr key={`${edge.from} ${edge.to} ${edge.protocol} ${edge.port ?? ''} ${edge.basis}`}>
                <td>{device(edge.from)}</td>
                <td>{device(edge.to)}</td>
                <td>
                  <Foreign>{edge.protocol}</Foreign>
                  {edge.port === null ? '' : ` ${edge.port}`}
                </td>
                <td>{edge.basis === 'observed' ? text.network.observed : text.network.configured}</td>
                <td>{edge.rung ? <RungTag rung={edge.rung} /> : <span className="quiet">–</span>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {edges.length > shown ? (
        <Group justify="center" p="md">
          <Button variant="default" onClick={() => setShown((before) => before + PAGE)}>
            {text.common.showMore}
          </Button>
        </Group>
      ) : null}
    </Panel>
  );
}
