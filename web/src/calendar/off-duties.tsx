// Duties that the site switched off, each with a way back.
import { Button } from '@mantine/core';
import type { CalendarState } from '#contracts/index.ts';
import { saveCalendar } from '../api/calendar.ts';
import { useWrite } from '../api/use-load.ts';
import { usePowers } from '../api/use-session.ts';
import { Foreign, visible } from '../parts/foreign.tsx';
import { notice } from '../parts/notice.ts';
import { Panel } from '../parts/panel.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { Failure } from '../parts/states.tsx';
import { text } from '../text/index.ts';
import { draftOf, offDuties, settingsWith } from './duty-draft.ts';

const words = text.calendar;

/** The panel; nothing where no duty is off. */
export function OffDuties({ state }: { readonly state: CalendarState }) {
  const { own } = usePowers();
  const save = useWrite(saveCalendar, () => notice(words.saved));
  const duties = offDuties(state);
  if (duties.length === 0) return null;

  function switchOn(id: string): void {
    const draft = draftOf(state, id);
    if (draft) save.mutate(settingsWith(state, { ...draft, isOff: false }));
  }
  function remove(id: string): void {
    save.mutate({ ...state.settings, own: state.settings.own.filter((duty) => duty.id !== id) });
  }

  return (
    <Panel title={words.offTitle} lead={words.offLead} flush>
      <PlainTable
        label={words.offTitle}
        columns={own ? [words.columns[0] ?? '', words.toDo] : [words.columns[0] ?? '']}
        rows={duties}
        rowKey={({ id }) => id}
        cells={({ id, name }) => [
          <Foreign key="name">{name}</Foreign>,
          ...(own
            ? [
                <div key="do">
                  <Button
                    variant="default"
                    size="compact-sm"
                    disabled={save.isPending}
                    aria-label={words.switchOnOf(visible(name))}
                    onClick={() => switchOn(id)}
                  >
                    {words.switchOn}
                  </Button>{' '}
                  {state.settings.own.some((duty) => duty.id === id) ? (
                    <Button
                      variant="default"
                      size="compact-sm"
                      disabled={save.isPending}
                      aria-label={words.remove(visible(name))}
                      onClick={() => remove(id)}
                    >
                      {words.removeShort}
                    </Button>
                  ) : null}
                </div>,
              ]
            : []),
        ]}
      />
      {save.error ? <Failure error={save.error} /> : null}
    </Panel>
  );
}
