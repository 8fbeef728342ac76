// Shapes of the HTTP API for the map of the network and the flows behind its lines.
import { z } from 'zod';
import { fact } from './documents.ts';
import { severity } from './ladder.ts';
import { id, listOf, nullableText, page, text, time } from './parts.ts';

export const network = z.object({
  nodes: z.array(
    z.object({
      id: text,
      name: text,
      kind: nullableText,
      modality: nullableText,
      zone: text,
      exposure: nullableText,
      severity,
      /** How many devices it stands for: one, those of a zone that are not drawn one by one, or none. */
      devices: z.number().int(),
    }),
  ),
  edges: z.array(
    z.object({
      from: text,
      to: text,
      protocol: text,
      port: z.number().int().nullable(),
      /** `observed`: seen on the wire or by the scanner; `configured`: an AE table or a list says so. */
      basis: z.enum(['observed', 'configured']),
      rung: nullableText,
      /** How many flows, or services of a scan, it stands for. */
      flows: z.number().int(),
    }),
  ),
  zones: z.array(z.object({ id: text, name: text, devices: z.number().int() })),
  /** Every protocol that is spoken, whatever part is asked for. */
  protocols: z.array(z.object({ protocol: text, flows: z.number().int() })),
  /** Something is left out: devices of a very large zone, small zones, or quiet connections. */
  truncated: z.boolean(),
});
export type NetworkMap = z.infer<typeof network>;
/** A part of the network; a zone or a search is drawn by device, the rest by zone. */
export const networkQuery = z.object({
  zone: text.max(120).optional(),
  q: text.max(200).optional(),
  protocol: text.max(60).optional(),
});

/** `node`, `from` and `to` are nodes of the map: a device, `zone:NAME` or `internet`. */
export const flowQuery = page.extend({
  cursor: text.max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  node: text.max(140).optional(),
  from: text.max(140).optional(),
  to: text.max(140).optional(),
  protocol: text.max(60).optional(),
});
export const titlesUsed = z.object({
  calling: nullableText,
  called: nullableText,
  outcome: z.enum(['accepted', 'rejected', 'unseen']),
});
const flowEnd = z.object({ id, name: text }).nullable();
export const flowRow = z.object({
  key: text,
  transport: text,
  client: text,
  server: text,
  port: z.number().int(),
  clientDevice: flowEnd,
  serverDevice: flowEnd,
  protocols: z.array(text),
  operations: z.array(text),
  titles: z.array(titlesUsed),
  firstSeenAt: time,
  lastSeenAt: time,
  /** What was stated about it, with how and since when it is known. */
  facts: z.array(fact),
  /** The captures, logs and lists that the facts came from. */
  sources: z.array(z.object({ sensor: text, run: text, name: text, at: time, by: text })),
});
export type FlowRow = z.infer<typeof flowRow>;
export const flowList = listOf(flowRow);
