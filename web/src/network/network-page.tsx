// Who speaks to whom: drawn by zone, and the same as a table; from each line to the proof.
import { IconAffiliate } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense, useMemo, useState } from 'react';
import type { NetworkMap } from '#contracts/index.ts';
import { visible } from '../parts/foreign.tsx';
import { LinkButton } from '../parts/link.tsx';
import { Note } from '../parts/note.tsx';
import { Page } from '../parts/page.tsx';
import { given } from '../parts/search-params.ts';
import { Empty, Loaded, Waiting } from '../parts/states.tsx';
import { text } from '../text/index.ts';
import { FlowProof } from './flow-proof.tsx';
import { FlowTable } from './flow-table.tsx';
import { Legend } from './legend.tsx';
import classes from './network.module.css';
import { isDevice, type NetworkSearch, unpicked, VANTAGE, ZONE } from './network-search.ts';
import { NetworkTools } from './network-tools.tsx';
import { NodePanel } from './node-panel.tsx';
import { useNetwork } from './use-network.ts';

const NetworkDrawing = lazy(() =>
  import('./network-drawing.tsx').then((module) => ({ default: module.NetworkDrawing })),
);
const route = getRouteApi('/network');

/** The page of the network. */
export function NetworkPage() {
  const network = useNetwork(route.useSearch());
  return (
    <Page title={text.network.title} lead={text.network.lead}>
      <Loaded of={network} waiting={<Waiting lines={10} />}>
        {(loaded) =>
          loaded.zones.length === 0 ? (
            <Empty
              icon={IconAffiliate}
              title={text.network.none}
              actions={<LinkButton to="/import">{text.sources.add}</LinkButton>}
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

function Known({ network }: { readonly network: NetworkMap }) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const [unable, setUnable] = useState(false);
  const change = (next: NetworkSearch) => void navigate({ search: next, replace: true, resetScroll: false });
  const { from, to, pick, q } = search;
  const line = useMemo(() => (from !== undefined && to !== undefined ? { from, to } : undefined), [from, to]);
  const found = useMemo(() => {
    if (!q) return undefined;
    const words = q.toLowerCase();
    return new Set(
      network.nodes.filter((node) => isDevice(node) && node.name.toLowerCase().includes(words)).map(({ id }) => id),
    );
  }, [network, q]);
  const names = new Map(network.nodes.map(({ id, name }) => [id, visible(name)]));
  const isByZone = network.nodes.some(({ kind }) => kind === ZONE);
  const isEmpty = network.nodes.length === 0;

  function pickNode(id: string | undefined): void {
    const node = network.nodes.find((each) => each.id === id);
    // A zone opens at the second click, so that the first can show whom it speaks with.
    if (node?.kind === ZONE && id === pick) {
      void navigate({ search: { ...unpicked(search), zone: node.zone }, resetScroll: false });
    } else change(id === undefined ? unpicked(search) : { ...unpicked(search), pick: id });
  }

  return (
    <>
      <NetworkTools network={network} search={search} found={found?.size} canDraw={!unable} onChange={change} />
      {network.truncated ? <Note>{text.network.truncated}</Note> : null}
      {unable ? <Note>{text.network.noWebGl}</Note> : null}
      {isEmpty ? <Note>{text.network.nothingHere}</Note> : null}
      {search.view === 'table' || unable ? (
        <FlowTable
          network={network}
          found={isByZone ? undefined : found}
          onProof={(edge) =>
            change(given({ ...unpicked(search), from: edge.from, to: edge.to, spoken: edge.protocol ?? undefined }))
          }
        />
      ) : (
        <div className={classes['stage']}>
          <div>
            <Suspense fallback={<Waiting lines={10} />}>
              <NetworkDrawing
                network={network}
                picked={pick}
                line={line}
                found={isByZone ? undefined : found}
                onPick={pickNode}
                onPickLine={(a, b) => change({ ...unpicked(search), from: a, to: b })}
                onUnable={() => setUnable(true)}
              />
            </Suspense>
            <Legend network={network} />
          </div>
          <NodePanel network={network} search={search} onPick={pickNode} />
        </div>
      )}
      {line ? (
        <FlowProof
          key={`${line.from} ${line.to} ${search.spoken}`}
          isAskedFor
          title={text.network.lineTitle(names.get(line.from) ?? line.from, names.get(line.to) ?? line.to)}
          of={{ ...line, protocol: search.spoken ?? search.protocol }}
          onClose={() => change(unpicked(search))}
        />
      ) : null}
      {pick !== undefined && names.has(pick) && !pick.startsWith(`${VANTAGE}:`) ? (
        <FlowProof
          key={pick}
          title={text.network.nodeTitle(names.get(pick) ?? pick)}
          of={{ node: pick, protocol: search.protocol }}
          onClose={() => change(unpicked(search))}
        />
      ) : null}
    </>
  );
}
