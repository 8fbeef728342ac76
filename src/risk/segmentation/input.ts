// What a segmentation is worked out from: zones, devices, who speaks with whom, and who is configured to.

/** A part of the network whose devices reach each other freely today. */
export interface SegmentZone {
  readonly id: string;
  /** As people call it; null when nobody named it. */
  readonly name: string | null;
  /** Its range in CIDR form; several zones may share one (VLANs), then the addresses of their devices tell them apart. */
  readonly range: string;
  /** Whether the site stated that guests use it; its name tells where nobody did. */
  readonly isGuest?: boolean | undefined;
}

/** A device in use. */
export interface SegmentDevice {
  readonly id: string;
  readonly name: string;
  readonly kind: string | null;
  readonly modality: string | null;
  readonly zone: string | null;
  readonly addresses: readonly string[];
  readonly aeTitles: readonly string[];
}

/** A conversation as recorded: who opened it, and with which service. Times are ISO 8601. */
export interface RecordedFlow {
  readonly transport: 'tcp' | 'udp';
  readonly client: string;
  readonly server: string;
  readonly port: number;
  readonly protocols: readonly string[];
  readonly operations: readonly string[];
  /** It was seen, and every association in it was turned away. */
  readonly turnedAway: boolean;
  readonly firstSeenAt: string;
  readonly lastSeenAt: string;
}

/** A line of a device's AE table: a partner by title, and where it listens. */
export interface ConfiguredRelation {
  /** The fact that states it. */
  readonly fact: string;
  /** Whose table it is. */
  readonly device: string;
  readonly title: string;
  readonly address: string | null;
  readonly port: number | null;
}

/** An open port. */
export interface OpenService {
  readonly address: string;
  readonly port: number;
  readonly protocol: string | null;
}

/** All of it. */
export interface SegmentationInput {
  readonly zones: readonly SegmentZone[];
  readonly devices: readonly SegmentDevice[];
  readonly flows: readonly RecordedFlow[];
  readonly relations: readonly ConfiguredRelation[];
  readonly services: readonly OpenService[];
}

/** What the person chose. */
export interface SegmentationOptions {
  /** `open`: what stays inside a zone is not filtered; `listed`: it needs a rule like the rest. */
  readonly within: 'open' | 'listed';
  /** Rules for all of a client's zone instead of the clients recorded. */
  readonly zoneWide: boolean;
  /** Conversations last seen before this are left out (ISO 8601); null keeps them. */
  readonly staleBefore: string | null;
  /** The days behind `staleBefore`. */
  readonly staleDays: number | null;
  /** `clinical`: what an exam depends on; `seen`: everything recorded between own zones. */
  readonly include: 'clinical' | 'seen';
  /** Ids of decisions that somebody allowed. */
  readonly allow: readonly string[];
}

/** Inside a zone free, as narrow as recorded, however old, clinical, nothing decided. */
export const USUAL_OPTIONS: SegmentationOptions = {
  within: 'open',
  zoneWide: false,
  staleBefore: null,
  staleDays: null,
  include: 'clinical',
  allow: [],
};
