// Asks for an exception from one check, or from a clause of a policy with all of its checks. In a window.
import { Checkbox, Modal, Stack, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { ClauseCheck } from '#contracts/index.ts';
import { askException } from '../api/exceptions.ts';
import { useWrite } from '../api/use-load.ts';
import { DeviceChoice } from '../devices/device-choice.tsx';
import { Foreign } from '../parts/foreign.tsx';
import { FormActions } from '../parts/form-actions.tsx';
import { notice } from '../parts/notice.ts';
import { Failure } from '../parts/states.tsx';
import { text } from '../text/index.ts';

const asking = text.exceptionPages;

/** A clause with the checks that it is bound to. */
export interface AskedClause {
  readonly policy: string;
  readonly id: string;
  readonly text: string;
  readonly checks: readonly ClauseCheck[];
}

interface AskExceptionProps {
  readonly from: { readonly check: ClauseCheck } | { readonly clause: AskedClause };
  readonly onClose: () => void;
}

/** The form. */
export function AskException({ from, onClose }: AskExceptionProps) {
  const [devices, setDevices] = useState<readonly string[]>([]);
  const [said, setSaid] = useState({ reason: '', instead: '', owner: '', until: '' });
  const save = useWrite(askException, ({ advice }) => {
    onClose();
    notice(advice ?? asking.asked);
  });
  const set = (part: Partial<typeof said>) => setSaid((before) => ({ ...before, ...part }));
  const rule = 'check' in from ? { check: from.check.id } : { policy: from.clause.policy, clause: from.clause.id };

  function submit(event: FormEvent): void {
    event.preventDefault();
    save.mutate({ ...rule, devices, ...said });
  }

  return (
    <Modal opened onClose={onClose} size="lg" title={asking.ask} closeButtonProps={{ 'aria-label': text.common.close }}>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          {'check' in from ? <b>{from.check.title}</b> : <Rule clause={from.clause} />}
          {'clause' in from ? (
            <DeviceChoice
              label={asking.fields.devices}
              description={asking.devicesOf[scopeOf(from.clause)]}
              known={from.clause.checks.flatMap(({ breaking }) => breaking)}
              value={devices}
              onChange={setDevices}
            />
          ) : from.check.of === 'device' ? (
            <Checkbox.Group label={asking.fields.devices} value={[...devices]} onChange={setDevices}>
              <Stack gap="xs" mt="xs">
                {from.check.breaking.map(({ id, name }) => (
                  <Checkbox key={id} value={id} label={<Foreign>{name}</Foreign>} />
                ))}
              </Stack>
            </Checkbox.Group>
          ) : null}
          <Textarea
            label={asking.fields.reason}
            autosize
            minRows={2}
            maxLength={1000}
            value={said.reason}
            onChange={({ currentTarget }) => set({ reason: currentTarget.value })}
          />
          <Textarea
            label={asking.fields.instead}
            autosize
            minRows={2}
            maxLength={1000}
            value={said.instead}
            onChange={({ currentTarget }) => set({ instead: currentTarget.value })}
          />
          <TextInput
            label={asking.fields.owner}
            maxLength={120}
            value={said.owner}
            onChange={({ currentTarget }) => set({ owner: currentTarget.value })}
          />
          <TextInput
            type="date"
            label={asking.fields.until}
            description={asking.fields.untilHow}
            value={said.until}
            onChange={({ currentTarget }) => set({ until: currentTarget.value })}
          />
          {save.error ? <Failure error={save.error} /> : null}
          <FormActions action={asking.ask} busy={save.isPending} onCancel={onClose} />
        </Stack>
      </form>
    </Modal>
  );
}

function Rule({ clause: { text: words, checks } }: { readonly clause: AskedClause }) {
  return (
    <div>
      <b>
        <Foreign>{words}</Foreign>
      </b>
      <div className="quiet">
        {checks.length === 0 ? asking.noCheck : asking.withChecks}
        {checks.map(({ id, title }) => (
          <div key={id}>{title}</div>
        ))}
      </div>
    </div>
  );
}

function scopeOf({ checks }: AskedClause): 'must' | 'may' {
  return checks.some((check) => check.of === 'device') ? 'must' : 'may';
}
