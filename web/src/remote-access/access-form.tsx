// Enters an access, or changes one. In a window.
import { Modal, Select, Stack, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { type RemoteAccessEntry, type RemoteAccessInput, remoteAccess } from '#contracts/index.ts';
import { keepRemoteAccess } from '../api/assessments.ts';
import { useWrite } from '../api/use-load.ts';
import { DeviceChoice } from '../devices/device-choice.tsx';
import { FormActions } from '../parts/form-actions.tsx';
import { notice } from '../parts/notice.ts';
import { Failure } from '../parts/states.tsx';
import { text } from '../text/index.ts';

const words = text.programAccess;

/** What is entered: a change of an entry, or a new one, of a device where that is known. */
export interface Entering {
  readonly entry: RemoteAccessEntry | null;
  readonly device: { readonly id: string; readonly maker: string | null } | null;
}

/** The form. */
export function AccessForm({ entering, onClose }: { readonly entering: Entering; readonly onClose: () => void }) {
  const { entry, device } = entering;
  const [said, say] = useState<RemoteAccessInput>(() => ({
    maker: entry?.maker ?? device?.maker ?? '',
    who: entry?.who ?? '',
    devices: entry?.devices.map(({ id }) => id) ?? (device ? [device.id] : []),
    service: entry?.service ?? '',
    reason: entry?.reason ?? '',
    until: entry?.until ?? '',
    secondFactor: entry?.secondFactor ?? 'unknown',
    contact: entry?.contact ?? '',
  }));
  const [isTried, setTried] = useState(false);
  const save = useWrite(keepRemoteAccess, () => {
    onClose();
    notice(words.saved);
  });
  const missing = (value: string) => (isTried && value.trim() === '' ? text.forms.required : null);
  const field = (name: 'maker' | 'who' | 'service' | 'contact') => ({
    label: words[name],
    maxLength: 200,
    value: said[name],
    onChange: (event: { readonly currentTarget: { readonly value: string } }) =>
      say({ ...said, [name]: event.currentTarget.value }),
  });

  function submit(event: FormEvent): void {
    event.preventDefault();
    setTried(true);
    const { maker, who, reason, until, devices } = said;
    if ([maker, who, reason, until].some((value) => value.trim() === '') || devices.length === 0) return;
    save.mutate({ id: entry?.id ?? null, body: said });
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title={entry ? words.change : words.add}
      closeButtonProps={{ 'aria-label': text.common.close }}
    >
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <TextInput {...field('maker')} data-autofocus error={missing(said.maker)} />
          <TextInput {...field('who')} description={words.whoHow} error={missing(said.who)} />
          <DeviceChoice
            label={words.devices}
            known={entry?.devices ?? []}
            value={said.devices}
            error={isTried && said.devices.length === 0 ? text.forms.required : null}
            onChange={(devices) => say({ ...said, devices })}
          />
          <Textarea
            label={words.reason}
            autosize
            minRows={2}
            maxLength={1000}
            value={said.reason}
            error={missing(said.reason)}
            onChange={(event) => say({ ...said, reason: event.currentTarget.value })}
          />
          <TextInput
            type="date"
            label={words.until}
            value={said.until}
            error={missing(said.until)}
            onChange={(event) => say({ ...said, until: event.currentTarget.value })}
          />
          <Select
            label={words.secondFactor}
            data={remoteAccess.SECOND_FACTORS.map((value) => ({ value, label: words.factors[value] }))}
            value={said.secondFactor}
            allowDeselect={false}
            onChange={(chosen) =>
              say({
                ...said,
                secondFactor: remoteAccess.SECOND_FACTORS.find((each) => each === chosen) ?? said.secondFactor,
              })
            }
          />
          <TextInput {...field('service')} description={words.serviceHow} />
          <TextInput {...field('contact')} />
          {save.error ? <Failure error={save.error} /> : null}
          <FormActions action={text.common.save} busy={save.isPending} onCancel={onClose} />
        </Stack>
      </form>
    </Modal>
  );
}
