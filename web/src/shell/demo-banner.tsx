// Says on every page that what is shown is the demo, with the ways out of it.
import { useDisclosure } from '@mantine/hooks';
import { IconFlask } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import type { Session } from '#contracts/index.ts';
import { chooseTenant, useTenant } from '../api/tenant.ts';
import { text } from '../text/index.ts';
import classes from './shell.module.css';

const RemoveDemo = lazy(() => import('./remove-demo.tsx').then((module) => ({ default: module.RemoveDemo })));

/** The banner; nothing when the present organization is a real one. */
export function DemoBanner({ session }: { readonly session: Session }) {
  const present = useTenant();
  const [asking, ask] = useDisclosure(false);
  const demo = session.tenants.find((tenant) => tenant.id === present && tenant.demo);
  if (!demo) return null;
  const real = session.tenants.find((tenant) => !tenant.demo);
  return (
    <section className={classes['banner']} aria-label={text.demo.label}>
      <span className={classes['bannerWords']}>
        <IconFlask size={18} stroke={1.8} aria-hidden style={{ flex: 'none' }} />
        <span>{text.demo.banner}</span>
      </span>
      <span className={classes['bannerActions']}>
        {real ? (
          <button type="button" className={classes['bannerAction']} onClick={() => chooseTenant(real.id)}>
            {text.demo.leave}
          </button>
        ) : null}
        {session.user?.role === 'owner' ? (
          <button type="button" className={classes['bannerAction']} onClick={ask.open}>
            {text.demo.remove}
          </button>
        ) : null}
      </span>
      <Suspense fallback={null}>{asking ? <RemoveDemo tenant={demo.id} opened onClose={ask.close} /> : null}</Suspense>
    </section>
  );
}
