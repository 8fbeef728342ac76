// The device that was picked on the map, and with whom it speaks; or a way to pick one by keyboard.
import { Button, Select, Text } from '@mantine/core';
import type { NetworkMap } from '#contracts/index.ts';
import { Foreign, visible } from '../parts/foreign.tsx';
import { RungTag, rungMeaning, SeverityTag } from '../parts/ladder-tag.tsx';
import { TextLink } from '../parts/link.tsx';
import { Panel } from '../parts/panel.tsx';
import { text } from '../text/index.ts';
import classes from './network.module.css';
import { isDevice } from './network-search.ts';

interface NodePanelProps {
  readonly network: NetworkMap;
  readonly selected: string | undefined;
  readonly onSelect: (device: string | undefined) => void;
}

const LISTED = 40;

/** The panel beside the map. */
export function NodePanel({ network, selected, onSelect }: NodePanelProps) {
  const node = network.nodes.find((each) => each.id === selected);
  const names = new Map(network.nodes.map((each) => [each.id, each.name]));
  const flows = network.edges.filter((edge) => edge.from === selected || edge.to === selected);
  return (
    <Panel title={text.network.picked}>
      <Select
        label={text.network.pick}
        placeholder={text.network.pickHint}
        data={network.nodes.map((each) => ({ value: each.id, label: visible(each.name) }))}
        value={node?.id ?? null}
        onChange={(value) => onSelect(value ?? undefined)}
        searchable
        clearable
        limit={50}
        clearButtonProps={{ 'aria-label': text.common.clear(text.network.pick) }}
        nothingFoundMessage={text.common.nothingFound}
      />
      {node ? (
        <>
          {!isDevice(node) ? (
            <Text mt="md" fw={600}>
              <Foreign>{node.name}</Foreign>
            </Text>
          ) : (
            <About node={node} />
          )}
          <h3 className={classes['small']}>{text.network.speaks(flows.length)}</h3>
          <ul className={classes['flows']}>
            {flows.slice(0, LISTED).map((edge) => {
              const other = edge.from === node.id ? edge.to : edge.from;
              return (
                <li key={`${edge.from} ${edge.to} ${edge.protocol} ${edge.port ?? ''} ${edge.basis}`}>
                  <span className="quiet">{edge.from === node.id ? text.network.calls : text.network.calledBy} </span>
                  <Button variant="transparent" size="compact-sm" px={2} maw="100%" onClick={() => onSelect(other)}>
                    <Foreign>{names.get(other) ?? other}</Foreign>
                  </Button>
                  <span className="quiet">
                    {' '}
                    <Foreign>{edge.protocol}</Foreign>
                    {edge.port === null ? '' : ` ${edge.port}`}
                  </span>
                </li>
              );
            })}
          </ul>
          {flows.length > LISTED ? (
            <Text size="sm" c="dimmed">
              {text.devices.more(flows.length - LISTED)}
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

function About({ node }: { readonly node: NetworkMap['nodes'][number] }) {
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
