// The row above the map: map or table, the search, the filters, and how much of the network is shown.
import { SegmentedControl, Select, Text, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import type { NetworkMap } from '#contracts/index.ts';
import { count, counted } from '../format/format.ts';
import { visible } from '../parts/foreign.tsx';
import { given } from '../parts/search-params.ts';
import { useTyped } from '../parts/use-typed.ts';
import { text } from '../text/index.ts';
import classes from './network.module.css';
import { isDevice, type NetworkSearch } from './network-search.ts';

interface NetworkToolsProps {
  readonly network: NetworkMap;
  readonly search: NetworkSearch;
  readonly found: number | undefined;
  readonly canDraw: boolean;
  readonly onChange: (search: NetworkSearch) => void;
}

/** The row of controls. */
export function NetworkTools({ network, search, found, canDraw, onChange }: NetworkToolsProps) {
  const [typed, type] = useTyped(search.q ?? '', (q) => onChange(given({ ...search, q: q === '' ? undefined : q })));
  const isPart = search.zone !== undefined;
  const devices = network.nodes.reduce((sum, node) => sum + (isPart && !isDevice(node) ? 0 : node.devices), 0);
  const flows = network.edges.reduce((sum, edge) => sum + edge.flows, 0);
  return (
    <div className={classes['toolbar']}>
      <SegmentedControl
        aria-label={text.network.view}
        value={search.view === 'table' || !canDraw ? 'table' : 'map'}
        onChange={(view) => onChange(given({ ...search, view: view === 'table' ? ('table' as const) : undefined }))}
        data={[
          { value: 'map', label: text.network.map, disabled: !canDraw },
          { value: 'table', label: text.network.table },
        ]}
      />
      <TextInput
        type="search"
        aria-label={text.network.search}
        placeholder={text.network.search}
        leftSection={<IconSearch size={17} stroke={1.7} aria-hidden />}
        value={typed}
        onChange={(event) => type(event.currentTarget.value)}
      />
      <Select
        aria-label={text.network.zone}
        placeholder={text.network.allZones}
        data={network.zones.map((zone) => ({
          value: zone.id,
          label: `${visible(zone.name)} (${count(zone.devices)})`,
        }))}
        value={search.zone ?? null}
        onChange={(zone) => onChange(given({ ...search, zone: zone ?? undefined }))}
        clearable
        searchable
        limit={100}
        clearButtonProps={{ 'aria-label': text.common.clear(text.network.zone) }}
        nothingFoundMessage={text.common.nothingFound}
      />
      <Select
        aria-label={text.network.protocolFilter}
        placeholder={text.network.anyProtocol}
        data={network.protocols.map(({ protocol, flows: amount }) => ({
          value: protocol,
          label: `${visible(protocol)} (${count(amount)})`,
        }))}
        value={search.protocol ?? null}
        onChange={(protocol) => onChange(given({ ...search, protocol: protocol ?? undefined }))}
        clearable
        searchable
        clearButtonProps={{ 'aria-label': text.common.clear(text.network.protocolFilter) }}
        nothingFoundMessage={text.common.nothingFound}
      />
      <Text size="sm" c="dimmed" role="status">
        {counted(devices, text.units.device, text.units.devices)} · {counted(flows, text.units.flow, text.units.flows)}
        {found === undefined ? '' : ` · ${text.network.matching(count(found))}`}
      </Text>
    </div>
  );
}
