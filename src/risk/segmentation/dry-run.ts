// What rules would do with the conversations of a capture, one by one.
import type { DryRunDocument, SegmentationRule } from '#contracts/index.ts';
import { flowSubject } from '#evidence/model.ts';
import { RuleSet } from './evaluate.ts';
import type { RecordedFlow } from './input.ts';
import { compareText } from './order.ts';
import type { Places } from './places.ts';
import { proveNoneCut, verdictOn } from './prove.ts';

/** Conversations that are listed; the others are counted. */
const MOST_LISTED = 10_000;
const VERDICTS: readonly string[] = ['cut', 'allowed', 'on segment'];

/** Asks rules about conversations; those that would be cut stand first. */
export function dryRun(
  rules: readonly SegmentationRule[],
  flows: readonly RecordedFlow[],
  places: Places,
): Omit<DryRunDocument, 'packets' | 'problems'> {
  const set = new RuleSet(rules);
  const conversations = flows.map((flow) => {
    const { from, to, carries, verdict, rule } = verdictOn(flow, set, places);
    return {
      key: flowSubject(flow).key,
      client: flow.client,
      server: flow.server,
      transport: flow.transport,
      port: flow.port,
      clientName: from.device?.name ?? null,
      serverName: to.device?.name ?? null,
      carries,
      protocols: [...flow.protocols],
      operations: [...flow.operations],
      associations: 0,
      verdict,
      rule: rule?.id ?? null,
    };
  });
  conversations.sort((a, b) => VERDICTS.indexOf(a.verdict) - VERDICTS.indexOf(b.verdict) || compareText(a.key, b.key));
  return {
    schema: 'dosimeter.segmentation-dry-run/1',
    proof: proveNoneCut(rules, flows, places),
    conversations: conversations.slice(0, MOST_LISTED),
    conversationsTotal: conversations.length,
  };
}
