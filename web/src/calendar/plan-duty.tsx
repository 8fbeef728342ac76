// Plans a duty, or changes one: how often, when next, who. Where somebody else saved in the meantime both are shown and nothing is overwritten.
import { Autocomplete, Button, Group, Modal, NumberInput, Select, Stack, Switch, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { type CalendarState, PARTY_SIDES } from '#contracts/index.ts';
import { loadCalendarState, saveCalendar } from '../api/calendar.ts';
import { ApiFault } from '../api/fault.ts';
import { loadResponsibilities } from '../api/governance.ts';
import { freshKey } from '../api/http.ts';
import { loadStaff } from '../api/training.ts';
import { useLoad, useWrite } from '../api/use-load.ts';
import { date } from '../format/format.ts';
import { Foreign, visible } from '../parts/foreign.tsx';
import { FormActions } from '../parts/form-actions.tsx';
import { Note } from '../parts/note.tsx';
import { notice } from '../parts/notice.ts';
import { PlainTable } from '../parts/plain-table.tsx';
import { choiceParam } from '../parts/search-params.ts';
import { Failure } from '../parts/states.tsx';
import { text } from '../text/index.ts';
import { type DraftField, type DutyDraft, differing, draftOf, newDraft, settingsWith } from './duty-draft.ts';

const words = text.calendar;
const OWN = '';
/** People of the roster that are offered; of more, those that fit what is typed. */
const CHOICES = 20;

interface PlanDutyProps {
  /** What the site said when the window opened. */
  readonly state: CalendarState;
  /** The duty; null for one that is chosen here. */
  readonly id: string | null;
  readonly onClose: () => void;
}

/** The window. */
export function PlanDuty({ state, id, onClose }: PlanDutyProps) {
  // The version that was read when the window opened: what somebody else saves meanwhile is not overwritten.
  const [read] = useState(state);
  const [fresh] = useState(() => newDraft(`own-${freshKey()}`));
  const [draft, setDraft] = useState<DutyDraft>(() => (id === null ? null : draftOf(state, id)) ?? fresh);
  const [theirs, setTheirs] = useState<CalendarState | null>(null);
  const save = useWrite(saveCalendar, () => {
    onClose();
    notice(words.saved);
  });
  const set = (part: Partial<DutyDraft>) => setDraft((before) => ({ ...before, ...part }));
  const isConflict = save.error instanceof ApiFault && save.error.status === 409;

  function keep(on: CalendarState): void {
    save.mutate(settingsWith(on, draft), {
      onError: (error) => {
        if (error instanceof ApiFault && error.status === 409) void loadCalendarState().then(setTheirs, () => null);
      },
    });
  }
  function submit(event: FormEvent): void {
    event.preventDefault();
    keep(theirs ?? read);
  }

  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={id === null ? words.plan : words.change}
      closeButtonProps={{ 'aria-label': text.common.close }}
    >
      <form onSubmit={submit}>
        <Stack gap="md">
          {id === null ? (
            <Select
              label={words.which}
              allowDeselect={false}
              searchable
              data={[
                { value: OWN, label: words.ownDuty },
                ...read.library.map((duty) => ({ value: duty.id, label: visible(duty.name) })),
              ]}
              value={draft.isOwn ? OWN : draft.id}
              onChange={(value) => setDraft(draftOf(read, value ?? OWN) ?? fresh)}
            />
          ) : null}
          {draft.isOwn ? <OwnFields draft={draft} set={set} /> : <Shipped draft={draft} />}
          <Group grow align="end">
            <NumberInput
              label={words.ownMonths}
              min={1}
              max={60}
              allowDecimal={false}
              value={draft.months}
              onChange={(value) => set({ months: typeof value === 'number' ? value : 12 })}
            />
            <TextInput
              label={words.ownNext}
              type="date"
              value={draft.nextOn}
              onChange={(event) => set({ nextOn: event.currentTarget.value })}
            />
          </Group>
          <Who draft={draft} set={set} />
          <Switch
            label={words.isDone}
            description={words.isDoneHow}
            checked={!draft.isOff}
            onChange={(event) => set({ isOff: !event.currentTarget.checked })}
          />
          {theirs && isConflict ? <Theirs theirs={theirs} mine={draft} onTake={setDraft} /> : null}
          {save.error && !(theirs && isConflict) ? <Failure error={save.error} /> : null}
          <FormActions
            action={theirs && isConflict ? words.saveMine : text.common.save}
            busy={save.isPending}
            onCancel={onClose}
          />
        </Stack>
      </form>
    </Modal>
  );
}

interface PartProps {
  readonly draft: DutyDraft;
  readonly set: (part: Partial<DutyDraft>) => void;
}

function Shipped({ draft: { name, why } }: { readonly draft: DutyDraft }) {
  return (
    <Text size="sm" component="div">
      <b>
        <Foreign>{name}</Foreign>
      </b>
      <div className="quiet">
        <Foreign>{why}</Foreign>
      </div>
    </Text>
  );
}

function OwnFields({ draft, set }: PartProps) {
  return (
    <>
      <TextInput
        label={words.ownName}
        required
        minLength={3}
        maxLength={160}
        value={draft.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <TextInput
        label={words.ownWhy}
        maxLength={300}
        value={draft.why}
        onChange={(event) => set({ why: event.currentTarget.value })}
      />
      <Select
        label={words.ownSide}
        allowDeselect={false}
        data={PARTY_SIDES.map((value) => ({ value, label: words.sides[value] }))}
        value={draft.side}
        onChange={(value) => set({ side: choiceParam(value ?? '', PARTY_SIDES) ?? 'provider' })}
      />
    </>
  );
}

function Who({ draft, set }: PartProps) {
  const people = useLoad(
    ['training', 'staff', 'holders', draft.holder],
    (signal) => loadStaff({ search: draft.holder, active: 'true', limit: CHOICES }, signal),
    { keep: true },
  );
  const agreement = useLoad(['responsibilities'], loadResponsibilities);
  return (
    <>
      <Autocomplete
        label={words.holder}
        description={words.holderHow}
        type="email"
        maxLength={254}
        data={[...new Set(people.data?.items.map(({ email }) => email) ?? [])]}
        // Found by name as well, so that what is typed need not stand in the address.
        filter={({ options }) => options}
        value={draft.holder}
        onChange={(holder) => set({ holder })}
      />
      <Select
        label={words.raci}
        description={words.raciHow}
        clearable
        searchable
        data={(agreement.data?.duties ?? []).map(({ duty, name }) => ({ value: duty, label: visible(name) }))}
        value={draft.raci === '' ? null : draft.raci}
        onChange={(raci) => set({ raci: raci ?? '' })}
      />
    </>
  );
}

function Theirs({
  theirs,
  mine,
  onTake,
}: {
  readonly theirs: CalendarState;
  readonly mine: DutyDraft;
  readonly onTake: (draft: DutyDraft) => void;
}) {
  const saved = draftOf(theirs, mine.id);
  const fields = saved ? differing(saved, mine) : [];
  return (
    <div>
      <Note tone="danger" urgent title={words.conflict}>
        {words.conflictHow(visible(theirs.by ?? ''))}
      </Note>
      {saved === null ? <p>{words.conflictGone}</p> : null}
      {saved && fields.length === 0 ? <p>{words.conflictSame}</p> : null}
      {saved && fields.length > 0 ? (
        <>
          <PlainTable
            label={words.conflict}
            columns={words.conflictColumns}
            rows={fields}
            rowKey={(field) => field}
            cells={(field) => [
              words.fields[field],
              <Foreign key="theirs">{written(saved, field)}</Foreign>,
              <Foreign key="mine">{written(mine, field)}</Foreign>,
            ]}
          />
          <Button variant="default" size="compact-sm" onClick={() => onTake(saved)}>
            {words.takeTheirs}
          </Button>
        </>
      ) : null}
    </div>
  );
}

function written(draft: DutyDraft, field: DraftField): string {
  switch (field) {
    case 'months':
      return words.every(draft.months);
    case 'side':
      return words.sides[draft.side];
    case 'isOff':
      return draft.isOff ? words.off : words.on;
    case 'nextOn':
      return draft.nextOn === '' ? words.nothing : date(draft.nextOn);
    default:
      return draft[field] === '' ? words.nothing : draft[field];
  }
}
