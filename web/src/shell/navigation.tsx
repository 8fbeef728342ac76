// The list of pages.
import {
  type Icon,
  IconAffiliate,
  IconAlertTriangle,
  IconBuildingFactory2,
  IconCalendarTime,
  IconDeviceDesktop,
  IconFileAlert,
  IconFileCertificate,
  IconFileImport,
  IconGauge,
  IconId,
  IconListCheck,
  IconPlugConnected,
  IconRadar2,
  IconSettings,
  IconShoppingCartQuestion,
  IconSitemap,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { text } from '../text/index.ts';
import classes from './shell.module.css';

const PAGES = [
  { to: '/', icon: IconGauge, label: text.shell.pages.overview },
  { to: '/devices', icon: IconDeviceDesktop, label: text.shell.pages.devices },
  { to: '/findings', icon: IconAlertTriangle, label: text.shell.pages.findings },
  { to: '/advisories', icon: IconFileAlert, label: text.shell.pages.advisories },
  { to: '/life-cycles', icon: IconCalendarTime, label: text.shell.pages.lifeCycles },
  { to: '/makers', icon: IconBuildingFactory2, label: text.shell.pages.makers },
  { to: '/mds2', icon: IconFileCertificate, label: text.shell.pages.mds2 },
  { to: '/purchase', icon: IconShoppingCartQuestion, label: text.shell.pages.purchase },
  { to: '/network', icon: IconAffiliate, label: text.shell.pages.network },
  { to: '/zones', icon: IconSitemap, label: text.shell.pages.zones },
  { to: '/titles', icon: IconId, label: text.shell.pages.titles },
  { to: '/scans', icon: IconRadar2, label: text.shell.pages.scans },
  { to: '/checklist', icon: IconListCheck, label: text.shell.pages.checklist },
  { to: '/import', icon: IconFileImport, label: text.shell.pages.import },
  { to: '/sources', icon: IconPlugConnected, label: text.shell.pages.sources },
  { to: '/settings/{-$section}', icon: IconSettings, label: text.shell.pages.settings },
] as const satisfies readonly { to: string; icon: Icon; label: string }[];

interface NavigationProps {
  readonly label: string;
  readonly onFollow?: () => void;
  readonly children?: ReactNode;
}

/** Links to the pages; the present one is marked. */
export function Navigation({ label, onFollow, children }: NavigationProps) {
  return (
    <nav aria-label={label}>
      {children}
      <ul className={classes['nav']}>
        {PAGES.map(({ to, icon: Picture, label: name }) => (
          <li key={to}>
            <Link
              to={to}
              params={{}}
              className={classes['link'] ?? ''}
              activeOptions={{ exact: to === '/', includeSearch: false }}
              {...(onFollow ? { onClick: onFollow } : {})}
            >
              <Picture size={20} stroke={1.7} aria-hidden />
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
