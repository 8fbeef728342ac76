// What becomes of a conversation by default: free inside its zone, allowed because an exam depends on it, or a question for somebody.
import type { Carried } from '#contracts/index.ts';
import { carriedBy, isClinical, isRemoteService } from './carries.ts';
import type { Disposition } from './groups.ts';
import type { RecordedFlow, SegmentationOptions, SegmentDevice } from './input.ts';
import type { Place, Places } from './places.ts';

const IMAGING_KINDS = new Set(['modality', 'archive', 'worklist', 'viewer', 'workstation', 'gateway', 'printer']);

function isImaging(device: SegmentDevice | null): boolean {
  if (!device) return false;
  return device.modality !== null || device.aeTitles.length > 0 || IMAGING_KINDS.has(device.kind ?? '');
}

/** What a conversation carries, with what is known of its ends: a guest's time and names are no exam's. */
export function carriedBetween(flow: RecordedFlow, from: Place, to: Place): Carried {
  const carries = carriedBy(flow, isImaging(from.device) || isImaging(to.device));
  return carries === 'support' && (isGuest(from) || isGuest(to)) ? 'other' : carries;
}

/** A conversation with where its ends stand. */
export interface Judged {
  readonly from: Place;
  readonly to: Place;
  readonly carries: Carried;
  readonly scope: 'between' | 'within';
  /** Null: no firewall between zones sees it. */
  readonly disposition: Disposition | null;
}

/** Judges a conversation. */
export function judged(flow: RecordedFlow, places: Places, options: SegmentationOptions): Judged {
  const [from, to] = [places.at(flow.client), places.at(flow.server)];
  const carries = carriedBetween(flow, from, to);
  const scope = from.zone !== null && from.zone === to.zone ? 'within' : 'between';
  return { from, to, carries, scope, disposition: dispositionOf(flow, { from, to, carries, scope }, options) };
}

function dispositionOf(
  flow: RecordedFlow,
  { from, to, carries, scope }: Omit<Judged, 'disposition'>,
  { include, within }: SegmentationOptions,
): Disposition | null {
  if (from.side === 'segment' || to.side === 'segment') return null;
  const isFree = scope === 'within' && within === 'open';
  if (isFree) return isClinical(carries) ? 'allow' : null;
  if (isRemoteService(flow)) return 'remote service';
  if (from.side === 'internet' || to.side === 'internet') return 'internet';
  if (scope === 'between' && (isGuest(from) || isGuest(to))) return 'guest';
  if (isClinical(carries) || (include === 'seen' && carries !== 'turned away')) return 'allow';
  return carries === 'turned away' ? 'turned away' : carries === 'unsure' ? 'unsure' : 'other';
}

function isGuest({ zone }: Place): boolean {
  return zone?.isGuest ?? false;
}
