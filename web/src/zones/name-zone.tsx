// Gives a zone the name that people use for it, in a window.
import { Modal, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { ZoneRow } from '#contracts/index.ts';
import { nameZone } from '../api/site.ts';
import { useWrite } from '../api/use-load.ts';
import { FormActions } from '../parts/form-actions.tsx';
import { Failure } from '../parts/states.tsx';
import { text } from '../text/index.ts';

interface NameZoneProps {
  readonly zone: ZoneRow;
  readonly onClose: () => void;
}

/** The form; an empty name takes the name away. */
export function NameZone({ zone, onClose }: NameZoneProps) {
  const [name, setName] = useState(zone.name ?? '');
  const save = useWrite(nameZone, onClose);
  function submit(event: FormEvent): void {
    event.preventDefault();
    save.mutate({ zone: zone.id, name: name.trim() === '' ? null : name.trim() });
  }
  return (
    <Modal opened onClose={onClose} title={text.zones.nameTitle} closeButtonProps={{ 'aria-label': text.common.close }}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <TextInput
            label={text.zones.name}
            description={text.zones.nameHow(zone.id)}
            data-autofocus
            maxLength={60}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          {save.error ? <Failure error={save.error} /> : null}
          <FormActions action={text.common.save} busy={save.isPending} onCancel={onClose} />
        </Stack>
      </form>
    </Modal>
  );
}
