// The list of pages, in groups with a heading each. Beside the page all stand open; in the drawer of a phone a group opens by its heading,
// and the one with the present page stands open.
import {
  type Icon,
  IconAdjustmentsHorizontal,
  IconAffiliate,
  IconAlertTriangle,
  IconBriefcase,
  IconBuildingCommunity,
  IconBuildingFactory2,
  IconCalendarEvent,
  IconCalendarTime,
  IconChartHistogram,
  IconChartLine,
  IconChecklist,
  IconChevronDown,
  IconClipboardCheck,
  IconClipboardX,
  IconDeviceDesktop,
  IconFileAlert,
  IconFileCertificate,
  IconFileImport,
  IconFileText,
  IconGauge,
  IconGavel,
  IconHeartbeat,
  IconId,
  IconListCheck,
  IconPackages,
  IconPlugConnected,
  IconPresentation,
  IconRadar2,
  IconRoute,
  IconScale,
  IconSchool,
  IconSettings,
  IconShieldCheck,
  IconShoppingCartQuestion,
  IconSitemap,
  IconWalk,
  IconWall,
} from '@tabler/icons-react';
import { Link, useRouterState } from '@tanstack/react-router';
import { type ReactNode, useId, useState } from 'react';
import { text } from '../text/index.ts';
import classes from './shell.module.css';

const { pages: NAMES, groups: HEADINGS } = text.shell;

const GROUPS = [
  {
    heading: HEADINGS.today,
    pages: [
      { to: '/', icon: IconGauge, label: NAMES.overview },
      { to: '/risk', icon: IconHeartbeat, label: NAMES.risk },
      { to: '/findings', icon: IconAlertTriangle, label: NAMES.findings },
    ],
  },
  {
    heading: HEADINGS.treatment,
    pages: [
      { to: '/risk/paths', icon: IconRoute, label: NAMES.attackPaths },
      { to: '/risk/segmentation', icon: IconWall, label: NAMES.segmentation },
      { to: '/risk/plan', icon: IconChecklist, label: NAMES.plan },
      { to: '/risk/what-if', icon: IconAdjustmentsHorizontal, label: NAMES.whatIf },
      { to: '/ratings', icon: IconScale, label: NAMES.ratings },
    ],
  },
  {
    heading: HEADINGS.program,
    pages: [
      { to: '/start', icon: IconWalk, label: text.guided.name },
      { to: '/program/controls', icon: IconShieldCheck, label: NAMES.controls },
      { to: '/program/policies', icon: IconFileText, label: NAMES.policies },
      { to: '/program/training', icon: IconSchool, label: NAMES.training },
      { to: '/program/assessments', icon: IconClipboardCheck, label: NAMES.assessments },
      { to: '/program/governance', icon: IconGavel, label: NAMES.governance },
      { to: '/program/board', icon: IconPresentation, label: NAMES.board },
      { to: '/program/calendar', icon: IconCalendarEvent, label: text.calendar.name },
      { to: '/program/engagements', icon: IconBriefcase, label: text.engagements.name },
      { to: '/program/metrics', icon: IconChartLine, label: text.metrics.name },
      { to: '/benchmark', icon: IconChartHistogram, label: text.benchmark.name },
    ],
  },
  {
    heading: HEADINGS.devices,
    pages: [
      { to: '/devices', icon: IconDeviceDesktop, label: NAMES.devices },
      { to: '/network', icon: IconAffiliate, label: NAMES.network },
      { to: '/zones', icon: IconSitemap, label: NAMES.zones },
      { to: '/titles', icon: IconId, label: NAMES.titles },
      { to: '/checklist', icon: IconListCheck, label: NAMES.checklist },
    ],
  },
  {
    heading: HEADINGS.weaknesses,
    pages: [
      { to: '/advisories', icon: IconFileAlert, label: NAMES.advisories },
      { to: '/recalls', icon: IconClipboardX, label: NAMES.recalls },
      { to: '/life-cycles', icon: IconCalendarTime, label: NAMES.lifeCycles },
      { to: '/sboms', icon: IconPackages, label: NAMES.sboms },
    ],
  },
  {
    heading: HEADINGS.makers,
    pages: [
      { to: '/makers', icon: IconBuildingFactory2, label: NAMES.makers },
      { to: '/mds2', icon: IconFileCertificate, label: NAMES.mds2 },
      { to: '/purchase', icon: IconShoppingCartQuestion, label: NAMES.purchase },
    ],
  },
  {
    heading: HEADINGS.setup,
    pages: [
      { to: '/scans', icon: IconRadar2, label: NAMES.scans },
      { to: '/import', icon: IconFileImport, label: NAMES.import },
      { to: '/sources', icon: IconPlugConnected, label: NAMES.sources },
      { to: '/clients', icon: IconBuildingCommunity, label: text.clients.name },
      { to: '/settings/{-$section}', icon: IconSettings, label: NAMES.settings },
    ],
  },
] as const satisfies readonly {
  heading: string;
  pages: readonly { to: string; icon: Icon; label: string }[];
}[];

interface NavigationProps {
  readonly label: string;
  /** Groups open and close by their headings. */
  readonly folds?: boolean;
  readonly onFollow?: () => void;
  readonly children?: ReactNode;
}

/** Links to the pages; the present one is marked. */
export function Navigation({ label, folds = false, onFollow, children }: NavigationProps) {
  const path = useRouterState({ select: (state) => state.location.pathname });
  const here = pageAt(path);
  return (
    <nav aria-label={label}>
      {children}
      {GROUPS.map((group) => (
        <PageGroup key={group.heading} group={group} folds={folds} here={here} {...(onFollow ? { onFollow } : {})} />
      ))}
    </nav>
  );
}

interface PageGroupProps {
  readonly group: (typeof GROUPS)[number];
  readonly folds: boolean;
  /** Address of the page that is open. */
  readonly here: string | undefined;
  readonly onFollow?: () => void;
}

function PageGroup({ group: { heading, pages }, folds, here, onFollow }: PageGroupProps) {
  const id = useId();
  const isHere = pages.some(({ to }) => to === here);
  const [isOpen, open] = useState(isHere || !folds);
  // In the drawer the name of the product is the heading above these.
  const Heading = folds ? 'h3' : 'h2';
  return (
    <div className={classes['group']}>
      <Heading id={id} className={classes['heading']}>
        {folds ? (
          <button
            type="button"
            className={classes['fold']}
            aria-expanded={isOpen}
            aria-controls={`${id}-pages`}
            onClick={() => open(!isOpen)}
          >
            {heading}
            <IconChevronDown size={18} stroke={1.8} aria-hidden />
          </button>
        ) : (
          heading
        )}
      </Heading>
      <ul id={`${id}-pages`} className={classes['nav']} aria-labelledby={id} hidden={!isOpen}>
        {pages.map(({ to, icon: Picture, label }) => (
          <li key={to}>
            <Link
              to={to}
              params={{}}
              className={classes['link'] ?? ''}
              activeOptions={{ exact: to !== here, includeSearch: false }}
              {...(onFollow ? { onClick: onFollow } : {})}
            >
              <Picture size={20} stroke={1.7} aria-hidden />
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The page that an address belongs to: of several the one that names most of it, as /risk/plan before /risk. */
function pageAt(path: string): string | undefined {
  return GROUPS.flatMap(({ pages }) => pages.map(({ to }) => to))
    .filter((to) => isAt(path, to))
    .sort((a, b) => b.length - a.length)[0];
}

/** Whether an address belongs to a page: its own, or one below it. */
function isAt(path: string, to: string): boolean {
  const [own = ''] = to.split('/{');
  return own === '/' ? path === '/' : path === own || path.startsWith(`${own}/`);
}
