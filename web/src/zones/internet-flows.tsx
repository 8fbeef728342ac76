// What crosses the border between the site and the internet, each with its proof.
import { SegmentedControl } from '@mantine/core';
import { IconWorldOff } from '@tabler/icons-react';
import { useState } from 'react';
import type { InternetFlow } from '#contracts/index.ts';
import { loadInternetFlows } from '../api/site.ts';
import { usePages } from '../api/use-load.ts';
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

const CHOICES = ['all', 'in', 'out'] as const;

/** The table. */
export function InternetFlows() {
  const [direction, setDirection] = useState<(typeof CHOICES)[number]>('all');
  const flows = usePages(['internet', direction], (cursor, signal) =>
    loadInternetFlows({ cursor, ...(direction === 'all' ? {} : { direction }) }, signal),
  );
  return (
    <Panel
      title={text.internet.title}
      lead={text.internet.lead}
      flush
      actions={
        <SegmentedControl
          size="xs"
          aria-label={text.internet.direction}
          data={CHOICES.map((value) => ({ value, label: text.internet.choices[value] }))}
          value={direction}
          onChange={(value) => setDirection(choiceParam(value, CHOICES) ?? 'all')}
        />
      }
    >
      <Loaded of={flows} waiting={<Waiting lines={4} />}>
        {({ pages }) =>
          pages[0]?.items.length === 0 ? (
            <Empty icon={IconWorldOff} title={text.internet.none}>
              {text.internet.noneWhy}
            </Empty>
          ) : (
            <PagedTable
              label={text.internet.title}
              columns={text.internet.columns}
              pages={pages}
              rowKey={({ key }) => key}
              cells={cellsOf}
              more={moreOf(flows)}
            />
          )
        }
      </Loaded>
    </Panel>
  );
}

function cellsOf(row: InternetFlow) {
  const { direction, address, device, publicAddress, transport, port, protocols, lastSeenAt, facts } = row;
  return [
    <>
      {device ? (
        <TextLink to="/devices/$id" params={{ id: device.id }}>
          <Foreign>{device.name}</Foreign>
        </TextLink>
      ) : null}
      <div className="quiet">
        <Foreign mono>{address}</Foreign>
      </div>
    </>,
    <Tag key="direction" tone={direction === 'in' ? 'watch' : 'quiet'}>
      {text.internet.directions[direction]}
    </Tag>,
    <Foreign key="public" mono>
      {publicAddress}
    </Foreign>,
    <Foreign key="port">{[...protocols, `${transport}/${port}`].join(' · ')}</Foreign>,
    <When key="at" at={lastSeenAt} />,
    <Proof key="proof" facts={facts} />,
  ];
}
