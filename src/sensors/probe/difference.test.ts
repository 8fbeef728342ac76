// Differences between scans.
import { describe, expect, it } from 'vitest';
import type { ScanEndpoint } from '#contracts/index.ts';
import { difference } from './difference.ts';
import { closedEndpoint } from './endpoint-result.ts';

function endpoint(port: number, change: Partial<ScanEndpoint> = {}): ScanEndpoint {
  return { ...closedEndpoint('10.0.0.1', port), exposure: 'E4', protocol: 'dicom', ...change };
}

describe('difference', () => {
  it('names what came, what went, and what changed in words', () => {
    const before = [endpoint(104, { query: 'offered', exposure: 'E5' }), endpoint(11112), endpoint(4242)];
    const after = [endpoint(104, { query: 'executed', exposure: 'E6' }), endpoint(11112), endpoint(2762)];
    const found = difference(before, after);
    expect(found.appeared.map(({ port }) => port)).toEqual([2762]);
    expect(found.disappeared.map(({ port }) => port)).toEqual([4242]);
    expect(found.changed).toEqual([
      { address: '10.0.0.1', port: 104, field: 'exposure', before: 'E5', after: 'E6' },
      { address: '10.0.0.1', port: 104, field: 'query', before: 'offered', after: 'executed' },
    ]);
    expect(found.unchanged).toBe(1);
  });

  it('does not call gone what the later scan did not ask', () => {
    const found = difference([endpoint(104), endpoint(80)], [], (_, port) => port === 104);
    expect(found.disappeared.map(({ port }) => port)).toEqual([104]);
  });

  it('takes an endpoint that no longer answers for gone', () => {
    const found = difference([endpoint(104)], [endpoint(104, { exposure: 'E0' })]);
    expect(found.disappeared).toHaveLength(1);
    expect(found.unchanged).toBe(0);
  });

  it('sees no difference between a scan and itself, transcripts and counts apart', () => {
    const again = endpoint(104, { connections: 7, transcript: [{ atMs: 3, direction: 'note', summary: 'other' }] });
    expect(difference([endpoint(104)], [again])).toEqual({ appeared: [], disappeared: [], changed: [], unchanged: 1 });
  });
});
