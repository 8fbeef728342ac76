// The frame of the app: skip link, navigation, bar at the top, the demo's banner, and the page.
import { Burger } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useRouterState } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense, useEffect, useRef, useState } from 'react';
import type { Session } from '#contracts/index.ts';
import { text } from '../text/index.ts';
import { Brand } from './brand.tsx';
import { DemoBanner } from './demo-banner.tsx';
import { Navigation } from './navigation.tsx';
import { SchemeSwitch } from './scheme-switch.tsx';
import classes from './shell.module.css';
import { TenantSwitch } from './tenant-switch.tsx';
import { UserMenu } from './user-menu.tsx';

const NavigationDrawer = lazy(() => import('./drawer.tsx').then((module) => ({ default: module.NavigationDrawer })));

/** Frame around the page. */
export function Shell({ session, children }: { readonly session: Session; readonly children: ReactNode }) {
  const [open, drawer] = useDisclosure(false);
  const opened = useEver(open);
  const main = useFocusOnNewPage();
  return (
    <div className={classes['shell']}>
      <a href="#main" className={classes['skip']}>
        {text.shell.skip}
      </a>
      <div className={classes['side']}>
        <Navigation label={text.shell.navigation}>
          <div className={classes['sideHead']}>
            <Brand />
          </div>
        </Navigation>
      </div>
      <Suspense fallback={null}>{opened ? <NavigationDrawer opened={open} onClose={drawer.close} /> : null}</Suspense>
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

/** Whether something was ever so. */
function useEver(now: boolean): boolean {
  const [ever, setEver] = useState(now);
  if (now && !ever) setEver(true);
  return ever;
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
