// Who is signed in, their own settings, and the way out.
import { Button, Menu } from '@mantine/core';
import { IconLogout, IconUserCircle } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import type { Session } from '#contracts/index.ts';
import { Foreign } from '../parts/foreign.tsx';
import { text } from '../text/index.ts';
import classes from './shell.module.css';
import { useSignOut } from './use-sign-out.ts';

/** The person's menu. */
export function UserMenu({ user }: { readonly user: NonNullable<Session['user']> }) {
  const navigate = useNavigate();
  const signOut = useSignOut();
  return (
    <Menu width={240}>
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          c="var(--mantine-color-text)"
          px="xs"
          maw={190}
          leftSection={<IconUserCircle size={20} stroke={1.7} aria-hidden />}
          aria-label={text.shell.userMenu(user.name)}
        >
          <span className={classes['userName']}>
            <Foreign>{user.name}</Foreign>
          </span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Foreign>{user.email}</Foreign>
          <br />
          {text.roles[user.role]}
        </Menu.Label>
        <Menu.Item
          leftSection={<IconUserCircle size={17} stroke={1.7} aria-hidden />}
          onClick={() => void navigate({ to: '/settings/{-$section}', params: { section: 'account' } })}
        >
          {text.shell.account}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconLogout size={17} stroke={1.7} aria-hidden />}
          onClick={() => signOut.mutate(undefined)}
        >
          {text.shell.signOut}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
