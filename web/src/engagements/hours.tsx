// Hours of an engagement against its plan; an entry that was wrong is corrected by another one and stays to be seen.
import { Button, Group, Modal, NumberInput, Select, Stack, TextInput } from '@mantine/core';
import { IconClockHour4, IconDownload } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { ACTIVITIES, type Engagement, type HourEntry, type HourInput } from '#contracts/index.ts';
import { enterHours, hoursHref, loadHours } from '../api/engagements.ts';
import { usePages, useWrite } from '../api/use-load.ts';
import { usePowers, useSession } from '../api/use-session.ts';
import { count, date, score } from '../format/format.ts';
import { Foreign } from '../parts/foreign.tsx';
import { FormActions } from '../parts/form-actions.tsx';
import { notice } from '../parts/notice.ts';
import { PagedList } from '../parts/paged-list.tsx';
import { Panel } from '../parts/panel.tsx';
import { choiceParam } from '../parts/search-params.ts';
import { Empty, Failure } from '../parts/states.tsx';
import { Tag } from '../parts/tag.tsx';
import { text } from '../text/index.ts';

const words = text.engagements;
const DAY_MINUTES = 1440;

/** The hours. */
export function Hours({ engagement, isOver }: { readonly engagement: Engagement; readonly isOver: boolean }) {
  const { edit } = usePowers();
  const { id, minutes } = engagement;
  const { plannedMinutes, rate } = engagement.terms;
  const [entering, enter] = useState<{ readonly corrects: HourEntry | null } | null>(null);
  const pages = usePages(['engagement', id, 'hours'], (cursor, signal) => loadHours(id, cursor, signal));
  const spent = score(minutes / 60);
  const canEnter = edit && !isOver;
  return (
    <Panel
      title={words.time}
      flush
      lead={
        <>
          {plannedMinutes === null ? words.timeLead(spent) : words.timeLeadOf(spent, score(plannedMinutes / 60))}{' '}
          {rate === null ? null : words.worth(`${score((minutes / 60) * rate.amount)} ${rate.currency}`)}{' '}
          {plannedMinutes !== null && minutes > plannedMinutes ? <Tag tone="watch">{words.overPlan}</Tag> : null}
        </>
      }
      actions={
        <Group gap="xs">
          <Button
            variant="default"
            component="a"
            href={hoursHref(id)}
            download="hours.csv"
            leftSection={<IconDownload size={15} aria-hidden />}
          >
            {words.csv}
          </Button>
          {canEnter ? <Button onClick={() => enter({ corrects: null })}>{words.enter}</Button> : null}
        </Group>
      }
    >
      <PagedList
        bare
        label={words.time}
        columns={words.timeColumns}
        pages={pages}
        rowKey={(entry: HourEntry) => entry.id}
        cells={(entry) => cellsOf(entry, canEnter ? () => enter({ corrects: entry }) : null)}
        empty={
          <Empty icon={IconClockHour4} title={words.noTime}>
            {words.noTimeWhy}
          </Empty>
        }
      />
      {entering ? <EnterHours id={id} corrects={entering.corrects} onClose={() => enter(null)} /> : null}
    </Panel>
  );
}

function cellsOf(entry: HourEntry, onCorrect: (() => void) | null) {
  const isCorrected = entry.correctedBy !== null;
  return [
    <span key="day">{date(entry.day)}</span>,
    <Foreign key="who">{entry.person}</Foreign>,
    <div key="minutes">
      {isCorrected ? <s>{count(entry.minutes)}</s> : count(entry.minutes)}
      {isCorrected ? <div className="quiet">{words.corrected}</div> : null}
      {entry.corrects === null ? null : <div className="quiet">{words.corrects}</div>}
    </div>,
    <div key="what">
      {words.activities[entry.activity]}
      {entry.note === '' ? null : (
        <div className="quiet">
          <Foreign>{entry.note}</Foreign>
        </div>
      )}
    </div>,
    <div key="entered">
      <Foreign>{words.enteredBy(date(entry.at), entry.by)}</Foreign>
      {onCorrect && !isCorrected ? (
        <div>
          <Button
            size="compact-sm"
            variant="default"
            aria-label={words.correctOf(count(entry.seq))}
            onClick={onCorrect}
          >
            {words.correct}
          </Button>
        </div>
      ) : null}
    </div>,
  ];
}

interface EnterProps {
  readonly id: string;
  readonly corrects: HourEntry | null;
  readonly onClose: () => void;
}

function EnterHours({ id, corrects, onClose }: EnterProps) {
  const name = useSession().data?.user?.name ?? '';
  const [said, say] = useState<HourInput>({
    day: corrects?.day ?? '',
    person: corrects?.person ?? name,
    minutes: corrects?.minutes ?? 60,
    activity: corrects?.activity ?? 'interview',
    note: corrects?.note ?? '',
    corrects: corrects?.id ?? null,
  });
  const enter = useWrite(enterHours, () => {
    onClose();
    notice(words.entered);
  });

  function submit(event: FormEvent): void {
    event.preventDefault();
    enter.mutate({ id, body: said });
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title={corrects ? words.correctOf(count(corrects.seq)) : words.enter}
      closeButtonProps={{ 'aria-label': text.common.close }}
    >
      <form onSubmit={submit}>
        <Stack gap="md">
          <TextInput
            type="date"
            label={words.day}
            required
            value={said.day}
            onChange={({ currentTarget }) => say({ ...said, day: currentTarget.value })}
          />
          <TextInput
            label={words.person}
            required
            maxLength={200}
            value={said.person}
            onChange={({ currentTarget }) => say({ ...said, person: currentTarget.value })}
          />
          <NumberInput
            label={words.minutes}
            description={corrects ? words.zeroHow : null}
            required
            min={corrects ? 0 : 1}
            max={DAY_MINUTES}
            allowDecimal={false}
            value={said.minutes}
            onChange={(value) => say({ ...said, minutes: Number(value) })}
          />
          <Select
            label={words.activity}
            allowDeselect={false}
            data={ACTIVITIES.map((value) => ({ value, label: words.activities[value] }))}
            value={said.activity}
            onChange={(value) => say({ ...said, activity: choiceParam(value ?? '', ACTIVITIES) ?? said.activity })}
          />
          <TextInput
            label={words.note}
            description={words.noteHow}
            maxLength={500}
            value={said.note}
            onChange={({ currentTarget }) => say({ ...said, note: currentTarget.value })}
          />
          {enter.error ? <Failure error={enter.error} /> : null}
          <FormActions action={text.common.save} busy={enter.isPending} onCancel={onClose} />
        </Stack>
      </form>
    </Modal>
  );
}
