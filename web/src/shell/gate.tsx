// Decides what stands before the pages: set-up on the first run, sign-in without a session, then the app itself.
import { Button, Center, Stack, Text } from '@mantine/core';
import { Outlet, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense, useEffect } from 'react';
import type { Session } from '#contracts/index.ts';
import { chooseTenant, useTenant } from '../api/tenant.ts';
import { useSession } from '../api/use-session.ts';
import { Failure } from '../parts/states.tsx';
import { text } from '../text/index.ts';
import { Brand } from './brand.tsx';
import { Shell } from './shell.tsx';
import { useSignOut } from './use-sign-out.ts';

const SetupPage = lazy(() => import('../account/setup-page.tsx').then((page) => ({ default: page.SetupPage })));
const SignInPage = lazy(() => import('../account/sign-in-page.tsx').then((page) => ({ default: page.SignInPage })));

/** The tenant to show: the one chosen before, else the demo as long as there is one, else the first. */
export function tenantToShow(tenants: Session['tenants'], chosen: string | null): string | null {
  const known = tenants.find((tenant) => tenant.id === chosen);
  return (known ?? tenants.find((tenant) => tenant.demo) ?? tenants[0])?.id ?? null;
}

/** The root of all pages. */
export function Gate() {
  const session = useSession();
  const chosen = useTenant();
  const tenants = session.data?.user ? session.data.tenants : undefined;
  const isWalk = useRouterState({ select: (state) => state.location.pathname === '/start' });
  const shown = tenants ? tenantToShow(tenants, chosen) : null;
  useEffect(() => {
    if (tenants) chooseTenant(shown);
  }, [tenants, shown]);

  if (session.data === undefined) {
    return (
      <Center mih="100dvh" p="lg">
        <Stack align="center" maw={460}>
          <Brand large />
          {session.error ? (
            <Failure error={session.error} onRetry={() => void session.refetch()} />
          ) : (
            <Text c="dimmed" role="status">
              {text.common.loading}
            </Text>
          )}
        </Stack>
      </Center>
    );
  }
  if (session.data.setupNeeded) return <Suspense fallback={null}>{<SetupPage />}</Suspense>;
  if (!session.data.user) return <Suspense fallback={null}>{<SignInPage />}</Suspense>;
  if (shown === null) return <NoTenant />;
  if (shown !== chosen) return null;
  // One question at a time, and nothing beside it.
  if (isWalk) return <Outlet />;
  return (
    <Shell session={session.data}>
      <Outlet />
    </Shell>
  );
}

function NoTenant() {
  const signOut = useSignOut();
  return (
    <Center mih="100dvh" p="lg">
      <Stack align="center" maw={460}>
        <Brand large />
        <Text ta="center">{text.shell.noTenant}</Text>
        <Button variant="default" onClick={() => signOut.mutate(undefined)}>
          {text.shell.signOut}
        </Button>
      </Stack>
    </Center>
  );
}
