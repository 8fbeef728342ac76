// The benchmark, which looks at many sites: each is read in its own transaction behind its own wall, one after the other, and what is told of them
// to one site is bins and quarters, never a name or a value.
import {
  BENCHMARK_FIGURES,
  type BenchmarkDocument,
  type BenchmarkView,
  type CountedIn,
  DEFAULT_EPSILON,
  type ExchangeState,
  type ImportedFile,
  type SiteFigure,
} from '#contracts/index.ts';
import { type Clock, Conflict, type Random, round9 } from '#kit/index.ts';
import { audit, type Membership, type SecretBox } from '#people/index.ts';
import {
  amongClients,
  amongOthers,
  benchmarkKey,
  binOf,
  dropSigner,
  filesThatCount,
  keepAgreement,
  keepRelease,
  listReleases,
  listSigners,
  makeRelease,
  newestOfEach,
  ownFingerprint,
  periodOf,
  releaseOf,
  type SiteShare,
  shareOf,
  signRelease,
  sizeOf,
  takeBenchmark,
  trustSigner,
  valuesOf,
} from '#program/index.ts';
import type { Store, TenantId } from '#store/index.ts';

export interface BenchmarkDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly box: SecretBox;
}

type Site = Membership['tenant'];

/** Who asks, from the site that is open. */
export interface BenchmarkCaller {
  readonly who: string;
  readonly site: Site;
  readonly memberships: readonly Membership[];
}

/** Sites read at once: the database has to serve others too. */
const AT_ONCE = 4;

/** What the sites put in that agreed to it; the demo is made up and puts in nothing. */
async function sharesOf({ store, clock }: BenchmarkDeps, sites: readonly Site[], least: CountedIn) {
  const asked = sites.filter(({ demo }) => !demo);
  const now = clock.now();
  const shares: { readonly id: TenantId; readonly share: SiteShare }[] = [];
  for (let at = 0; at < asked.length; at += AT_ONCE) {
    const some = asked.slice(at, at + AT_ONCE).map(async ({ id }) => ({
      id,
      share: await store.tenant(id, (tx) => shareOf(tx, now), { priority: 'background' }),
    }));
    shares.push(...(await Promise.all(some)));
  }
  return shares.filter(({ share }) => share.agreement.agreed === 'files' || share.agreement.agreed === least);
}

/** Where the site that is open stands: among the sites of the person, and among the files of other providers. */
export async function benchmarkOf(deps: BenchmarkDeps, caller: BenchmarkCaller): Promise<BenchmarkView> {
  const now = deps.clock.now();
  const own = await deps.store.tenant(caller.site.id, (tx) => shareOf(tx, now), { priority: 'interactive' });
  const counted = await sharesOf(
    deps,
    caller.memberships.map(({ tenant }) => tenant),
    'clients',
  );
  const clients = counted.map(({ share }) => share);
  const period = periodOf(now.toISOString());
  const files = newestOfEach(await deps.store.system((tx) => filesThatCount(tx, period)));
  const size = sizeOf(own.devices);
  return {
    schema: 'dosimeter.benchmark-view/1',
    takenOn: own.takenOn,
    size,
    agreement: own.agreement,
    counted: clients.length,
    figures: BENCHMARK_FIGURES.map((figure): SiteFigure => {
      const value = own.figures.get(figure.name) ?? null;
      return {
        name: figure.name,
        own: value === null ? null : round9(value),
        bin: value === null ? null : binOf(value, figure.edges),
        clients: amongClients(valuesOf(clients, figure.name), value, figure),
        others: amongOthers(files, figure, { value, size }),
      };
    }),
  };
}

/** Says whether the site that is open is counted. Throws Conflict for the demo. */
export async function agreeToBenchmark(
  deps: BenchmarkDeps,
  { who, site }: BenchmarkCaller,
  agreed: CountedIn,
): Promise<BenchmarkView['agreement']> {
  if (site.demo) throw new Conflict('The demo is made up: it is never counted. Choose one of your own sites.');
  return deps.store.tenant(site.id, (tx) => keepAgreement(tx, agreed, { by: who, now: deps.clock.now() }));
}

/**
 * Why somebody may not exchange files, null where they may: the key and the files are of the whole installation, and a file that only some of its
 * sites are in would, beside one of all, tell of the others.
 */
async function closedTo(deps: BenchmarkDeps, { memberships }: BenchmarkCaller): Promise<string | null> {
  const all = await deps.store.system(({ db }) =>
    db.selectFrom('tenants').select('id').where('demo', '=', false).execute(),
  );
  const owned = new Set(memberships.filter(({ role }) => role === 'owner').map(({ tenant }) => String(tenant.id)));
  return all.every(({ id }) => owned.has(id))
    ? null
    : 'Files are exchanged by somebody who owns every site of this installation. Ask whoever runs it.';
}

async function mustBeOpen(deps: BenchmarkDeps, caller: BenchmarkCaller): Promise<void> {
  const closed = await closedTo(deps, caller);
  if (closed !== null) throw new Conflict(closed);
}

/** The exchange as it stands. */
export async function exchangeOf(deps: BenchmarkDeps, caller: BenchmarkCaller): Promise<ExchangeState> {
  const period = periodOf(deps.clock.now().toISOString());
  const closed = await closedTo(deps, caller);
  const none = { fingerprint: null, agreed: 0, releases: [], signers: [] };
  if (closed !== null) return { schema: 'dosimeter.benchmark-exchange/1', closed, period, ...none };
  const agreed = await sharesOf(
    deps,
    caller.memberships.map(({ tenant }) => tenant),
    'files',
  );
  return deps.store.system(async (tx) => ({
    schema: 'dosimeter.benchmark-exchange/1',
    closed,
    period,
    fingerprint: await ownFingerprint(tx, deps.box),
    agreed: agreed.length,
    releases: await listReleases(tx),
    signers: await listSigners(tx),
  }));
}

/**
 * The file of this quarter: made when it is first asked for, and the same one ever after, whatever has changed. Throws Conflict where too few clients
 * agreed, and where another epsilon is asked for than that of the file.
 */
export async function exportBenchmark(
  deps: BenchmarkDeps & { readonly random: Random },
  caller: BenchmarkCaller,
  epsilon: number | undefined,
): Promise<BenchmarkDocument> {
  await mustBeOpen(deps, caller);
  const { store, box, random } = deps;
  const now = deps.clock.now();
  const day = now.toISOString().slice(0, 10);
  const before = await store.system((tx) => releaseOf(tx, periodOf(day)));
  if (before) return asAsked(before, epsilon);
  const counted = await sharesOf(
    deps,
    caller.memberships.map(({ tenant }) => tenant),
    'files',
  );
  const shares = counted.map(({ share }) => share);
  const release = makeRelease(shares, { day, epsilon: epsilon ?? DEFAULT_EPSILON, random });
  const { document, isNew } = await store.system(async (tx) =>
    keepRelease(tx, signRelease(release, await benchmarkKey(tx, box)), { by: caller.who, now }),
  );
  if (!isNew) return asAsked(document, epsilon);
  const detail = `epsilon ${document.epsilonTotal} in all`;
  const entry = { who: caller.who, action: 'counted in a file for others', subject: document.period, detail };
  for (const { id } of counted) await store.tenant(id, (tx) => audit(tx, entry, now));
  return document;
}

function asAsked(document: BenchmarkDocument, epsilon: number | undefined): BenchmarkDocument {
  if (epsilon === undefined || epsilon === document.epsilon) return document;
  throw new Conflict(
    `The file of ${document.period} was made with epsilon ${document.epsilon} and stays as it is: a second one would show more than either states. Choose another in the next quarter.`,
  );
}

/** Takes in a file of another provider. The audit trail, which a client may read, names its key: who else is a provider is not the client's to know. */
export async function importBenchmark(
  deps: BenchmarkDeps,
  caller: BenchmarkCaller,
  value: unknown,
): Promise<ImportedFile> {
  await mustBeOpen(deps, caller);
  const { who, site } = caller;
  const now = deps.clock.now();
  const { file, fingerprint } = await deps.store.system((tx) =>
    takeBenchmark(tx, value, { by: who, now, box: deps.box }),
  );
  if (file.outcome !== 'same') {
    const entry = { who, action: 'benchmark file taken in', subject: fingerprint, detail: file.period };
    await deps.store.tenant(site.id, (tx) => audit(tx, entry, now));
  }
  return file;
}

/** Trusts the key of another provider, whom the audit trail does not name. */
export async function trustBenchmark(
  deps: BenchmarkDeps,
  caller: BenchmarkCaller,
  input: { readonly fingerprint: string; readonly name: string },
): Promise<ExchangeState> {
  await mustBeOpen(deps, caller);
  const now = deps.clock.now();
  const actor = { by: caller.who, now };
  const fingerprint = await deps.store.system((tx) => trustSigner(tx, input, deps.box, actor));
  const entry = { who: caller.who, action: 'benchmark key trusted', subject: fingerprint };
  await deps.store.tenant(caller.site.id, (tx) => audit(tx, entry, now));
  return exchangeOf(deps, caller);
}

/** Trusts a key no more; what came from it counts no more. */
export async function distrustBenchmark(
  deps: BenchmarkDeps,
  caller: BenchmarkCaller,
  fingerprint: string,
): Promise<ExchangeState> {
  await mustBeOpen(deps, caller);
  await deps.store.system((tx) => dropSigner(tx, fingerprint));
  const entry = { who: caller.who, action: 'benchmark key trusted no more', subject: fingerprint };
  await deps.store.tenant(caller.site.id, (tx) => audit(tx, entry, deps.clock.now()));
  return exchangeOf(deps, caller);
}
