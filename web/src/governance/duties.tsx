// Who holds each duty, and assigning it.
import { Button, Modal, MultiSelect, Select, Stack, Text } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import type { DutyHolders, Responsibilities } from '#contracts/index.ts';
import { saveResponsibilities } from '../api/governance.ts';
import { useWrite } from '../api/use-load.ts';
import { usePowers } from '../api/use-session.ts';
import { count } from '../format/format.ts';
import { Foreign, visible } from '../parts/foreign.tsx';
import { FormActions } from '../parts/form-actions.tsx';
import { notice } from '../parts/notice.ts';
import { Panel } from '../parts/panel.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { Failure } from '../parts/states.tsx';
import { Tag } from '../parts/tag.tsx';
import { text } from '../text/index.ts';
import { changed, statedOf } from './stated-duties.ts';

const words = text.governance;
type HeldDuty = Responsibilities['duties'][number];
const MANY = ['responsible', 'consulted', 'informed'] as const;

/** The duties of the site. */
export function Duties({ known }: { readonly known: Responsibilities }) {
  const { own } = usePowers();
  const [assigning, setAssigning] = useState<HeldDuty | null>(null);
  const open = known.duties.filter((duty) => duty.open !== null).length;
  const canAssign = own && known.parties.length > 0;
  const nameOf = new Map(known.parties.map(({ id, name }) => [id, name]));
  const names = (ids: readonly string[]) =>
    ids.length === 0 ? (
      <span className="quiet">{words.nobody}</span>
    ) : (
      <Foreign>{ids.map((id) => nameOf.get(id) ?? id).join(', ')}</Foreign>
    );
  return (
    <Panel
      title={words.duties}
      lead={
        open === 0
          ? words.dutiesDone(count(known.duties.length))
          : words.dutiesLead(count(open), count(known.duties.length))
      }
      flush
    >
      <PlainTable
        label={words.duties}
        columns={canAssign ? [...words.dutyColumns, words.assign] : words.dutyColumns}
        rows={known.duties}
        rowKey={({ duty }) => duty}
        cells={(duty) => [
          <div key="duty">
            <Foreign>{duty.name}</Foreign>
            {duty.why === null ? null : <div className="quiet">{duty.why}</div>}
            {duty.source === null ? null : <div className="quiet">{duty.source}</div>}
            {duty.open === null ? null : <Tag tone="watch">{duty.open}</Tag>}
          </div>,
          names(duty.accountable === null ? [] : [duty.accountable]),
          names(duty.responsible),
          names(duty.consulted),
          names(duty.informed),
          ...(canAssign
            ? [
                <Button
                  key="assign"
                  variant="default"
                  size="compact-sm"
                  leftSection={<IconPencil size={14} aria-hidden />}
                  aria-label={words.assignOf(visible(duty.name))}
                  onClick={() => setAssigning(duty)}
                >
                  {words.assign}
                </Button>,
              ]
            : []),
        ]}
      />
      {assigning ? <Assign known={known} duty={assigning} onClose={() => setAssigning(null)} /> : null}
    </Panel>
  );
}

interface AssignProps {
  readonly known: Responsibilities;
  readonly duty: HeldDuty;
  readonly onClose: () => void;
}

function Assign({ known, duty, onClose }: AssignProps) {
  // The version that was read when the window opened: what somebody else saves meanwhile is not overwritten.
  const [read] = useState(known);
  const [draft, setDraft] = useState<DutyHolders>(() => statedOf(duty));
  const save = useWrite(saveResponsibilities, () => {
    onClose();
    notice(words.saved);
  });
  const data = read.parties.map(({ id, name }) => ({ value: id, label: visible(name) }));

  function submit(event: FormEvent): void {
    event.preventDefault();
    save.mutate(changed(read, { duties: [draft] }));
  }

  return (
    <Modal opened onClose={onClose} title={words.assign} closeButtonProps={{ 'aria-label': text.common.close }}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <Text size="sm" component="div">
            <b>
              <Foreign>{duty.name}</Foreign>
            </b>
            {duty.usually === null ? null : <div className="quiet">{words.usually[duty.usually]}</div>}
          </Text>
          <Select
            label={words.parts.accountable}
            placeholder={words.pickNobody}
            clearable
            data={data}
            value={draft.accountable}
            onChange={(accountable) => setDraft({ ...draft, accountable })}
          />
          {MANY.map((part) => (
            <MultiSelect
              key={part}
              label={words.parts[part]}
              clearable
              data={data}
              value={draft[part]}
              onChange={(ids) => setDraft({ ...draft, [part]: ids })}
            />
          ))}
          {save.error ? <Failure error={save.error} /> : null}
          <FormActions action={text.common.save} busy={save.isPending} onCancel={onClose} />
        </Stack>
      </form>
    </Modal>
  );
}
