// The roster: who works here, as what and at which devices; by hand, or from a list.
import { Button, FileButton, Group, Stack, Switch, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { StaffRow } from '#contracts/index.ts';
import { importStaff, loadStaff } from '../api/training.ts';
import { usePages, useWrite } from '../api/use-load.ts';
import { usePowers } from '../api/use-session.ts';
import { count, listed, total } from '../format/format.ts';
import { Foreign, visible } from '../parts/foreign.tsx';
import { Note } from '../parts/note.tsx';
import { Panel } from '../parts/panel.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { Failure, Waiting } from '../parts/states.tsx';
import { Tag } from '../parts/tag.tsx';
import { useTyped } from '../parts/use-typed.ts';
import { text } from '../text/index.ts';
import { readText } from './read-text.ts';
import { StaffForm } from './staff-form.tsx';
import { ToldLines } from './told-lines.tsx';
import classes from './training.module.css';

const words = text.training;

/** The panel. */
export function Roster() {
  const { edit } = usePowers();
  const [search, setSearch] = useState('');
  const [typed, type] = useTyped(search, setSearch);
  const [isAll, showAll] = useState(false);
  const [editing, open] = useState<StaffRow | 'new' | null>(null);
  const pages = usePages(['staff', search, isAll], (cursor, signal) =>
    loadStaff({ search, active: isAll ? 'all' : 'true', cursor, limit: 50 }, signal),
  );
  const rows = pages.data?.pages.flatMap(({ items }) => items) ?? [];
  const [first] = pages.data?.pages ?? [];
  return (
    <Panel
      title={first ? `${words.roster} (${total(first.total)})` : words.roster}
      lead={words.rosterLead}
      flush
      {...(edit ? { actions: <Button onClick={() => open('new')}>{words.addPerson}</Button> } : {})}
    >
      {edit ? <TakeIn /> : null}
      <Group className={classes['more'] ?? ''} align="flex-end">
        <TextInput label={words.search} value={typed} onChange={(event) => type(event.currentTarget.value)} />
        <Switch label={words.showLeft} checked={isAll} onChange={(event) => showAll(event.currentTarget.checked)} />
      </Group>
      {pages.error ? <Failure error={pages.error} onRetry={() => void pages.refetch()} /> : null}
      {!pages.data && !pages.error ? <Waiting /> : null}
      {first && rows.length === 0 ? <div className={classes['more']}>{words.noMatch}</div> : null}
      {rows.length > 0 ? (
        <PlainTable
          label={words.roster}
          columns={[...words.rosterColumns]}
          rows={rows}
          rowKey={({ id }) => id}
          cells={(row) => [
            ...cellsOf(row),
            edit ? (
              <Button
                key="edit"
                size="compact-sm"
                variant="default"
                aria-label={words.editOf(visible(row.name))}
                onClick={() => open(row)}
              >
                {words.editPerson}
              </Button>
            ) : (
              ''
            ),
          ]}
        />
      ) : null}
      {pages.hasNextPage ? (
        <div className={classes['more']}>
          <Button variant="default" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            {text.common.showMore}
          </Button>
        </div>
      ) : null}
      {editing ? <StaffForm person={editing === 'new' ? null : editing} onClose={() => open(null)} /> : null}
    </Panel>
  );
}

function cellsOf({ name, email, roles, deviceNames, active, bounced }: StaffRow) {
  return [
    <div key="name">
      <Foreign>{name}</Foreign>
      <div className={classes['link']}>
        <Foreign>{email}</Foreign>
      </div>
    </div>,
    listed(roles),
    <Foreign key="devices">{deviceNames.join(', ')}</Foreign>,
    <div key="state">
      <Tag tone={active ? 'safe' : 'quiet'}>{active ? words.active : words.inactive}</Tag>
      {bounced ? (
        <div className={classes['link']}>
          <Foreign>{words.bounced(bounced.because)}</Foreign>
        </div>
      ) : null}
    </div>,
  ];
}

function TakeIn() {
  const take = useWrite(async (file: File) => importStaff(await readText(file)));
  return (
    <Stack className={classes['more'] ?? ''} align="flex-start" gap="xs">
      <div>{words.importWhat}</div>
      <FileButton accept=".csv,.txt,text/csv" onChange={(file) => file && take.mutate(file)}>
        {(props) => (
          <Button {...props} variant="default" loading={take.isPending}>
            {words.file}
          </Button>
        )}
      </FileButton>
      {take.error ? <Failure error={take.error} /> : null}
      {take.data ? (
        <Note tone={take.data.rejectedRows > 0 ? 'watch' : 'info'} urgent>
          {words.imported(count(take.data.added), count(take.data.changed), count(take.data.unchanged))}
          <ToldLines
            title={words.rejected(count(take.data.rejectedRows), take.data.rejectedRows)}
            lines={take.data.rejected}
          />
          <ToldLines title={words.told} lines={take.data.notes} />
        </Note>
      ) : null}
    </Stack>
  );
}
