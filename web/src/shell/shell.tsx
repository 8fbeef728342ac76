// The frame of the app: skip link, navigation, bar at the top, the demo's banner, and the page.
import { Burger, Drawer } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useRouterState } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef } from 'react';
import type { Session } from '#contracts/index.ts';
import { text } from '../text/index.ts';
import { Brand } from './brand.tsx';
import { DemoBanner } from './demo-banner.tsx';
import { Navigation } from './navigation.tsx';
import { SchemeSwitch } from './scheme-switch.tsx';
import classes from './shell.module.css';
import { TenantSwitch } from './tenant-switch.tsx';
import { UserMenu } from './user-menu.tsx';

/** Frame around the page. */
export function Shell({ session, children }: { readonly session: Session; readonly children: ReactNode }) {
  const [open, drawer] = useDisclosure(false);
  const main = useFocusOnNewPage();
  return (
    <div className={classes['shell']}>
      <a href="#main" className={classes['skip']}>
        {text.shell.skip}
      </a>
      <div className={classes['side']}>
        <div className={classes['sideHead']}>
          <Brand />
        </div>
        <Navigation label={text.shell.navigation} />
      </div>
      <Drawer
        opened={open}
        onClose={drawer.close}
        size={280}
        title={<Brand />}
        closeButtonProps={{ 'aria-label': text.common.close }}
      >
        <Navigation label={text.shell.navigation} onFollow={drawer.close} />
      </Drawer>
      <div className={classes['column']}>
        <header className={classes['bar']}>
          <div className={classes['barStart']}>
            <Burger
              className={classes['burger'] ?? ''}
              size="sm"
              opened={open}
              onClick={drawer.toggle}
              aria-label={text.shell.openNavigation}
            />
            <TenantSwitch tenants={session.tenants} />
          </div>
          <div className={classes['barEnd']}>
            <SchemeSwitch />
            {session.user ? <UserMenu user={session.user} /> : null}
          </div>
        </header>
        <DemoBanner session={session} />
        <main id="main" ref={main} tabIndex={-1} className={classes['main']}>
          {children}
        </main>
      </div>
    </div>
  );
}

/** Moves the focus to the page when the path changes, so that a screen reader reads the new page. */
function useFocusOnNewPage() {
  const main = useRef<HTMLElement>(null);
  const path = useRouterState({ select: (state) => state.resolvedLocation?.pathname });
  const last = useRef(path);
  useEffect(() => {
    if (last.current !== undefined && path !== last.current) main.current?.focus({ preventScroll: true });
    last.current = path;
  }, [path]);
  return main;
}
