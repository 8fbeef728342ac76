// The register of makers' remote access: who may reach which devices from outside, why, and until when.
import { z } from 'zod';
import { id, nullableText, text, time } from './parts.ts';

const line = text.trim().min(1).max(200);
const day = z.iso.date();

export const SECOND_FACTORS = ['yes', 'no', 'unknown'] as const;

/** What is entered. `service` is the program or the way, such as a VPN. */
export const remoteAccessInput = z.strictObject({
  maker: line,
  who: line,
  devices: z.array(id).min(1).max(500),
  service: text.trim().max(200).default(''),
  reason: text.trim().min(1).max(1000),
  /** The last day on which it is allowed. */
  until: day,
  secondFactor: z.enum(SECOND_FACTORS),
  contact: text.trim().max(200).default(''),
});
export type RemoteAccessInput = z.infer<typeof remoteAccessInput>;

export const remoteAccessState = z.enum(['valid', 'expired', 'ended']);
export type RemoteAccessState = z.infer<typeof remoteAccessState>;

export const remoteAccessEntry = remoteAccessInput.extend({
  id,
  devices: z.array(z.object({ id, name: text })),
  state: remoteAccessState,
  at: time,
  by: text,
  endedAt: time.nullable(),
  endedBy: nullableText,
  /** The newest sign of a service for remote control on one of its devices; null where none was seen. */
  lastSeen: z.object({ at: time, service: text, device: id }).nullable(),
});
export type RemoteAccessEntry = z.infer<typeof remoteAccessEntry>;

/** A device on which remote control was seen and which no valid entry covers. */
const unregistered = z.object({ id, name: text, maker: nullableText, service: text, at: time });

export const remoteAccessList = z.object({
  schema: z.literal('dosimeter.remote-access/1'),
  items: z.array(remoteAccessEntry),
  unregistered: z.array(unregistered),
});
export type RemoteAccessList = z.infer<typeof remoteAccessList>;
