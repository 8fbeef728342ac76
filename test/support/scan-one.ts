// Scans one port on loopback with little patience, for tests.
import type { ScanEndpoint } from '#contracts/index.ts';
import { parseRange, seededRandom, systemClock } from '#kit/index.ts';
import { runScan, type ScanPlan, type ScanTotals, scanPlan } from '#sensors/probe/index.ts';

/** Little patience, so that silence is soon believed. */
export const SHORT = { connectMs: 500, firstByteMs: 200, wholeMs: 600 };

export interface ScanOne {
  readonly address?: string;
  readonly ports: readonly number[];
  readonly plan?: Partial<Omit<ScanPlan, 'targets' | 'ports' | 'refusedIntervalMs'>>;
  readonly level?: 'handshake' | 'query' | 'full';
  readonly stop?: AbortSignal;
}

/** The endpoints that answered, and the bill. */
export async function scanOne(options: ScanOne): Promise<{ endpoints: ScanEndpoint[]; totals: ScanTotals }> {
  const endpoints: ScanEndpoint[] = [];
  const plan = scanPlan({
    targets: [{ range: parseRange(options.address ?? '127.0.0.1'), ports: null }],
    ports: options.ports,
    perHostIntervalMs: 0,
    patience: SHORT,
    ...options.plan,
  });
  const totals = await runScan(
    plan,
    {
      permit: (range) => [{ range, level: options.level ?? 'query', by: 'test' }],
      clock: systemClock,
      random: seededRandom(7),
    },
    { endpoint: (found) => void endpoints.push(found), refused: () => {}, probed: () => {}, progress: () => {} },
    options.stop ?? new AbortController().signal,
  );
  return { endpoints, totals };
}
