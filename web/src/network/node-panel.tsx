// What was picked on the map, and with whom it speaks; or a way to pick something by keyboard.
import { Button, Select, Text } from '@mantine/core';
import type { NetworkMap } from '#contracts/index.ts';
import { count, counted } from '../format/format.ts';
import { Foreign, visible } from '../parts/foreign.tsx';
import { RungTag, rungMeaning, SeverityTag } from '../parts/ladder-tag.tsx';
import { LinkButton, TextLink } from '../parts/link.tsx';
import { Panel } from '../parts/panel.tsx';
import { text } from '../text/index.ts';
import classes from './network.module.css';
import { isDevice, type NetworkSearch, unpicked, ZONE } from './network-search.ts';

interface NodePanelProps {
  readonly network: NetworkMap;
  readonly search: NetworkSearch;
  readonly onPick: (node: string | undefined) => void;
}

const LISTED = 20;

/** The panel beside the map. */
export function NodePanel({ network, search, onPick }: NodePanelProps) {
  const node = network.nodes.find(({ id }) => id === search.pick);
  const names = new Map(network.nodes.map((each) => [each.id, each.name]));
  const edges = node ? network.edges.filter((edge) => edge.from === node.id || edge.to === node.id) : [];
  const flows = edges.reduce((sum, edge) => sum + edge.flows, 0);
  const ends = node ? endsOf(node.id, edges) : [];
  return (
    <Panel title={text.network.picked}>
      <Select
        label={text.network.pick}
        placeholder={text.network.pickHint}
        data={network.nodes.map((each) => ({ value: each.id, label: visible(each.name) }))}
        value={node?.id ?? null}
        onChange={(value) => onPick(value ?? undefined)}
        searchable
        clearable
        limit={50}
        clearButtonProps={{ 'aria-label': text.common.clear(text.network.pick) }}
        nothingFoundMessage={text.common.nothingFound}
      />
      {node ? (
        <>
          <About node={node} search={search} />
          <h3 className={classes['small']}>{text.network.speaks(count(flows), flows)}</h3>
          <ul className={classes['flows']}>
            {ends.slice(0, LISTED).map(({ other, isCaller, spoken }) => (
              <li key={`${other} ${isCaller}`}>
                <span className="quiet">{isCaller ? text.network.calls : text.network.calledBy} </span>
                <Button variant="transparent" size="compact-sm" px={2} maw="100%" onClick={() => onPick(other)}>
                  <Foreign>{names.get(other) ?? other}</Foreign>
                </Button>
                <span className="quiet">
                  {' '}
                  <Foreign>{spoken.join(', ')}</Foreign>
                </span>
              </li>
            ))}
          </ul>
          {ends.length > LISTED ? (
            <Text size="sm" c="dimmed">
              {text.devices.more(ends.length - LISTED)}
            </Text>
          ) : null}
        </>
      ) : (
        <Text size="sm" c="dimmed" mt="sm">
          {text.network.pickHow}
        </Text>
      )}
    </Panel>
  );
}

/** With whom a node speaks, each once in each direction, with what is spoken. */
function endsOf(node: string, edges: NetworkMap['edges']) {
  const ends = new Map<string, { other: string; isCaller: boolean; spoken: string[] }>();
  for (const { from, to, protocol, port, flows } of edges) {
    const isCaller = from === node;
    const other = isCaller ? to : from;
    const end = ends.get(`${other} ${isCaller}`) ?? { other, isCaller, spoken: [] };
    end.spoken.push(`${protocol}${port === null ? '' : ` ${port}`}${flows > 1 ? ` × ${count(flows)}` : ''}`);
    ends.set(`${other} ${isCaller}`, end);
  }
  return [...ends.values()];
}

function About({ node, search }: { readonly node: NetworkMap['nodes'][number]; readonly search: NetworkSearch }) {
  if (!isDevice(node)) {
    return (
      <>
        <Text mt="md" fw={600}>
          <Foreign>{node.name}</Foreign>
        </Text>
        {node.kind === ZONE ? (
          <>
            <Text size="sm" c="dimmed">
              {counted(node.devices, text.units.device, text.units.devices)}
            </Text>
            <div className={classes['tags']}>
              <RungTag rung={node.exposure} />
              <SeverityTag severity={node.severity} />
            </div>
            <LinkButton to="/network" search={{ ...unpicked(search), zone: node.zone }} size="xs" mt="sm">
              {text.network.openZone}
            </LinkButton>
          </>
        ) : null}
      </>
    );
  }
  return (
    <>
      <Text mt="md" fw={600}>
        <TextLink to="/devices/$id" params={{ id: node.id }} fw={600}>
          <Foreign>{node.name}</Foreign>
        </TextLink>
      </Text>
      <Text size="sm" c="dimmed">
        {rungMeaning(node.exposure)}
      </Text>
      <div className={classes['tags']}>
        <RungTag rung={node.exposure} />
        <SeverityTag severity={node.severity} />
      </div>
    </>
  );
}
