// Links to the lessons that wait: by mail where a server is set, else to copy, to save, or to print.
import { Button, CopyButton, Group, Modal, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useState } from 'react';
import type { MadeLinks, MailSent, TrainingState } from '#contracts/index.ts';
import { mailLinks, makeLinks } from '../api/training.ts';
import { useWrite } from '../api/use-load.ts';
import { count, date } from '../format/format.ts';
import { Foreign, visible } from '../parts/foreign.tsx';
import { MailTold } from '../parts/mail-told.tsx';
import { Note } from '../parts/note.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { Failure } from '../parts/states.tsx';
import { text } from '../text/index.ts';
import classes from './training.module.css';

const words = text.training;

/** The two buttons with their windows. */
export function HandOut({ state }: { readonly state: TrainingState }) {
  const [isMailing, mailing] = useDisclosure(false);
  const [isMaking, making] = useDisclosure(false);
  const close = { 'aria-label': text.common.close };
  return (
    <>
      <Button variant="default" onClick={mailing.open}>
        {words.mail}
      </Button>
      <Button variant="default" onClick={making.open}>
        {words.links}
      </Button>
      <Modal opened={isMailing} onClose={mailing.close} title={words.mail} closeButtonProps={close}>
        <Mailing state={state} />
      </Modal>
      <Modal opened={isMaking} onClose={making.close} title={words.links} size="xl" closeButtonProps={close}>
        <Making />
      </Modal>
    </>
  );
}

function Mailing({ state: { totals, mailIsSet } }: { readonly state: TrainingState }) {
  const [told, tell] = useState<MailSent | null>(null);
  const send = useWrite(mailLinks, tell);
  if (!mailIsSet) return <Text size="sm">{words.mailOff}</Text>;
  return (
    <Stack>
      <Text size="sm">
        {totals.notTold === 0 ? words.mailNone : words.mailWhat(count(totals.notTold), totals.notTold)}
      </Text>
      {told ? <MailTold told={told} /> : null}
      {send.error ? <Failure error={send.error} /> : null}
      <Button loading={send.isPending} disabled={totals.notTold === 0} onClick={() => send.mutate(undefined)}>
        {words.mail}
      </Button>
    </Stack>
  );
}

function Making() {
  const make = useWrite(makeLinks);
  if (!make.data) {
    return (
      <Stack>
        <Text size="sm">{words.linksWhat}</Text>
        {make.error ? <Failure error={make.error} /> : null}
        <Button loading={make.isPending} onClick={() => make.mutate(undefined)}>
          {words.makeLinks}
        </Button>
      </Stack>
    );
  }
  const { items, more } = make.data;
  if (items.length === 0) return <Text size="sm">{words.linksNone}</Text>;
  return (
    <Stack>
      <Text size="sm">{words.linksWhat}</Text>
      {more ? <Note tone="watch">{words.linksMore}</Note> : null}
      <Group>
        <CopyButton value={items.map((item) => `${item.name}, ${item.title}: ${addressOf(item)}`).join('\n')}>
          {({ copied, copy }) => <Button onClick={copy}>{copied ? words.copied : words.copyAll}</Button>}
        </CopyButton>
        <Button
          component="a"
          variant="default"
          download="lesson-links.csv"
          href={`data:text/csv;charset=utf-8,${encodeURIComponent(csvOf(items))}`}
        >
          {words.saveCsv}
        </Button>
        <Button variant="default" onClick={() => window.print()}>
          {words.print}
        </Button>
      </Group>
      <PlainTable
        label={words.links}
        columns={[...words.linkColumns]}
        rows={items}
        rowKey={({ path }) => path}
        cells={(item) => [
          <Foreign key="name">{item.name}</Foreign>,
          item.title,
          date(item.dueOn),
          <span key="link" className={classes['link']}>
            {addressOf(item)}
          </span>,
        ]}
      />
    </Stack>
  );
}

type Item = MadeLinks['items'][number];

function addressOf({ path }: Item): string {
  return `${window.location.origin}${path}`;
}

/** A sheet of the links; what a spreadsheet would take for a formula gets a quote before it. */
function csvOf(items: readonly Item[]): string {
  const cell = (said: string) =>
    `"${visible(said)
      .replace(/^[=+\-@]/, "'$&")
      .replace(/"/g, '""')}"`;
  const rows = items.map((item) => [item.name, item.email, item.title, item.dueOn, addressOf(item)]);
  return ['name,email,lesson,due,link', ...rows.map((row) => row.map(cell).join(','))].join('\r\n');
}
