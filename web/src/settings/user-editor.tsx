// A person in a window: name, e-mail, role, password.
import { Button, Group, Modal, PasswordInput, Select, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { api } from '#contracts/index.ts';
import { ApiFault } from '../api/fault.ts';
import { checkedBy } from '../parts/checked-by.ts';
import { notice } from '../parts/notice.ts';
import { choiceParam } from '../parts/search-params.ts';
import { Failure } from '../parts/states.tsx';
import { text } from '../text/index.ts';
import { useAddUser, useChangeUser } from './use-settings.ts';
import type { User } from './users.tsx';

interface UserEditorProps {
  readonly user: User | undefined;
  readonly onClose: () => void;
}

interface Values {
  name: string;
  email: string;
  role: string;
  password: string;
}

/** The form; without a person it adds one. */
export function UserEditor({ user, onClose }: UserEditorProps) {
  const form = useForm<Values>({
    initialValues: { name: user?.name ?? '', email: user?.email ?? '', role: user?.role ?? 'reader', password: '' },
    validate: (values) =>
      user && values.password === ''
        ? checkedBy(api.userPatch)({ ...values, password: undefined })
        : checkedBy(user ? api.userPatch : api.userInput)(values),
  });
  const done = () => {
    onClose();
    notice(text.users.saved);
  };
  const add = useAddUser(done);
  const change = useChangeUser(user?.id ?? '', done);
  const error = add.error ?? change.error;

  function submit(values: Values): void {
    const role = choiceParam(values.role, api.role.options) ?? 'reader';
    const name = values.name.trim();
    const onError = (fault: Error) => fault instanceof ApiFault && form.setErrors({ ...fault.fields });
    if (user) change.mutate({ name, role, ...(values.password ? { password: values.password } : {}) }, { onError });
    else add.mutate({ name, role, email: values.email.trim(), password: values.password }, { onError });
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title={user ? text.users.editTitle : text.users.addTitle}
      closeButtonProps={{ 'aria-label': text.common.close }}
    >
      <form onSubmit={form.onSubmit(submit)}>
        <Stack gap="md">
          <TextInput label={text.users.name} required {...form.getInputProps('name')} />
          <TextInput
            label={text.signIn.email}
            type="email"
            required
            disabled={user !== undefined}
            autoComplete="off"
            {...form.getInputProps('email')}
          />
          <Select
            label={text.users.role}
            description={text.roleWhat[choiceParam(form.values.role, api.role.options) ?? 'reader']}
            allowDeselect={false}
            data={api.role.options.map((role) => ({ value: role, label: text.roles[role] }))}
            {...form.getInputProps('role')}
          />
          <PasswordInput
            label={user ? text.users.newPassword : text.signIn.password}
            description={user ? text.users.newPasswordHow : text.setup.passwordHow}
            required={user === undefined}
            autoComplete="new-password"
            visibilityToggleButtonProps={{ 'aria-label': text.signIn.showPassword }}
            {...form.getInputProps('password')}
          />
          {error ? <Failure error={error} /> : null}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {text.common.cancel}
            </Button>
            <Button type="submit" loading={add.isPending || change.isPending}>
              {text.common.save}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
