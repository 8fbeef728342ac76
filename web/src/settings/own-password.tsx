// A new password for the person signed in; it ends their sessions everywhere else.
import { Button, PasswordInput, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { api } from '#contracts/index.ts';
import { checkedBy } from '../parts/checked-by.ts';
import { notice } from '../parts/notice.ts';
import { Panel } from '../parts/panel.tsx';
import { Failure } from '../parts/states.tsx';
import { text } from '../text/index.ts';
import { useChangePassword } from './use-settings.ts';

/** The form that changes the own password. */
export function OwnPassword() {
  const form = useForm({ initialValues: { current: '', next: '' }, validate: checkedBy(api.passwordChange) });
  const change = useChangePassword(() => {
    form.reset();
    notice(text.account.passwordChanged);
  });
  const toggle = { 'aria-label': text.signIn.showPassword };
  return (
    <Panel title={text.account.password} lead={text.account.passwordWhat}>
      <form onSubmit={form.onSubmit((values) => change.mutate(values))}>
        <Stack gap="sm" maw={360}>
          <PasswordInput
            label={text.account.currentPassword}
            autoComplete="current-password"
            required
            visibilityToggleButtonProps={toggle}
            {...form.getInputProps('current')}
          />
          <PasswordInput
            label={text.account.newPassword}
            autoComplete="new-password"
            required
            visibilityToggleButtonProps={toggle}
            {...form.getInputProps('next')}
          />
          {change.error ? <Failure error={change.error} /> : null}
          <Button type="submit" variant="default" loading={change.isPending}>
            {text.account.changePassword}
          </Button>
        </Stack>
      </form>
    </Panel>
  );
}
