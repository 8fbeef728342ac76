// Where reminders of the duties of a party go. In a window.
import { Modal, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { Party, Responsibilities } from '#contracts/index.ts';
import { saveResponsibilities } from '../api/governance.ts';
import { useWrite } from '../api/use-load.ts';
import { Foreign } from '../parts/foreign.tsx';
import { FormActions } from '../parts/form-actions.tsx';
import { notice } from '../parts/notice.ts';
import { Failure } from '../parts/states.tsx';
import { text } from '../text/index.ts';
import { changed } from './stated-duties.ts';

const words = text.governance;

interface PartyAddressProps {
  readonly known: Responsibilities;
  readonly party: Party;
  readonly onClose: () => void;
}

/** The form. */
export function PartyAddress({ known, party, onClose }: PartyAddressProps) {
  // The version that was read when the window opened: what somebody else saves meanwhile is not overwritten.
  const [read] = useState(known);
  const [email, setEmail] = useState(party.email ?? '');
  const save = useWrite(saveResponsibilities, () => {
    onClose();
    notice(words.saved);
  });

  function submit(event: FormEvent): void {
    event.preventDefault();
    const { id, name, side } = party;
    const now = { id, name, side, ...(email.trim() === '' ? {} : { email: email.trim() }) };
    save.mutate(changed(read, { parties: read.parties.map((each) => (each.id === id ? now : each)) }));
  }

  return (
    <Modal opened onClose={onClose} title={words.address} closeButtonProps={{ 'aria-label': text.common.close }}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <Text size="sm" fw={600}>
            <Foreign>{party.name}</Foreign>
          </Text>
          <TextInput
            label={words.address}
            description={words.addressHow}
            type="email"
            maxLength={254}
            data-autofocus
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          {save.error ? <Failure error={save.error} /> : null}
          <FormActions action={text.common.save} busy={save.isPending} onCancel={onClose} />
        </Stack>
      </form>
    </Modal>
  );
}
