// Where knowledge comes from: what each sensor last took in, how long ago, and what went wrong.
import { IconPlugConnected } from '@tabler/icons-react';
import type { SourceRow } from '#contracts/index.ts';
import { loadSources } from '../api/results.ts';
import { useLoad } from '../api/use-load.ts';
import { count, counted } from '../format/format.ts';
import { Foreign } from '../parts/foreign.tsx';
import { LinkButton } from '../parts/link.tsx';
import { Page } from '../parts/page.tsx';
import { Panel } from '../parts/panel.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { Empty, Loaded, Waiting } from '../parts/states.tsx';
import { Tag } from '../parts/tag.tsx';
import { Unfold } from '../parts/unfold.tsx';
import { When } from '../parts/when.tsx';
import { text } from '../text/index.ts';
import { Feeds } from './feeds.tsx';
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
      <Feeds />
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
    <Age key="at" at={row.at} />,
    parts.length === 0 ? '–' : parts.join(' · '),
    count(row.facts),
    <Problems key="state" of={row.problems} />,
  ];
}

/** After so long, devices have come and gone that the source does not know of. */
const OLD_MS = 90 * 24 * 3_600_000;

function Age({ at }: { readonly at: string }) {
  return (
    <>
      <When at={at} />
      {Date.now() - Date.parse(at) > OLD_MS ? (
        <div>
          <Tag tone="unknown" title={text.sources.oldWhy}>
            {text.sources.old}
          </Tag>
        </div>
      ) : null}
    </>
  );
}

function Problems({ of }: { readonly of: readonly string[] }) {
  if (of.length === 0) return <Tag tone="safe">{text.sources.fine}</Tag>;
  const [first = '', ...others] = of;
  return (
    <>
      <Tag tone="watch">{counted(of.length, text.units.problem, text.units.problems)}</Tag>
      <div>
        <Foreign>{first}</Foreign>
      </div>
      {others.length > 0 ? (
        <Unfold label={text.devices.more(others.length)}>
          <ul>
            {[...new Set(others)].map((problem) => (
              <li key={problem}>
                <Foreign>{problem}</Foreign>
              </li>
            ))}
          </ul>
        </Unfold>
      ) : null}
    </>
  );
}
