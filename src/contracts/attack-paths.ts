// Shapes of a network as an attacker sees it and of what can be reached in it: `dosimeter.network/1` and `dosimeter.paths/1`.
import { z } from 'zod';
import { text } from './parts.ts';

const amount = z.number();
const ref = text.min(1).max(200);
const chance = amount.min(0).max(1);
/** What a change costs, in any unit, the same for all of a file. */
const cost = amount.min(0).max(1e12).optional();
/** Days from and to. */
const days = z.tuple([amount.min(0).max(1e6), amount.min(0).max(1e6)]);

export const weakness = z.strictObject({
  id: ref,
  /** Where the attacker must be: with a reach edge to the node, in its zone, or nowhere (a user of it lets them in). */
  from: z.enum(['network', 'adjacent', 'user']),
  /** What it gives: data can be read, or the node is theirs and they move on from it. */
  gains: z.enum(['access', 'control']),
  probability: chance,
  cost,
  name: text.max(300).optional(),
  finding: text.max(200).optional(),
  facts: z.array(text.max(200)).max(100).optional(),
  /** Days that it takes to use it, when it works. */
  time: days
    .refine(([low, high]) => low <= high, { error: 'the first number must not be above the second' })
    .optional(),
});
export type Weakness = z.infer<typeof weakness>;

export const networkNode = z.strictObject({
  id: ref,
  name: text.max(300).optional(),
  kind: text.max(200).nullish(),
  zone: ref.nullish(),
  /** The attacker holds it from the start. */
  entry: z.boolean().optional(),
  weaknesses: z.array(weakness).max(1000).optional(),
  /** From 0 (negligible) to 4 (catastrophic), on the scale of ISO 14971. */
  harm: amount.min(0).max(4).optional(),
  /** Money. */
  loss: amount.min(0).optional(),
});
export type NetworkNode = z.infer<typeof networkNode>;

/** What may be reached from where; `from` and `to` are a node or a zone, which stands for all nodes in it. */
export const reachEdge = z.strictObject({
  from: ref,
  to: ref,
  port: z.number().int().min(0).max(65_535).nullish(),
  protocol: text.max(60).nullish(),
  cost,
  id: ref.optional(),
  because: text.max(500).optional(),
  lastSeenAt: text.max(40).nullish(),
});
export type ReachEdge = z.infer<typeof reachEdge>;

export const MOST_NODES = 200_000;
export const MOST_REACH = 5_000_000;

/** Machines and zones, what is weak in them, and who reaches whom. */
export const networkDocument = z.strictObject({
  schema: z.literal('dosimeter.network/1').optional(),
  nodes: z.array(networkNode).min(1).max(MOST_NODES),
  reach: z.array(reachEdge).max(MOST_REACH).optional(),
});
export type NetworkDocument = z.infer<typeof networkDocument>;

const interval = z.tuple([amount, amount]);

/** A reach edge as the network has it, with its place in the list. */
export const reachUsed = z.object(reachEdge.omit({ cost: true }).shape).extend({ index: z.number().int() });
export type ReachUsed = z.infer<typeof reachUsed>;

/** One thing that can be done: a weakness mended (by its id), or a reach edge closed. */
export const change = z.union([z.object({ weakness: ref }), z.object({ reach: reachUsed })]);
export type Change = z.infer<typeof change>;

export const attackPath = z.object({
  /** That every step of it works. */
  probability: amount,
  /** Where it starts; null when the first step needs nobody outside. */
  entry: ref.nullable(),
  /** What falls, in this order, and by which weakness. */
  steps: z.array(
    z.object({
      node: ref,
      by: ref,
      from: weakness.shape.from,
      gains: weakness.shape.gains,
      /** The reach edge that the step uses; null for one from the same zone or by a user. */
      reach: reachUsed.nullable(),
      name: weakness.shape.name,
      finding: weakness.shape.finding,
      facts: weakness.shape.facts,
    }),
  ),
  /** Days for all steps one after another; null when a step does not say. */
  time: interval.nullable(),
});
export type AttackPath = z.infer<typeof attackPath>;

const method = z.enum(['exact', 'monte carlo']);

export const pathsDocument = z.object({
  schema: z.literal('dosimeter.paths/1'),
  seed: z.number().int(),
  /** Simulated worlds, of the figures that are not exact. */
  trials: z.number().int(),
  targets: z.array(
    z.object({
      id: ref,
      /** That it falls at all, to access or to control, given that the attacker holds the entries. */
      probability: amount,
      method,
      /** 95%, of a figure that is not exact. */
      interval: interval.optional(),
      /** The most likely ones first. */
      paths: z.array(attackPath),
    }),
  ),
  /** Single changes, the one that lowers the summed probability of the targets most first. */
  chokePoints: z.array(z.object({ cut: change, reduction: amount, cost: amount, method })),
  /** For each target the cheapest changes that together make its probability 0; `changes` is null where none do. */
  cutSet: z.array(z.object({ target: ref, cost: amount.nullable(), changes: z.array(change).nullable() })),
});
export type PathsDocument = z.infer<typeof pathsDocument>;
