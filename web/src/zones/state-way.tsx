// States of two zones whether everything passes or the way is closed, and why; or takes that back. In a window.
import { Modal, Radio, Select, Stack, Text, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { WayInput, WayRow } from '#contracts/index.ts';
import { useWrite } from '../api/use-load.ts';
import { stateWay } from '../api/ways.ts';
import { FormActions } from '../parts/form-actions.tsx';
import { notice } from '../parts/notice.ts';
import { choiceParam } from '../parts/search-params.ts';
import { Failure } from '../parts/states.tsx';
import { text } from '../text/index.ts';

const words = text.ways;
const STATES = ['open', 'closed', 'none'] as const;

interface StateWayProps {
  readonly from: string | null;
  readonly to: string | null;
  /** The way as it stands; null where both ends are still to be chosen. */
  readonly row: WayRow | null;
  readonly zones: readonly { readonly value: string; readonly label: string }[];
  readonly onClose: () => void;
}

/** The form. */
export function StateWay({ row, zones, onClose, ...given }: StateWayProps) {
  const own = row?.stated && !row.stated.forAll ? row.stated : null;
  const [from, setFrom] = useState(given.from);
  const [to, setTo] = useState(given.to);
  const [state, setState] = useState<(typeof STATES)[number]>(own?.state ?? (row ? 'none' : 'closed'));
  const [because, setBecause] = useState(own?.because ?? '');
  const [missing, setMissing] = useState(false);
  const save = useWrite(stateWay, () => {
    onClose();
    notice(words.saved);
  });

  function submit(event: FormEvent): void {
    event.preventDefault();
    setMissing(from === null || to === null);
    if (from === null || to === null) return;
    const body: WayInput = { from, to, state: state === 'none' ? null : state, because: because.trim() };
    save.mutate(body);
  }

  const gone = (id: string | null) =>
    id === null || id === 'internet' || zones.some(({ value }) => value === id) ? [] : [{ value: id, label: id }];
  return (
    <Modal opened onClose={onClose} title={words.formTitle} closeButtonProps={{ 'aria-label': text.common.close }}>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <Select
            label={words.from}
            data={[
              { value: 'internet', label: words.internet },
              { value: '*', label: words.everyOther },
              ...zones,
              ...gone(from),
            ]}
            value={from}
            searchable
            disabled={row !== null}
            error={missing && from === null ? words.pickBoth : null}
            onChange={setFrom}
          />
          <Select
            label={words.to}
            data={[
              ...(from === 'internet' ? [{ value: '*', label: words.everyOther }] : []),
              ...zones.filter(({ value }) => value !== from),
              ...gone(to),
            ]}
            value={to}
            searchable
            disabled={row !== null}
            error={missing && to === null ? words.pickBoth : null}
            onChange={setTo}
          />
          <Radio.Group
            label={words.state}
            value={state}
            onChange={(value) => setState(choiceParam(value, STATES) ?? 'none')}
          >
            <Stack gap={6} mt={6}>
              {STATES.filter((each) => each !== 'none' || row !== null).map((each) => (
                <Radio key={each} value={each} label={words.states[each]} />
              ))}
            </Stack>
          </Radio.Group>
          {row?.stated?.forAll ? (
            <Text size="sm" c="dimmed">
              {words.forAll}
            </Text>
          ) : null}
          {state === 'none' ? null : (
            <Textarea
              label={words.because}
              description={words.becauseHow}
              autosize
              minRows={2}
              maxLength={300}
              value={because}
              onChange={(event) => setBecause(event.currentTarget.value)}
            />
          )}
          {save.error ? <Failure error={save.error} /> : null}
          <FormActions action={text.common.save} busy={save.isPending} onCancel={onClose} />
        </Stack>
      </form>
    </Modal>
  );
}
