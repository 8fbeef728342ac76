// The ports that the maker lists for this device, where the list is at hand: what listens beside them becomes a finding.
import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { portText } from '#contracts/index.ts';
import { sendAnswers } from '../api/checklists.ts';
import { useWrite } from '../api/use-load.ts';
import { Failure } from '../parts/states.tsx';
import { text } from '../text/index.ts';
import classes from './checklist.module.css';

interface MakerPortsProps {
  readonly device: string;
  readonly ports: readonly string[] | null;
  readonly disabled: boolean;
}

/** `104, udp/161` as ports; null when something in it is none. */
function portsIn(written: string): string[] | null {
  const parts = written
    .split(/[\s,;]+/)
    .filter((part) => part !== '')
    .map((part) => (/^\d+$/.test(part) ? `tcp/${part}` : part.toLowerCase()));
  return parts.every((part) => portText.safeParse(part).success) ? parts : null;
}

/** The field with its button. */
export function MakerPorts({ device, ports, disabled }: MakerPortsProps) {
  const [written, setWritten] = useState(ports?.join(', ') ?? '');
  const [isWrong, setWrong] = useState(false);
  const send = useWrite((makerPorts: string[]) => sendAnswers(device, { makerPorts }));
  return (
    <form
      className={classes['question']}
      onSubmit={(event) => {
        event.preventDefault();
        const read = portsIn(written);
        setWrong(read === null);
        if (read) send.mutate(read);
      }}
    >
      <TextInput
        label={text.checklist.makerPorts}
        description={text.checklist.makerPortsHelp}
        placeholder="104, 11112, udp/161"
        value={written}
        disabled={disabled}
        error={isWrong ? text.checklist.makerPortsWrong : null}
        onChange={({ currentTarget }) => setWritten(currentTarget.value)}
      />
      {send.error ? <Failure error={send.error} /> : null}
      <Button type="submit" variant="default" mt="sm" loading={send.isPending} disabled={disabled}>
        {text.checklist.keepPorts}
      </Button>
      <div className={classes['kept']} role="status">
        {send.isSuccess ? text.checklist.portsKept : null}
      </div>
    </form>
  );
}
