// The addresses of the pages. Each page is a chunk of its own, fetched when its link is pointed at or opened.
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Navigate } from '@tanstack/react-router';
import { boardSearch } from './board/board-search.ts';
import { roundSearch } from './checklist/round-search.ts';
import { deviceSearch } from './devices/device-search.ts';
import { findingSearch } from './findings/finding-search.ts';
import { advisorySearch } from './flaws/advisory-search.ts';
import { compareSearch } from './mds2/compare-search.ts';
import { networkSearch } from './network/network-search.ts';
import { Waiting } from './parts/states.tsx';
import { pathSearch } from './paths/path-search.ts';
import { checkSearch } from './program/check-search.ts';
import { purchaseSearch } from './purchase/purchase-search.ts';
import { ratingsSearch } from './ratings/ratings-search.ts';
import { recallSearch } from './recalls/recall-search.ts';
import { scenarioSearch } from './risk/scenario-search.ts';
import { componentSearch, sbomSearch } from './sboms/sbom-search.ts';
import { scanSearch } from './scans/scan-search.ts';
import { segmentationSearch } from './segmentation/segmentation-search.ts';
import { Gate } from './shell/gate.tsx';
import { NotFound } from './shell/not-found.tsx';
import { PageError } from './shell/page-error.tsx';
import { startSearch } from './start/start-search.ts';
import { whatIfSearch } from './what-if/what-if-search.ts';

const root = createRootRoute({ component: Gate, notFoundComponent: NotFound });

const overview = createRoute({
  getParentRoute: () => root,
  path: '/',
  component: lazyRouteComponent(() => import('./overview/overview-page.tsx'), 'OverviewPage'),
});
const devices = createRoute({
  getParentRoute: () => root,
  path: '/devices',
  validateSearch: deviceSearch,
  component: lazyRouteComponent(() => import('./devices/devices-page.tsx'), 'DevicesPage'),
});
const device = createRoute({
  getParentRoute: () => root,
  path: '/devices/$id',
  component: lazyRouteComponent(() => import('./device/device-page.tsx'), 'DevicePage'),
});
const makers = createRoute({
  getParentRoute: () => root,
  path: '/makers',
  component: lazyRouteComponent(() => import('./makers/makers-page.tsx'), 'MakersPage'),
});
const risk = createRoute({
  getParentRoute: () => root,
  path: '/risk',
  component: lazyRouteComponent(() => import('./risk/risk-page.tsx'), 'RiskPage'),
});
const riskFigures = createRoute({
  getParentRoute: () => root,
  path: '/risk/figures',
  component: lazyRouteComponent(() => import('./risk/figures-page.tsx'), 'FiguresPage'),
});
const scenarios = createRoute({
  getParentRoute: () => root,
  path: '/risk/scenarios',
  validateSearch: scenarioSearch,
  component: lazyRouteComponent(() => import('./risk/scenarios-page.tsx'), 'ScenariosPage'),
});
const scenario = createRoute({
  getParentRoute: () => root,
  path: '/risk/scenarios/$id',
  component: lazyRouteComponent(() => import('./risk/scenario-page.tsx'), 'ScenarioPage'),
});
const riskFile = createRoute({
  getParentRoute: () => root,
  path: '/risk/file',
  component: lazyRouteComponent(() => import('./risk-file/risk-file-page.tsx'), 'RiskFilePage'),
});
const harmMatrix = createRoute({
  getParentRoute: () => root,
  path: '/risk/harm-matrix',
  component: lazyRouteComponent(() => import('./harm/harm-matrix-page.tsx'), 'HarmMatrixPage'),
});
const governance = createRoute({
  getParentRoute: () => root,
  path: '/program/governance',
  component: lazyRouteComponent(() => import('./governance/governance-page.tsx'), 'GovernancePage'),
});
const board = createRoute({
  getParentRoute: () => root,
  path: '/program/board',
  validateSearch: boardSearch,
  component: lazyRouteComponent(() => import('./board/board-page.tsx'), 'BoardPage'),
});
const calendar = createRoute({
  getParentRoute: () => root,
  path: '/program/calendar',
  component: lazyRouteComponent(() => import('./calendar/calendar-page.tsx'), 'CalendarPage'),
});
const metrics = createRoute({
  getParentRoute: () => root,
  path: '/program/metrics',
  component: lazyRouteComponent(() => import('./calendar/metrics-page.tsx'), 'MetricsPage'),
});
const benchmark = createRoute({
  getParentRoute: () => root,
  path: '/benchmark',
  component: lazyRouteComponent(() => import('./benchmark/benchmark-page.tsx'), 'BenchmarkPage'),
});
const clients = createRoute({
  getParentRoute: () => root,
  path: '/clients',
  component: lazyRouteComponent(() => import('./clients/clients-page.tsx'), 'ClientsPage'),
});
const assessments = createRoute({
  getParentRoute: () => root,
  path: '/program/assessments',
  component: lazyRouteComponent(() => import('./assessments/assessments-page.tsx'), 'AssessmentsPage'),
});
const framework = createRoute({
  getParentRoute: () => root,
  path: '/program/assessments/$id',
  component: lazyRouteComponent(() => import('./assessments/framework-page.tsx'), 'FrameworkPage'),
});
const questionnaires = createRoute({
  getParentRoute: () => root,
  path: '/program/questionnaires',
  component: lazyRouteComponent(() => import('./assessments/parties-page.tsx'), 'PartiesPage'),
});
const remoteAccess = createRoute({
  getParentRoute: () => root,
  path: '/program/remote-access',
  component: lazyRouteComponent(() => import('./remote-access/remote-access-page.tsx'), 'RemoteAccessPage'),
});
const engagements = createRoute({
  getParentRoute: () => root,
  path: '/program/engagements',
  component: lazyRouteComponent(() => import('./engagements/engagements-page.tsx'), 'EngagementsPage'),
});
const engagement = createRoute({
  getParentRoute: () => root,
  path: '/program/engagements/$id',
  component: lazyRouteComponent(() => import('./engagements/engagement-page.tsx'), 'EngagementPage'),
});
const findings = createRoute({
  getParentRoute: () => root,
  path: '/findings',
  validateSearch: findingSearch,
  component: lazyRouteComponent(() => import('./findings/findings-page.tsx'), 'FindingsPage'),
});
const flaw = createRoute({
  getParentRoute: () => root,
  path: '/flaws/$id',
  component: lazyRouteComponent(() => import('./flaws/flaw-page.tsx'), 'FlawPage'),
});
const advisories = createRoute({
  getParentRoute: () => root,
  path: '/advisories',
  validateSearch: advisorySearch,
  component: lazyRouteComponent(() => import('./flaws/advisories-page.tsx'), 'AdvisoriesPage'),
});
const advisory = createRoute({
  getParentRoute: () => root,
  path: '/advisories/$id',
  component: lazyRouteComponent(() => import('./flaws/advisory-page.tsx'), 'AdvisoryPage'),
});
const mds2 = createRoute({
  getParentRoute: () => root,
  path: '/mds2',
  component: lazyRouteComponent(() => import('./mds2/mds2-page.tsx'), 'Mds2Page'),
});
const mds2Compare = createRoute({
  getParentRoute: () => root,
  path: '/mds2/compare',
  validateSearch: compareSearch,
  component: lazyRouteComponent(() => import('./mds2/compare-page.tsx'), 'ComparePage'),
});
const mds2Document = createRoute({
  getParentRoute: () => root,
  path: '/mds2/$id',
  component: lazyRouteComponent(() => import('./mds2/document-page.tsx'), 'DocumentPage'),
});
const recalls = createRoute({
  getParentRoute: () => root,
  path: '/recalls',
  validateSearch: recallSearch,
  component: lazyRouteComponent(() => import('./recalls/recalls-page.tsx'), 'RecallsPage'),
});
const sboms = createRoute({
  getParentRoute: () => root,
  path: '/sboms',
  validateSearch: sbomSearch,
  component: lazyRouteComponent(() => import('./sboms/sboms-page.tsx'), 'SbomsPage'),
});
const sbom = createRoute({
  getParentRoute: () => root,
  path: '/sboms/$id',
  validateSearch: componentSearch,
  component: lazyRouteComponent(() => import('./sboms/sbom-page.tsx'), 'SbomPage'),
});
const purchase = createRoute({
  getParentRoute: () => root,
  path: '/purchase',
  validateSearch: purchaseSearch,
  component: lazyRouteComponent(() => import('./purchase/purchase-page.tsx'), 'PurchasePage'),
});
const lifeCycles = createRoute({
  getParentRoute: () => root,
  path: '/life-cycles',
  component: lazyRouteComponent(() => import('./lifecycles/life-cycles-page.tsx'), 'LifeCyclesPage'),
});
const network = createRoute({
  getParentRoute: () => root,
  path: '/network',
  validateSearch: networkSearch,
  component: lazyRouteComponent(() => import('./network/network-page.tsx'), 'NetworkPage'),
});
const paths = createRoute({
  getParentRoute: () => root,
  path: '/risk/paths',
  validateSearch: pathSearch,
  component: lazyRouteComponent(() => import('./paths/paths-page.tsx'), 'PathsPage'),
});
const segmentation = createRoute({
  getParentRoute: () => root,
  path: '/risk/segmentation',
  validateSearch: segmentationSearch,
  component: lazyRouteComponent(() => import('./segmentation/segmentation-page.tsx'), 'SegmentationPage'),
});
const plan = createRoute({
  getParentRoute: () => root,
  path: '/risk/plan',
  component: lazyRouteComponent(() => import('./plan/plan-page.tsx'), 'PlanPage'),
});
const whatIf = createRoute({
  getParentRoute: () => root,
  path: '/risk/what-if',
  validateSearch: whatIfSearch,
  component: lazyRouteComponent(() => import('./what-if/what-if-page.tsx'), 'WhatIfPage'),
});
const scans = createRoute({
  getParentRoute: () => root,
  path: '/scans',
  component: lazyRouteComponent(() => import('./scans/scans-page.tsx'), 'ScansPage'),
});
const newScan = createRoute({
  getParentRoute: () => root,
  path: '/scans/new',
  component: lazyRouteComponent(() => import('./scans/new-scan-page.tsx'), 'NewScanPage'),
});
const scan = createRoute({
  getParentRoute: () => root,
  path: '/scans/$id',
  validateSearch: scanSearch,
  component: lazyRouteComponent(() => import('./scans/scan-page.tsx'), 'ScanPage'),
});
const imports = createRoute({
  getParentRoute: () => root,
  path: '/import',
  component: lazyRouteComponent(() => import('./imports/import-page.tsx'), 'ImportPage'),
});
const round = createRoute({
  getParentRoute: () => root,
  path: '/checklist',
  validateSearch: roundSearch,
  component: lazyRouteComponent(() => import('./checklist/round-page.tsx'), 'RoundPage'),
});
const checklist = createRoute({
  getParentRoute: () => root,
  path: '/checklist/$id',
  component: lazyRouteComponent(() => import('./checklist/checklist-page.tsx'), 'ChecklistPage'),
});
const ratings = createRoute({
  getParentRoute: () => root,
  path: '/ratings',
  validateSearch: ratingsSearch,
  component: lazyRouteComponent(() => import('./ratings/ratings-page.tsx'), 'RatingsPage'),
});
const ratingsResult = createRoute({
  getParentRoute: () => root,
  path: '/ratings/result',
  component: lazyRouteComponent(() => import('./ratings/result-page.tsx'), 'ResultPage'),
});
const start = createRoute({
  getParentRoute: () => root,
  path: '/start',
  validateSearch: startSearch,
  component: lazyRouteComponent(() => import('./start/start-page.tsx'), 'StartPage'),
});
const startResult = createRoute({
  getParentRoute: () => root,
  path: '/start/result',
  component: lazyRouteComponent(() => import('./start/result-page.tsx'), 'ResultPage'),
});
const titles = createRoute({
  getParentRoute: () => root,
  path: '/titles',
  component: lazyRouteComponent(() => import('./titles/titles-page.tsx'), 'TitlesPage'),
});
const zones = createRoute({
  getParentRoute: () => root,
  path: '/zones',
  component: lazyRouteComponent(() => import('./zones/zones-page.tsx'), 'ZonesPage'),
});
const sources = createRoute({
  getParentRoute: () => root,
  path: '/sources',
  component: lazyRouteComponent(() => import('./sources/sources-page.tsx'), 'SourcesPage'),
});
const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings/{-$section}',
  component: lazyRouteComponent(() => import('./settings/settings-page.tsx'), 'SettingsPage'),
});

const policies = createRoute({
  getParentRoute: () => root,
  path: '/program/policies',
  component: lazyRouteComponent(() => import('./policies/policies-page.tsx'), 'PoliciesPage'),
});
const policy = createRoute({
  getParentRoute: () => root,
  path: '/program/policies/$id',
  component: lazyRouteComponent(() => import('./policies/policy-page.tsx'), 'PolicyPage'),
});
const controls = createRoute({
  getParentRoute: () => root,
  path: '/program/controls',
  component: lazyRouteComponent(() => import('./program/controls-page.tsx'), 'ControlsPage'),
});
const control = createRoute({
  getParentRoute: () => root,
  path: '/program/controls/$id',
  component: lazyRouteComponent(() => import('./program/control-page.tsx'), 'ControlPage'),
});
const checks = createRoute({
  getParentRoute: () => root,
  path: '/program/checks',
  component: lazyRouteComponent(() => import('./program/checks-page.tsx'), 'ChecksPage'),
});
const check = createRoute({
  getParentRoute: () => root,
  path: '/program/checks/$id',
  validateSearch: checkSearch,
  component: lazyRouteComponent(() => import('./program/check-page.tsx'), 'CheckPage'),
});
const exceptions = createRoute({
  getParentRoute: () => root,
  path: '/program/exceptions',
  component: lazyRouteComponent(() => import('./policies/exceptions-page.tsx'), 'ExceptionsPage'),
});
const policyByLink = createRoute({
  getParentRoute: () => root,
  path: '/learn/policy/$token',
  component: lazyRouteComponent(() => import('./policies/read-page.tsx'), 'ReadPage'),
});

const training = createRoute({
  getParentRoute: () => root,
  path: '/program/training',
  component: lazyRouteComponent(() => import('./training/training-page.tsx'), 'TrainingPage'),
});
const learn = createRoute({
  getParentRoute: () => root,
  path: '/learn/$token',
  component: lazyRouteComponent(() => import('./learn/learn-page.tsx'), 'LearnPage'),
});
const setup = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  // The gate shows the set-up wherever one is, as long as it is needed; afterwards nothing is here.
  component: () => <Navigate to="/" replace />,
});

/** The router of the app; search parameters are plain text, so that addresses can be read and typed. */
export const router = createRouter({
  routeTree: root.addChildren([
    overview,
    risk,
    riskFigures,
    harmMatrix,
    riskFile,
    scenarios,
    scenario,
    governance,
    board,
    calendar,
    clients,
    metrics,
    benchmark,
    devices,
    device,
    assessments,
    framework,
    questionnaires,
    remoteAccess,
    engagements,
    engagement,
    findings,
    makers,
    flaw,
    advisories,
    advisory,
    lifeCycles,
    mds2,
    mds2Compare,
    mds2Document,
    recalls,
    sboms,
    sbom,
    purchase,
    network,
    paths,
    segmentation,
    plan,
    whatIf,
    scans,
    newScan,
    scan,
    imports,
    round,
    checklist,
    ratings,
    ratingsResult,
    start,
    startResult,
    titles,
    zones,
    sources,
    settings,
    policies,
    policy,
    controls,
    control,
    checks,
    check,
    exceptions,
    policyByLink,
    training,
    learn,
    setup,
  ]),
  defaultPreload: 'intent',
  defaultPendingComponent: Waiting,
  defaultErrorComponent: PageError,
  scrollRestoration: true,
  parseSearch: (search) => Object.fromEntries(new URLSearchParams(search)),
  stringifySearch: (search) => {
    const written = new URLSearchParams();
    for (const [key, value] of Object.entries(search)) {
      if (value !== undefined && value !== null && value !== '') written.set(key, String(value));
    }
    const query = written.toString();
    return query === '' ? '' : `?${query}`;
  },
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
