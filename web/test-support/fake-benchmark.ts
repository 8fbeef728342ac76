// The benchmark in the fake API: a site among others, files that left and came. The empty site has nothing; in the group files are closed.
import {
  BENCHMARK_FIGURES,
  type BenchmarkDocument,
  benchmark,
  type CountedAgreement,
  type ExchangeState,
  type SiteFigure,
} from '#contracts/index.ts';
import { HOSTILE_NAMES } from './fake-devices.ts';
import type { Route } from './fake-routes.ts';
import type { FakeTenant } from './fake-tenant.ts';

const AT = '2026-11-20T10:00:00.000Z';
const BY = 'owner@example.org';
const PERIOD = '2026-Q4';
const KEY = { algorithm: 'Ed25519', publicKey: 'A'.repeat(44), fingerprint: 'a1'.repeat(32) } as const;

interface Kept {
  agreement: CountedAgreement;
  releases: ExchangeState['releases'];
  signers: ExchangeState['signers'];
}
const KEPT = new WeakMap<FakeTenant, Kept>();

function keptOf(tenant: FakeTenant): Kept {
  const known = KEPT.get(tenant);
  if (known) return known;
  const signer = {
    fingerprint: 'b2'.repeat(32),
    name: 'Lake Imaging Services',
    by: BY,
    at: AT,
    files: [{ period: PERIOD, day: '2026-11-02', figures: 2, by: BY, at: AT }],
  };
  const first: Kept = {
    agreement: { agreed: 'none', by: null, at: null },
    releases: [],
    signers:
      tenant.id === 'empty'
        ? []
        : [signer, { ...signer, fingerprint: 'd5'.repeat(32), name: HOSTILE_NAMES[0] ?? '', files: [] }],
  };
  KEPT.set(tenant, first);
  return first;
}

function figuresOf(tenant: FakeTenant): SiteFigure[] {
  return BENCHMARK_FIGURES.map(({ name, edges, unit }, place): SiteFigure => {
    const isKnown = tenant.id !== 'empty' && place < 6;
    const own = !isKnown ? null : unit === 'share' ? 0.55 : unit === 'each' ? 3.2 : 4200;
    const bin = own === null ? null : edges.filter((edge) => own >= edge).length;
    const mark = (at: number) => ({ from: edges[at - 1] ?? null, to: edges[at] ?? null });
    return {
      name,
      own,
      bin,
      clients: isKnown
        ? { clients: 12, quartiles: [mark(edges.length), mark(4), mark(0)], quarter: 2 }
        : { clients: null, quartiles: null, quarter: null },
      others:
        isKnown && place < 2
          ? {
              size: 'all',
              files: 2,
              counts: [...edges.map((_, at) => at * 3), 7],
              binNoise: 5,
              better: { share: 0.4, low: 0.31, high: 0.5 },
            }
          : null,
    };
  });
}

function exchangeIn(tenant: FakeTenant): ExchangeState {
  const isClosed = tenant.id === 'group';
  const { releases, signers } = keptOf(tenant);
  return {
    schema: 'dosimeter.benchmark-exchange/1',
    closed: isClosed
      ? 'Files are exchanged by somebody who owns every site of this installation. Ask whoever runs it.'
      : null,
    period: PERIOD,
    fingerprint: releases.length > 0 ? KEY.fingerprint : null,
    agreed: tenant.id === 'demo' ? 12 : 0,
    releases: isClosed ? [] : releases,
    signers: isClosed ? [] : signers,
  };
}

function documentOf(epsilon: number): BenchmarkDocument {
  return {
    schema: 'dosimeter.benchmark/1',
    period: PERIOD,
    day: '2026-11-20',
    minimumGroup: 5,
    mechanism: 'discrete Laplace',
    epsilon,
    epsilonTotal: epsilon,
    figures: [{ name: 'devices-known', edges: [0.5], groups: [{ size: 'all', counts: [4, 8] }] }],
    signer: KEY,
    signature: 'A'.repeat(88),
  };
}

/** /program/benchmark. */
export const BENCHMARK_ROUTES: readonly Route[] = [
  [
    'GET',
    /^program\/benchmark$/,
    ({ tenant }) => ({
      json: {
        schema: 'dosimeter.benchmark-view/1',
        takenOn: tenant.id === 'empty' ? null : '2026-11-20',
        size: '11-100',
        agreement: keptOf(tenant).agreement,
        counted: tenant.id === 'empty' ? 0 : 12,
        figures: figuresOf(tenant),
      },
    }),
  ],
  [
    'PUT',
    /^program\/benchmark\/agreement$/,
    ({ tenant, body }) => {
      keptOf(tenant).agreement = { ...benchmark.agreementInput.parse(body), by: BY, at: AT };
      return { json: keptOf(tenant).agreement };
    },
  ],
  ['GET', /^program\/benchmark\/exchange$/, ({ tenant }) => ({ json: exchangeIn(tenant) })],
  [
    'POST',
    /^program\/benchmark\/export$/,
    ({ tenant, body }) => {
      const document = documentOf(benchmark.exportInput.parse(body).epsilon ?? 1);
      const { period, day, epsilon, epsilonTotal } = document;
      keptOf(tenant).releases = [{ period, day, by: BY, at: AT, figures: 1, epsilon, epsilonTotal }];
      return { json: document };
    },
  ],
  [
    'POST',
    /^program\/benchmark\/files$/,
    () => ({
      status: 400,
      json: {
        type: 'about:blank',
        title: 'Invalid',
        status: 400,
        code: 'invalid',
        detail: 'This file carries no signature. Ask for the file as the program wrote it.',
      },
    }),
  ],
  [
    'POST',
    /^program\/benchmark\/signers$/,
    ({ tenant, body }) => {
      const { fingerprint, name } = benchmark.signerInput.parse(body);
      keptOf(tenant).signers.push({ fingerprint, name, by: BY, at: AT, files: [] });
      return { json: exchangeIn(tenant) };
    },
  ],
  [
    'DELETE',
    /^program\/benchmark\/signers\/([^/]+)$/,
    ({ tenant }, id) => {
      const kept = keptOf(tenant);
      kept.signers = kept.signers.filter(({ fingerprint }) => fingerprint !== id);
      return { json: exchangeIn(tenant) };
    },
  ],
];
