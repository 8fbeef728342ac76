// Sign-in: e-mail and password, then the code of the second factor when the account has one.
import { Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { OpenWays } from '#contracts/index.ts';
import { ApiFault } from '../api/fault.ts';
import { signIn } from '../api/session.ts';
import { giveWayCode, loadWays, signInByDirectory } from '../api/sign-in-ways.ts';
import { useLoad, useWrite } from '../api/use-load.ts';
import { SESSION_KEY } from '../api/use-session.ts';
import { Failure } from '../parts/states.tsx';
import { text } from '../text/index.ts';
import { Front } from './front.tsx';
import { OtherWays } from './other-ways.tsx';

/** The page that asks who you are. */
export function SignInPage() {
  const client = useQueryClient();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [codeNeeded, setCodeNeeded] = useState(false);
  const [directory, setDirectory] = useState<OpenWays['ways'][number] | null>(null);
  const [begunAnew, setBegunAnew] = useState(false);
  // Without an answer the password is still there to sign in with.
  const offered = useLoad(['sign-in', 'ways'], loadWays).data;
  const fromProvider = offered?.waiting?.kind === 'code' && !begunAnew;
  const enter = useWrite(
    (input: { readonly email: string; readonly password: string; readonly code?: string }) =>
      fromProvider
        ? giveWayCode(input.code ?? '')
        : directory
          ? signInByDirectory({ way: directory.id, name: input.email, password: input.password, ...codeOf(input) })
          : signIn(input),
    (session) => client.setQueryData(SESSION_KEY, session),
  );

  const asksCode = codeNeeded || fromProvider;

  function submit(event: FormEvent): void {
    event.preventDefault();
    enter.mutate(
      { email: email.trim(), password, ...(asksCode ? { code: code.replace(/\s/g, '') } : {}) },
      {
        onError: (error) => {
          if (!(error instanceof ApiFault) || error.code !== 'code-needed') return;
          if (!codeNeeded) enter.reset();
          setCodeNeeded(true);
        },
      },
    );
  }

  function choose(way: OpenWays['ways'][number] | null): void {
    setDirectory(way);
    setPassword('');
    enter.reset();
  }

  const lead = asksCode ? text.signIn.codeLead : text.signIn.lead;
  return (
    <Front title={text.signIn.title} lead={lead}>
      <form onSubmit={submit}>
        <Stack gap="md">
          {asksCode ? (
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
                label={directory ? text.signInWays.nameIn(directory.label) : text.signIn.email}
                type={directory ? 'text' : 'email'}
                autoComplete="username"
                autoFocus
                required
                value={email}
                onChange={(event) => setEmail(event.currentTarget.value)}
              />
              <PasswordInput
                label={directory ? text.signInWays.passwordIn(directory.label) : text.signIn.password}
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
          {asksCode ? (
            <Button
              variant="subtle"
              onClick={() => {
                setCodeNeeded(false);
                setBegunAnew(true);
                setCode('');
                enter.reset();
              }}
            >
              {text.common.back}
            </Button>
          ) : null}
        </Stack>
      </form>
      {offered && !asksCode && !directory ? <OtherWays offered={offered} onDirectory={choose} /> : null}
      {directory && !asksCode ? (
        <Button variant="subtle" mt="md" fullWidth onClick={() => choose(null)}>
          {text.signInWays.usePassword}
        </Button>
      ) : null}
    </Front>
  );
}

function codeOf({ code }: { readonly code?: string }): { readonly code?: string } {
  return code === undefined ? {} : { code };
}
