// The mail server of the site: off until an owner sets one.
import { Button, Group, NumberInput, PasswordInput, Select, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { MailInput, MailState } from '#contracts/index.ts';
import { loadMailServer, saveMailServer } from '../api/training.ts';
import { useLoad, useWrite } from '../api/use-load.ts';
import { usePowers } from '../api/use-session.ts';
import { notice } from '../parts/notice.ts';
import { Panel } from '../parts/panel.tsx';
import { Failure, Loaded } from '../parts/states.tsx';
import { text } from '../text/index.ts';

const words = text.training;
const KINDS = ['tls', 'starttls', 'none'] as const;

/** The panel. */
export function MailServerForm() {
  return (
    <Panel title={words.mailServer} lead={words.mailServerLead}>
      <Loaded of={useLoad(['training', 'mail-server'], loadMailServer)}>
        {/* What somebody else saved in the meantime is another form. */}
        {(state) => <Form key={JSON.stringify(state)} state={state} />}
      </Loaded>
    </Panel>
  );
}

const NEW: MailInput = {
  host: '',
  port: 587,
  security: 'starttls',
  user: '',
  from: '',
  address: window.location.origin,
};

function Form({ state: { server, hasPassword } }: { readonly state: MailState }) {
  const { own } = usePowers();
  const [draft, setDraft] = useState<MailInput>(server ?? NEW);
  const [password, setPassword] = useState('');
  const save = useWrite(saveMailServer, (_, sent) => notice(sent ? words.serverSaved : words.serverRemoved));
  function submit(event: FormEvent): void {
    event.preventDefault();
    save.mutate({ ...draft, ...(password === '' ? {} : { password }) });
  }
  const fields = [
    ['host', words.host, 'text'],
    ['user', words.user, 'text'],
    ['from', words.from, 'email'],
    ['address', words.address, 'url'],
  ] as const;
  if (!own) return <Text size="sm">{text.common.ownersOnly}</Text>;
  return (
    <form onSubmit={submit}>
      <Stack maw={520}>
        <Group grow align="flex-start">
          <NumberInput
            label={words.port}
            min={1}
            max={65_535}
            value={draft.port}
            onChange={(value) => setDraft({ ...draft, port: typeof value === 'number' ? value : 587 })}
          />
          <Select
            label={words.security}
            allowDeselect={false}
            data={KINDS.map((value) => ({ value, label: words.securities[value] }))}
            value={draft.security}
            onChange={(value) =>
              setDraft({ ...draft, security: KINDS.find((kind) => kind === value) ?? draft.security })
            }
          />
        </Group>
        {fields.map(([field, label, type]) => (
          <TextInput
            key={field}
            label={label}
            type={type}
            required={field !== 'user'}
            autoComplete="off"
            value={draft[field]}
            onChange={(event) => setDraft({ ...draft, [field]: event.currentTarget.value })}
          />
        ))}
        <PasswordInput
          label={words.password}
          autoComplete="new-password"
          {...(hasPassword ? { description: words.passwordKept } : {})}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        {save.error ? <Failure error={save.error} /> : null}
        <Group>
          <Button type="submit" loading={save.isPending}>
            {text.common.save}
          </Button>
          {server ? (
            <Button variant="default" disabled={save.isPending} onClick={() => save.mutate(null)}>
              {words.removeServer}
            </Button>
          ) : null}
        </Group>
      </Stack>
    </form>
  );
}
