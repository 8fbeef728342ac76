// Drills with messages that only look evil, as they were held.
import { Button, Group, Modal, NumberInput, Stack, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { type FormEvent, useState } from 'react';
import type { Drill } from '#contracts/index.ts';
import { addDrill, dropDrill } from '../api/training.ts';
import { useWrite } from '../api/use-load.ts';
import { usePowers } from '../api/use-session.ts';
import { count, date, percent } from '../format/format.ts';
import { Foreign } from '../parts/foreign.tsx';
import { FormActions } from '../parts/form-actions.tsx';
import { notice } from '../parts/notice.ts';
import { Panel } from '../parts/panel.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { Failure } from '../parts/states.tsx';
import { text } from '../text/index.ts';
import classes from './training.module.css';

const words = text.training;

/** The panel. */
export function Drills({ drills }: { readonly drills: readonly Drill[] }) {
  const { edit } = usePowers();
  const [isOpen, form] = useDisclosure(false);
  const drop = useWrite(dropDrill);
  return (
    <Panel
      title={words.drills}
      lead={words.drillsLead}
      flush
      {...(edit
        ? {
            actions: (
              <Button variant="default" onClick={form.open}>
                {words.addDrill}
              </Button>
            ),
          }
        : {})}
    >
      {drop.error ? <Failure error={drop.error} /> : null}
      {drills.length === 0 ? (
        <div className={classes['more']}>{words.noDrills}</div>
      ) : (
        <PlainTable
          label={words.drills}
          columns={[...words.drillColumns]}
          rows={drills}
          rowKey={({ id }) => id}
          cells={({ id, heldOn, sent, reported, clicked, note }) => [
            date(heldOn),
            count(sent),
            words.share(count(reported), percent(reported / sent)),
            words.share(count(clicked), percent(clicked / sent)),
            <Foreign key="note">{note}</Foreign>,
            edit ? (
              <Button
                key="drop"
                size="compact-sm"
                variant="default"
                aria-label={words.removeDrill(date(heldOn))}
                onClick={() => drop.mutate(id)}
              >
                {text.common.remove}
              </Button>
            ) : (
              ''
            ),
          ]}
        />
      )}
      {isOpen ? <DrillForm onClose={form.close} /> : null}
    </Panel>
  );
}

function DrillForm({ onClose }: { readonly onClose: () => void }) {
  const [heldOn, setDay] = useState('');
  const [figures, setFigures] = useState({ sent: 0, reported: 0, clicked: 0 });
  const [note, setNote] = useState('');
  const add = useWrite(addDrill, () => {
    onClose();
    notice(words.drillKept);
  });
  function submit(event: FormEvent): void {
    event.preventDefault();
    add.mutate({ heldOn, note, ...figures });
  }
  const fields = [
    ['sent', words.sent],
    ['reported', words.reportedCount],
    ['clicked', words.clickedCount],
  ] as const;
  return (
    <Modal opened onClose={onClose} title={words.addDrill} closeButtonProps={{ 'aria-label': text.common.close }}>
      <form onSubmit={submit}>
        <Stack>
          <TextInput
            label={words.day}
            type="date"
            required
            data-autofocus
            value={heldOn}
            onChange={(event) => setDay(event.currentTarget.value)}
          />
          <Group grow>
            {fields.map(([field, label]) => (
              <NumberInput
                key={field}
                label={label}
                min={0}
                max={1_000_000}
                allowDecimal={false}
                value={figures[field]}
                onChange={(value) => setFigures({ ...figures, [field]: typeof value === 'number' ? value : 0 })}
              />
            ))}
          </Group>
          <TextInput
            label={words.note}
            maxLength={500}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
          {add.error ? <Failure error={add.error} /> : null}
          <FormActions action={words.addDrill} busy={add.isPending} onCancel={onClose} />
        </Stack>
      </form>
    </Modal>
  );
}
