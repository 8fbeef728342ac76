// The network as a table: one line for each connection that the map draws, with the way to its proof.
import { Button } from '@mantine/core';
import type { NetworkMap } from '#contracts/index.ts';
import { count } from '../format/format.ts';
import { Foreign } from '../parts/foreign.tsx';
import { RungTag } from '../parts/ladder-tag.tsx';
import { TextLink } from '../parts/link.tsx';
import { Panel } from '../parts/panel.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { text } from '../text/index.ts';
import { isDevice, VANTAGE } from './network-search.ts';

interface FlowTableProps {
  readonly network: NetworkMap;
  readonly found: ReadonlySet<string> | undefined;
  readonly onProof: (edge: NetworkMap['edges'][number]) => void;
}

/** All connections, or those of the devices found. */
export function FlowTable({ network, found, onProof }: FlowTableProps) {
  const nodes = new Map(network.nodes.map((node) => [node.id, node]));
  const zones = new Map(network.zones.map((zone) => [zone.id, zone.name]));
  const edges = found ? network.edges.filter((edge) => found.has(edge.from) || found.has(edge.to)) : network.edges;

  function end(id: string) {
    const node = nodes.get(id);
    if (node === undefined || !isDevice(node)) return <Foreign>{node?.name ?? id}</Foreign>;
    return (
      <>
        <TextLink to="/devices/$id" params={{ id }}>
          <Foreign>{node.name}</Foreign>
        </TextLink>
        <div className="quiet">
          <Foreign>{zones.get(node.zone) ?? node.zone}</Foreign>
        </div>
      </>
    );
  }

  return (
    <Panel title={text.network.tableTitle} lead={text.network.tableLead} flush>
      <PlainTable
        label={text.network.tableTitle}
        columns={[...text.network.columns]}
        rows={edges}
        rowKey={({ from, to, protocol, port, basis }) => [from, to, protocol, port, basis].join(' ')}
        cells={(edge) => [
          <div key="from">{end(edge.from)}</div>,
          <div key="to">{end(edge.to)}</div>,
          <span key="protocol">
            <Foreign>{edge.protocol}</Foreign>
            {edge.port === null ? '' : ` ${edge.port}`}
          </span>,
          edge.basis === 'observed' ? text.network.observed : text.network.configured,
          edge.rung ? (
            <RungTag key="rung" rung={edge.rung} />
          ) : (
            <span key="rung" className="quiet">
              –
            </span>
          ),
          nodes.get(edge.from)?.kind === VANTAGE ? (
            <span key="proof" className="quiet">
              {text.network.byScan(count(edge.flows))}
            </span>
          ) : (
            <Button
              key="proof"
              variant="default"
              size="compact-sm"
              aria-label={text.network.proofOf(
                nodes.get(edge.from)?.name ?? edge.from,
                nodes.get(edge.to)?.name ?? edge.to,
              )}
              onClick={() => onProof(edge)}
            >
              {text.network.proof(count(edge.flows))}
            </Button>
          ),
        ]}
      />
    </Panel>
  );
}
