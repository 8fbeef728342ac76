// Sign-in: e-mail and password, then the code of the second factor when the account has one.
import { Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { ApiFault } from '../api/fault.ts';
import { signIn } from '../api/session.ts';
import { useWrite } from '../api/use-load.ts';
import { SESSION_KEY } from '../api/use-session.ts';
import { Failure } from '../parts/states.tsx';
import { text } from '../text/index.ts';
import { Front } from './front.tsx';

/** The page that asks who you are. */
export function SignInPage() {
  const client = useQueryClient();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [codeNeeded, setCodeNeeded] = useState(false);
  const enter = useWrite(signIn, (session) => client.setQueryData(SESSION_KEY, session));

  function submit(event: FormEvent): void {
    event.preventDefault();
    enter.mutate(
      { email: email.trim(), password, ...(codeNeeded ? { code: code.replace(/\s/g, '') } : {}) },
      {
        onError: (error) => {
          if (!(error instanceof ApiFault) || error.code !== 'code-needed') return;
          if (!codeNeeded) enter.reset();
          setCodeNeeded(true);
        },
      },
    );
  }

  const lead = codeNeeded ? text.signIn.codeLead : text.signIn.lead;
  return (
    <Front title={text.signIn.title} lead={lead}>
      <form onSubmit={submit}>
        <Stack gap="md">
          {codeNeeded ? (
            <TextInput
              label={text.signIn.code}
              inputMode="numeric"
              autoComplete="one-time-code"
              data-autofocus
              autoFocus
              required
              value={code}
              onChange={(event) => setCode(event.currentTarget.value)}
            />
          ) : (
            <>
              <TextInput
                label={text.signIn.email}
                type="email"
                autoComplete="username"
                autoFocus
                required
                value={email}
                onChange={(event) => setEmail(event.currentTarget.value)}
              />
              <PasswordInput
                label={text.signIn.password}
                autoComplete="current-password"
                required
                value={password}
                onChange={(event) => setPassword(event.currentTarget.value)}
                visibilityToggleButtonProps={{ 'aria-label': text.signIn.showPassword }}
              />
            </>
          )}
          {enter.error ? <Failure error={enter.error} /> : null}
          <Button type="submit" size="md" loading={enter.isPending}>
            {text.signIn.action}
          </Button>
          {codeNeeded ? (
            <Button
              variant="subtle"
              onClick={() => {
                setCodeNeeded(false);
                setCode('');
                enter.reset();
              }}
            >
              {text.common.back}
            </Button>
          ) : null}
        </Stack>
      </form>
    </Front>
  );
}
