// The recorded conversations that a closed way would end, and those that must stay open when it is closed. What an exam hangs on is judged by
// the same function as a segmentation's rules and their proof (../segmentation/exams.ts).
import type { RiskConversation, RiskReach, RiskTalk } from '#contracts/index.ts';
import type { Names } from './names.ts';
import type { Change, Site } from './network-of.ts';

type Closing = Extract<Change, { kind: 'close' }>;

/** What an action does to conversations on which exams hang, or may hang. */
export interface ExamsCut {
  /** Recorded flows that it would cut on which an exam hangs. */
  readonly cutsFlows: number;
  /** The same, but somebody has to decide about them. */
  readonly asksFlows: number;
  readonly lastCutAt: string | null;
  readonly cuts: readonly RiskTalk[];
  /** Flows that stay open when it is done as it is meant. */
  readonly keepsFlows: number;
  readonly keeps: readonly RiskTalk[];
}

/** Conversations that an action lists; the others are counted. */
const MOST_LISTED = 20;
export const CUTS_NOTHING: ExamsCut = {
  cutsFlows: 0,
  asksFlows: 0,
  lastCutAt: null,
  cuts: [],
  keepsFlows: 0,
  keeps: [],
};

/** Answers for each way that can be closed. */
export class ExamsOf {
  readonly #byTarget: ReadonlyMap<string, readonly RiskConversation[]>;
  readonly #byZone: ReadonlyMap<string, readonly RiskConversation[]>;
  readonly #zoneOf: ReadonlyMap<string, string | null>;
  readonly #names: Names;

  constructor({ conversations, reach, devices }: Site, names: Names) {
    // Assessments of earlier versions kept no conversations, only which ways are for care.
    const known = conversations ?? reach.filter(({ isClinical }) => isClinical).map(asConversation);
    this.#zoneOf = new Map(devices.map(({ id, zone }) => [id, zone]));
    this.#byTarget = Map.groupBy(known, ({ to }) => to);
    this.#byZone = Map.groupBy(known, ({ to, toZone }) => toZone ?? this.#zoneOf.get(to) ?? '');
    this.#names = names;
  }

  /**
   * What closing a way does. A rule for one port ends all that uses it. What closes two networks to each other, or a device to all but its
   * partners, is meant to let through what exams need: that is listed, so that it is not forgotten.
   */
  cutBy({ how, from, to, port }: Closing): ExamsCut {
    if (how === 'session') return CUTS_NOTHING;
    const isZone = to.startsWith('zone:');
    const answering = isZone ? this.#byZone.get(to.slice('zone:'.length)) : this.#byTarget.get(to);
    const meant = (answering ?? []).filter(
      (talk) => (port === 0 || talk.port === port) && (how === 'shield' || this.#isFrom(talk, from)),
    );
    if (how !== 'rule' || port === 0) {
      const kept = meant.filter(({ hangs }) => hangs === 'exam' || hangs === 'unsure');
      return { ...CUTS_NOTHING, keepsFlows: flowsIn(kept), keeps: this.#listed(kept) };
    }
    const exams = meant.filter(({ hangs }) => hangs === 'exam');
    return {
      cutsFlows: flowsIn(exams),
      asksFlows: flowsIn(meant) - flowsIn(exams),
      lastCutAt:
        exams
          .map(({ lastSeenAt }) => lastSeenAt)
          .sort()
          .at(-1) || null,
      cuts: this.#listed(meant),
      keepsFlows: 0,
      keeps: [],
    };
  }

  #isFrom({ from, fromZone }: RiskConversation, node: string): boolean {
    if (node === 'entry:internet') return from === 'internet';
    if (!node.startsWith('zone:')) return from === node;
    const zone = node.slice('zone:'.length);
    return from === zone || fromZone === zone || this.#zoneOf.get(from) === zone;
  }

  #listed(talks: readonly RiskConversation[]): RiskTalk[] {
    return talks
      .toSorted(
        (a, b) =>
          Number(b.hangs === 'exam') - Number(a.hangs === 'exam') ||
          compare(b.lastSeenAt, a.lastSeenAt) ||
          compare(`${a.from} ${a.to} ${a.port}`, `${b.from} ${b.to} ${b.port}`),
      )
      .slice(0, MOST_LISTED)
      .map(({ from, to, port, protocols, hangs, flows, lastSeenAt }) => ({
        from,
        fromName: this.#names.of(from === 'internet' ? 'entry:internet' : from),
        to,
        toName: this.#names.of(to),
        port,
        protocols,
        hangs,
        flows,
        lastSeenAt: lastSeenAt === '' ? null : lastSeenAt,
      }));
  }
}

function asConversation({ from, to, port, protocol, lastSeenAt }: RiskReach): RiskConversation {
  return {
    from,
    to,
    port,
    fromZone: null,
    toZone: null,
    transport: 'tcp',
    protocols: [protocol],
    hangs: 'exam',
    flows: 1,
    lastSeenAt: lastSeenAt ?? '',
  };
}

function flowsIn(talks: readonly RiskConversation[]): number {
  return talks.reduce((sum, { flows }) => sum + flows, 0);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
