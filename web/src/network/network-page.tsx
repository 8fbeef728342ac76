// Who speaks to whom: drawn by zone, and the same as a table.
import { SegmentedControl, Select, Text, TextInput } from '@mantine/core';
import { IconAffiliate, IconSearch } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense, useMemo, useState } from 'react';
import type { NetworkMap } from '#contracts/index.ts';
import { loadNetwork } from '../api/results.ts';
import { useLoad } from '../api/use-load.ts';
import { count, counted } from '../format/format.ts';
import { visible } from '../parts/foreign.tsx';
import { LinkButton } from '../parts/link.tsx';
import { Note } from '../parts/note.tsx';
import { Page } from '../parts/page.tsx';
import { given } from '../parts/search-params.ts';
import { Empty, Loaded, Waiting } from '../parts/states.tsx';
import { useTyped } from '../parts/use-typed.ts';
import { text } from '../text/index.ts';
import { FlowTable } from './flow-table.tsx';
import { Legend } from './legend.tsx';
import classes from './network.module.css';
import { isDevice, type NetworkSearch } from './network-search.ts';
import { NodePanel } from './node-panel.tsx';

const NetworkDrawing = lazy(() =>
  import('./network-drawing.tsx').then((module) => ({ default: module.NetworkDrawing })),
);
const route = getRouteApi('/network');

/** The page of the network. */
export function NetworkPage() {
  const network = useLoad(['network'], loadNetwork);
  return (
    <Page title={text.network.title} lead={text.network.lead}>
      <Loaded of={network} waiting={<Waiting lines={10} />}>
        {(loaded) =>
          loaded.nodes.length === 0 ? (
            <Empty
              icon={IconAffiliate}
              title={text.network.none}
              actions={<LinkButton to="/scans/new">{text.scans.start}</LinkButton>}
            >
              {text.network.noneWhy}
            </Empty>
          ) : (
            <Known network={loaded} />
          )
        }
      </Loaded>
    </Page>
  );
}

/** The part of the network in one zone, and the devices that zone speaks with. */
export function inZone(network: NetworkMap, zone: string | undefined): NetworkMap {
  if (zone === undefined) return network;
  const home = new Set(network.nodes.filter((node) => node.zone === zone).map((node) => node.id));
  const edges = network.edges.filter((edge) => home.has(edge.from) || home.has(edge.to));
  const kept = new Set([...home, ...edges.flatMap((edge) => [edge.from, edge.to])]);
  return { ...network, nodes: network.nodes.filter((node) => kept.has(node.id)), edges };
}

/** The connections of one protocol, and the devices that have any. */
export function speaking(network: NetworkMap, protocol: string | undefined): NetworkMap {
  if (protocol === undefined) return network;
  const edges = network.edges.filter((edge) => edge.protocol === protocol);
  const kept = new Set(edges.flatMap((edge) => [edge.from, edge.to]));
  return { ...network, nodes: network.nodes.filter((node) => kept.has(node.id)), edges };
}

function Known({ network }: { readonly network: NetworkMap }) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const [selected, setSelected] = useState<string>();
  const [unable, setUnable] = useState(false);
  const change = (next: NetworkSearch) => void navigate({ search: next, replace: true, resetScroll: false });
  const [typed, type] = useTyped(search.q ?? '', (q) => change(given({ ...search, q: q === '' ? undefined : q })));
  const protocols = useMemo(() => [...new Set(network.edges.map((edge) => edge.protocol))].sort(), [network]);
  const part = useMemo(
    () => speaking(inZone(network, search.zone), search.protocol),
    [network, search.zone, search.protocol],
  );
  const found = useMemo(() => {
    if (!search.q) return undefined;
    const words = search.q.toLowerCase();
    return new Set(part.nodes.filter((node) => node.name.toLowerCase().includes(words)).map((node) => node.id));
  }, [part, search.q]);
  const asTable = search.view === 'table' || unable;

  return (
    <>
      <div className={classes['toolbar']}>
        <SegmentedControl
          aria-label={text.network.view}
          value={asTable ? 'table' : 'map'}
          onChange={(view) => change(given({ ...search, view: view === 'table' ? 'table' : undefined }))}
          data={[
            { value: 'map', label: text.network.map, disabled: unable },
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
          onChange={(zone) => change(given({ ...search, zone: zone ?? undefined }))}
          clearable
          searchable
          clearButtonProps={{ 'aria-label': text.common.clear(text.network.zone) }}
          nothingFoundMessage={text.common.nothingFound}
        />
        <Select
          aria-label={text.network.protocolFilter}
          placeholder={text.network.anyProtocol}
          data={protocols.map((protocol) => ({ value: protocol, label: visible(protocol) }))}
          value={search.protocol ?? null}
          onChange={(protocol) => change(given({ ...search, protocol: protocol ?? undefined }))}
          clearable
          searchable
          clearButtonProps={{ 'aria-label': text.common.clear(text.network.protocolFilter) }}
          nothingFoundMessage={text.common.nothingFound}
        />
        <Text size="sm" c="dimmed" role="status">
          {counted(part.nodes.filter(isDevice).length, text.units.device, text.units.devices)} ·{' '}
          {counted(part.edges.length, text.units.flow, text.units.flows)}
          {found ? ` · ${text.network.matching(count(found.size))}` : ''}
        </Text>
      </div>
      {network.truncated ? <Note>{text.network.truncated}</Note> : null}
      {unable ? <Note>{text.network.noWebGl}</Note> : null}
      {asTable ? (
        <FlowTable network={part} found={found} />
      ) : (
        <div className={classes['stage']}>
          <div>
            <Suspense fallback={<Waiting lines={10} />}>
              <NetworkDrawing
                network={part}
                selected={selected}
                found={found}
                onSelect={setSelected}
                onUnable={() => setUnable(true)}
              />
            </Suspense>
            <Legend network={part} />
          </div>
          <NodePanel network={part} selected={selected} onSelect={setSelected} />
        </div>
      )}
    </>
  );
}
