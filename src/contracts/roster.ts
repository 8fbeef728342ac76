// Staff of a site: who works there as what and at which devices. They need no account; what they are asked to do comes by a link.
import { z } from 'zod';
import { id, listOf, nullableText, page, text, time } from './parts.ts';
import { staffRole } from './training.ts';

const name = text.trim().min(1, { error: 'write a name' }).max(120);
/** Kept in small letters: it is what tells people of the roster apart. */
export const staffEmail = text
  .trim()
  .toLowerCase()
  .max(254)
  .pipe(z.email({ error: 'write an e-mail address such as ann@center.example' }));
const roles = z.array(staffRole).min(1, { error: 'choose at least one role' }).max(6);
const devices = z.array(id).max(500, { error: 'choose at most 500 devices' });

export const staffInput = z.strictObject({ name, email: staffEmail, roles, devices: devices.default([]) });
export type StaffInput = z.infer<typeof staffInput>;
export const staffChange = z
  .strictObject({ name, email: staffEmail, roles, devices, active: z.boolean() })
  .partial()
  .refine((change) => Object.keys(change).length > 0, { error: 'name what changes' });
export type StaffChange = z.infer<typeof staffChange>;

/** Where a person of the roster came from. */
export const staffVia = z.enum(['hand', 'csv', 'scim']);
export type StaffVia = z.infer<typeof staffVia>;

export const staffMember = z.object({
  id,
  name: text,
  email: text,
  roles: z.array(staffRole),
  /** Ids of the devices that the person works at. */
  devices: z.array(text),
  active: z.boolean(),
  via: staffVia,
  createdAt: time,
  updatedAt: time,
  /** The newest mail that the address did not take; null when none, or when one was taken since. */
  bounced: z.object({ at: time, because: text }).nullable(),
});
export type StaffMember = z.infer<typeof staffMember>;

export const staffQuery = page.extend({
  search: text.max(200).optional(),
  active: z.enum(['true', 'false', 'all']).default('true'),
});
export const staffList = listOf(staffMember.extend({ deviceNames: z.array(text) }));
export type StaffRow = z.infer<typeof staffList>['items'][number];

/** A roster as a CSV text, with a first line of names of columns. */
export const rosterImport = z.strictObject({ csv: text.min(1).max(4_000_000) });
const told = z.object({ line: z.number().int(), message: text });
export const rosterReport = z.object({
  schema: z.literal('dosimeter.roster-import/1'),
  added: z.number().int(),
  changed: z.number().int(),
  unchanged: z.number().int(),
  /** Which column was taken for what. */
  columns: z.array(z.object({ column: text, as: nullableText })),
  /** Rows that were not taken, and why; at most 1000 are told. */
  rejected: z.array(told),
  /** Rows that were joined, and what of a row was left out; at most 1000. */
  notes: z.array(told),
  rejectedRows: z.number().int(),
});
export type RosterReport = z.infer<typeof rosterReport>;

/** What a link leads to. */
export const linkKind = z.enum(['lesson', 'policy']);
export type LinkKind = z.infer<typeof linkKind>;
