// When a duty was done, the newest first; what was written by mistake is taken back. In a window.
import { Button, Modal, Stack, Text } from '@mantine/core';
import type { CalendarItem, DutyDone } from '#contracts/index.ts';
import { dropDone, loadDone } from '../api/calendar.ts';
import { useLoad, useWrite } from '../api/use-load.ts';
import { usePowers } from '../api/use-session.ts';
import { date } from '../format/format.ts';
import { Foreign, visible } from '../parts/foreign.tsx';
import { notice } from '../parts/notice.ts';
import { PlainTable } from '../parts/plain-table.tsx';
import { Failure, Loaded } from '../parts/states.tsx';
import { When } from '../parts/when.tsx';
import { text } from '../text/index.ts';

const words = text.calendar;

/** The window. */
export function DutyHistory({ item, onClose }: { readonly item: CalendarItem; readonly onClose: () => void }) {
  const { edit } = usePowers();
  const duty = item.key.replace(/^duty /, '');
  const load = useLoad(['calendar', 'done', duty], (signal) => loadDone(duty, signal));
  const drop = useWrite(dropDone, () => notice(words.takenBack));
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={words.history}
      closeButtonProps={{ 'aria-label': text.common.close }}
    >
      <Stack gap="md">
        <Text size="sm" fw={600}>
          <Foreign>{item.title}</Foreign>
        </Text>
        <Loaded of={load}>
          {({ items, more }) =>
            items.length === 0 ? (
              <p className="quiet">{words.neverDone}</p>
            ) : (
              <>
                <PlainTable
                  label={words.history}
                  columns={edit ? [...words.historyColumns, words.takeBack] : words.historyColumns}
                  rows={items}
                  rowKey={({ id }) => id}
                  cells={(done) => [
                    date(done.on),
                    <By key="by" done={done} />,
                    <Foreign key="note">{done.note}</Foreign>,
                    ...(edit
                      ? [
                          <Button
                            key="back"
                            variant="default"
                            size="compact-sm"
                            aria-label={words.takeBackOf(date(done.on), visible(done.by))}
                            loading={drop.isPending && drop.variables.done === done.id}
                            onClick={() => drop.mutate({ duty, done: done.id })}
                          >
                            {words.takeBack}
                          </Button>,
                        ]
                      : []),
                  ]}
                />
                {more ? <p className="quiet">{words.moreDone}</p> : null}
              </>
            )
          }
        </Loaded>
        {drop.error ? <Failure error={drop.error} /> : null}
      </Stack>
    </Modal>
  );
}

function By({ done: { by, writtenBy, at } }: { readonly done: DutyDone }) {
  return (
    <div>
      <Foreign>{by}</Foreign>
      <div className="quiet">
        {words.writtenBy(visible(writtenBy))}, <When at={at} />
      </div>
    </div>
  );
}
