// The parts of the network, why they are taken for parts, and what crosses the border to the internet.
import { ActionIcon } from '@mantine/core';
import { IconPencil, IconSitemap } from '@tabler/icons-react';
import { useState } from 'react';
import type { ZoneRow } from '#contracts/index.ts';
import { loadZones } from '../api/site.ts';
import { usePages } from '../api/use-load.ts';
import { usePowers } from '../api/use-session.ts';
import { count } from '../format/format.ts';
import { Foreign, visible } from '../parts/foreign.tsx';
import { RungTag, SeverityTag } from '../parts/ladder-tag.tsx';
import { LinkButton, TextLink } from '../parts/link.tsx';
import { Page } from '../parts/page.tsx';
import { moreOf, PagedTable } from '../parts/paged-table.tsx';
import { Panel } from '../parts/panel.tsx';
import { Empty, Loaded, Waiting } from '../parts/states.tsx';
import { Unfold } from '../parts/unfold.tsx';
import { text } from '../text/index.ts';
import { EntryWays } from './entry-ways.tsx';
import { InternetFlows } from './internet-flows.tsx';
import { NameZone } from './name-zone.tsx';
import { WaysBetween } from './ways-between.tsx';

/** The page of zones. */
export function ZonesPage() {
  const zones = usePages(['zones'], (cursor, signal) => loadZones({ cursor }, signal));
  const [naming, setNaming] = useState<ZoneRow | null>(null);
  const { edit } = usePowers();
  return (
    <Page title={text.zones.title} lead={text.zones.lead}>
      <Panel title={text.zones.panel} lead={text.zones.panelLead} flush>
        <Loaded of={zones} waiting={<Waiting lines={6} />}>
          {({ pages }) =>
            pages[0]?.items.length === 0 ? (
              <Empty
                icon={IconSitemap}
                title={text.zones.none}
                actions={<LinkButton to="/import">{text.sources.add}</LinkButton>}
              >
                {text.zones.noneWhy}
              </Empty>
            ) : (
              <PagedTable
                label={text.zones.panel}
                columns={edit ? [...text.zones.columns, text.zones.change] : text.zones.columns}
                pages={pages}
                rowKey={({ id }) => id}
                cells={(row) => [...cellsOf(row), ...(edit ? [<Rename key="rename" of={row} />] : [])]}
                more={moreOf(zones)}
              />
            )
          }
        </Loaded>
      </Panel>
      <WaysBetween />
      <EntryWays />
      <InternetFlows />
      {naming ? <NameZone zone={naming} onClose={() => setNaming(null)} /> : null}
    </Page>
  );

  function Rename({ of }: { readonly of: ZoneRow }) {
    return (
      <ActionIcon
        variant="default"
        aria-label={text.zones.nameNamed(visible(of.name ?? of.id))}
        onClick={() => setNaming(of)}
      >
        <IconPencil size={16} aria-hidden />
      </ActionIcon>
    );
  }
}

function cellsOf({ id, name, devices, exposure, severity, because }: ZoneRow) {
  return [
    <>
      <b>
        <Foreign>{name ?? id}</Foreign>
      </b>
      {name === null ? null : (
        <div className="quiet">
          <Foreign mono>{id}</Foreign>
        </div>
      )}
      <Unfold label={text.zones.why}>
        {because.map((reason) => (
          <div key={reason}>
            <Foreign>{reason}</Foreign>
          </div>
        ))}
      </Unfold>
    </>,
    <TextLink key="devices" to="/devices" search={{ zone: id }}>
      {count(devices)}
    </TextLink>,
    <RungTag key="rung" rung={exposure} />,
    <SeverityTag key="severity" severity={severity} />,
  ];
}
