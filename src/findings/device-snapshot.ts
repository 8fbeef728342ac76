// A device as the rules see it: what the inventory believes now, with the facts behind it.
import type { Basis, Criticality, ScanEndpoint } from '#contracts/index.ts';

export interface DeviceSnapshot {
  readonly id: string;
  readonly name: string;
  readonly kind: string | null;
  readonly modality: string | null;
  readonly vendor: string | null;
  readonly model: string | null;
  readonly serial: string | null;
  readonly os: {
    readonly name: string;
    readonly version: string | null;
    readonly build: string | null;
    readonly confidence: number;
    readonly basis: Basis;
    readonly facts: readonly string[];
  } | null;
  readonly location: string | null;
  readonly owner: string | null;
  readonly addresses: readonly string[];
  readonly aeTitles: readonly string[];
  readonly zone: string | null;
  readonly criticality: Criticality | null;
  readonly services: readonly {
    readonly endpoint: ScanEndpoint;
    readonly observedAt: string;
    readonly facts: readonly string[];
  }[];
  readonly lastSeenAt: string | null;
  readonly retired: boolean;
}
