// Scripts that read the settings of a machine where the maker consents: to be taken there on a stick.
import { Anchor } from '@mantine/core';
import type { CollectorList } from '#contracts/index.ts';
import { collectorHref, loadCollectors } from '../api/checklists.ts';
import { useLoad } from '../api/use-load.ts';
import { Panel } from '../parts/panel.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { Loaded, Waiting } from '../parts/states.tsx';
import { text } from '../text/index.ts';

/** The panel with a link to each script. */
export function Collectors() {
  const collectors = useLoad(['collectors'], loadCollectors);
  return (
    <Panel title={text.checklist.collectors} lead={text.checklist.collectorsLead} flush>
      <Loaded of={collectors} waiting={<Waiting lines={3} />}>
        {({ items }) => (
          <PlainTable
            label={text.checklist.collectors}
            columns={[...text.checklist.collectorColumns]}
            rows={items}
            rowKey={({ name }) => name}
            cells={cellsOf}
          />
        )}
      </Loaded>
    </Panel>
  );
}

function cellsOf({ name, label, sha256 }: CollectorList['items'][number]) {
  return [
    label,
    <Anchor key="file" href={collectorHref(name)} download={name}>
      {name}
    </Anchor>,
    <code key="hash" style={{ overflowWrap: 'anywhere' }}>
      {sha256}
    </code>,
  ];
}
