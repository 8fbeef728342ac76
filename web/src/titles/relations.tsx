// Who is configured to speak with whom, held against who really does.
import { SegmentedControl } from '@mantine/core';
import { IconArrowsExchange } from '@tabler/icons-react';
import { useState } from 'react';
import { api, type Relation } from '#contracts/index.ts';
import { loadRelations } from '../api/site.ts';
import { usePages } from '../api/use-load.ts';
import { count } from '../format/format.ts';
import { Foreign } from '../parts/foreign.tsx';
import { TextLink } from '../parts/link.tsx';
import { moreOf, PagedTable } from '../parts/paged-table.tsx';
import { Panel } from '../parts/panel.tsx';
import { Proof } from '../parts/proof.tsx';
import { choiceParam } from '../parts/search-params.ts';
import { Empty, Loaded, Waiting } from '../parts/states.tsx';
import { Tag } from '../parts/tag.tsx';
import { When } from '../parts/when.tsx';
import { text } from '../text/index.ts';

const STATES = api.relationState.options;
/** What nobody foresaw comes first: it is what to look at. */
const FIRST = 'unlisted';

/** The comparison. */
export function Relations() {
  const [state, setState] = useState<Relation['state']>(FIRST);
  const relations = usePages(['relations', state], (cursor, signal) => loadRelations({ cursor, state }, signal));
  const counts = relations.data?.pages[0]?.counts;
  return (
    <Panel title={text.relations.title} lead={text.relations.lead} flush>
      <div className="toolbar">
        <SegmentedControl
          aria-label={text.relations.states}
          data={STATES.map((value) => ({
            value,
            label: counts ? `${text.relations.state[value]} (${count(counts[value])})` : text.relations.state[value],
          }))}
          value={state}
          onChange={(value) => setState(choiceParam(value, STATES) ?? FIRST)}
        />
        <div className="quiet">{text.relations.why[state]}</div>
      </div>
      <Loaded of={relations} waiting={<Waiting lines={6} />}>
        {({ pages }) => (
          <>
            {pages[0]?.items.length === 0 ? (
              <Empty icon={IconArrowsExchange} title={text.relations.none[state]} />
            ) : (
              <PagedTable
                label={text.relations.state[state]}
                columns={text.relations.columns}
                pages={pages}
                rowKey={keyOf}
                cells={cellsOf}
                more={moreOf(relations)}
              />
            )}
          </>
        )}
      </Loaded>
    </Panel>
  );
}

function keyOf({ from, to, port, facts }: Relation): string {
  return [from.device?.id, from.title, from.address, to.title, to.address, port, facts[0]?.id].join(' ');
}

function cellsOf({ from, to, port, outcome, lastSeenAt, facts }: Relation) {
  return [
    <End key="from" end={from} port={null} />,
    <End key="to" end={to} port={port} />,
    outcome === null ? (
      <span key="outcome" className="quiet">
        {text.relations.unseen}
      </span>
    ) : (
      <Tag key="outcome" tone={outcome === 'rejected' ? 'watch' : outcome === 'accepted' ? 'safe' : 'unknown'}>
        {text.relations.outcomes[outcome]}
      </Tag>
    ),
    <When key="at" at={lastSeenAt} />,
    <Proof key="proof" facts={facts} />,
  ];
}

function End({ end, port }: { readonly end: Relation['from']; readonly port: number | null }) {
  const { device, title, address } = end;
  const where = [address, port].filter((part) => part !== null).join(':');
  return (
    <>
      {title === null ? <span className="quiet">{text.titles.untitled}</span> : <Foreign>{title}</Foreign>}
      {device ? (
        <div>
          <TextLink to="/devices/$id" params={{ id: device.id }}>
            <Foreign>{device.name}</Foreign>
          </TextLink>
        </div>
      ) : null}
      {where === '' ? null : (
        <div className="quiet">
          <Foreign mono>{where}</Foreign>
        </div>
      )}
    </>
  );
}
