// Shapes of the HTTP API for the site as a whole: zones, what crosses its border, AE titles, who speaks with whom, and software that people name.
import { z } from 'zod';
import { fact } from './documents.ts';
import { severity } from './ladder.ts';
import { id, listOf, nullableText, page, text, time } from './parts.ts';

/** A flow between one of ours and the internet, with its proof. */
export const internetFlow = z.object({
  key: text,
  /** `out`: ours opened it; `in`: it was opened from the internet. */
  direction: z.enum(['out', 'in']),
  address: text,
  device: z.object({ id, name: text, kind: nullableText }).nullable(),
  publicAddress: text,
  transport: text,
  port: z.number().int(),
  protocols: z.array(text),
  firstSeenAt: time,
  lastSeenAt: time,
  facts: z.array(fact),
});
export type InternetFlow = z.infer<typeof internetFlow>;
export const internetFlowList = listOf(internetFlow);
export const internetFlowQuery = page.extend({ direction: z.enum(['out', 'in']).optional() });

// ---- zones ----
export const zoneRow = z.object({
  id: text,
  name: nullableText,
  namedBy: nullableText,
  devices: z.number().int(),
  exposure: nullableText,
  severity,
  because: z.array(text),
});
export type ZoneRow = z.infer<typeof zoneRow>;
export const zoneList = listOf(zoneRow);
/** Names a zone; null takes the name away. */
export const zonePatch = z.object({ zone: text.min(1).max(80), name: text.trim().min(1).max(60).nullable() });

// ---- AE titles ----
/** Where a title is shipped with software, and where that is known from. */
export const defaultTitle = z.object({ product: text, source: text });
export const aeTitleRow = z.object({
  title: text,
  /** The first holders, and how many there are. */
  devices: z.array(z.object({ id, name: text, addresses: z.array(text) })),
  holders: z.number().int(),
  /** Software ships with it: every stranger knows it. */
  shippedWith: defaultTitle.nullable(),
  lastSeenAt: time.nullable(),
});
export type AeTitleRow = z.infer<typeof aeTitleRow>;
export const aeTitleList = listOf(aeTitleRow);
/** `shared`: on several devices; `default`: software ships with it. */
export const aeTitleQuery = page.extend({ only: z.enum(['shared', 'default']).optional() });

/**
 * Who is configured to speak with whom against who really does. `used`: configured and seen; `unused`: configured, never seen;
 * `unlisted`: seen, and the table of an end that is known does not name the other; `untold`: seen, and no table of
 * an end is known; or configured on a device whose address is not known.
 */
export const relationState = z.enum(['used', 'unused', 'unlisted', 'untold']);
export type RelationState = z.infer<typeof relationState>;
const relationEnd = z.object({
  device: z.object({ id, name: text }).nullable(),
  title: nullableText,
  address: nullableText,
});
export const relation = z.object({
  state: relationState,
  from: relationEnd,
  to: relationEnd,
  port: z.number().int().nullable(),
  /** How the newest conversation was answered; null when there was none. */
  outcome: z.enum(['accepted', 'rejected', 'unseen']).nullable(),
  lastSeenAt: time.nullable(),
  facts: z.array(fact),
});
export type Relation = z.infer<typeof relation>;
export const relationQuery = page.extend({ state: relationState });
export const relationList = listOf(relation).extend({
  counts: z.record(relationState, z.number().int()),
});
export type RelationList = z.infer<typeof relationList>;

// ---- software that nobody could name ----
export const softwareRow = z.object({
  /** A class UID, or a version name where no UID was sent. */
  code: text,
  /** What gave it away: a service that answers, a caller, or a private service. */
  kinds: z.array(z.enum(['service', 'caller', 'private service'])),
  versionNames: z.array(text),
  devices: z.array(z.object({ id, name: text })),
  carriers: z.number().int(),
  lastSeenAt: time,
  name: z.object({ id, product: text, vendor: nullableText, by: text, at: time }).nullable(),
});
export type SoftwareRow = z.infer<typeof softwareRow>;
export const softwareList = listOf(softwareRow);
export const softwareQuery = page.extend({ state: z.enum(['unknown', 'named']).default('unknown') });
export const softwareNameInput = z.object({
  code: text.min(1).max(100),
  product: text.trim().min(1).max(100),
  vendor: text.trim().max(100).nullable().default(null),
});
export const softwareNameResult = z.object({ name: id, devices: z.array(id) });
