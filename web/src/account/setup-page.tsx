// The first run: whoever can read the console's one-time token becomes the owner.
import { Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api } from '#contracts/index.ts';
import { ApiFault } from '../api/fault.ts';
import { setUp } from '../api/session.ts';
import { useWrite } from '../api/use-load.ts';
import { SESSION_KEY } from '../api/use-session.ts';
import { checkedBy } from '../parts/checked-by.ts';
import { Failure } from '../parts/states.tsx';
import { text } from '../text/index.ts';
import { Front } from './front.tsx';

/** The token from the link that the console shows: behind the #, so that it is never sent with a request. */
function tokenInAddress(): string {
  return new URLSearchParams(window.location.hash.slice(1)).get('token') ?? '';
}

/** The page that creates the first account. */
export function SetupPage() {
  const client = useQueryClient();
  const form = useForm({
    initialValues: { token: tokenInAddress(), name: '', email: '', password: '' },
    validate: checkedBy(api.setupInput),
  });
  const navigate = useNavigate();
  const create = useWrite(setUp, (session) => {
    client.setQueryData(SESSION_KEY, session);
    void navigate({ to: '/', replace: true });
  });
  return (
    <Front title={text.setup.title} lead={text.setup.lead}>
      <form
        onSubmit={form.onSubmit((values) =>
          create.mutate(
            { ...values, token: values.token.trim() },
            { onError: (error) => error instanceof ApiFault && form.setErrors({ ...error.fields }) },
          ),
        )}
      >
        <Stack gap="md">
          <TextInput
            label={text.setup.token}
            description={text.setup.tokenWhere}
            autoComplete="off"
            spellCheck={false}
            autoFocus={form.values.token === ''}
            required
            {...form.getInputProps('token')}
          />
          <TextInput
            label={text.setup.name}
            autoComplete="name"
            autoFocus={form.values.token !== ''}
            required
            {...form.getInputProps('name')}
          />
          <TextInput
            label={text.signIn.email}
            type="email"
            autoComplete="username"
            required
            {...form.getInputProps('email')}
          />
          <PasswordInput
            label={text.signIn.password}
            description={text.setup.passwordHow}
            autoComplete="new-password"
            required
            visibilityToggleButtonProps={{ 'aria-label': text.signIn.showPassword }}
            {...form.getInputProps('password')}
          />
          {create.error ? <Failure error={create.error} /> : null}
          <Button type="submit" size="md" loading={create.isPending}>
            {text.setup.action}
          </Button>
        </Stack>
      </form>
    </Front>
  );
}
