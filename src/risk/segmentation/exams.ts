// Whether an exam hangs on a conversation: the one judgement that the rules, their proof, the paths and the plan share.
import type { RiskConversation } from '#contracts/index.ts';
import { isClinical } from './carries.ts';
import { judged } from './dispose.ts';
import { type RecordedFlow, type SegmentationInput, USUAL_OPTIONS } from './input.ts';
import { compareText } from './order.ts';
import { Places } from './places.ts';

/** `exam`: an exam depends on it, and rules let it pass; `nothing`: none is known to; otherwise why somebody has to decide about it. */
export type Hanging = RiskConversation['hangs'] | 'nothing';

/** What hangs on a conversation. What a firewall never sees hangs on no rule. */
export function hangingOn(flow: RecordedFlow, places: Places): Hanging {
  const { from, to, carries, scope, disposition } = judged(flow, places, USUAL_OPTIONS);
  if (from.side === 'segment' || to.side === 'segment') return 'nothing';
  if (disposition === 'allow') return 'exam';
  if (!isClinical(carries) && carries !== 'unsure') return 'nothing';
  if (scope === 'within') return 'unsure';
  return disposition === 'guest' || disposition === 'internet' || disposition === 'remote service'
    ? disposition
    : 'unsure';
}

/**
 * The conversations with devices of ours on which an exam hangs, or about which somebody has to decide, one for each client, service and reason. Where
 * an address stands is told by `places`. Throws Invalid for an address that is none.
 */
export function conversationsOf(
  input: Pick<SegmentationInput, 'zones' | 'devices' | 'flows'>,
  places: Places = new Places(input),
): RiskConversation[] {
  const found = new Map<string, RiskConversation & { readonly spoken: Set<string> }>();
  for (const flow of input.flows) {
    const [client, server] = [places.at(flow.client), places.at(flow.server)];
    if (server.device === null) continue;
    const hangs = hangingOn(flow, places);
    if (hangs === 'nothing') continue;
    const from = client.device?.id ?? (client.side === 'internet' ? 'internet' : (client.zone?.id ?? ''));
    if (from === '' || from === server.device.id) continue;
    const { port, transport, protocols, lastSeenAt } = flow;
    const [fromZone, toZone] = [client.zone?.id ?? null, server.zone?.id ?? null];
    const to = server.device.id;
    const key = [from, fromZone, to, toZone, port, transport, hangs].join(' ');
    const known = found.get(key);
    const spoken = known?.spoken ?? new Set();
    for (const name of protocols) spoken.add(name);
    found.set(key, {
      from,
      fromZone,
      to,
      toZone,
      port,
      transport,
      hangs,
      spoken,
      protocols: [],
      flows: (known?.flows ?? 0) + 1,
      lastSeenAt: known && known.lastSeenAt > lastSeenAt ? known.lastSeenAt : lastSeenAt,
    });
  }
  return [...found]
    .sort(([a], [b]) => compareText(a, b))
    .map(([, { spoken, ...talk }]) => ({ ...talk, protocols: [...spoken].sort(compareText) }));
}
