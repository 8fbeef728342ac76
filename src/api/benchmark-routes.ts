// The benchmark: where the open site stands, whether it is counted, and the files that providers exchange.
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { benchmark } from '#contracts/index.ts';
import {
  agreeToBenchmark,
  type BenchmarkCaller,
  benchmarkOf,
  distrustBenchmark,
  exchangeOf,
  exportBenchmark,
  importBenchmark,
  trustBenchmark,
} from '#jobs/index.ts';
import { systemRandom } from '#kit/index.ts';
import { type ApiContext, type App, may, memberOf } from './context.ts';

const byFingerprint = z.object({ fingerprint: z.string().max(80) });

/** /program/benchmark. */
export function benchmarkRoutes(app: App, context: ApiContext): void {
  const { store, clock, people } = context;
  const deps = { store, clock, box: people.box, random: systemRandom };
  const read = { onRequest: may(context, 'read') };
  const decide = { onRequest: may(context, 'approve decisions') };
  const exchange = { 200: benchmark.exchangeState };
  const callerOf = (request: FastifyRequest): BenchmarkCaller => {
    const { who, tenant } = memberOf(request);
    return { who, site: tenant, memberships: request.caller?.memberships ?? [] };
  };

  app.get('/program/benchmark', { ...read, schema: { response: { 200: benchmark.benchmarkView } } }, (request) =>
    benchmarkOf(deps, callerOf(request)),
  );

  app.put(
    '/program/benchmark/agreement',
    { ...decide, schema: { body: benchmark.agreementInput, response: { 200: benchmark.agreementState } } },
    (request) => agreeToBenchmark(deps, callerOf(request), request.body.agreed),
  );

  app.get('/program/benchmark/exchange', { ...decide, schema: { response: exchange } }, (request) =>
    exchangeOf(deps, callerOf(request)),
  );

  app.post(
    '/program/benchmark/export',
    { ...decide, schema: { body: benchmark.exportInput, response: { 200: benchmark.benchmarkDocument } } },
    (request) => exportBenchmark(deps, callerOf(request), request.body.epsilon),
  );

  app.post(
    '/program/benchmark/files',
    { ...decide, schema: { body: z.unknown(), response: { 200: benchmark.importedFile } } },
    (request) => importBenchmark(deps, callerOf(request), request.body),
  );

  app.post(
    '/program/benchmark/signers',
    { ...decide, schema: { body: benchmark.signerInput, response: exchange } },
    (request) => trustBenchmark(deps, callerOf(request), request.body),
  );

  app.delete(
    '/program/benchmark/signers/:fingerprint',
    { ...decide, schema: { params: byFingerprint, response: exchange } },
    (request) => distrustBenchmark(deps, callerOf(request), request.params.fingerprint),
  );
}
