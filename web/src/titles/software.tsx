// Software that introduces itself by a number that no list knows: a person names it once, and every device shows the name.
import { Button, SegmentedControl } from '@mantine/core';
import { IconPuzzle } from '@tabler/icons-react';
import { useState } from 'react';
import { api, type SoftwareRow } from '#contracts/index.ts';
import { loadSoftware, undoSoftwareName } from '../api/site.ts';
import { usePages, useWrite } from '../api/use-load.ts';
import { usePowers } from '../api/use-session.ts';
import { Foreign, visible } from '../parts/foreign.tsx';
import { TextLink } from '../parts/link.tsx';
import { notice } from '../parts/notice.ts';
import { moreOf, PagedTable } from '../parts/paged-table.tsx';
import { Panel } from '../parts/panel.tsx';
import { choiceParam } from '../parts/search-params.ts';
import { Empty, Failure, Loaded, Waiting } from '../parts/states.tsx';
import { When } from '../parts/when.tsx';
import { text } from '../text/index.ts';
import { NameSoftware } from './name-software.tsx';

const STATES = api.softwareQuery.shape.state.unwrap().options;

/** The table of software codes. */
export function Software() {
  const [state, setState] = useState<(typeof STATES)[number]>('unknown');
  const [naming, setNaming] = useState<SoftwareRow | null>(null);
  const software = usePages(['software', state], (cursor, signal) => loadSoftware({ cursor, state }, signal));
  const undo = useWrite(undoSoftwareName, () => notice(text.software.undone));
  const { edit } = usePowers();
  return (
    <Panel
      title={text.software.title}
      lead={text.software.lead}
      flush
      actions={
        <SegmentedControl
          size="xs"
          aria-label={text.software.title}
          data={STATES.map((value) => ({ value, label: text.software.states[value] }))}
          value={state}
          onChange={(value) => setState(choiceParam(value, STATES) ?? 'unknown')}
        />
      }
    >
      {undo.error ? <Failure error={undo.error} /> : null}
      <Loaded of={software} waiting={<Waiting lines={4} />}>
        {({ pages }) =>
          pages[0]?.items.length === 0 ? (
            <Empty icon={IconPuzzle} title={text.software.none[state]} />
          ) : (
            <PagedTable
              label={text.software.title}
              columns={edit ? [...text.software.columns, text.software.change] : text.software.columns}
              pages={pages}
              rowKey={({ code }) => code}
              cells={(row) => [...cellsOf(row), ...(edit ? [<Change key="change" row={row} />] : [])]}
              more={moreOf(software)}
            />
          )
        }
      </Loaded>
      {naming ? <NameSoftware row={naming} onClose={() => setNaming(null)} /> : null}
    </Panel>
  );

  function Change({ row }: { readonly row: SoftwareRow }) {
    const { name } = row;
    return name ? (
      <Button
        size="xs"
        variant="default"
        loading={undo.isPending && undo.variables === name.id}
        aria-label={text.software.undoNamed(visible(name.product))}
        onClick={() => undo.mutate(name.id)}
      >
        {text.software.undo}
      </Button>
    ) : (
      <Button size="xs" aria-label={text.software.nameNamed(visible(row.code))} onClick={() => setNaming(row)}>
        {text.software.name}
      </Button>
    );
  }
}

function cellsOf({ code, kinds, versionNames, devices, carriers, lastSeenAt, name }: SoftwareRow) {
  return [
    <>
      <Foreign mono>{code}</Foreign>
      <div className="quiet">
        <Foreign>{[...kinds.map((kind) => text.software.kinds[kind]), ...versionNames].join(' · ')}</Foreign>
      </div>
      {name ? (
        <div>
          <b>
            <Foreign>{[name.vendor, name.product].filter((part) => part !== null).join(' ')}</Foreign>
          </b>{' '}
          <span className="quiet">
            {text.software.by} <Foreign>{name.by}</Foreign> <When at={name.at} />
          </span>
        </div>
      ) : null}
    </>,
    <>
      {devices.map((device) => (
        <div key={device.id}>
          <TextLink to="/devices/$id" params={{ id: device.id }}>
            <Foreign>{device.name}</Foreign>
          </TextLink>
        </div>
      ))}
      {carriers > devices.length ? <span className="quiet">{text.devices.more(carriers - devices.length)}</span> : null}
    </>,
    <When key="seen" at={lastSeenAt} />,
  ];
}
