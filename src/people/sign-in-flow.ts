// What a browser carries, sealed, while somebody is on the way in by a provider: nothing of it is in this server's memory, so that a new
// start, or another process with the same key, goes on where it was.
import { z } from 'zod';
import { api } from '#contracts/index.ts';
import type { SecretBox } from './secret-box.ts';

/** How long somebody may be away at the provider, or look for their phone. */
export const FLOW_MS = 10 * 60_000;
/** Nothing else that lies sealed under the same key opens as this, a secret that an owner typed least of all. */
const PURPOSE = 'sign-in flow';

const vouched = z.strictObject({
  source: z.string(),
  subject: z.string(),
  email: z.string().nullable(),
  name: z.string(),
  secondFactor: z.boolean(),
  role: api.role.nullable(),
});
const flow = z.discriminatedUnion('kind', [
  /** Away at the provider. */
  z.strictObject({
    kind: z.literal('away'),
    id: z.string(),
    at: z.number(),
    way: z.string(),
    away: z.strictObject({ state: z.string(), nonce: z.string(), verifier: z.string() }),
  }),
  /** Back, and still to give the code of the second factor. `rules`: those that gave the role (`rulesOf`), which may not hold at the end. */
  z.strictObject({
    kind: z.literal('code'),
    id: z.string(),
    at: z.number(),
    way: z.string(),
    rules: z.string(),
    who: vouched,
  }),
  /** Not let in, and why. */
  z.strictObject({ kind: z.literal('failed'), at: z.number(), message: z.string() }),
]);
export type Flow = z.infer<typeof flow>;
export type FlowOf<K extends Flow['kind']> = Extract<Flow, { kind: K }>;

/** The flow as text for a cookie. */
export function sealFlow(box: SecretBox, given: Flow): string {
  return box.seal(JSON.stringify(given), PURPOSE);
}

/** What a cookie holds; undefined when it was not sealed here, was changed, or has taken too long. */
export function openFlow(box: SecretBox, sealed: string | undefined, now: Date): Flow | undefined {
  if (sealed === undefined) return undefined;
  try {
    const found = flow.parse(JSON.parse(box.open(sealed, PURPOSE)));
    return now.getTime() - found.at < FLOW_MS ? found : undefined;
  } catch {
    return undefined;
  }
}
