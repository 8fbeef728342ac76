// The order of ports on one host, and how long it is left alone.
import { describe, expect, it } from 'vitest';
import { parseRange } from '#kit/index.ts';
import { type ScanPlan, scanPlan } from './scan-plan.ts';
import { connectFailure, type Part, Visit } from './visit.ts';

function visitOf(
  ports: readonly number[],
  change: Partial<Pick<ScanPlan, 'perHostIntervalMs'>> = {},
  mayGoOn = () => true,
): Visit {
  const part: Part = {
    cidr: '10.0.0.1',
    level: 'query',
    by: 'test',
    ports,
    startedAt: '2026-01-01T00:00:00.000Z',
    left: 1,
    connections: 0,
    walked: true,
  };
  const plan = scanPlan({ targets: [{ range: parseRange('10.0.0.1'), ports: null }], ports, ...change });
  return new Visit('10.0.0.1', part, { plan, stop: new AbortController().signal, mayGoOn });
}

function remaining(visit: Visit): (number | undefined)[] {
  return [visit.nextPort(), visit.nextPort(), visit.nextPort()];
}

describe('a visit', () => {
  it('takes the ports in turn, each counted once', () => {
    const visit = visitOf([104, 11112]);
    expect(remaining(visit)).toEqual([104, 11112, undefined]);
    expect(visit.asked).toBe(2);
  });

  it('ends when permission ended while it went on', async () => {
    let allowed = true;
    const visit = visitOf([104, 11112, 2761], {}, () => allowed);
    expect(visit.nextPort()).toBe(104);
    allowed = false;
    await new Promise((resolve) => setTimeout(resolve, 1050));
    expect(visit.nextPort()).toBeUndefined();
    expect(await visit.call(104)).toBe('stopped');
    expect([visit.asked, visit.connections]).toEqual([1, 0]);
  });

  it('asks silent ports once more on a host that answered something', () => {
    const visit = visitOf([104, 11112]);
    remaining(visit);
    visit.answered = true;
    visit.unanswered.push(11112);
    expect(remaining(visit)).toEqual([11112, undefined, undefined]);
    visit.unanswered.push(11112);
    expect(visit.nextPort()).toBeUndefined();
    expect(visit.asked).toBe(2);
  });

  it('does not ask again on a host that answered nothing', () => {
    const visit = visitOf([104, 11112]);
    remaining(visit);
    visit.unanswered.push(104, 11112);
    expect(visit.nextPort()).toBeUndefined();
  });

  it('takes a port again that the machine itself could not ask', () => {
    const visit = visitOf([104, 11112]);
    visit.nextPort();
    visit.putBack();
    expect(remaining(visit)).toEqual([104, 11112, undefined]);
    expect(visit.asked).toBe(2);
  });

  it('rests long after a connection, shortly after a refusal, longest after a busy answer', () => {
    const refused = visitOf([104]);
    refused.rest(false);
    expect(refused.restMs).toBeLessThanOrEqual(20);
    const accepted = visitOf([104]);
    accepted.rest(true);
    expect(accepted.restMs).toBeGreaterThan(900);
    const busy = visitOf([104]);
    busy.backOff();
    expect(busy.restMs).toBeGreaterThan(3900);
    const inBenchmark = visitOf([104], { perHostIntervalMs: 0 });
    inBenchmark.rest(true);
    expect(inBenchmark.restMs).toBe(0);
  });
});

describe('a failed connect', () => {
  const table: readonly [string | undefined, string][] = [
    ['ECONNREFUSED', 'refused'],
    ['ECONNRESET', 'broken off'],
    ['ETIMEDOUT', 'no answer'],
    ['EHOSTUNREACH', 'unreachable'],
    ['EMFILE', 'local limit'],
    ['EADDRNOTAVAIL', 'local limit'],
    [undefined, 'unreachable'],
  ];
  it.each(table)('%s is %s', (code, meaning) => {
    expect(connectFailure(code)).toBe(meaning);
  });
});
