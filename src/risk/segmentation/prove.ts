// The proof that no exam is cut: every recorded conversation held against the rules themselves, as a firewall would.
import type { CutFlow, SegmentationProof, SegmentationRule } from '#contracts/index.ts';
import { flowSubject } from '#evidence/model.ts';
import { addressSet, holds, textsOf } from './address-set.ts';
import { isClinical } from './carries.ts';
import { carriedBetween } from './dispose.ts';
import { RuleSet } from './evaluate.ts';
import { type Hanging, hangingOn } from './exams.ts';
import type { RecordedFlow } from './input.ts';
import { compareText } from './order.ts';
import { type Place, Places } from './places.ts';

/** Conversations that a proof lists; the others are counted. */
const MOST_LISTED = 2000;
const NOWHERE = new Places({ zones: [], devices: [] });

/** Holds recorded conversations against rules; `places` gives names and tells what may hang on them. */
export function proveNoneCut(
  rules: readonly SegmentationRule[],
  flows: readonly RecordedFlow[],
  places: Places = NOWHERE,
): SegmentationProof {
  const set = new RuleSet(rules);
  const counts = { checked: 0, clinical: 0, allowed: 0, onSegment: 0, clinicalCut: 0, waitingCut: 0, otherCut: 0 };
  const cut: { flow: RecordedFlow; carries: CutFlow['carries']; because: string }[] = [];
  for (const flow of flows) {
    const { from, to, carries, verdict } = verdictOn(flow, set, places);
    counts.checked++;
    if (isClinical(carries)) counts.clinical++;
    if (verdict === 'on segment') counts.onSegment++;
    else if (verdict === 'allowed') counts.allowed++;
    else {
      if (isClinical(carries)) counts.clinicalCut++;
      else counts.otherCut++;
      if (isClinical(carries) && hangingOn(flow, places) !== 'exam') counts.waitingCut++;
      cut.push({ flow, carries, because: becauseOf(from, to, carries) });
    }
  }
  const rank = ({ carries }: { readonly carries: CutFlow['carries'] }) =>
    isClinical(carries) ? 0 : carries === 'unsure' ? 1 : 2;
  cut.sort(
    (a, b) =>
      rank(a) - rank(b) ||
      compareText(b.flow.lastSeenAt, a.flow.lastSeenAt) ||
      compareText(flowSubject(a.flow).key, flowSubject(b.flow).key),
  );
  return {
    ...counts,
    cut: cut.slice(0, MOST_LISTED).map(({ flow, carries, because }) => ({
      key: flowSubject(flow).key,
      client: flow.client,
      server: flow.server,
      transport: flow.transport,
      port: flow.port,
      clientName: places.at(flow.client).device?.name ?? null,
      serverName: places.at(flow.server).device?.name ?? null,
      carries,
      protocols: [...flow.protocols],
      operations: [...flow.operations],
      lastSeenAt: flow.lastSeenAt,
      because,
    })),
    cutTotal: cut.length,
  };
}

/** What rules do with a conversation. */
export interface FlowVerdict {
  readonly from: Place;
  readonly to: Place;
  readonly carries: CutFlow['carries'];
  readonly verdict: 'allowed' | 'cut' | 'on segment';
  readonly rule: SegmentationRule | null;
}

/** Asks the rules about one conversation. */
export function verdictOn(flow: RecordedFlow, set: RuleSet<SegmentationRule>, places: Places): FlowVerdict {
  const [from, to] = [places.at(flow.client), places.at(flow.server)];
  const carries = carriedBetween(flow, from, to);
  if (from.side === 'segment' || to.side === 'segment') return { from, to, carries, verdict: 'on segment', rule: null };
  const rule = set.decide(flow);
  return { from, to, carries, verdict: rule?.action === 'allow' ? 'allowed' : 'cut', rule };
}

function becauseOf(from: Place, to: Place, carries: CutFlow['carries']): string {
  if (from.side === 'internet' || to.side === 'internet')
    return 'It crosses the border to the internet, and nobody decided about it.';
  if (from.zone?.isGuest || to.zone?.isGuest) return 'One end is a network for guests, and nobody decided about it.';
  if (isClinical(carries))
    return 'No rule allows it: it is no part of what the rules were made from, or was left out as old.';
  return 'An exam is not known to depend on it, and nobody allowed it.';
}

/** A single change: nothing opens `port` of `to` from `from` any more. */
export interface Closing {
  /** Addresses, ranges in CIDR form, or `any`; see `addressesOf`. */
  readonly from: readonly string[];
  readonly to: readonly string[];
  /** Null: every port. */
  readonly port: number | null;
}

/** A recorded conversation that a change would cut: an exam hangs on it, or somebody has to decide about it. */
export interface WouldCut {
  readonly flow: RecordedFlow;
  readonly hangs: Exclude<Hanging, 'nothing'>;
}

/** The recorded conversations that closing a reach would cut, exams first, then the newest; those on which none hangs are left out. */
export function wouldCut(change: Closing, flows: readonly RecordedFlow[], places: Places = NOWHERE): WouldCut[] {
  const [clients, servers] = [addressSet(change.from), addressSet(change.to)];
  return flows
    .flatMap((flow): WouldCut[] => {
      if (change.port !== null && change.port !== flow.port) return [];
      const [from, to] = [places.at(flow.client), places.at(flow.server)];
      if (!holds(clients, from.address) || !holds(servers, to.address)) return [];
      const hangs = hangingOn(flow, places);
      return hangs === 'nothing' ? [] : [{ flow, hangs }];
    })
    .sort(
      (a, b) =>
        Number(b.hangs === 'exam') - Number(a.hangs === 'exam') ||
        compareText(b.flow.lastSeenAt, a.flow.lastSeenAt) ||
        compareText(flowSubject(a.flow).key, flowSubject(b.flow).key),
    );
}

/** The addresses of a node of the map: a device by its id, a zone by its id or as `zone:ID`, else the text as an address or range. */
export function addressesOf(node: string, places: Places): string[] {
  const device = places.device(node);
  if (device) return [...device.addresses];
  const zone = places.zone(node.replace(/^zone:/, ''));
  return zone ? textsOf(zone.set) : [node];
}
