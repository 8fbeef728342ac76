// What a rule writes down: the judgement itself. Identity, order and the fields that no rule fills come afterwards.
import type { Finding, Severity } from '#contracts/index.ts';
import type { Advice } from './advice.ts';
import type { Review, SnapshotService } from './review.ts';
import type { RuleId } from './rule-table.ts';

export interface Draft {
  readonly rule: RuleId;
  /** Tells findings of one rule on one device apart: the endpoint, or nothing. */
  readonly about: string;
  readonly title: string;
  readonly state: Finding['state'];
  /** 0 to 1, from the facts behind it. */
  readonly confidence: number;
  readonly because: readonly { readonly text: string; readonly facts: readonly string[] }[];
  readonly fix: Advice;
  readonly sources: Finding['sources'];
  /** The cheapest step that would settle an open question. */
  readonly settle?: string;
  /** Where the rule's own table does not decide. */
  readonly severity?: Severity;
  readonly proven?: { readonly points: number; readonly because: string };
  readonly opens?: { readonly points: number; readonly because: string };
  readonly yearsPast?: number;
  readonly recall?: NonNullable<Finding['recall']>;
  /** The maker says of exactly this product and version that it does not have the flaw, or is repaired. */
  readonly isMakersWord?: boolean;
  /** What is published about the flaw. */
  readonly flaw?: Pick<Finding, 'cve' | 'advisories' | 'cvss' | 'ssvc' | 'kev' | 'epss'> & {
    readonly product: string;
    readonly component?: NonNullable<Finding['component']>;
  };
}

/** A rule: what it has to say about a device, nothing when it does not apply. */
export type Rule = (review: Review) => readonly Draft[];

const STALE_DAYS = 90;
const DAY_MS = 86_400_000;

/** How sure an observed endpoint makes us: less when it may be a decoy, less when the look is old. */
export function sureness(review: Review, service: SnapshotService, seen = 1): number {
  const age = (Date.parse(review.now) - Date.parse(service.observedAt)) / DAY_MS;
  return seen * (service.endpoint.honeypot === null ? 1 : 0.3) * (age > STALE_DAYS ? 0.8 : 1);
}

/** `tcp port 104 of 10.0.0.5`, as it stands in reasons. */
export function whereOf(service: SnapshotService): string {
  return `port ${service.endpoint.port} of ${service.endpoint.address}`;
}

/** Names an endpoint among the findings of a device; a change of it is another finding. */
export function aboutOf(service: SnapshotService): string {
  return `${service.endpoint.transport}/${service.endpoint.address}:${service.endpoint.port}`;
}

/** The scan as a source. */
export function seenBy(service: SnapshotService): Finding['sources'] {
  return [{ name: 'Scan', asOf: service.observedAt }];
}
