// The second factor of the person signed in: a code from a phone beside the password.
import { Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { IconShieldCheck, IconShieldOff } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useSession } from '../api/use-session.ts';
import { FactsList } from '../parts/facts-list.tsx';
import { Foreign } from '../parts/foreign.tsx';
import { notice } from '../parts/notice.ts';
import { Panel } from '../parts/panel.tsx';
import { Failure } from '../parts/states.tsx';
import { Tag } from '../parts/tag.tsx';
import { text } from '../text/index.ts';
import { OwnPassword } from './own-password.tsx';
import classes from './settings.module.css';
import { useConfirmTotp, useRemoveTotp, useStartTotp } from './use-settings.ts';

/** The person's own account. */
export function SecondFactor() {
  const user = useSession().data?.user;
  if (!user) return null;
  return (
    <>
      <Panel title={text.account.title}>
        <FactsList
          items={[
            [text.users.name, <Foreign key="name">{user.name}</Foreign>],
            [text.signIn.email, <Foreign key="email">{user.email}</Foreign>],
            [text.users.role, `${text.roles[user.role]}. ${text.roleWhat[user.role]}`],
          ]}
        />
      </Panel>
      <Panel
        title={text.account.totp}
        lead={text.account.totpWhat}
        actions={
          user.totp ? (
            <Tag tone="safe" icon={IconShieldCheck}>
              {text.account.on}
            </Tag>
          ) : (
            <Tag tone="watch" icon={IconShieldOff}>
              {text.account.off}
            </Tag>
          )
        }
      >
        {user.totp ? <SwitchOff /> : <SwitchOn />}
      </Panel>
      <OwnPassword />
    </>
  );
}

function SwitchOn() {
  const start = useStartTotp();
  const [code, setCode] = useState('');
  const confirm = useConfirmTotp(() => notice(text.account.switchedOn));
  if (!start.data) {
    return (
      <>
        {start.error ? <Failure error={start.error} /> : null}
        <Button loading={start.isPending} onClick={() => start.mutate(undefined)}>
          {text.account.switchOn}
        </Button>
      </>
    );
  }
  function submit(event: FormEvent): void {
    event.preventDefault();
    confirm.mutate(code.replace(/\s/g, ''));
  }
  return (
    <div className={classes['twoFactor']}>
      <img
        className={classes['qr']}
        alt={text.account.qr}
        src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(start.data.qrSvg)}`}
      />
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Text size="sm">{text.account.scanIt}</Text>
          <Text size="sm">
            {text.account.orType} <Foreign mono>{start.data.secret}</Foreign>
          </Text>
          <TextInput
            label={text.signIn.code}
            inputMode="numeric"
            autoComplete="one-time-code"
            required
            value={code}
            onChange={(event) => setCode(event.currentTarget.value)}
          />
          {confirm.error ? <Failure error={confirm.error} /> : null}
          <Button type="submit" loading={confirm.isPending}>
            {text.account.confirm}
          </Button>
        </Stack>
      </form>
    </div>
  );
}

function SwitchOff() {
  const [password, setPassword] = useState('');
  const remove = useRemoveTotp(() => notice(text.account.switchedOff));
  function submit(event: FormEvent): void {
    event.preventDefault();
    remove.mutate(password);
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="sm" maw={360}>
        <PasswordInput
          label={text.account.passwordToSwitchOff}
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          visibilityToggleButtonProps={{ 'aria-label': text.signIn.showPassword }}
        />
        {remove.error ? <Failure error={remove.error} /> : null}
        <Button type="submit" variant="default" loading={remove.isPending}>
          {text.account.switchOff}
        </Button>
      </Stack>
    </form>
  );
}
