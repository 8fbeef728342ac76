// Remote sensors of the fake: one that is well, one that has gone silent with facts on its disk, one never heard, one revoked.
import type { SensorRow } from '#contracts/index.ts';
import { daysAgo } from './fake-devices.ts';
import type { FakeTenant } from './fake-tenant.ts';

/** The sensors of an organization; the one that knows nothing has none. */
export function sensorsOf(tenant: FakeTenant): SensorRow[] {
  if (tenant.devices.length === 0) return [];
  const row = {
    createdAt: daysAgo(40),
    createdBy: 'owner@example.org',
    revokedAt: null,
    facts: 0,
    refused: 0,
    lastError: null,
  };
  const status = {
    version: '0.1.0',
    reads: 'interface eth1',
    startedAt: daysAgo(12),
    waiting: 0,
    dropped: 0,
    counts: { packets: 81_227_604 },
    problems: [],
  };
  return [
    { ...row, id: 'sensor-1', name: 'east-wing', lastSeenAt: new Date().toISOString(), facts: 48_211, status },
    {
      ...row,
      id: 'sensor-2',
      name: 'mri-trailer',
      lastSeenAt: daysAgo(2),
      facts: 312,
      refused: 2,
      lastError: "The sensor's clock is 190 minutes ahead of this server's. Set it (NTP); its facts wait on its disk.",
      status: { ...status, reads: 'folder', waiting: 1204, dropped: 3, problems: ['scan-7.xml: line 12 is no XML.'] },
    },
    { ...row, id: 'sensor-3', name: 'new-clinic', lastSeenAt: null, status: null },
    { ...row, id: 'sensor-4', name: 'old-ward', lastSeenAt: daysAgo(90), revokedAt: daysAgo(80), facts: 9_120, status },
  ];
}
