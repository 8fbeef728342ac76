// How soon to act on a flaw of a device: the deployer's decision of SSVC, each of its points answered from facts, with the reason. What
// nobody knows stays unknown, and the decision is then a span. The chance of use (EPSS) is no evidence of use and answers no point.
import { isPrivate, parseAddress, parseRange } from '#kit/index.ts';
import {
  type CvssVector,
  DEPLOYER,
  decideSsvc,
  type Exploited,
  HUMAN_IMPACT,
  type Ssvc,
  type SsvcAnswer,
} from '#knowledge/index.ts';
import { changesOrStops, isOnTheMachine, looksAutomatable, publishedExploitation } from './flaw-vector.ts';
import { harmOf } from './harm-of.ts';
import type { Review } from './review.ts';

/** What is known of a flaw, whoever said it. */
export interface KnownFlaw {
  readonly vector: CvssVector | null;
  readonly exploited: Exploited | null;
  /** What a coordinator published in the record of the CVE Program. */
  readonly ssvc: Ssvc | null;
  /** Worms have used it, or could. */
  readonly worm: 'used' | 'possible' | null;
}

export type DeployerDecision = (typeof DEPLOYER)['outcome']['values'][number];

interface Answer<T extends string = string> {
  readonly value: T | null;
  readonly because: string;
}

/** The decision for a flaw that the device has, or may have. */
export function decisionFor(flaw: KnownFlaw, review: Review): SsvcAnswer<DeployerDecision> {
  const automatable = automatableOf(flaw);
  const answers: readonly (readonly [string, Answer])[] = [
    ['Exploitation', exploitationOf(flaw)],
    ['System Exposure', exposureOf(flaw, review)],
    ['Automatable', automatable],
    ['Human Impact', humanImpactOf(flaw, review)],
  ];
  return decideSsvc(
    DEPLOYER,
    answers.map(([point, answer]) => ({ point, ...answer })),
  );
}

function exploitationOf({ vector, exploited, ssvc, worm }: KnownFlaw): Answer {
  if (exploited)
    return {
      value: 'active',
      because: `in CISA's catalog of known exploited vulnerabilities since ${exploited.added}`,
    };
  if (worm === 'used') return { value: 'active', because: 'worms have used it' };
  if (ssvc?.exploitation) {
    const value = ssvc.exploitation === 'poc' ? 'public poc' : ssvc.exploitation;
    return { value, because: saidIn(ssvc) };
  }
  const published = vector ? publishedExploitation(vector) : null;
  if (published) return { value: published, because: 'the publisher says so in the CVSS vector (E)' };
  return {
    value: null,
    because:
      'not in the catalog of known exploited vulnerabilities, which names only some; whether an exploit is public is not known',
  };
}

function saidIn({ by, at }: Ssvc): string {
  return `${by} says so in the CVE record${at === null ? '' : ` (${at.slice(0, 10)})`}`;
}

function automatableOf({ vector, ssvc, worm }: KnownFlaw): Answer {
  if (worm === 'used') return { value: 'yes', because: 'worms have used it' };
  if (ssvc?.automatable) return { value: ssvc.automatable, because: saidIn(ssvc) };
  if (worm === 'possible')
    return { value: 'yes', because: 'nobody has to sign in or open anything: a worm could use it' };
  return vector ? looksAutomatable(vector) : { value: null, because: 'nobody has published how the flaw is used' };
}

/** SSVC, System Exposure 1.0.1: judged for the device where it stands. */
function exposureOf({ vector }: KnownFlaw, { device }: Review): Answer {
  const inward = device.internet.find(({ direction }) => direction === 'in');
  const open = inward
    ? `reached from the internet on ${inward.observedAt.slice(0, 10)}, at port ${inward.port} of ${inward.address}`
    : publicWords(device);
  if (vector && isOnTheMachine(vector)) {
    const local = `the flaw is reached on the machine itself (AV:${vector.metrics.get('AV') ?? ''})`;
    return open === null
      ? { value: 'small', because: local }
      : { value: 'controlled', because: `${local}, yet the system is open: ${open}` };
  }
  if (open !== null) return { value: 'open', because: open };
  if (device.services.length === 0 && device.onWire.length === 0 && device.addresses.length === 0) {
    return { value: null, because: 'whether it is on a network is not known' };
  }
  return { value: 'controlled', because: networkWords(device) };
}

/** The same for every flaw of a device. */
const publicWordsOf = new WeakMap<Review['device'], { readonly words: string | null }>();

function publicWords(device: Review['device']): string | null {
  const known = publicWordsOf.get(device) ?? { words: wordsOfPublic(device) };
  publicWordsOf.set(device, known);
  return known.words;
}

function wordsOfPublic({ services, addresses }: Review['device']): string | null {
  const service = services.find(({ endpoint }) => isPublic(endpoint.address));
  if (service)
    return `port ${service.endpoint.port} answers at ${service.endpoint.address}, which the internet may reach`;
  const address = addresses.find(isPublic);
  return address === undefined ? null : `it has the address ${address}, which the internet may reach`;
}

function isPublic(address: string): boolean {
  return parseAddress(address) !== undefined && !isPrivate(parseRange(address));
}

/** Rungs from which on strangers get in (docs/exposure-ladder.md). */
const GETS_IN = /^(E[3-8]|W[3-5])/;

function networkWords({ zone, services, internet, remoteServices }: Review['device']): string {
  const where = zone === null ? 'on a network with private addresses' : `in ${zone}, private addresses`;
  const out = internet.some(({ direction }) => direction === 'out') || remoteServices.length > 0;
  const rungs = services.flatMap(({ endpoint }) => endpoint.exposure ?? endpoint.web ?? []);
  const strangers = rungs.some((rung) => GETS_IN.test(rung))
    ? 'strangers on it get in'
    : rungs.length > 0
      ? 'strangers were refused where they were seen to try'
      : 'how it answers strangers was not seen';
  return `${where}; ${strangers}${out ? '; it speaks to the internet' : ''}`;
}

/** SSVC, Human Impact 2.0.2: safety by what the device does, mission by how critical it is. */
function humanImpactOf({ vector }: KnownFlaw, review: Review): Answer {
  const { device } = review;
  const harm = harmOf(review);
  const isReadOnly = vector !== null && !changesOrStops(vector);
  const safety = isReadOnly
    ? { value: 'negligible', because: 'the flaw lets nothing be changed or stopped' }
    : { value: harm.safety, because: harm.because };
  const mission = isReadOnly ? { value: 'degraded', because: 'work goes on' } : missionOf(device);
  const { decision } = decideSsvc(HUMAN_IMPACT, [
    { point: 'Safety Impact', ...safety },
    { point: 'Mission Impact', ...mission },
  ]);
  return {
    value: decision,
    because: `safety impact ${safety.value}: ${safety.because}; mission impact ${mission.value}: ${mission.because}`,
  };
}

/** Everybody's work depends on these; without one more than one essential function fails. */
const EVERYBODY_NEEDS = new Set(['archive', 'worklist']);

function missionOf({ criticality, kind }: Review['device']): { readonly value: string; readonly because: string } {
  if (!criticality)
    return {
      value: 'mef failure',
      because: 'nobody has said how critical it is; the worst for a single system is assumed',
    };
  const { level, reasons } = criticality;
  const because = `criticality ${level} of 5${reasons.length > 0 ? ` (${reasons.join('; ')})` : ''}`;
  if (level === 5 && kind !== null && EVERYBODY_NEEDS.has(kind)) return { value: 'mission failure', because };
  return { value: level >= 4 ? 'mef failure' : level === 3 ? 'mef support crippled' : 'degraded', because };
}
