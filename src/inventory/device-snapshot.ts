// A device as the rules of findings see it: what the inventory believes, and its services with the facts behind them.
import type { Circumstances, Criticality, ScanEndpoint } from '#contracts/index.ts';
import type { BelievedSystem } from './describe-device.ts';
import type { Hardening } from './hardening-of.ts';
import type { Promises } from './mds2-link.ts';
import type { SbomLink } from './sbom-components.ts';

/** One device at one moment, with what a judgement needs. */
export interface DeviceSnapshot {
  readonly id: string;
  readonly name: string;
  readonly kind: string | null;
  readonly modality: string | null;
  readonly vendor: string | null;
  readonly model: string | null;
  readonly serial: string | null;
  readonly os: BelievedSystem | null;
  /** What runs on it, as far as anything says so. */
  readonly software: readonly {
    readonly name: string;
    readonly version: string | null;
    readonly cpe: string | null;
    readonly purl: string | null;
    readonly confidence: number;
    readonly facts: readonly string[];
    /** The bill of materials that lists it as a component; nothing was seen on the device itself. */
    readonly origin?: { readonly sbom: string; readonly name: string };
  }[];
  /** Bills of materials that describe it. */
  readonly sboms?: readonly SbomLink[];
  /** Facts that name its maker and its model. */
  readonly identityFacts: readonly string[];
  readonly location: string | null;
  readonly owner: string | null;
  readonly addresses: readonly string[];
  readonly aeTitles: readonly string[];
  readonly zone: string | null;
  readonly criticality: Criticality | null;
  /** What people said of how much hangs on it. */
  readonly circumstances?: Circumstances;
  readonly services: readonly {
    readonly endpoint: ScanEndpoint;
    readonly observedAt: string;
    /** Ids of the facts about the service. */
    readonly facts: readonly string[];
  }[];
  /** Services as traffic shows them, without being asked. */
  readonly onWire: readonly {
    readonly address: string;
    readonly port: number;
    readonly protocol: string | null;
    /** Spoken without encryption. */
    readonly isPlain: boolean;
    readonly weaknesses: readonly string[];
    readonly observedAt: string;
    readonly facts: readonly string[];
  }[];
  /** Services for remote control that it was in touch with. */
  readonly remoteServices: readonly {
    readonly name: string;
    readonly observedAt: string;
    readonly facts: readonly string[];
  }[];
  /** Entries of the register of remote access that name it and have not ended; the judge of the register adds them. */
  readonly remoteAccess?: readonly {
    readonly id: string;
    readonly maker: string;
    readonly who: string;
    /** The last day on which it is allowed. */
    readonly until: string;
    /** Whether that day is over at the site. */
    readonly isOver: boolean;
  }[];
  /** Conversations with the internet, the newest first of each direction: `out` was opened by the device, `in` from outside. */
  readonly internet: readonly {
    readonly direction: 'out' | 'in';
    readonly address: string;
    readonly publicAddress: string;
    readonly port: number;
    readonly protocol: string | null;
    readonly observedAt: string;
    readonly facts: readonly string[];
  }[];
  /** How well it is closed, as far as anybody says. */
  readonly hardening: Hardening;
  /** What its maker says of it in an MDS2; null when none is here that fits. */
  readonly mds2: Promises | null;
  readonly lastSeenAt: string | null;
  readonly retired: boolean;
}
