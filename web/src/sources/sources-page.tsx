// Where knowledge comes from: what each sensor last took in, how long ago, and what went wrong.
import { IconPlugConnected } from '@tabler/icons-react';
import type { SourceRow } from '#contracts/index.ts';
import { loadSources } from '../api/results.ts';
import { useLoad } from '../api/use-load.ts';
import { count } from '../format/format.ts';
import { Foreign } from '../parts/foreign.tsx';
import { LinkButton } from '../parts/link.tsx';
import { Page } from '../parts/page.tsx';
import { Panel } from '../parts/panel.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { Empty, Loaded, Waiting } from '../parts/states.tsx';
import { Tag } from '../parts/tag.tsx';
import { When } from '../parts/when.tsx';
import { text } from '../text/index.ts';
import { RemoteSensors } from './remote-sensors.tsx';

/** The page of sources. */
export function SourcesPage() {
  const sources = useLoad(['sources'], loadSources);
  return (
    <Page title={text.sources.title} lead={text.sources.lead}>
      <Loaded of={sources} waiting={<Waiting lines={8} />}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty
              icon={IconPlugConnected}
              title={text.sources.none}
              actions={<LinkButton to="/import">{text.sources.add}</LinkButton>}
            >
              {text.sources.noneWhy}
            </Empty>
          ) : (
            <Panel title={text.sources.panel} lead={text.sources.panelLead} flush>
              <PlainTable
                label={text.sources.panel}
                columns={[...text.sources.columns]}
                rows={items}
                rowKey={({ sensor, run }) => `${sensor} ${run}`}
                cells={cellsOf}
              />
            </Panel>
          )
        }
      </Loaded>
      <RemoteSensors />
    </Page>
  );
}

function cellsOf(row: SourceRow) {
  const parts = Object.entries(row.summary).map(([what, amount]) => `${count(amount)} ${text.sources.counted(what)}`);
  return [
    <>
      <b>
        <Foreign>{row.name}</Foreign>
      </b>
      <div className="quiet">
        <Foreign>{row.by}</Foreign>
      </div>
    </>,
    <When key="at" at={row.at} />,
    parts.join(' · '),
    count(row.facts),
    row.problems.length === 0 ? (
      <Tag key="state" tone="safe">
        {text.sources.fine}
      </Tag>
    ) : (
      <Foreign key="state">{row.problems.slice(0, 3).join(' ')}</Foreign>
    ),
  ];
}
