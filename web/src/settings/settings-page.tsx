// Settings, one section at a time.
import { getRouteApi, Link } from '@tanstack/react-router';
import { usePowers } from '../api/use-session.ts';
import { Page } from '../parts/page.tsx';
import { choiceParam } from '../parts/search-params.ts';
import { NotFound } from '../shell/not-found.tsx';
import { text } from '../text/index.ts';
import { About } from './about.tsx';
import { AuditTrail } from './audit-trail.tsx';
import { Branding } from './branding.tsx';
import { Clearances } from './clearances.tsx';
import { DemoData } from './demo-data.tsx';
import { HandOver } from './hand-over.tsx';
import { Policy } from './policy.tsx';
import { SecondFactor } from './second-factor.tsx';
import classes from './settings.module.css';
import { SignInWays } from './sign-in-ways.tsx';
import { Users } from './users.tsx';

const SECTIONS = {
  clearances: Clearances,
  policy: Policy,
  users: Users,
  reports: Branding,
  'sign-in': SignInWays,
  account: SecondFactor,
  audit: AuditTrail,
  'hand-over': HandOver,
  demo: DemoData,
  about: About,
} as const;

type Section = keyof typeof SECTIONS;
const NAMES: readonly Section[] = [
  'clearances',
  'policy',
  'users',
  'reports',
  'sign-in',
  'account',
  'audit',
  'hand-over',
  'demo',
  'about',
];
/** Sections that only an owner may see. */
const OWNERS: readonly Section[] = ['users', 'sign-in', 'audit', 'hand-over'];

const route = getRouteApi('/settings/{-$section}');

/** The page of settings. */
export function SettingsPage() {
  const { section } = route.useParams();
  const { own } = usePowers();
  const present = choiceParam(section, NAMES) ?? 'clearances';
  const Present = SECTIONS[present];
  if (section !== undefined && section !== present) return <NotFound />;
  return (
    <Page title={text.settings.title} tab={`${text.settings.sections[present]} · ${text.settings.title}`}>
      <div className={classes['columns']}>
        <nav aria-label={text.settings.title}>
          <ul className={classes['nav']}>
            {NAMES.filter((name) => own || !OWNERS.includes(name)).map((name) => (
              <li key={name}>
                <Link
                  to="/settings/{-$section}"
                  params={{ section: name }}
                  className={classes['link'] ?? ''}
                  aria-current={name === present ? 'page' : undefined}
                >
                  {text.settings.sections[name]}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
        <div className={classes['section']}>
          <Present />
        </div>
      </div>
    </Page>
  );
}
