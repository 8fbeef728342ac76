// A new remote sensor, in a window: its name, then its token, which is shown this once, with the command that uses it.
import { Button, CopyButton, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { addSensor } from '../api/sensors.ts';
import { useWrite } from '../api/use-load.ts';
import { FormActions } from '../parts/form-actions.tsx';
import { Note } from '../parts/note.tsx';
import { Failure } from '../parts/states.tsx';
import { text } from '../text/index.ts';
import classes from './add-sensor.module.css';

interface AddSensorProps {
  readonly onClose: () => void;
}

/** The form for owners. */
export function AddSensor({ onClose }: AddSensorProps) {
  const [name, setName] = useState('');
  const add = useWrite(addSensor);
  function submit(event: FormEvent): void {
    event.preventDefault();
    add.mutate(name.trim());
  }
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      closeOnClickOutside={!add.data}
      title={text.sensors.addTitle}
      closeButtonProps={{ 'aria-label': text.common.close }}
    >
      {add.data ? (
        <Stack gap="md">
          <Note tone="watch">{text.sensors.once}</Note>
          <Copied label={text.sensors.token} value={add.data.token} />
          <Copied label={text.sensors.command} value={text.sensors.commandLine(window.location.origin)} />
          <Text size="sm">{text.sensors.commandWhat}</Text>
          {window.location.protocol === 'https:' ? null : <Note tone="info">{text.sensors.notReached}</Note>}
          <Group justify="flex-end">
            <Button onClick={onClose}>{text.sensors.kept}</Button>
          </Group>
        </Stack>
      ) : (
        <form onSubmit={submit}>
          <Stack gap="md">
            <TextInput
              label={text.sensors.name}
              description={text.sensors.nameHow}
              placeholder="east-wing"
              required
              data-autofocus
              spellCheck={false}
              autoCapitalize="none"
              maxLength={40}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            {add.error ? <Failure error={add.error} /> : null}
            <FormActions action={text.common.add} busy={add.isPending} onCancel={onClose} />
          </Stack>
        </form>
      )}
    </Modal>
  );
}

function Copied({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <div>
      <Group justify="space-between" align="center">
        <Text size="sm" fw={600}>
          {label}
        </Text>
        <CopyButton value={value}>
          {({ copied, copy }) => (
            <Button size="compact-sm" variant="default" onClick={copy} aria-label={text.sensors.copyNamed(label)}>
              {copied ? text.sensors.copied : text.sensors.copy}
            </Button>
          )}
        </CopyButton>
      </Group>
      <pre className={classes['code']}>{value}</pre>
    </div>
  );
}
